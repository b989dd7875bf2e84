"""What a feed knows of the room that it is published in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from weakref import WeakValueDictionary

from ...protocol.names import MAX_NAME, clean_line
from ..publishing import Publication
from ..source import Kind, Source

if TYPE_CHECKING:
    from .outlet import Outlet


class PublishingRoom(Protocol):
    """A room that takes what is published, from any thread.

    `_outlets` are by the name and the kind: a cell that is run again publishes under the same name, and means the same
    tile.
    """

    _outlets: WeakValueDictionary[tuple[str, Kind], Outlet]

    def _publish(self, name: str, *sources: Source) -> tuple[Publication, ...]:
        """All of these or none, as one stream."""


def check_name(name: object) -> str:
    """A name for a track, as all will see it. Raises TypeError or ValueError, naming what was expected."""
    if not isinstance(name, str):
        raise TypeError(f"A track's name is a str, not a {type(name).__name__}.")
    name = clean_line(name)
    if not 1 <= len(name) <= MAX_NAME:
        raise ValueError(f"A track's name has 1 to {MAX_NAME} visible characters; this one has {len(name)}.")
    return name
