"""The store of a single server: gone when it stops."""

from __future__ import annotations

from collections import defaultdict, deque

from ..protocol.messages import Missed

KEEP_MISSED = 50
# Users who sign in anew with every browser never come back for theirs.
KEEP_USERS = 10_000


class MemoryStore:
    """Implements `Store` with dictionaries."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}
        self._missed: defaultdict[tuple[str, str], deque[Missed]] = defaultdict(lambda: deque(maxlen=KEEP_MISSED))

    async def spend(self, ticket: str, *, until: float, now: float) -> bool:
        # Tickets live equally long, so the oldest come first.
        while self._spent and next(iter(self._spent.values())) < now:
            del self._spent[next(iter(self._spent))]
        fresh = ticket not in self._spent
        self._spent.setdefault(ticket, until)
        return fresh

    async def add_missed(self, room: str, user: str, missed: Missed) -> None:
        self._missed[room, user].append(missed)
        if len(self._missed) > KEEP_USERS:
            del self._missed[next(iter(self._missed))]

    async def take_missed(self, room: str, user: str) -> list[Missed]:
        return list(self._missed.pop((room, user), ()))
