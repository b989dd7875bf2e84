"""What a kernel publishes: pictures and sound, pushed or taken from a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..numbers import Size, check_buffer, check_fps, check_rate, check_size
from .audio_feed import AudioFeed
from .feed import Feed
from .film import LEAD, Film
from .kinds import PICTURES, SOUNDS, open_source
from .naming import check_name, means_file, name_of
from .pump import Projector, Pump
from .shots import Request, Shots
from .sound import Schedule

if TYPE_CHECKING:
    from ..room import KernelRoom

__all__ = ["AudioFeed", "Feed", "publish", "publish_audio"]

FPS = 20
"""Pictures a second of what has no rate of its own."""


def publish(
    room: KernelRoom, name: Any, source: Any = None, fps: float | None = None, size: Size | None = None
) -> Feed:
    """See `Room.publish`."""
    if source is None and means_file(name):
        name, source = name_of(name), name
    name = check_name(name)
    request = Request(fps=check_fps(FPS if fps is None else fps), size=check_size(size), wanted="both")
    shots = None if source is None else open_source(source, request, PICTURES)
    pace = None if fps is None and isinstance(shots, Film) and shots.moving else request.fps
    feed = Feed(name, pace, request.size)
    if isinstance(shots, Film) and shots.sounding:
        feed.sound = AudioFeed(name, schedule=Schedule())
    _begin(room, feed, shots, feed.sound)
    return feed


def publish_audio(
    room: KernelRoom, name: Any, source: Any = None, rate: int = 48_000, buffer: float = 2.0
) -> AudioFeed:
    """See `Room.publish_audio`."""
    request = Request(rate=check_rate(rate))
    name, buffer = check_name(name), check_buffer(buffer)
    shots = None if source is None else open_source(source, request, SOUNDS)
    feed = AudioFeed(name, request.rate, buffer, schedule=Schedule() if isinstance(shots, Film) else None)
    _begin(room, feed, shots)
    return feed


def _begin(room: KernelRoom, feed: Feed | AudioFeed, shots: Shots | None, sound: AudioFeed | None = None) -> None:
    try:
        feed.enter(room, *((sound,) if sound else ()))
    except BaseException:
        if close := getattr(shots, "close", None):
            close()
        raise
    if isinstance(shots, Film):
        feed.drive(Projector(shots, feed))
    elif shots is not None:
        feed.drive(Pump(shots, feed, LEAD if isinstance(feed, AudioFeed) else 0.0, feed.give_up))
