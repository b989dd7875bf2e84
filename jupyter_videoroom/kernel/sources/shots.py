"""What every source becomes: pictures, or blocks of sound, and for how long each lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from av import VideoFrame

from ..numbers import Size
from .pictures import picture

FOR_EVER = float("inf")

Shot: TypeAlias = tuple[Any, float]
"""A picture or a block of sound (None: nothing new), and the seconds until the next one is asked for."""
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


Kind: TypeAlias = Callable[[Any, Request], Shots | None]
"""Makes shots of a source; None if the source is of another kind. What is wrong with it is raised at once."""


def frame_of(item: Any) -> VideoFrame:
    """An array, a frame of PyAV or a frame of a room as what a feed shows. Raises as `picture` does."""
    if isinstance(item, VideoFrame):
        return item
    return picture(getattr(item, "array", item))
