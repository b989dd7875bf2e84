"""What a feed knows of the room that it is published in."""

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias

from aiortc import MediaStreamTrack

Kind: TypeAlias = Literal["audio", "video"]
MAX_NAME = 64
MAX_PROBLEM = 200


class Publication(Protocol):
    """A track that is in the room."""

    def problem(self, text: str) -> None:
        """Show `text` on the tile; an empty one takes it away. From any thread."""

    def close(self) -> None:
        """Take the track out of the room. From any thread."""


class Room(Protocol):
    """A room that takes tracks, from any thread."""

    def _publish(self, name: str, kind: Kind, track: MediaStreamTrack) -> Publication: ...


def check_name(name: object) -> str:
    """A name for a track. Raises TypeError or ValueError, naming what was expected."""
    if not isinstance(name, str):
        raise TypeError(f"A track's name is a str, not a {type(name).__name__}.")
    if not 1 <= len(name) <= MAX_NAME:
        raise ValueError(f"A track's name has 1 to {MAX_NAME} characters; this one has {len(name)}.")
    return name


def check_fps(fps: object) -> float:
    """Pictures per second. Raises TypeError or ValueError, naming what was expected."""
    if isinstance(fps, bool) or not isinstance(fps, int | float):
        raise TypeError(f"fps is a number of pictures per second, not a {type(fps).__name__}.")
    if not 0.1 <= fps <= 60:
        raise ValueError(f"fps is from 0.1 to 60 pictures per second, not {fps}.")
    return float(fps)


def check_rate(rate: object) -> int:
    """Samples a second. Raises TypeError or ValueError, naming what was expected."""
    if isinstance(rate, bool) or not isinstance(rate, int):
        raise TypeError(f"rate is a whole number of samples a second, not a {type(rate).__name__}.")
    if not 8_000 <= rate <= 192_000:
        raise ValueError(f"rate is from 8000 to 192000 samples a second, not {rate}.")
    return rate


def check_buffer(buffer: object) -> float:
    """Seconds of sound that may wait. Raises TypeError or ValueError, naming what was expected."""
    if isinstance(buffer, bool) or not isinstance(buffer, int | float):
        raise TypeError(f"buffer is a number of seconds, not a {type(buffer).__name__}.")
    if not 0.1 <= buffer <= 60:
        raise ValueError(f"buffer is from 0.1 to 60 seconds, not {buffer}.")
    return float(buffer)
