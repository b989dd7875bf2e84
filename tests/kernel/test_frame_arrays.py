"""A frame as an array, in all formats that there are arrays of, and of all sizes."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from av import VideoFrame

from jupyter_videoroom.kernel.frames import Frame

from .published import plain

NAMES: set[str] = import_module("av.video.format").names
SHARED = {"yuv420p", "yuvj420p", "yuv420p10le", "yuv422p", "yuvj422p", "yuv422p10le", "yuyv422", "nv12"}
SIZES = [(320, 240), (321, 241), (320, 241), (321, 240), (2, 2), (3, 1), (1, 1)]


def frame(size: tuple[int, int], wanted: tuple[int, int] | None = None) -> Frame:
    """As decoders give it."""
    width, height = size
    picture = VideoFrame.from_ndarray(plain((200, 100, 50), height, width), format="rgb24")
    return Frame(picture.reformat(format="yuv420p"), size=wanted)


def arrays(format: str) -> list[np.ndarray[Any, Any]]:
    """Of all sizes, as they came and as they were asked for; nothing if there are none of this format."""
    try:
        frame((320, 240)).to_ndarray(format)
    except ValueError as error:
        assert "These are some: rgb24" in str(error)  # noqa: PT017 - most formats have none
        return []
    came = [frame(size).to_ndarray(format) for size in SIZES]
    asked = [frame((64, 48), size).to_ndarray(format) for size in SIZES]
    assert [array.shape for array in came] == [array.shape for array in asked]
    return came


def wanted_shape(format: str, width: int, height: int) -> set[tuple[int, ...]]:
    if format in SHARED:
        width, height = max(2, width // 2 * 2), max(2, height // 2 * 2)
    rows = {"yuv420p": 3, "yuvj420p": 3, "yuv420p10le": 3, "nv12": 3, "yuv422p": 4, "yuvj422p": 4}.get(format)
    if rows:
        return {(height * rows // 2, width)}
    planes = {"yuv444p", "yuvj444p", "yuv422p10le"}
    return {(3, height, width)} if format in planes else {(height, width, *rest) for rest in ((), (2,), (3,), (4,))}


def test_every_format_has_arrays_of_every_size() -> None:
    found = {format: shapes for format in sorted(NAMES) if (shapes := arrays(format))}
    assert {"rgb24", "bgr24", "rgba", "gray", "gray16le", "yuv444p", *SHARED - {"yuvj422p"}} <= set(found)
    for format, of_sizes in found.items():
        for (width, height), array in zip(SIZES, of_sizes, strict=True):
            assert array.shape in wanted_shape(format, width, height), (format, width, height)
            assert array.any(), format


@pytest.mark.parametrize("format", ["pal8", "vaapi", "bayer_rggb8", "xv30be", "yaf32le", "jpeg", "", None, 7])
def test_what_is_no_format_is_refused_with_some_that_are(format: Any) -> None:
    with pytest.raises(ValueError, match="These are some: rgb24, bgr24"):
        frame((320, 240)).to_ndarray(format)


@pytest.mark.parametrize("size", SIZES)
def test_a_frame_of_any_size_shows_itself(size: tuple[int, int]) -> None:
    shown = frame((64, 48), size)
    assert (shown.size, shown.array.shape) == (size, (size[1], size[0], 3))
    assert shown._repr_png_().startswith(b"\x89PNG")
    assert np.allclose(shown.array, (200, 100, 50), atol=6)
