"""`Feed`: pictures on their way into the room."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from threading import Lock

from av import VideoFrame

from ..frames import copied
from ..numbers import Size
from ..source import Kind
from .audio_feed import AudioFeed
from .outlet import Outlet
from .pace import Arrivals, News, Pace, Ticks
from .pictures import encodable, given

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


class Feed(Outlet):
    """A published video track. `room.publish` makes it; see there.

    Also a context manager, which closes it.

    Attributes
    ----------
    name : str
        What its tile is called.
    size : tuple of (int, int), or None
        Width and height in pixels; None before the first picture.
    pushed : int
        Pictures that were pushed.
    dropped : int
        Pictures that nobody was sent, since a newer one came before the next moment to send one.
    closed : bool
        Whether it is over.
    problem : str
        What is wrong with the source, as its tile says it; empty if nothing is.
    sound : AudioFeed, or None
        Of a film, its sound, which is closed with it. To close it alone is to play on without sound.
    ended : Pending
        Its end, to be awaited: `await feed.ended`, or `feed.ended.result(timeout)` in seconds. That is when the source
        is at its end or the feed is closed. Raises what the source raised, or what has ended the session.
    """

    def __init__(self, name: str, fps: float | None = 20, size: Size | None = None, pace: Pace | None = None) -> None:
        super().__init__(name)
        self.size = size
        self._wanted = size
        self.pushed = 0
        self.sound: AudioFeed | None = None
        self._newest = Newest()
        self._news = News()
        usual = Arrivals(self._news) if fps is None else Ticks(fps)
        self.frames = PictureSource(self._newest, pace or usual, self.close)

    @property
    def dropped(self) -> int:
        return self._newest.dropped

    def push(self, picture: object) -> None:
        """Show a picture from now on. From any thread; it is copied, and may be changed afterwards.

        What is larger than 2560x1440, in pixels, is scaled down, here and once, in its proportions.

        Parameters
        ----------
        picture : numpy.ndarray, PIL.Image.Image or av.VideoFrame
            An array is uint8, of shape (height, width, 3) in RGB, (height, width) in grey, or (height, width, 4) in
            RGBA, whose alpha is ignored; arrays of other libraries are taken by their `__array__`. Of an odd number,
            the last row or column is not sent. All pictures have one size: `size`, or the first one's. A frame of PyAV
            that is yuv420p already is not copied, and must not be changed.

        Raises
        ------
        TypeError, ValueError
            At once, naming what was expected: TypeError for the type and dtype, ValueError for the shape and for what
            cannot be converted.
        RuntimeError
            If the feed is closed.
        """
        self.check_open()
        size, frame = given(picture, self._wanted)
        if self.size and self.size != size:
            (width, height), shape = self.size, getattr(picture, "shape", size[::-1])
            raise ValueError(f"The pictures of {self.name!r} have shape ({height}, {width}, 3); this one has {shape}.")
        self._send(frame, size)

    def _put(self, item: VideoFrame) -> None:
        """A frame of any size and format, which must not be changed afterwards."""
        self._send(item, (item.width, item.height))

    def _send(self, frame: VideoFrame, size: Size) -> None:
        # Converted in this thread: the event loop carries everybody's media, and an error is told where it was made.
        converted = encodable(frame, self._wanted)
        self.size = self.size or size
        self.pushed += 1
        self._newest.put(converted)
        self._news.tell()

    def close(self) -> None:
        """Take it out of the room, with its sound. From any thread; closing again does nothing."""
        super().close()
        if self.sound:
            self.sound.close()

    def _figures(self) -> str:
        size = "no picture yet" if self.size is None else "{}x{}".format(*self.size)
        return f"{size}, {self.pushed} pushed, {self.dropped} dropped"
