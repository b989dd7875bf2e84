"""A participant's seat in a live room, and the socket that it has at the moment; and sockets that have no seat yet."""

from __future__ import annotations

from typing import Protocol

from .protocol.codec import frame
from .protocol.delivery import Delivery
from .protocol.errors import Refusal

# RFC 6455, 7.4.1.
NORMAL = 1000

# More than all kernels of a class that connect in the same second, and few enough for a server to hold.
MAX_PENDING = 128


class Connection(Protocol):
    """A socket, as a room sees it. Neither method fails if the other end is gone."""

    def send(self, frame: bytes) -> None: ...

    def close(self, code: int, reason: str) -> None: ...


class Seat:
    """A participant's place in a room: its numbered stream, and the socket it has at the moment.

    `missed`: the last missed call that was told through this stream; `missed_seq`: the message that tells it, until it
    is acknowledged.
    """

    __slots__ = ("connection", "delivery", "id", "missed", "missed_seq")

    def __init__(self, id: str) -> None:
        self.id = id
        self.delivery = Delivery()
        self.connection: Connection | None = None
        self.missed = 0
        self.missed_seq = 0

    def begin_anew(self) -> None:
        """What was told and not acknowledged is void: it is told again."""
        self.delivery.restart()
        self.missed = self.missed_seq = 0

    def post(self, body: bytes, seq: int) -> None:
        if self.connection:
            self.connection.send(frame(body, seq, self.delivery.received))

    def take(self, connection: Connection) -> None:
        """A newer socket of the same participant wins."""
        if self.connection:
            words = Refusal("replaced").words
            self.connection.close(words.close or NORMAL, "replaced")
        self.connection = connection


class PendingSocket(Protocol):
    """A socket of an unknown user."""

    def drop(self) -> None: ...


class PendingSockets:
    """Sockets of which nothing says whose they are before they show a ticket: the oldest first.

    There are only so many at a time: where one comes too many, the oldest is dropped.

    A user with a ticket shows it at once, so that no number of sockets without one keeps that user out, even if all
    come from one address, as they do behind a proxy.
    """

    def __init__(self, limit: int = MAX_PENDING) -> None:
        self._limit = limit
        self._sockets: dict[PendingSocket, None] = {}

    def add(self, socket: PendingSocket) -> None:
        self._sockets[socket] = None
        if len(self._sockets) > self._limit:
            oldest = next(iter(self._sockets))
            self.discard(oldest)
            oldest.drop()

    def discard(self, socket: PendingSocket) -> None:
        """It has shown something, or is closed."""
        self._sockets.pop(socket, None)
