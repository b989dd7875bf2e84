"""Pictures of Pillow (PIL). They can be given only where it was imported already: nothing here does it before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import numpy as np

from ..numbers import Size
from .arrays import Array

ORIENTATION = 0x0112
TURNS = (None, "FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_270", "TRANSVERSE", "ROTATE_90")
"""What EXIF's orientations 1 to 8 ask for; the last four swap width and height."""
TO_GREY = {"1": "L", "LA": "L"}
MOVING = ("GIF", "PNG", "WEBP", "AVIF")
USUAL = 0.1
"""Seconds of an animation's picture that does not say how long it lasts, as browsers have it."""


def is_image(item: Any) -> bool:
    kind = getattr(sys.modules.get("PIL.Image"), "Image", None)
    return kind is not None and isinstance(item, kind)


def pixels(image: Any, size: Size) -> Array:
    """Upright, grey or RGB, and not much larger than `size`. What is transparent is seen as what is below it.

    Raises ValueError for what Pillow cannot load or convert.
    """
    orientation = _orientation(image)
    width, height = size[::-1] if _is_turned(orientation) else size
    try:
        image.load()
        plain = _eight_bits(_reduced(image, max(1, min(image.width // width, image.height // height))))
    except (OSError, ValueError) as error:
        raise ValueError(f"Pillow cannot load this picture, or convert it to RGB: {error}") from None
    if turn := TURNS[orientation - 1]:
        plain = plain.transpose(getattr(import_module("PIL.Image").Transpose, turn))
    return np.asarray(plain)


def size_of(image: Any) -> Size:
    """Width and height when it is upright."""
    width, height = image.size
    return (height, width) if _is_turned(_orientation(image)) else (width, height)


def moments(image: Any) -> Iterator[tuple[Any, float]]:
    """Each picture of an animation, with its seconds."""
    for number in range(image.n_frames):
        image.seek(number)
        yield image.copy(), image.info.get("duration", 0) / 1000 or USUAL


def is_moving(image: Any) -> bool:
    """Whether it has several pictures in time. In TIFF they are pages, in MPO views."""
    return image.format in MOVING and getattr(image, "n_frames", 1) > 1


def _orientation(image: Any) -> int:
    said = image.getexif().get(ORIENTATION, 1)
    return said if said in range(1, len(TURNS) + 1) else 1


def _is_turned(orientation: int) -> bool:
    return orientation > len(TURNS) // 2


def _reduced(image: Any, factor: int) -> Any:
    """By a whole number, and first of all: anything else with 48 megapixels takes seconds."""
    if factor == 1:
        return image
    # Numbers of a palette cannot be averaged.
    averaged = _eight_bits(image) if image.mode.startswith(("P", "1", "I;16")) else image
    return averaged.reduce(factor)


def _eight_bits(image: Any) -> Any:
    if image.mode.startswith("I;16"):
        # Pillow would cut at 255 what goes to 65535.
        return import_module("PIL.Image").fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in {"L", "RGB"}:
        return image
    return image.convert("LA").convert("L") if image.mode == "La" else image.convert(TO_GREY.get(image.mode, "RGB"))
