"""Something that this kernel publishes while it records: a lesson without the pictures that it was about is none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..inlet import pump
from .inputs import Ear, Look, Now
from .subject import Part

if TYPE_CHECKING:
    from aiortc import MediaStreamTrack

# In packets: what is given out now is heard from now on, by all.
AHEAD = 1


class Exhibit:
    """In the videoroom thread. Nobody need be asked; it reads until the track ends, or `close`."""

    def __init__(self, name: str, track: MediaStreamTrack, now: Now) -> None:
        self.part = Part(name, "published", Look(), Ear(now, ahead=AHEAD))
        self._track = track
        reader = self.part.look if track.kind == "video" else self.part.ear
        self._reading = asyncio.ensure_future(pump(track, reader))

    def close(self) -> None:
        """No more of it."""
        self._reading.cancel()
        self._track.stop()
        self.part.close()
