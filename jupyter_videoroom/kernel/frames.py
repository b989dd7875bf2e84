"""Pictures: the newest one wins, and is converted when it is asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from .numbers import Size
from .stream import Stream

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from numpy.typing import NDArray

FORMATS = "These are some: rgb24, bgr24, rgba, gray, gray16le, grayf32le, gbrpf32le, yuv444p, yuv420p, nv12, yuyv422."


class Frame:
    """One picture of a person's camera or screen.

    Attributes
    ----------
    time : float
        When it arrived, in seconds since the epoch.
    dropped : int
        How many pictures came between the one read before and this one, and were not read.
    picture : av.VideoFrame
        As it was decoded, for PyAV. `pts` and `time_base` are the sender's clock.
    """

    def __init__(self, picture: VideoFrame, *, size: Size | None = None, dropped: int = 0, waited: float = 0.0) -> None:
        self.picture = picture
        self.dropped = dropped
        self.time = time.time() - waited
        self._arrived = time.perf_counter() - waited
        self._size = size
        self._array: NDArray[np.uint8] | None = None

    @property
    def size(self) -> Size:
        """Width and height in pixels, as `array` has them."""
        return self._size or (self.picture.width, self.picture.height)

    @property
    def age_ms(self) -> float:
        """Milliseconds since it arrived here, those included that it waited to be decoded."""
        return (time.perf_counter() - self._arrived) * 1000

    @property
    def array(self) -> NDArray[np.uint8]:
        """RGB, uint8, (height, width, 3). Converted once; later uses get the same array."""
        if self._array is None:
            self._array = self.to_ndarray()
        return self._array

    def to_ndarray(self, format: str = "rgb24") -> NDArray[Any]:
        """A new array in one of PyAV's formats.

        Parameters
        ----------
        format : str
            Its shape is (height, width, 3) for "rgb24", "bgr24" and "gbrpf32le", (height, width, 4) for "rgba",
            (height, width) for "gray", "gray16le" and "grayf32le", and (3, height, width) for "yuv444p". Formats whose
            pixels share their colours have even sizes, so that an odd last row or column is merged with the one
            before: (height * 3 / 2, width) for "yuv420p" and "nv12", (height * 2, width) for "yuv422p", and
            (height, width, 2) for "yuyv422".

        Raises
        ------
        ValueError
            For other formats.
        """
        size = self.size if _is_whole(format) else _even(self.size)
        try:
            return reformat(self.picture, *size, format).to_ndarray()
        except (OSError, ValueError):
            raise ValueError(f"{format!r} is no format that there are arrays of. {FORMATS}") from None

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        import numpy as np  # noqa: PLC0415

        array = self.array if dtype is None else self.array.astype(dtype)
        return np.array(array) if copy else array

    def _repr_png_(self) -> bytes:
        return png(self.array)

    def __repr__(self) -> str:
        width, height = self.size
        return f"<Frame {width}x{height}, {self.age_ms:.0f} ms old, {self.dropped} dropped>"


def _is_whole(format: str) -> bool:
    """Whether each pixel has a colour of its own. ValueError for what is no format."""
    import av  # noqa: PLC0415

    try:
        known = av.VideoFormat(format)
    except (TypeError, ValueError):
        raise ValueError(f"{format!r} is no format of pictures. {FORMATS}") from None
    return bool(known.chroma_width(2) == known.chroma_height(2) == 2)


def _even(size: Size) -> Size:
    width, height = size
    return max(2, width - width % 2), max(2, height - height % 2)


class FrameStream(Stream[Frame]):
    """Pictures of one person. A slow reader gets the newest one; `dropped` counts all that were not read."""

    def __init__(self, fps: float | None = None, size: Size | None = None) -> None:
        super().__init__()
        self.dropped = 0
        self.size = size
        self._pace = Pace(fps) if fps else None
        self._newest: Frame | None = None
        self._missed = 0

    def put(self, picture: VideoFrame, waited: float = 0.0) -> None:
        """From the thread that decodes."""
        if self.closed or (self._pace and not self._pace.admits(time.monotonic())):
            return
        frame = Frame(picture, size=self.size, waited=waited)
        with self._lock:
            self._missed += self._newest is not None
            self._newest = frame
        self._ring()

    def _pop(self) -> Frame | None:
        frame, self._newest = self._newest, None
        if frame:
            frame.dropped, self._missed = self._missed, 0
            self.dropped += frame.dropped
        return frame

    def _clear(self) -> None:
        self._newest = None


class Pace:
    """Thins what comes to so many a second, evenly."""

    # Pictures come a little early or late; one that is a quarter of a period early is on time.
    TOLERANCE = 0.25

    def __init__(self, fps: float) -> None:
        self._period = 1 / fps
        self._due = float("-inf")

    def admits(self, now: float) -> bool:
        """Whether the one that comes now is to be taken."""
        if now < self._due - self.TOLERANCE * self._period:
            return False
        self._due = max(self._due, now - self._period) + self._period
        return True


def copied(frame: VideoFrame) -> VideoFrame:
    """The same picture, with its time and colours, for another thread; 0.05 ms at 1280x720.

    PyAV keeps what converts a frame on the frame itself, and encoders set their time and kind on it. Two threads that
    convert the same frame at once end the process (a segmentation fault within seconds, PyAV 18.1), or wait for ever.
    """
    import av  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    copy = av.VideoFrame(frame.width, frame.height, frame.format.name)
    for target, source in zip(copy.planes, frame.planes, strict=True):
        # A decoder's rows may be padded otherwise.
        row = min(target.line_size, source.line_size)
        rows, others = (
            np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size) for plane in (target, source)
        )
        rows[:, :row] = others[:, :row]
    copy.pts = frame.pts
    if frame.time_base is not None:
        copy.time_base = frame.time_base
    copy.colorspace, copy.color_range = frame.colorspace, frame.color_range
    return copy


_own = threading.local()


def reformat(frame: VideoFrame, width: int, height: int, format: str, **colours: str) -> VideoFrame:
    """As `VideoFrame.reformat`, by this thread's own converter.

    That one keeps what it has prepared, which takes longer than to convert a small picture.
    """
    if not hasattr(_own, "convert"):
        _own.convert = _converter()
    reformatted: VideoFrame = _own.convert(frame, width, height, format, **colours)
    return reformatted


def _converter() -> Callable[..., VideoFrame]:
    import av  # noqa: PLC0415
    from av.video.reformatter import VideoReformatter  # noqa: PLC0415

    # From 17 on PyAV would start threads of its own for each picture, which gain nothing here and cost.
    alone: dict[str, Any] = {"threads": 1} if int(av.__version__.split(".")[0]) >= 17 else {}
    return partial(VideoReformatter().reformat, **alone)


def png(array: NDArray[np.uint8], format: str = "rgb24") -> bytes:
    """An image of a picture: "rgb24", "rgba" or "gray"."""
    import av  # noqa: PLC0415
    from numpy import ascontiguousarray  # noqa: PLC0415

    frame = av.VideoFrame.from_ndarray(ascontiguousarray(array), format=format)
    codec: Any = av.CodecContext.create("png", "w")
    codec.width, codec.height, codec.pix_fmt = frame.width, frame.height, format
    codec.time_base = Fraction(1)
    return b"".join(bytes(packet) for packet in [*codec.encode(frame), *codec.encode(None)])
