"""What happens in a room that a kernel is in, as callbacks are told of it."""

from __future__ import annotations

import threading
from datetime import datetime, timezone
from queue import SimpleQueue

from ..protocol.messages import ChatLine, Participant
from .events import Event, EventName, Listeners, changes, message_of
from .session import Session
from .tables import participants


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
