"""What every source becomes: pictures, or blocks of sound, and for how long each lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal, TypeAlias

from ..numbers import Size
from .arrays import is_table
from .pictures import sendable

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
