"""`VideoRoom`, the widget."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from ..kernel.events import Listeners, changes
from ..kernel.face import Room, check_type
from ..kernel.pending import Operation
from ..kernel.tables import Log, Participants, Row
from ..protocol.errors import Refusal
from ..protocol.names import MAX_NAME, check_room_name, clean_line
from .comm_pump import listen_for, running_client
from .link import WidgetEnd, link_to
from .openpages import OpenPage
from .pages import RoomPage, find_page

if TYPE_CHECKING:
    from ..kernel import KernelRoom, Pending

LOADER = Path(__file__).parent / "loader.js"
WHERE = "Open this notebook in JupyterLab or Notebook 7 to enter the room here."


class Told(traitlets.TraitType[Any, Any]):
    """What a page tells. A running cell reads what its own page sees; observers hear of the widget's page.

    It is no synced trait: those are saved with a notebook, and this is about other people.
    """

    def __init__(self, default: object, help: str) -> None:
        super().__init__(default, read_only=True, help=help)

    def get(self, obj: Any, cls: Any = None) -> Any:
        page = obj._link.seen(obj._end.maker)
        return super().get(obj, cls) if page is None else getattr(page, str(self.name))


class VideoRoom(Room, anywidget.AnyWidget):
    """A room for video calls, by name: those who open the same name on the same server are in the same room.

    Making one does nothing but show it. People enter with a click, and the camera opens with another.

    Parameters
    ----------
    name : str
        1 to 64 letters, digits, spaces, dots, hyphens or underscores, of any script; the first is a letter or a digit.
    display_name : str, optional
        What "Your name" says at first, at the most 64 characters. Default: the name that Jupyter knows.
    auto_accept : bool, optional
        Whether calls are answered without asking. The page says so before one enters. Default: False.

    Attributes
    ----------
    state : str
        "outside", "entering", "available", "ringing", "in-call" or "reconnecting".
    people : Participants
        Who is in the room: a table, read like a list of rows or like a dict by name or user id.
    log : Log
        What happened: a table, newest last, of the last 200 events.
    page : str
        The address of the room in a tab of its own, as the page knows its server; "" if nobody knows it.

    Raises
    ------
    TypeError, ValueError
        At once, saying what was expected.

    Notes
    -----
    A kernel may have several pages, of several people. A request is for the page in which the cell runs, and `state`,
    `people` and `log` tell in it what that page sees. They are traits (`room.observe(callback, "people")`) that follow
    the page whose cell has made the widget, at most four times a second. They change between cells, and while a cell
    awaits or asks for a `result`.
    """

    _esm = LOADER

    name = traitlets.Unicode(read_only=True, help="The room.").tag(sync=True)
    display_name = traitlets.Unicode("", help='What "Your name" says at first.').tag(sync=True)
    auto_accept = traitlets.Bool(False, help="Whether calls are answered without asking.").tag(sync=True)
    state = Told("outside", help="Where the page is.")
    people = Told(Participants(), help="Who is in the room.")
    log = Told(Log(), help="What happened.")

    def __init__(self, name: str, *, display_name: str | None = None, auto_accept: bool = False) -> None:
        check_type("name", name, str)
        check_type("display_name", display_name or "", str)
        check_type("auto_accept", auto_accept, bool)
        display_name = _check_display_name(display_name or "")
        try:
            name = check_room_name(name)
        except Refusal as refusal:
            raise ValueError(f"{name!r} is not a name for a room. {refusal.words.fix}") from None
        self._listeners = Listeners()
        self._link = link_to(name)
        self._end = WidgetEnd(running_client(), self.send, self._follow, partial(self._listeners.tell, "message"))
        # The client of the kernel that has sent the message which is being taken in.
        self._sender = ""
        super().__init__(display_name=display_name, auto_accept=auto_accept)
        self.set_trait("name", name)
        self.on_msg(self._hear)
        self.observe(self._tell_changes, "people")
        listen_for(self)
        self._link.add(self._end)

    @traitlets.validate("display_name")
    def _validate_display_name(self, proposal: Any) -> str:
        return _check_display_name(proposal["value"])

    @property
    def page(self) -> str:
        """The address of the room in a tab of its own."""
        seen = self._link.seen(self._end.maker)
        return (seen and seen.address) or find_page(self.name)

    def call(self, person: str) -> Operation:
        """Ring somebody, by name or by user id, as "Call now" does. Camera and microphone wait for a click.

        Returns an `Operation`: await it, or ask for its `result(timeout)`. Its `Outcome` is true if the call was
        accepted; its `outcome` is "accepted", "declined" (with a `word`, perhaps), "busy", "timed-out" (after 30 s),
        "cancelled", "gone" or "refused" (why is in `word`).

        Raises RuntimeError if nobody has entered the room in this page yet, or if it cannot be told which of several
        pages is meant; LookupError if there is no such person or several have that name.
        """
        page = self._meant()
        row = _find(page, person)
        return self._link.begin(page, f"call to {row['name']}", "call", user=row["user"])

    def hang_up(self) -> None:
        """Leave the call, or stop ringing, and stay in the room. RuntimeError as with `call`."""
        self._link.ask(self._meant(), "hang-up")

    def leave(self) -> None:
        """Leave the room; camera and microphone are released. RuntimeError as with `call`."""
        self._link.ask(self._meant(), "leave")

    def connect(self) -> Pending[KernelRoom]:
        """Let this kernel join the room and its main call, as a participant of its own, for `frames` and the like.

        Await it, or ask for its `result(timeout)`; asked again, it is the same one. Raises ImportError if aiortc is
        not installed, RuntimeError if this widget is closed; when waited for `NoServer` or `Refused`, which say what to
        do.
        """
        self._check_open()
        return self._link.connect()

    @property
    def kernel(self) -> KernelRoom:
        joined = self._link.joined
        if joined is None or not joined.done():
            raise RuntimeError("This kernel is not in the room: `await room.connect()` first.")
        return joined.result()

    def open_page(self) -> RoomPage:
        """The room in a tab of its own: shown as a link, with its address in `url`.

        Raises RuntimeError if the kernel does not know its server, such as one that was started elsewhere.
        """
        if not self.page:
            raise RuntimeError("The kernel does not know its Jupyter server: open videoroom/room/… there by hand.")
        return RoomPage(self.name, self.page)

    def close(self) -> None:
        """Let go of the widget. The room goes on without it; the kernel leaves with the last widget of the room."""
        # One whose arguments were refused has no link, and is closed when it is collected.
        if hasattr(self, "_link"):
            self._link.remove(self._end)
        super().close()

    def __repr__(self) -> str:
        people = ", ".join(f"{person['name']} ({person['state']})" for person in self.people) or "nobody seen yet"
        return f"<VideoRoom {self.name!r}: {self.state}; {people}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and for front ends without widgets the plain words."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle:
            data = bundle[0] if isinstance(bundle, tuple) else bundle
            # It is saved with the notebook, so it names nobody, and no address.
            data["text/plain"] = f"A video room, {self.name!r}. {WHERE}"
            data["text/html"] = f"<p>A video room, “{escape(self.name)}”. {WHERE}</p>"
        return bundle

    def _say(self, text: str, to: str | None) -> Operation:
        page = self._meant()
        reader = None if to is None else _find(page, to)
        addressee = reader and {"user": reader["user"], "name": reader["name"]}
        return self._link.begin(page, "message", "say", text=text, to=addressee)

    def _follow(self, page: OpenPage) -> None:
        for fact in ("state", "log", "people"):
            self.set_trait(fact, getattr(page, fact))

    def _meant(self) -> OpenPage:
        self._check_open()
        return self._link.meant()

    def _check_open(self) -> None:
        if self.comm is None:
            raise RuntimeError("This widget was closed: make a new one, by running its cell again.")

    def _handle_msg(self, msg: Any) -> None:
        self._sender = str(msg.get("header", {}).get("session", ""))
        super()._handle_msg(msg)

    def _hear(self, _widget: object, content: Any, _buffers: object) -> None:
        match content:
            case {"tell": "nowhere"}:
                self.send({"do": "link", "address": self.page})
            case {"tell": "facts", "page": str(id)}:
                self._end.viewers.add(id)
            case {"tell": "closed", "page": str(id)}:
                self._end.viewers.discard(id)
            case {"tell": "unseen", "page": str(id)}:
                self._end.viewers.discard(id)
                # What a newer widget has replaced is of no use once no page shows it.
                if not self._end.viewers and not self._link.speaks(self._end):
                    self.close()
                    return
        self._link.hear(self._end, self._sender, content)

    def _tell_changes(self, change: Any) -> None:
        for name, event in changes(change["old"], change["new"], datetime.now(timezone.utc)):
            self._listeners.tell(name, event)


def _find(page: OpenPage, person: str) -> Row:
    check_type("person", person, str)
    return page.people[person]


def _check_display_name(name: str) -> str:
    name = clean_line(name)
    if len(name) > MAX_NAME:
        raise ValueError(f"display_name has at most {MAX_NAME} characters, this one has {len(name)}")
    return name
