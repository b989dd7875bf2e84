"""The source that encoders read: the newest picture, at the moments of its pace."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from threading import Lock

from av import VideoFrame

from ..copies import copied
from ..source import Kind
from .pace import Pace

CLOCK = 90_000
"""Ticks a second of a picture's time, as RTP counts them."""


class Newest:
    """The newest picture: put in by any thread, taken by the source. `dropped` were replaced before they were taken."""

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


class PictureSource:
    """Repeats its picture until there is a newer one; gives nothing before the first."""

    kind: Kind = "video"

    def __init__(self, newest: Newest, pace: Pace, on_stop: Callable[[], None]) -> None:
        self.closed = False
        self._newest = newest
        self._pace = pace
        self._on_stop = on_stop
        self._shown: VideoFrame | None = None

    async def next(self) -> VideoFrame | None:
        while True:
            moment = await self._pace.next()
            if self.closed:
                return None
            self._shown = self._newest.take() or self._shown
            if self._shown is not None:
                return _timed(self._shown, moment)

    def stop(self) -> None:
        if not self.closed:
            self.closed = True
            self._on_stop()


def _timed(frame: VideoFrame, moment: float) -> VideoFrame:
    copy = copied(frame)
    copy.pts = round(moment * CLOCK)
    copy.time_base = Fraction(1, CLOCK)
    return copy
