"""Several pictures in one, as a grid. The arithmetic of the grid is that of the page, `js/src/layout`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import av
import numpy as np
from numpy.typing import NDArray

from ..frames import reformat

Plane: TypeAlias = NDArray[np.uint8]

# Black in YCbCr of limited range (ITU-R BT.601).
BLACK = (16, 128, 128)
RATIO = 16 / 9
GAP = 8


class Box(NamedTuple):
    """In pixels, all even: colours have half the resolution."""

    x: int
    y: int
    width: int
    height: int


class Planes(NamedTuple):
    """Views of an array of yuv420p: the luma, and two colours of half its width and height."""

    luma: Plane
    blue: Plane
    red: Plane

    def paste(self, box: Box, source: Planes) -> None:
        """Put a picture of the box's size there."""
        for target, part in zip(self._cut(box), source, strict=True):
            target[:] = part

    def blacken(self, box: Box) -> None:
        """Nothing there any more."""
        for target, value in zip(self._cut(box), BLACK, strict=True):
            target[:] = value

    def _cut(self, box: Box) -> tuple[Plane, ...]:
        x, y, width, height = box
        halves = (slice(y // 2, (y + height) // 2), slice(x // 2, (x + width) // 2))
        return self.luma[y : y + height, x : x + width], self.blue[halves], self.red[halves]


class Canvas:
    """Draws only what is new since the last time."""

    def __init__(self, width: int, height: int) -> None:
        self._all = Box(0, 0, width, height)
        self._array: Plane = np.empty((height * 3 // 2, width), np.uint8)
        self._planes = planes(self._array, width, height)
        self._planes.blacken(self._all)
        self._drawn: list[av.VideoFrame] = []

    def compose(self, pictures: Sequence[av.VideoFrame]) -> av.VideoFrame:
        """One picture of all of these, whole, in cells of equal size."""
        before: list[av.VideoFrame | None] = list(self._drawn)
        if len(pictures) != len(before):
            self._planes.blacken(self._all)
            before = [None] * len(pictures)
        for picture, earlier, cell in zip(
            pictures, before, cells(len(pictures), self._all.width, self._all.height), strict=True
        ):
            if picture is not earlier:
                self._draw(picture, earlier, cell)
        self._drawn = list(pictures)
        return av.VideoFrame.from_ndarray(self._array, format="yuv420p")

    def _draw(self, picture: av.VideoFrame, earlier: av.VideoFrame | None, cell: Box) -> None:
        if earlier and (earlier.width, earlier.height) != (picture.width, picture.height):
            self._planes.blacken(cell)
        box = letterbox(picture.width, picture.height, cell)
        scaled = reformat(picture, box.width, box.height, "yuv420p", dst_color_range="MPEG")
        array: NDArray[Any] = scaled.to_ndarray()
        self._planes.paste(box, planes(array, box.width, box.height))


def planes(array: Plane, width: int, height: int) -> Planes:
    """The parts of PyAV's array of yuv420p, which is (height * 3/2, width)."""
    flat, whole, half = array.reshape(-1), width * height, (height // 2, width // 2)
    quarter = whole // 4
    return Planes(
        flat[:whole].reshape(height, width),
        flat[whole : whole + quarter].reshape(half),
        flat[whole + quarter :].reshape(half),
    )


def cells(count: int, width: int, height: int) -> list[Box]:
    """So many cells of 16:9, as large as they can be, in rows; each row is centred."""
    if count == 0:
        return []
    columns = max(range(1, count + 1), key=lambda columns: _fit(columns, count, width, height))
    cell_width = even(_fit(columns, count, width, height))
    cell_height = even(cell_width / RATIO)
    rows = math.ceil(count / columns)
    top = (height - rows * cell_height - (rows - 1) * GAP) / 2
    boxes = []
    for index in range(count):
        row, column = divmod(index, columns)
        in_row = min(columns, count - row * columns)
        left = (width - in_row * cell_width - (in_row - 1) * GAP) / 2
        x, y = left + column * (cell_width + GAP), top + row * (cell_height + GAP)
        boxes.append(Box(even(x), even(y), cell_width, cell_height))
    return boxes


def letterbox(width: int, height: int, cell: Box) -> Box:
    """Where a whole picture of this size goes in a cell."""
    scale = min(cell.width / width, cell.height / height)
    # A sliver of a picture still has two pixels.
    inner_width, inner_height = max(2, even(width * scale)), max(2, even(height * scale))
    x, y = cell.x + (cell.width - inner_width) / 2, cell.y + (cell.height - inner_height) / 2
    return Box(even(x), even(y), inner_width, inner_height)


def even(value: float) -> int:
    """The even number below."""
    return int(value + 1e-6) // 2 * 2


def _fit(columns: int, count: int, width: int, height: int) -> float:
    """How wide a cell is with so many columns."""
    rows = math.ceil(count / columns)
    cell_width = (width - GAP * (columns - 1)) / columns
    cell_height = (height - GAP * (rows - 1)) / rows
    return max(0.0, min(cell_width, cell_height * RATIO))
