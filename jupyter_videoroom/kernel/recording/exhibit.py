"""Something that this kernel publishes while it records: a lesson without the pictures that it was about is none."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

from ..inlet import Reader
from ..publishing import Publication
from ..source import Source
from .inputs import Ear, Look, Now
from .subject import Part

# In packets: what is given out now is heard from now on, by all.
AHEAD = 1


class Exhibit:
    """In the videoroom thread. A stream of one source, or of a picture and its sound. Nobody need be asked."""

    def __init__(self, name: str, now: Now) -> None:
        self.part = Part(name, "published", Look(), Ear(now, ahead=AHEAD))
        self._read: dict[Publication, tuple[Source, asyncio.Future[None]]] = {}

    def follow(self, publications: Collection[Publication]) -> None:
        """Read these, each until it ends or is left out of them."""
        for gone in [publication for publication in self._read if publication not in publications]:
            source, reading = self._read.pop(gone)
            reading.cancel()
            source.stop()
        for new in [publication for publication in publications if publication not in self._read]:
            source = new.subscribe()
            reader = self.part.look if source.kind == "video" else self.part.ear
            self._read[new] = source, asyncio.ensure_future(pump(source, reader))

    def close(self) -> None:
        """No more of it."""
        self.follow(())
        self.part.close()


async def pump(source: Source, reader: Reader[Any]) -> None:
    """All of a source, as it comes."""
    while frame := await source.next():
        reader.put(frame)
