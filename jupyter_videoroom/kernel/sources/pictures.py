"""What people have as pictures, as what an encoder takes: checked, of even size, no larger than is sent, in yuv420p."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from av import VideoFrame
from av.error import FFmpegError
from numpy.typing import NDArray

from ..frames import reformat
from ..numbers import LARGEST, SMALLEST, Size
from .arrays import as_array
from .pillow import is_image, pixels, size_of

MOST = 2560 * 1440
"""Pixels that are sent where no size was asked for: of larger pictures each encoder would need seconds."""
FINEST = 8192
"""Pixels of a side that are looked at when an array is scaled down."""
EXPECTED = "RGB of shape (height, width, 3), grey of shape (height, width), or RGBA of shape (height, width, 4)"


def given(item: object, wanted: Size | None = None) -> tuple[Size, VideoFrame]:
    """The size of what was given, and a frame to be made `encodable` before it changes: both may have the same memory.

    Parameters
    ----------
    item : numpy.ndarray, PIL.Image.Image, av.VideoFrame, or a frame of a room
        An array is uint8, of shape (height, width, 3) in RGB, (height, width) in grey, or (height, width, 4) in RGBA,
        whose alpha is ignored; arrays of other libraries are taken by their `__array__`. Of an odd number of rows or
        columns the last one is left out: encoders want even numbers.

    Raises
    ------
    TypeError, ValueError
        Naming what was expected: TypeError for the type and dtype, ValueError for the shape, and for what cannot be
        converted.
    """
    if isinstance(item, VideoFrame):
        return (item.width, item.height), item
    if is_image(item):
        size = size_of(item)
        return size, _frame(check_picture(pixels(item, sent_size(size, wanted))))
    checked = check_picture(item)
    size = checked.shape[1], checked.shape[0]
    sent_size(size)
    return size, _frame(checked)


def sendable(item: object, wanted: Size | None = None) -> VideoFrame:
    """A picture of any kind as it is sent. Raises as `given` does."""
    return encodable(given(item, wanted)[1], wanted)


def check_picture(item: object) -> NDArray[np.uint8]:
    """The array, if it is a picture. See `given` for what is one, and what is raised."""
    array = as_array(item)
    if array is None:
        raise TypeError(
            f"A picture is a NumPy array of uint8, {EXPECTED}, or one of Pillow; this is a {type(item).__name__}."
        )
    if array.dtype != np.uint8:
        raise TypeError(f"A picture's dtype is uint8, from 0 to 255, not {array.dtype}.{_advice(array.dtype)}")
    if array.ndim not in {2, 3} or (array.ndim == 3 and array.shape[2] not in {3, 4}):
        advice = _advice_on_shape(array.shape)
        raise ValueError(f"A picture is {EXPECTED}; this array's shape is {array.shape}.{advice}")
    return array


def _advice_on_shape(shape: tuple[int, ...]) -> str:
    if len(shape) == 3 and shape[0] in {3, 4}:
        return " The channels are last: array.transpose(1, 2, 0)."
    if len(shape) == 3 and shape[2] == 1:
        return " Grey has no dimension for its channel: array[:, :, 0]."
    return ""


def _advice(dtype: np.dtype[Any]) -> str:
    if dtype.kind == "f":
        return " If its values go from 0 to 1: (array * 255).astype('uint8')."
    if dtype.kind == "b":
        return " For black and white: array.astype('uint8') * 255."
    if dtype == np.uint16:
        return " If its values go to 65535: (array >> 8).astype('uint8')."
    return ""


def _frame(array: NDArray[np.uint8]) -> VideoFrame:
    """In the array's own memory, where its rows lie as FFmpeg wants them. Grey stays grey, without a detour."""
    down, across = (max(1, side // FINEST) for side in array.shape[:2])
    looked_at = array[::down, ::across]
    height, width = (side - side % 2 or 1 for side in looked_at.shape[:2])
    form = "gray" if array.ndim == 2 else {3: "rgb24", 4: "rgba"}[array.shape[2]]
    # What is read-only, runs backwards or repeats itself is copied.
    return VideoFrame.from_numpy_buffer(np.require(looked_at[:height, :width], requirements=["C", "W"]), format=form)


def even(size: Size) -> Size:
    """The size that is sent for a picture of this one."""
    width, height = size
    return max(width - width % 2, SMALLEST), max(height - height % 2, SMALLEST)


def sent_size(size: Size, wanted: Size | None = None) -> Size:
    """What is sent for a picture of this size: what was wanted, else as much of it as is sent, in its proportions."""
    width, height = size
    if not (width and height):
        raise ValueError(f"A picture has at least one pixel; this one has {width}x{height}.")
    if wanted:
        return even(wanted)
    share = min(1.0, LARGEST / width, LARGEST / height, sqrt(MOST / (width * height)))
    return even((round(width * share), round(height * share)))


def encodable(frame: VideoFrame, wanted: Size | None = None) -> VideoFrame:
    """The frame in yuv420p as browsers read it, narrow and by BT.601. ValueError for what FFmpeg cannot convert."""
    _check_format(frame)
    width, height = sent_size((frame.width, frame.height), wanted)
    try:
        return reformat(
            frame,
            width,
            height,
            "yuv420p",
            src_color_range=_range(frame),
            dst_color_range="MPEG",
            dst_colorspace="ITU601",
        )
    except (FFmpegError, ValueError):
        raise ValueError(_inconvertible(frame)) from None


def _check_format(frame: VideoFrame) -> None:
    """FFmpeg ends the process, instead of raising an error."""
    name, odd = frame.format.name, (frame.width | frame.height) % 2
    if name.startswith("yaf32") or (name.startswith("bayer") and odd):
        raise ValueError(_inconvertible(frame))


def _inconvertible(frame: VideoFrame) -> str:
    return (
        f"A frame of {frame.width}x{frame.height} in the format {frame.format.name!r} cannot be converted. "
        "Formats such as 'rgb24', 'yuv420p' and 'gray' can."
    )


def _range(frame: VideoFrame) -> str:
    """Grey arrays, RGB and JPEG files use all of 0 to 255; video files say so if they do."""
    full = frame.color_range == 2 or frame.format.name.startswith(("yuvj", "gray", "rgb", "bgr", "gbr", "pal8"))
    return "JPEG" if full else "MPEG"
