"""Iterators and generators of pictures, which are asked for one when it is due; and one array alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from .pictures import picture
from .shots import FOR_EVER, Request, Shots, frame_of


def pictures_in_turn(source: Any, request: Request) -> Shots | None:
    """Asked `fps` times a second: a list plays at that speed, and a simulation computes no more than is seen."""
    return _in_turn(iter(source), 1 / request.fps) if isinstance(source, Iterable) else None


def still(source: Any, request: Request) -> Shots | None:
    """An array of one picture; one of four dimensions is a list of pictures."""
    if isinstance(source, np.ndarray) and source.ndim != 4:
        return iter([(picture(source), FOR_EVER)])
    return None


def _in_turn(items: Iterator[Any], seconds: float) -> Shots:
    for item in items:
        yield frame_of(item), seconds
