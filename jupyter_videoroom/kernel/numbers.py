"""Numbers as people have them: NumPy's scalars, fractions, whole floats; but no truth values, NaN or infinity.

Every check raises TypeError or ValueError, naming what was expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from numbers import Real
from threading import TIMEOUT_MAX
from typing import Any, TypeAlias

Size: TypeAlias = tuple[int, int]
"""Width and height, in pixels."""

SMALLEST, LARGEST = 2, 4096
"""Pixels of a side that is sent."""


def check_number(what: str, value: object, least: float, most: float, unit: str) -> float:
    """A number from `least` to `most`."""
    value = _plain(value)
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise TypeError(f"{what} is a number of {unit}, not a {type(value).__name__}.")
    number = _float(value)
    if not least <= number <= most:  # neither is NaN
        raise ValueError(f"{what} is from {least:.9g} to {most:.9g} {unit}, not {value}.")
    return number


def check_whole(what: str, value: object, least: int, most: int, unit: str) -> int:
    """A whole number from `least` to `most`; 48000.0 is one."""
    number = check_number(what, value, least, most, unit)
    if number != int(number):
        raise ValueError(f"{what} is a whole number of {unit}, not {value}.")
    return int(number)


check_fps = partial(check_number, "fps", least=0.1, most=60, unit="pictures per second")
"""Of pictures that are sent."""

check_rate = partial(check_whole, "rate", least=8_000, most=192_000, unit="samples a second")
check_reading_rate = partial(check_whole, "rate", least=100, most=192_000, unit="samples a second")
"""Less than what is heard well is enough to see whether somebody speaks."""

check_buffer = partial(check_number, "buffer", least=0.1, most=60, unit="seconds")
check_block = partial(check_number, "block", least=0.001, most=60, unit="seconds")
"""Of sound that is read at once: 60 s are twice what models of speech take, and 23 MB in stereo at 48 kHz."""

check_channels = partial(check_whole, "channels", least=1, most=2, unit="channels")


def check_reading_fps(fps: object) -> float | None:
    """Pictures a second, as they are read; None is as many as come."""
    return None if fps is None else check_number("fps", fps, 0.001, 1_000, "pictures per second")


def check_timeout(timeout: object) -> float | None:
    """Seconds to wait; None is for as long as it takes, and what is over already is 0."""
    if timeout is None:
        return None
    return max(0.0, check_number("timeout", timeout, -TIMEOUT_MAX, TIMEOUT_MAX, "seconds"))


def check_size(size: object) -> Size | None:
    """The size of pictures, as they are sent; None is as they come."""
    return _size(size, SMALLEST, LARGEST)


def check_reading_size(size: object) -> Size | None:
    """The size of pictures, as they are read; None is as they come."""
    return _size(size, 1, 16_384)


def _size(size: Any, least: int, most: int) -> Size | None:
    if size is None:
        return None
    sides = size.tolist() if hasattr(size, "tolist") else size
    if isinstance(sides, str) or not isinstance(sides, Sequence) or len(sides) != 2:
        raise TypeError(f"size is (width, height) in pixels, not {size!r}.")
    width, height = (check_whole("Each side of size, (width, height),", side, least, most, "pixels") for side in sides)
    return width, height


def _plain(value: Any) -> object:
    """Scalars of NumPy, and arrays that have no dimension, as Python's own."""
    return value.item() if getattr(value, "shape", None) == () else value


def _float(value: Any) -> float:
    try:
        return float(value)
    except (OverflowError, ValueError):
        return float("nan")
