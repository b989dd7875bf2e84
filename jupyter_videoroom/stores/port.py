"""What a store can do. A new store is one file beside this one, and one line where a server is put together."""

from __future__ import annotations

from typing import Protocol

from ..protocol.messages import Missed


class Store(Protocol):
    """Shared by all rooms of a server, and by all servers that share rooms."""

    async def spend(self, ticket: str, *, until: float, now: float) -> bool:
        """Mark a ticket as used. False if it was already; it may be forgotten after `until`."""

    async def add_missed(self, room: str, user: str, missed: Missed) -> None:
        """Keep a missed call for somebody who is not here; the newest 50 are enough."""

    async def take_missed(self, room: str, user: str) -> list[Missed]:
        """The missed calls of somebody who is here again, oldest first. They are theirs now."""
