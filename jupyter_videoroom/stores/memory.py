"""The store without a disk: gone when the server stops."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from itertools import count, islice

from ..protocol.codec import changed
from ..protocol.messages import ChatLine, Missed, SharedObject

KEEP_MISSED = 50
KEEP_OBJECTS = 20
# Users who sign in anew with every browser never come back for theirs.
KEEP_USERS = 10_000


class MemoryStore:
    """Implements `Store` with dictionaries. `keep`: chat lines of a room."""

    def __init__(self, *, keep: int = 2_000) -> None:
        self._spent: dict[str, float] = {}
        self._missed: defaultdict[tuple[str, str], deque[tuple[int, Missed]]] = defaultdict(
            lambda: deque(maxlen=KEEP_MISSED)
        )
        self._chat: defaultdict[str, deque[ChatLine]] = defaultdict(lambda: deque(maxlen=keep))
        self._objects: defaultdict[str, deque[tuple[SharedObject, bytes]]] = defaultdict(
            lambda: deque(maxlen=KEEP_OBJECTS)
        )
        # From where the clock is: browsers have the objects of earlier servers in their caches, under their ids.
        self._ids = count(int(time.time() * 1_000))

    async def spend(self, ticket: str, *, until: float, now: float) -> bool:
        # Tickets live equally long, so the oldest come first.
        while self._spent and next(iter(self._spent.values())) < now:
            del self._spent[next(iter(self._spent))]
        fresh = ticket not in self._spent
        self._spent.setdefault(ticket, until)
        return fresh

    async def add_missed(self, room: str, user: str, missed: Missed) -> None:
        self._missed[room, user].append((next(self._ids), missed))
        if len(self._missed) > KEEP_USERS:
            del self._missed[next(iter(self._missed))]

    async def missed(self, room: str, user: str) -> list[tuple[int, Missed]]:
        return list(self._missed.get((room, user), ()))

    async def forget_missed(self, room: str, user: str, until: int) -> None:
        calls = self._missed.get((room, user), deque())
        while calls and calls[0][0] <= until:
            calls.popleft()
        if not calls:
            self._missed.pop((room, user), None)

    async def add_line(self, room: str, line: ChatLine) -> ChatLine:
        lines = self._chat[room]
        earlier = next((known for known in lines if (known.user, known.key) == (line.user, line.key)), None)
        if earlier:
            return earlier
        lines.append(changed(line, id=next(self._ids)))
        return lines[-1]

    async def lines(self, room: str, user: str, limit: int) -> list[ChatLine]:
        newest_first = reversed(self._chat.get(room, deque()))
        readable = (line for line in newest_first if line.to is None or user in (line.to, line.user))
        return list(islice(readable, limit))[::-1]

    async def add_object(self, room: str, object: SharedObject, body: bytes) -> SharedObject:
        stored = changed(object, id=next(self._ids))
        self._objects[room].append((stored, body))
        return stored

    async def objects(self, room: str) -> list[SharedObject]:
        return [object for object, _ in self._objects.get(room, ())]

    async def object(self, room: str, id: int) -> tuple[SharedObject, bytes] | None:
        return next((kept for kept in self._objects.get(room, ()) if kept[0].id == id), None)

    async def close(self) -> None:
        pass
