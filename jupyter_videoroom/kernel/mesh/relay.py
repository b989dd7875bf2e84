"""One published track for many: each peer, and each recording, has an encoder in a thread of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiortc import MediaStreamTrack
from aiortc.contrib.media import MediaRelay
from av import VideoFrame

from ..copies import copied

if TYPE_CHECKING:
    from av.frame import Frame
    from av.packet import Packet


class Relay:
    """In the videoroom thread."""

    def __init__(self) -> None:
        self._relay = MediaRelay()

    def subscribe(self, source: MediaStreamTrack) -> MediaStreamTrack:
        """For one more: of pictures the newest, of sound all."""
        if source.kind == "audio":
            return self._relay.subscribe(source)
        return OwnPictures(self._relay.subscribe(source, buffered=False))


class OwnPictures(MediaStreamTrack):
    """Copies, since the relay gives the same picture to all."""

    kind = "video"

    def __init__(self, shared: MediaStreamTrack) -> None:
        super().__init__()
        self._shared = shared

    async def recv(self) -> Frame | Packet[Any]:
        picture = await self._shared.recv()
        return copied(picture) if isinstance(picture, VideoFrame) else picture

    def stop(self) -> None:
        super().stop()
        self._shared.stop()
