"""Which of the Hub's groups have which rooms, and are hosts there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypeAlias

ByRoom: TypeAlias = Mapping[str, Sequence[str]]
"""Groups by pattern of rooms' names, such as `{"algebra *": ["algebra-teachers"]}`."""


@dataclass(frozen=True, slots=True)
class Courses:
    """As the operator has said. Where several patterns fit, the groups of all of them count."""

    hosts: ByRoom = field(default_factory=dict)
    rooms: ByRoom = field(default_factory=dict)

    def may_enter(self, groups: Collection[str], room: str) -> bool:
        """Rooms that no pattern fits are for all, and hosts may enter theirs."""
        named = [pattern for pattern in self.rooms if fnmatchcase(room, pattern)]
        return not named or _has(self.rooms, groups, room) or self.is_host(groups, room)

    def is_host(self, groups: Collection[str], room: str) -> bool:
        """Whether one who is in any of these groups is a host there."""
        return _has(self.hosts, groups, room)


def _has(by_room: ByRoom, groups: Collection[str], room: str) -> bool:
    return any(fnmatchcase(room, pattern) and not set(named).isdisjoint(groups) for pattern, named in by_room.items())
