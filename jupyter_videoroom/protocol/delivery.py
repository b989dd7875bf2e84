"""One end of a numbered stream: nothing is lost or seen twice when a socket is replaced by another."""

from __future__ import annotations

from collections import deque

from .errors import Refusal

# A client acknowledges at least with every pong. What it has not acknowledged of this many messages is not worth
# replaying: a fresh roster is smaller.
KEEP = 1024
# Nor is it worth more memory than this, in bytes.
KEEP_BYTES = 2 * 1024 * 1024


class Delivery:
    """`sent` and `received` are the last numbers used in either direction; numbers start at 1."""

    def __init__(self, keep: int = KEEP, keep_bytes: int = KEEP_BYTES) -> None:
        self.sent = 0
        self.received = 0
        self._keep = keep
        self._room = keep_bytes
        # Without their numbers, which follow from `sent`: bytes are nothing for the garbage collector to walk.
        self._kept: deque[bytes] = deque()

    def send(self, body: bytes) -> int:
        """The number for this message, which is kept until it is acknowledged."""
        self.sent += 1
        self._kept.append(body)
        self._room -= len(body)
        while self._room < 0 or len(self._kept) > self._keep:
            self._forget()
        return self.sent

    def accept(self, seq: int) -> bool:
        """Whether a message is new. 0 stands for one without a number; Refusal("gap") if some are missing before it."""
        if seq > self.received + 1:
            raise Refusal("gap")
        if 0 < seq <= self.received:
            return False
        self.received = seq or self.received
        return True

    def acknowledge(self, seq: int) -> None:
        """The other end has everything up to this number."""
        while self._kept and self._oldest <= seq:
            self._forget()

    def since(self, seq: int) -> list[tuple[int, bytes]] | None:
        """What came after this number, or None if some of it is not kept any more (or was never sent)."""
        if not self._oldest - 1 <= seq <= self.sent:
            return None
        return [(number, body) for number, body in self.unacknowledged() if number > seq]

    def unacknowledged(self) -> list[tuple[int, bytes]]:
        """What the other end has not confirmed, and is kept."""
        return list(enumerate(self._kept, self._oldest))

    def restart(self) -> None:
        """Everything is told afresh: what was kept is void."""
        while self._kept:
            self._forget()

    def _forget(self) -> None:
        self._room += len(self._kept.popleft())

    @property
    def _oldest(self) -> int:
        return self.sent - len(self._kept) + 1
