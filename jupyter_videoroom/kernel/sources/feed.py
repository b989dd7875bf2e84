"""`Feed`: pictures on their way into the room."""

from __future__ import annotations

from av import VideoFrame

from ..numbers import Size
from .outlet import Outlet
from .pace import Arrivals, News, Pace, Ticks
from .pictures import check_picture, picture, shape_size
from .track import Newest, PictureTrack


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
    """

    def __init__(self, name: str, fps: float | None = 20, size: Size | None = None, pace: Pace | None = None) -> None:
        super().__init__(name)
        self.size = size
        self.pushed = 0
        self._newest = Newest()
        self._news = News()
        self.track = PictureTrack(self._newest, pace or self._pace(fps), size, self.close)

    @property
    def dropped(self) -> int:
        return self._newest.dropped

    def push(self, array: object) -> None:
        """Show a picture from now on. From any thread; the array is copied, and may be changed afterwards.

        Parameters
        ----------
        array : numpy.ndarray
            uint8, of shape (height, width, 3) in RGB, (height, width) in grey, or (height, width, 4) in RGBA, whose
            alpha is ignored. Each side has 2 to 4096 pixels; of an odd number, the last row or column is not sent. All
            have one size: `size`, or the first one's.

        Raises
        ------
        TypeError, ValueError
            At once, naming what was expected: TypeError for the type and dtype, ValueError for the shape.
        RuntimeError
            If the feed is closed.
        """
        self.check_open()
        self._check_size(check_picture(array).shape)
        self.show(picture(array))

    def show(self, frame: VideoFrame) -> None:
        """Show a frame of any size and format from now on. It must not be changed afterwards."""
        self.size = self.size or (frame.width, frame.height)
        self.pushed += 1
        self._newest.put(frame)
        self._news.tell()

    def _figures(self) -> str:
        size = "no picture yet" if self.size is None else "{}x{}".format(*self.size)
        return f"{size}, {self.pushed} pushed, {self.dropped} dropped"

    def _pace(self, fps: float | None) -> Pace:
        return Arrivals(self._news) if fps is None else Ticks(fps)

    def _check_size(self, shape: tuple[int, ...]) -> None:
        if self.size is None:
            self.size = shape_size(shape)
        if self.size != shape_size(shape):
            width, height = self.size
            raise ValueError(f"The pictures of {self.name!r} have shape ({height}, {width}, 3); this one has {shape}.")
