"""What every source becomes: pictures, or blocks of sound, and for how long each lasts; and the plainest sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal, TypeAlias

from av import VideoFrame

from ..numbers import Size
from .arrays import as_array, is_table
from .pictures import sendable
from .pillow import is_image, is_moving, moments

FOR_EVER = float("inf")

Shot: TypeAlias = tuple[Any, float]
"""A picture or a block of sound, and the seconds until the next one is asked for. Instead of it, None says that there
is nothing new, and an error that this one cannot be shown, whatever comes after it.
"""
Shots: TypeAlias = Iterator[Shot]
Wanted: TypeAlias = Literal["pictures", "sound", "both"]


@dataclass(frozen=True)
class Request:
    """Pictures: `fps` a second, scaled to `size`, if there is one. Sound: blocks have `rate` samples a second.

    `wanted`: what of a film that has both.
    """

    fps: float = 20
    size: Size | None = None
    rate: int = 48_000
    wanted: Wanted = "pictures"


Opener: TypeAlias = Callable[[Any, Request], Shots | None]
"""Makes shots of a source; None if the source is of another kind. What is wrong with it is raised at once."""

Convert: TypeAlias = Callable[[Any], Any]
NO_SERIES = (str, bytes, bytearray, memoryview, Mapping, Set)
"""What can be gone through, but not as one picture or block after the other."""


def pictures_as(request: Request) -> Convert:
    """Pictures of any kind, as they are sent."""
    return lambda item: sendable(item, request.size)


def attempt(convert: Convert, item: Any) -> Any:
    """What becomes of an item; or the error that it is not: one that is bad does not end its source."""
    try:
        return convert(item)
    except Exception as error:
        return error


def in_turn(source: Any) -> Iterator[Any] | None:
    """The items of what can be gone through in an order that means something. None ends them, as it ends a queue."""
    if isinstance(source, NO_SERIES) or is_table(source) or is_open_file(source) or not isinstance(source, Iterable):
        return None
    return takewhile(lambda item: item is not None, source)


def is_open_file(source: Any) -> bool:
    """Whether it is a file object, whose items would be lines of bytes."""
    return hasattr(source, "read") and hasattr(source, "readline")


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
