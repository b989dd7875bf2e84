"""What `room.on()` tells: small records, and who wants to hear of them."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextvars import Context, copy_context
from dataclasses import dataclass
from datetime import datetime, timezone
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..protocol.messages import ChatLine, Participant
from .tables import Participants, Row, participants

if TYPE_CHECKING:
    from .session import Session

EventName = Literal["joined", "left", "message", "call"]
EVENTS: tuple[EventName, ...] = get_args(EventName)


@dataclass(frozen=True)
class Joined:
    """Somebody came into the room. `person` is their row of `room.people`; `time` is UTC, as everywhere here."""

    person: Row
    time: datetime


@dataclass(frozen=True)
class Left:
    """Somebody is no longer in the room. `person` is their last row of `room.people`."""

    person: Row
    time: datetime


@dataclass(frozen=True)
class ChatMessage:
    """Somebody wrote; perhaps oneself. `to` is the user id of the one reader, or None for all. `text` is as written."""

    user: str
    name: str
    text: str
    to: str | None
    time: datetime


@dataclass(frozen=True)
class CallChange:
    """One's own call: `state` is "begun", "changed" or "ended", `people` those who are in it now, oneself too."""

    state: Literal["begun", "changed", "ended"]
    people: Participants
    time: datetime


Event = Joined | Left | ChatMessage | CallChange
Callback = Callable[[Any], object]


class Listeners:
    """Callbacks by event. What one of them raises is shown once, and is nothing to the others."""

    def __init__(self) -> None:
        self._callbacks: dict[EventName, list[tuple[Callback, Context]]] = {name: [] for name in EVENTS}
        self._blamed: list[Callback] = []

    def add(self, event: EventName, callback: Callback) -> Callable[[], None]:
        """Returns how to take it away again, which may be done twice."""
        if not callable(callback):
            raise TypeError(f"callback is called with one record, so {callback!r} will not do")
        callbacks = self._callbacks[event]
        # Jupyter shows what is printed in this context under the cell that runs now.
        entry = (callback, copy_context())
        callbacks.append(entry)
        return lambda: callbacks.remove(entry) if entry in callbacks else None

    def __bool__(self) -> bool:
        return any(self._callbacks.values())

    def tell(self, name: EventName, event: Event) -> None:
        """Call those who want to hear of it, in their order."""
        for callback, context in tuple(self._callbacks[name]):
            # A copy: one that is being told already cannot be entered again.
            context.copy().run(self._tell_one, callback, event)

    def _tell_one(self, callback: Callback, event: Event) -> None:
        try:
            callback(event)
        except BaseException as error:
            # SystemExit too, which would silently end the thread that tells the others.
            if isinstance(error, KeyboardInterrupt) and threading.current_thread() is threading.main_thread():
                raise
            self._blame(callback, error)

    def _blame(self, callback: Callback, error: BaseException) -> None:
        if callback not in self._blamed:
            self._blamed.append(callback)
            print(f"{callback!r} failed, and will not be shown failing again:", file=sys.stderr)
            traceback.print_exception(error)


def check_event(name: str) -> None:
    """Raises ValueError for what is no event, and names those that there are."""
    if name not in EVENTS:
        raise ValueError(f"there is no event {name!r}; there are {', '.join(EVENTS)}")


def changes(before: Participants, after: Participants, time: datetime) -> Iterator[tuple[EventName, Event]]:
    """Who came, who went, and what became of one's own call."""
    # Entering and leaving the room oneself is neither: at one end of it nobody is known.
    if before and after:
        yield from (("joined", Joined(row, time)) for row in _without(after, before))
        yield from (("left", Left(row, time)) for row in _without(before, after))
    old, new = _own_call(before), _own_call(after)
    if not old and new:
        yield "call", CallChange("begun", new, time)
    elif old and not new:
        yield "call", CallChange("ended", new, time)
    elif _without(old, new) or _without(new, old):
        yield "call", CallChange("changed", new, time)


def read_message(line: dict[str, Any]) -> ChatMessage:
    """A chat message as the page tells it."""
    time = datetime.fromtimestamp(float(line["at"]), timezone.utc)
    return ChatMessage(str(line["user"]), str(line["name"]), str(line["text"]), line["to"], time)


def message_of(line: ChatLine) -> ChatMessage:
    """A chat message as the server tells it."""
    return ChatMessage(line.user, line.name, line.text, line.to, datetime.fromtimestamp(line.at, timezone.utc))


def _without(rows: Iterable[Row], others: Iterable[Row]) -> list[Row]:
    known = {row["id"] for row in others}
    return [row for row in rows if row["id"] not in known]


def _own_call(people: Participants) -> Participants:
    calls = {row.get("call") for row in people if row.get("you")} - {None}
    return Participants(row for row in people if row.get("call") in calls)


class News:
    """Follows a session. Callbacks have a thread of their own, so that one that waits stops no media."""

    def __init__(self, session: Session, listeners: Listeners) -> None:
        self._session = session
        self._listeners = listeners
        self._people, self._me = session.people, session.me
        self._events: SimpleQueue[tuple[EventName, Event] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def changed(self) -> None:
        self._compare(self._session.people, self._session.me)

    def said(self, line: ChatLine) -> None:
        if self._listeners:
            self._tell("message", message_of(line))

    def session_closed(self) -> None:
        self._compare({}, self._me)
        self._events.put(None)

    def _compare(self, people: dict[str, Participant], me: str) -> None:
        before, self._people, self._me = (self._people, self._me), people, me
        if self._listeners and before[0] is not people:
            earlier, now = participants(before[0].values(), before[1]), participants(people.values(), me)
            for name, event in changes(earlier, now, datetime.now(timezone.utc)):
                self._tell(name, event)

    def _tell(self, name: EventName, event: Event) -> None:
        self._events.put((name, event))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="videoroom callbacks", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while event := self._events.get():
            self._listeners.tell(*event)
