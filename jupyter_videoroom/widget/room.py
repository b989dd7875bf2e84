"""`VideoRoom`, the widget."""

from __future__ import annotations

import secrets
import unicodedata
import weakref
from collections.abc import Callable
from datetime import datetime, timezone
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from ..protocol.codec import check_room_name
from ..protocol.errors import Refusal
from ..protocol.messages import MAX_CHAT
from .events import Callback, EventName, Listeners, changes, check_event, read_message
from .hearing import listen_for
from .joining import PageTickets, has_ended, join
from .kernelside import KernelSide
from .operation import ENDINGS, Operation, Outcome
from .pages import RoomPage, find_page
from .tables import Log, Participants, TableTrait

if TYPE_CHECKING:
    from ..kernel import KernelRoom, Pending

LOADER = Path(__file__).parent / "loader.js"
MAX_NAME = 64
WHERE = "Open this notebook in JupyterLab or Notebook 7 to enter the room here"

# A page's old models stay alive, and hear every message, until Python closes them.
_by_name: weakref.WeakValueDictionary[str, VideoRoom] = weakref.WeakValueDictionary()


class VideoRoom(KernelSide, anywidget.AnyWidget):
    """A room for video calls, by name: whoever opens the same name on the same server is in the same room.

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
        The address of the room in a tab of its own; "" if the kernel does not know its server.

    Raises
    ------
    TypeError, ValueError
        At once, saying what was expected.

    Notes
    -----
    `state`, `people` and `log` are traits (`room.observe(callback, "people")`), and tell what this widget's own browser
    sees, at most four times a second. They change between cells, and while a cell awaits or asks for a `result`.
    """

    _esm = LOADER

    name = traitlets.Unicode(read_only=True, help="The room.").tag(sync=True)
    display_name = traitlets.Unicode("", help='What "Your name" says at first.').tag(sync=True)
    auto_accept = traitlets.Bool(False, help="Whether calls are answered without asking.").tag(sync=True)
    state = traitlets.Unicode("outside", help="Where this widget's browser is.").tag(sync=True)
    people = TableTrait(Participants, help="Who is in the room.").tag(sync=True)
    log = TableTrait(Log, help="What happened.").tag(sync=True)
    page = traitlets.Unicode(read_only=True, help="The room in a tab of its own.").tag(sync=True)

    def __init__(self, name: str, *, display_name: str | None = None, auto_accept: bool = False) -> None:
        self._operations: dict[str, Operation] = {}
        self._listeners = Listeners()
        self._tickets = PageTickets(self.send)
        self._kernel: Pending[KernelRoom] | None = None
        _check("name", name, str)
        _check("display_name", display_name or "", str)
        _check("auto_accept", auto_accept, bool)
        try:
            name = check_room_name(name)
        except Refusal as refusal:
            raise ValueError(f"{name!r} is not a name for a room. {refusal.words.fix}") from None
        super().__init__(display_name=_check_display_name(display_name or ""), auto_accept=auto_accept)
        self.set_trait("name", name)
        self.set_trait("page", find_page(name))
        self.on_msg(self._hear)
        self.observe(self._tell_changes, "people")
        listen_for(self)
        if earlier := _by_name.get(name):
            # The cell was run again: that is no reason for the kernel to leave.
            self._kernel, earlier._kernel = earlier._kernel, None
            earlier.close()
        _by_name[name] = self

    @traitlets.validate("display_name")
    def _validate_display_name(self, proposal: Any) -> str:
        return _check_display_name(proposal["value"])

    def call(self, person: str) -> Operation:
        """Ring somebody, by name or by user id, as "Call now" does. Camera and microphone wait for a click.

        Returns an `Operation`: await it, or ask for its `result(timeout)`. Its `Outcome` is true if the call was
        accepted; its `outcome` is "accepted", "declined" (with a `word`, perhaps), "busy", "timed-out" (after 30 s),
        "cancelled", "gone" or "refused" (why is in `word`).

        Raises RuntimeError if nobody has entered the room here yet, LookupError if there is no such person or
        several have that name.
        """
        self._check_entered()
        row = self._find(person)
        return self._begin(f"call to {row['name']}", "call", user=row["user"])

    def say(self, text: str, to: str | None = None) -> Operation:
        """Write in the room's chat: to all, or to one person, by name or by user id.

        Returns an `Operation` whose `Outcome` is true, "stored", once the server has the message, else "refused" with
        the reason in `word`. Raises as `call` does, and ValueError if there is nothing to say, or too much.
        """
        _check("text", text, str)
        if not text.strip():
            raise ValueError("text is empty: there is nothing to say")
        if len(text.strip()) > MAX_CHAT:
            raise ValueError(f"text has at most {MAX_CHAT} characters, this one has {len(text.strip())}")
        self._check_entered()
        reader = None if to is None else self._find(to)
        addressee = reader and {"user": reader["user"], "name": reader["name"]}
        return self._begin("message", "say", text=text, to=addressee)

    def hang_up(self) -> None:
        """Leave the call, or stop ringing, and stay in the room. RuntimeError if nobody has entered the room here."""
        self._ask("hang-up")

    def leave(self) -> None:
        """Leave the room; camera and microphone are released. RuntimeError if nobody has entered the room here."""
        self._ask("leave")

    def connect(self) -> Pending[KernelRoom]:
        """Let this kernel join the room and its main call, as a participant of its own: what all of `KernelSide` needs.

        Await it, or ask for its `result(timeout)`; asked again, it is the same stay. Raises ImportError if aiortc is
        not installed; when waited for `NoServer` or `Refused`, which say what to do.
        """
        if self._kernel is None or has_ended(self._kernel):
            entered = self.state != "outside"
            self._kernel = join(self.name, "", self._tickets if entered else None)
        return self._kernel

    @property
    def kernel(self) -> KernelRoom:
        """This kernel's stay in the room. RuntimeError if it has not joined."""
        if self._kernel is None or not self._kernel.done():
            raise RuntimeError("This kernel is not in the room: `await room.connect()` first.")
        return self._kernel.result()

    def on(self, event: EventName, callback: Callback | None = None) -> Callable[..., Any]:
        """Call `callback` with a record whenever that happens, and return how to stop it.

        Events and records: "joined" (`Joined`), "left" (`Left`), "message" (`ChatMessage`), "call" (`CallChange`).
        Without a callback it is a decorator. What a callback raises is shown once, and is nothing to other callbacks.
        They run in the kernel's main thread between cells, and while a cell awaits or asks for a `result`.
        Raises ValueError for any other event.
        """
        check_event(event)
        if callback is not None:
            return self._listeners.add(event, callback)

        def decorate(function: Callback) -> Callback:
            self._listeners.add(event, function)
            return function

        return decorate

    def open_page(self) -> RoomPage:
        """The room in a tab of its own: shown as a link, with its address in `url`.

        Raises RuntimeError if the kernel does not know its server, such as one that was started elsewhere.
        """
        if not self.page:
            raise RuntimeError("The kernel does not know its Jupyter server: open videoroom/room/… there by hand.")
        return RoomPage(self.name, self.page)

    def close(self) -> None:
        """Let go of the widget; operations under way end as refused. The room goes on without it."""
        for operation in self._operations.values():
            operation.settle(Outcome("refused", "The widget was closed, most likely by running its cell again."))
        self._operations.clear()
        if self._kernel and self._kernel.done() and not has_ended(self._kernel):
            self._kernel.result().close()
        super().close()

    def __repr__(self) -> str:
        people = ", ".join(f"{person['name']} ({person['state']})" for person in self.people) or "nobody seen yet"
        return f"<VideoRoom {self.name!r}: {self.state}; {people}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and for front ends without widgets the plain words."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle:
            data = bundle[0] if isinstance(bundle, tuple) else bundle
            data["text/plain"] = f"{self!r}\n{WHERE}{f', or {self.page}' if self.page else ''}."
            data["text/html"] = self._static_page()
        return bundle

    def _static_page(self) -> str:
        link = f", or {RoomPage(self.name, self.page)._repr_html_()}" if self.page else ""
        return f"<p>A video room, “{escape(self.name)}”, needs the Jupyter server that keeps it. {WHERE}{link}.</p>"

    def _check_entered(self) -> None:
        if self.comm is None:
            raise RuntimeError("This widget was closed, most likely by running its cell again: use the newer one.")
        if self.state == "outside":
            raise RuntimeError(f'Nobody has entered the room here yet: press "Enter room" in {self.name!r} first.')

    def _ask(self, do: str, **details: object) -> None:
        self._check_entered()
        self.send({"do": do, **details})

    def _begin(self, what: str, do: str, **details: object) -> Operation:
        operation, id = Operation(what), secrets.token_hex(8)
        self._operations[id] = operation
        self._ask(do, id=id, **details)
        return operation

    def _hear(self, _widget: object, content: Any, _buffers: object) -> None:
        """What the page tells by message: outcomes, and chat."""
        match content:
            case {"tell": "outcome", "id": str(id), "outcome": str(outcome), "word": str(word)} if outcome in ENDINGS:
                if operation := self._operations.pop(id, None):
                    operation.settle(Outcome(outcome, word))
            case {"tell": "ticket", "id": str(id)}:
                self._tickets.answered(id, content)
            case {"tell": "message", "line": dict(line)}:
                self._listeners.tell("message", read_message(line))

    def _tell_changes(self, change: Any) -> None:
        for name, event in changes(change["old"], change["new"], datetime.now(timezone.utc)):
            self._listeners.tell(name, event)

    def _find(self, person: str) -> Any:
        _check("person", person, str)
        return self.people[person]


def _check(what: str, value: Any, expected: type) -> None:
    if not isinstance(value, expected):
        raise TypeError(f"{what} is a {expected.__name__}, not {type(value).__name__}: {value!r}")


def _check_display_name(name: str) -> str:
    name = unicodedata.normalize("NFC", name)
    if len(name) > MAX_NAME:
        raise ValueError(f"display_name has at most {MAX_NAME} characters, this one has {len(name)}")
    return name
