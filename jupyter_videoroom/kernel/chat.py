"""What this kernel writes in the room's chat, until the server has it."""

from __future__ import annotations

from collections.abc import Callable

from ..protocol.messages import ChatLine, Say
from .pending import Operation, Outcome


class Chat:
    """In the videoroom thread. What may have been lost is sent again by the same key, by which it is stored once."""

    def __init__(self, send: Callable[[Say], None]) -> None:
        self._send = send
        self._waiting: dict[str, tuple[Say, Operation]] = {}

    def say(self, message: Say, operation: Operation) -> None:
        """Have it stored, and tell the operation how that ended."""
        self._waiting[message.key] = message, operation
        self._send(message)

    def say_again(self) -> None:
        """The room was joined anew: it may not know what was on its way."""
        for message, _ in self._waiting.values():
            self._send(message)

    def said(self, line: ChatLine) -> None:
        """A message is stored, by anybody."""
        self._settle(line.key, Outcome("stored"))

    def refused(self, key: str, why: str) -> None:
        """The server did not take it."""
        self._settle(key, Outcome("refused", why))

    def close(self, why: str) -> None:
        """Nothing is answered any more."""
        for key in tuple(self._waiting):
            self.refused(key, why)

    def _settle(self, key: str, outcome: Outcome) -> None:
        _, operation = self._waiting.pop(key, (None, None))
        if operation:
            operation.settle(outcome)
