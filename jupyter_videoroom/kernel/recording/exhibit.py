"""Something that this kernel publishes while it records: a lesson without the pictures that it was about is none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from ..inlet import pump
from ..publishing import Publication
from .inputs import Ear, Look, Now
from .subject import Part

if TYPE_CHECKING:
    from aiortc import MediaStreamTrack

# In packets: what is given out now is heard from now on, by all.
AHEAD = 1


class Exhibit:
    """In the videoroom thread. A stream of one track, or of a picture and its sound. Nobody need be asked."""

    def __init__(self, name: str, now: Now, copy: Callable[[Publication], MediaStreamTrack]) -> None:
        self.part = Part(name, "published", Look(), Ear(now, ahead=AHEAD))
        self._copy = copy
        self._read: dict[Publication, tuple[MediaStreamTrack, asyncio.Future[None]]] = {}

    def follow(self, publications: Collection[Publication]) -> None:
        """Read these, each until it ends or is left out of them."""
        for gone in [publication for publication in self._read if publication not in publications]:
            track, reading = self._read.pop(gone)
            reading.cancel()
            track.stop()
        for new in [publication for publication in publications if publication not in self._read]:
            track = self._copy(new)
            reader = self.part.look if track.kind == "video" else self.part.ear
            self._read[new] = track, asyncio.ensure_future(pump(track, reader))

    def close(self) -> None:
        """No more of it."""
        self.follow(())
        self.part.close()
