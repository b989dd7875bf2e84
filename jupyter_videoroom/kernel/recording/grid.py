"""Where pictures go on a canvas. The arithmetic is that of the page's grid, `js/src/layout`."""

from __future__ import annotations

import math
from typing import NamedTuple

RATIO = 16 / 9
GAP = 8


class Box(NamedTuple):
    """In pixels, all even: colours have half the resolution."""

    x: int
    y: int
    width: int
    height: int


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
