"""Arrays as pictures that an encoder takes: checked, of even size, in yuv420p."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from ..numbers import LARGEST, SMALLEST, Size

Array: TypeAlias = NDArray[Any]
EXPECTED = "RGB of shape (height, width, 3), grey of shape (height, width), or RGBA of shape (height, width, 4)"


def picture(array: object) -> VideoFrame:
    """A copy of an array as a frame.

    An odd last row or column is left out: encoders want even numbers. Grey stays grey, without a detour over colours.

    Parameters
    ----------
    array : numpy.ndarray
        uint8, of shape (height, width, 3) in RGB, (height, width) in grey, or (height, width, 4) in RGBA, whose alpha
        is ignored. Each side has 2 to 4096 pixels.

    Raises
    ------
    TypeError, ValueError
        Naming what was expected: TypeError for the type and dtype, ValueError for the shape.
    """
    checked = check_picture(array)
    height, width = (side - side % 2 for side in checked.shape[:2])
    form = "gray" if checked.ndim == 2 else {3: "rgb24", 4: "rgba"}[checked.shape[2]]
    return VideoFrame.from_ndarray(np.ascontiguousarray(checked[:height, :width]), format=form)


def check_picture(array: object) -> NDArray[np.uint8]:
    """The array, if it is a picture. See `picture` for what is one, and what is raised."""
    if not isinstance(array, np.ndarray):
        raise TypeError(f"A picture is a NumPy array of uint8, {EXPECTED}; this is a {type(array).__name__}.")
    if array.dtype != np.uint8:
        raise TypeError(f"A picture's dtype is uint8, from 0 to 255, not {array.dtype}.{_advice(array.dtype)}")
    if array.ndim not in {2, 3} or (array.ndim == 3 and array.shape[2] not in {3, 4}):
        raise ValueError(f"A picture is {EXPECTED}; this array's shape is {array.shape}.")
    if not all(SMALLEST <= side <= LARGEST for side in array.shape[:2]):
        raise ValueError(f"A picture's sides have {SMALLEST} to {LARGEST} pixels; this array's shape is {array.shape}.")
    return array


def _advice(dtype: np.dtype[Any]) -> str:
    if dtype.kind == "f":
        return " If its values go from 0 to 1: (array * 255).astype('uint8')."
    if dtype.kind == "b":
        return " For black and white: array.astype('uint8') * 255."
    return ""


def shape_size(shape: tuple[int, ...]) -> Size:
    """An array's shape as width and height."""
    return shape[1], shape[0]


def even(size: Size) -> Size:
    """The size that is sent for a picture of this one."""
    width, height = size
    return max(width - width % 2, SMALLEST), max(height - height % 2, SMALLEST)


def encodable(frame: VideoFrame, size: Size | None) -> VideoFrame:
    """The frame in yuv420p as browsers read it, narrow and by BT.601, scaled to `size` if there is one."""
    width, height = even(size or (frame.width, frame.height))
    return frame.reformat(
        width=width,
        height=height,
        format="yuv420p",
        src_color_range=_range(frame),
        dst_color_range="MPEG",
        dst_colorspace="ITU601",
    )


def _range(frame: VideoFrame) -> str:
    """Grey arrays, RGB and JPEG files use all of 0 to 255; video files say so if they do."""
    full = frame.color_range == 2 or frame.format.name.startswith(("yuvj", "gray", "rgb", "bgr", "gbr", "pal8"))
    return "JPEG" if full else "MPEG"
