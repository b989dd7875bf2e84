"""The store without a disk: gone when the server stops."""

from __future__ import annotations

import heapq
import json
import time
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any

from ..protocol.codec import changed
from ..protocol.messages import ChatLine, Missed, SharedObject
from .port import Keep, RoomSettings


@dataclass(slots=True)
class Kept:
    """What is kept of a room, each the oldest first. Missed calls are of many users."""

    used: float
    lines: deque[ChatLine] = field(default_factory=deque)
    missed: list[tuple[int, str, Missed]] = field(default_factory=list)
    objects: deque[tuple[SharedObject, bytes]] = field(default_factory=deque)
    settings: dict[str, str] = field(default_factory=dict)


class MemoryStore:
    """Implements `Store` with dictionaries."""

    def __init__(self, *, keep: Keep = Keep()) -> None:
        self._keep = keep
        self._spent: dict[str, float] = {}
        self._ends: list[tuple[float, str]] = []
        self._rooms: dict[str, Kept] = {}
        # From where the clock is: browsers have the objects of earlier servers in their caches, under their ids.
        self._ids = count(int(time.time() * 1_000))

    async def spend(self, id: str, *, until: float, now: float) -> bool:
        while self._ends and self._ends[0][0] < now:
            del self._spent[heapq.heappop(self._ends)[1]]
        if id in self._spent:
            return False
        self._spent[id] = until
        heapq.heappush(self._ends, (until, id))
        return True

    async def is_spent(self, id: str) -> bool:
        return id in self._spent

    async def use(self, rooms: Collection[str], now: float) -> None:
        for room in self._rooms.keys() & set(rooms):
            self._rooms[room].used = now
        newest_first = sorted(self._rooms, key=lambda room: self._rooms[room].used, reverse=True)
        too_many = max(self._keep.rooms, len(rooms))
        for i, room in enumerate(newest_first):
            if i >= too_many or self._rooms[room].used < now - self._keep.seconds:
                del self._rooms[room]

    async def add_missed(self, room: str, user: str, missed: Missed) -> None:
        kept = self._kept_from(room, missed.at)
        kept.missed.append((next(self._ids), user, missed))
        theirs = [number for number, whose, _ in kept.missed if whose == user]
        gone = set(theirs[: -self._keep.missed])
        since = missed.at - self._keep.missed_seconds
        remaining = [call for call in kept.missed if call[0] not in gone and call[2].at >= since]
        kept.missed = remaining[-self._keep.missed_of_room :]

    async def missed(self, room: str, user: str) -> list[tuple[int, Missed]]:
        return [(number, missed) for number, whose, missed in self._kept(room).missed if whose == user]

    async def forget_missed(self, room: str, user: str, until: int) -> None:
        kept = self._kept(room)
        kept.missed = [call for call in kept.missed if call[1] != user or call[0] > until]

    async def add_line(self, room: str, line: ChatLine) -> ChatLine:
        lines = self._kept_from(room, line.at).lines
        earlier = next((known for known in lines if (known.user, known.key) == (line.user, line.key)), None)
        if earlier:
            return earlier
        lines.append(changed(line, id=next(self._ids)))
        return lines[-1]

    async def lines(self, room: str, user: str, limit: int) -> list[ChatLine]:
        readable = (
            line for line in reversed(self._kept(room).lines) if line.to is None or user in (line.to, line.user)
        )
        return list(islice(readable, limit))[::-1]

    async def add_object(self, room: str, object: SharedObject, body: bytes) -> SharedObject:
        objects = self._kept_from(room, object.at).objects
        stored = changed(object, id=next(self._ids))
        objects.append((stored, body))
        while len(objects) > self._keep.objects or (_bytes(objects) > self._keep.object_bytes and len(objects) > 1):
            objects.popleft()
        self._make_room(stored)
        return stored

    async def objects(self, room: str) -> list[SharedObject]:
        return [object for object, _ in self._kept(room).objects]

    async def object(self, room: str, id: int) -> tuple[SharedObject, bytes] | None:
        return next((found for found in self._kept(room).objects if found[0].id == id), None)

    async def settings(self, room: str) -> RoomSettings:
        return {part: json.loads(value) for part, value in self._kept(room).settings.items()}

    async def save_setting(self, room: str, part: str, value: Any, now: float) -> None:
        # As text, so that no change of what was given or loaded is one of what is kept.
        self._kept_from(room, now).settings[part] = json.dumps(value)

    async def close(self) -> None:
        pass

    def _kept(self, room: str) -> Kept:
        """What is kept of this room, which may be nothing."""
        return self._rooms.get(room) or Kept(0.0)

    def _kept_from(self, room: str, now: float) -> Kept:
        """What is kept of this room, of which something is kept from now on."""
        kept = self._rooms.setdefault(room, Kept(now, deque(maxlen=self._keep.lines)))
        kept.used = max(kept.used, now)
        return kept

    def _make_room(self, newest: SharedObject) -> None:
        """Let the oldest objects of all rooms go, until the others are no more than is kept of all."""
        total = sum(_bytes(kept.objects) for kept in self._rooms.values())
        while total > self._keep.all_object_bytes:
            shown = (kept.objects for kept in self._rooms.values() if kept.objects)
            oldest = min(shown, key=lambda objects: objects[0][0].id)
            if oldest[0][0] is newest:
                return
            total -= oldest.popleft()[0].size


def _bytes(objects: deque[tuple[SharedObject, bytes]]) -> int:
    return sum(object.size for object, _ in objects)
