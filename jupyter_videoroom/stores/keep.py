"""How much is kept, and for how long: the same for every store."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Keep:
    """Of whatever is too much, the oldest goes."""

    rooms: int = 1_000
    """Rooms of which anything is kept; those go first in which nobody has been for the longest time."""
    seconds: float = 365 * DAY
    """How long what belongs to a room is kept after somebody was there."""
    lines: int = 2_000
    """Chat lines of a room."""
    missed: int = 50
    """Missed calls of a user in a room."""
    missed_of_room: int = 1_000
    """Missed calls of all users in a room: who signs in anew with every browser never comes back for theirs."""
    missed_seconds: float = 30 * DAY
    """How long a missed call is worth knowing of."""
    objects: int = 20
    """Shown outputs of a room."""
    object_bytes: int = 16 * MEBIBYTE
    """The same in bytes. The newest is kept, whatever its size."""
    all_object_bytes: int = 256 * MEBIBYTE
    """Bytes of the shown outputs of all rooms together."""
