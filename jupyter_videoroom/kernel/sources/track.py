"""The track that encoders read: the newest picture, at the moments of its pace."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from aiortc import MediaStreamTrack
from aiortc.mediastreams import VIDEO_CLOCK_RATE, VIDEO_TIME_BASE, MediaStreamError
from av import VideoFrame

from ..copies import copied
from .pace import Pace


class Newest:
    """The newest picture: put in by any thread, taken by the track. `dropped` were replaced before they were taken."""

    def __init__(self) -> None:
        self.dropped = 0
        self._frame: VideoFrame | None = None
        self._lock = Lock()

    def put(self, frame: VideoFrame) -> None:
        with self._lock:
            self.dropped += self._frame is not None
            self._frame = frame

    def take(self) -> VideoFrame | None:
        """The picture that was put in since the last time, if there is one."""
        with self._lock:
            frame, self._frame = self._frame, None
        return frame


class PictureTrack(MediaStreamTrack):
    """Repeats its picture until there is a newer one; says nothing before the first."""

    kind = "video"

    def __init__(self, newest: Newest, pace: Pace, ended: Callable[[], None]) -> None:
        super().__init__()
        self._newest = newest
        self._pace = pace
        self._tell_ended = ended
        self._shown: VideoFrame | None = None

    async def recv(self) -> VideoFrame:
        while True:
            moment = await self._pace.next()
            if self.readyState != "live":
                raise MediaStreamError
            self._shown = self._newest.take() or self._shown
            if self._shown is not None:
                return _timed(self._shown, moment)

    def stop(self) -> None:
        live = self.readyState == "live"
        super().stop()
        if live:
            self._tell_ended()


def _timed(frame: VideoFrame, moment: float) -> VideoFrame:
    copy = copied(frame)
    copy.pts = round(moment * VIDEO_CLOCK_RATE)
    copy.time_base = VIDEO_TIME_BASE
    return copy
