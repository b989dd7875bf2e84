"""A source as a track of aiortc."""

from __future__ import annotations

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from ..source import Media, Source


class SourceTrack(MediaStreamTrack):
    """What one encoder reads. It ends with the source, and the source with it."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.kind = source.kind
        self._source = source

    async def recv(self) -> Media:
        frame = await self._source.next()
        if frame is None:
            self.stop()
            raise MediaStreamError
        return frame

    def stop(self) -> None:
        super().stop()
        self._source.stop()
