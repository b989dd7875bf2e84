"""What a store can do. A new store is one file beside this one, and one line where a server is put together."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from ..protocol.errors import Refusal
from ..protocol.messages import ChatLine, Missed, SharedObject


class StoreError(Exception):
    """The store could not keep or find something; the text says why."""

    def refusal(self, code: str) -> Refusal:
        """What whoever asked is told: this, unless more is known."""
        return Refusal(code)


class StoreLocked(StoreError):
    """Another program holds the file for longer than anybody waits for it."""

    def refusal(self, code: str) -> Refusal:
        return Refusal("store-locked")


class Store(Protocol):
    """Shared by all rooms of a server, and by all servers that share rooms. How much it keeps, `Keep` says.

    Every method may raise a StoreError. The store says in the log when that begins and when it is over, since one
    cause makes many of them.
    """

    async def spend(self, id: str, *, until: float, now: float) -> bool:
        """Mark as used up: a ticket, or the stay of somebody who has left. False if it was already.

        It may be forgotten after `until`.
        """

    async def is_spent(self, id: str) -> bool:
        """Whether that is used up."""

    async def use(self, rooms: Collection[str], now: float) -> None:
        """People are in these rooms. Of what nobody has used for long, and of too many rooms, nothing is kept."""

    async def add_missed(self, room: str, user: str, missed: Missed) -> None:
        """Keep a missed call for somebody until it is forgotten."""

    async def missed(self, room: str, user: str) -> list[tuple[int, Missed]]:
        """The missed calls of somebody, oldest first, with numbers that grow."""

    async def forget_missed(self, room: str, user: str, until: int) -> None:
        """Somebody has been told of those up to this number."""

    async def add_line(self, room: str, line: ChatLine) -> ChatLine:
        """Keep a chat line, and give it the next id. A line of the same user and key is kept once, as it was first.

        Lines that are added one after the other are numbered and answered in that order.
        """

    async def lines(self, room: str, user: str, limit: int) -> list[ChatLine]:
        """The newest lines that this user may read, oldest first. All that was added before the question is seen."""

    async def add_object(self, room: str, object: SharedObject, body: bytes) -> SharedObject:
        """Keep what is shown to a room, and give it the next id."""

    async def objects(self, room: str) -> list[SharedObject]:
        """What is shown to a room, oldest first."""

    async def object(self, room: str, id: int) -> tuple[SharedObject, bytes] | None:
        """One of them, with its bytes."""

    async def close(self) -> None:
        """Finish what is under way."""
