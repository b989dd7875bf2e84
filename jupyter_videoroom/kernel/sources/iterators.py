"""Iterators and generators of pictures, which are asked for one when it is due; and one picture alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from av import VideoFrame

from .arrays import as_array
from .pillow import is_image, is_moving, moments
from .shots import FOR_EVER, Request, Shots, attempt, in_turn, pictures_as


def pictures_in_turn(source: Any, request: Request) -> Shots | None:
    """Asked `fps` times a second: a list plays at that speed, and a simulation computes no more than is seen."""
    items, convert = in_turn(source), pictures_as(request)
    if items is None:
        return None
    if isinstance(source, Sequence) and source and source[0] is not None:
        # What can be looked at without being asked for is refused at once.
        convert(source[0])
    return ((attempt(convert, item), 1 / request.fps) for item in items)


def still(source: Any, request: Request) -> Shots | None:
    """One picture; an array of four dimensions is a list of them, and an animation of Pillow plays once."""
    convert = pictures_as(request)
    if is_image(source) and is_moving(source):
        return ((attempt(convert, image), seconds) for image, seconds in moments(source))
    if is_image(source) or isinstance(source, VideoFrame):
        return iter([(convert(source), FOR_EVER)])
    array = as_array(source)
    if array is None:
        return None
    if array.ndim == 4:
        return pictures_in_turn(list(array), request)
    return iter([(convert(array), FOR_EVER)])
