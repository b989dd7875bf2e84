"""`KernelRoom`, what a notebook or a script holds of a room that its Python is in."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from ..forks import check_process
from ..protocol.errors import Refusal
from ..protocol.messages import Say, SharedObject
from ..protocol.names import Bearer, check_room_name, find
from .access import Access, AskPage
from .errors import NobodyThere
from .events import Listeners, News
from .face import Camera, Room
from .frames import FrameStream
from .loop import LoopThread, loop_thread
from .numbers import Size, check_block, check_channels, check_reading_fps, check_reading_rate, check_reading_size
from .pending import Meanwhile, Operation, Pending
from .publishing import Publication
from .session import Session
from .show import render
from .sound import AudioStream
from .source import Kind, Source
from .tables import Participants, participants
from .trouble import tell_if_unheard

if TYPE_CHECKING:
    from .process import Processor
    from .sources.outlet import Outlet

MEDIA_EXTRA = 'The kernel\'s part needs aiortc, PyAV and NumPy: pip install "jupyter-videoroom[kernel]".'


class KernelRoom(Room):
    """A room that this Python is in, as a participant of its own. Made by `connect`."""

    def __init__(self, name: str, session: Session, thread: LoopThread) -> None:
        self.name = name
        self._session = session
        self._thread = thread
        self._processors: dict[str, Processor] = {}
        # By name and kind: a cell that is run again publishes under the same name, and means the same tile.
        self._outlets: WeakValueDictionary[tuple[str, Kind], Outlet] = WeakValueDictionary()
        self._listeners = Listeners()
        self._thread.run(session.watch(News(session, self._listeners)))
        self._thread.farewells.add(session.close)

    @property
    def id(self) -> str:
        """This kernel's own participant id."""
        return self._session.me

    @property
    def closed(self) -> bool:
        """Whether this kernel has left, or lost the room for good."""
        return self._session.closed

    @property
    def kernel(self) -> KernelRoom:
        """The room itself."""
        return self

    @property
    def people(self) -> Participants:
        """Who is in the room, kernels too: a table, read like a list of rows or like a dict by name, user id or id."""
        return participants(self._session.people.values(), self.id)

    def introduce(self, ask_page: AskPage) -> Pending[None]:
        """Tell the room whose kernel this is, by a ticket of its user's page; it stays in the room, and in its call.

        A kernel that joined by the server's token alone is nobody's that the room could name. `ask_page` is asked only
        where no page has given a ticket yet, so that this may be called whenever somebody enters, from any thread.
        When the room has heard it, `people` has the new user and name; nothing is raised if the page gives none.
        """
        return self._thread.run(self._session.introduce(ask_page))

    def close(self) -> Pending[None]:
        """Leave the room. What is read or published ends."""
        self._thread.farewells.discard(self._session.close)
        return self._thread.run(self._session.close())

    def __enter__(self) -> KernelRoom:
        return self

    def __exit__(self, *_: object) -> None:
        self.close().result()

    async def __aenter__(self) -> KernelRoom:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        people = ", ".join(person.name for person in self.people if not person.you) or "nobody else"
        return f"<KernelRoom {self.name!r}: {people}>"

    def _reading(
        self, person: str, source: Camera = "camera", fps: float | None = None, size: Size | None = None
    ) -> Callable[[], FrameStream]:
        """What `frames` does, as often as it is called: that person is meant, whatever they are called by then."""
        check_choice("source", source, ("camera", "screen"))
        checked = check_reading_fps(fps), check_reading_size(size)
        id = self._find(person)

        def begin() -> FrameStream:
            stream = FrameStream(*checked)
            self._thread.run(self._session.read(id, "picture", source, stream))
            return stream

        return begin

    def _listening(self, person: str, rate: int, block: float, channels: int, source: str) -> AudioStream:
        check_choice("source", source, ("microphone", "screen"))
        stream = AudioStream(check_reading_rate(rate), check_block(block), check_channels(channels))
        self._thread.run(self._session.read(self._find(person), "sound", source, stream))
        return stream

    def _say(self, text: str, to: str | None) -> Operation:
        check_process(self._thread.pid)
        self._session.check_open()
        message = Say(key=secrets.token_hex(8), text=text, to=None if to is None else self.people[to].user)
        operation = Operation("message")
        self._thread.call(self._session.chat.say, message, operation)
        return operation

    def _show(self, object: object, title: str) -> Pending[SharedObject]:
        return tell_if_unheard(self._thread.run(self._session.show(title, render(object))))

    def _publish(self, name: str, *sources: Source) -> tuple[Publication, ...]:
        """All of these or none, as one stream; from any thread."""
        return self._session.published.add(name, *sources)

    def _find(self, who: str) -> str:
        """A participant id for a name, a user id or a participant id."""
        check_process(self._thread.pid)
        self._session.check_open()
        if not isinstance(who, str):
            raise TypeError(f"person is a name or an id, not {type(who).__name__}: {who!r}")
        people = [person for person in self._session.people.values() if person.kind == "browser"]
        try:
            found = find(who, people, lambda person: Bearer(person.id, person.user, person.name))
        except LookupError as error:
            raise NobodyThere(str(error)) from None
        # Of somebody's tabs the one that is in the call.
        here = [person for person in found if person.call and person.call == self._session.call]
        return (here or found)[0].id


def connect(name: str, *, url: str = "", token: str = "", display_name: str = "") -> Pending[KernelRoom]:
    """Join a room, and its main call, as a participant of its own: `await connect("algebra")`, or `.result(timeout)`.

    Parameters
    ----------
    name : str
        The room.
    url, token : str, optional
        The Jupyter server, by any address of its pages, and its token, which may be in that address. Default:
        `JUPYTER_VIDEOROOM_URL` and `JUPYTER_VIDEOROOM_TOKEN`; else the JupyterHub server, or the Jupyter server, that
        started this Python or the terminal around it.
    display_name : str, optional
        What others see. Default: the name that Jupyter knows the user by.

    Raises
    ------
    ValueError, ImportError
        At once: not a name for a room, or not an address; aiortc is not installed.
    NoServer, Refused
        When waited for; what was tried, and what to do.
    """
    return join(name, url=url, token=token, display_name=display_name)


def join(
    name: str,
    *,
    url: str = "",
    token: str = "",
    display_name: str = "",
    ask_page: AskPage | None = None,
    meanwhile: Meanwhile | None = None,
) -> Pending[KernelRoom]:
    """`connect`, for those who have a page to ask for a ticket, and something to do meanwhile."""
    try:
        name = check_room_name(name)
    except Refusal as refusal:
        raise ValueError(f"{name!r} is not a name for a room. {refusal.words.fix}") from None
    check_media()
    thread = loop_thread()
    access = Access(name, url, token, ask_page=ask_page)
    return tell_if_unheard(thread.run(_enter(name, access, display_name, thread), meanwhile))


async def _enter(name: str, access: Access, display_name: str, thread: LoopThread) -> KernelRoom:
    session = Session(access, display_name)
    try:
        await session.ready()
    except BaseException:
        await session.close()
        raise
    return KernelRoom(name, session, thread)


def check_media() -> None:
    """ImportError that says what to install."""
    try:
        from .mesh import mesh  # noqa: F401, PLC0415
    except ImportError as error:
        raise ImportError(f"{MEDIA_EXTRA} ({error})") from error


def check_choice(what: str, value: object, choices: tuple[object, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{what} is one of {', '.join(map(repr, choices))}, not {value!r}")
