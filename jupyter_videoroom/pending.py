"""Sockets that have shown no ticket yet, and of which nothing else says whose they are."""

from __future__ import annotations

from typing import Protocol

# More than all kernels of a class that connect in the same second, and few enough for a server to hold.
MAX_PENDING = 128


class PendingSocket(Protocol):
    """A socket of an unknown user."""

    def drop(self) -> None: ...


class PendingSockets:
    """The oldest first. There are only so many at a time: where one comes too many, the oldest is dropped.

    A user with a ticket shows it at once, so that no number of sockets without one keeps that user out, even if all
    come from one address, as they do behind a proxy.
    """

    def __init__(self) -> None:
        self._sockets: dict[PendingSocket, None] = {}

    def add(self, socket: PendingSocket) -> None:
        """One more."""
        self._sockets[socket] = None
        if len(self._sockets) > MAX_PENDING:
            oldest = next(iter(self._sockets))
            self.discard(oldest)
            oldest.drop()

    def discard(self, socket: PendingSocket) -> None:
        """It has shown something, or is closed."""
        self._sockets.pop(socket, None)
