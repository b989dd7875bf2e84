"""What a kernel publishes: pictures and sound, pushed or taken from a source."""

from __future__ import annotations

from typing import Any

from ..numbers import check_buffer, check_fps, check_rate, check_size
from .audio_feed import AudioFeed
from .feed import Feed
from .kinds import PICTURES, SOUNDS, open_source
from .publication import Room, check_name
from .pump import Pump
from .shots import Request

__all__ = ["AudioFeed", "Feed", "publish", "publish_audio"]

LEAD = 0.1
"""Seconds that sound of a source is ahead: its thread is not always woken in time."""


def publish(room: Room, name: str, source: Any = None, fps: float = 20, size: tuple[int, int] | None = None) -> Feed:
    """See `KernelRoom.publish`."""
    check_name(name)
    request = Request(fps=check_fps(fps), size=check_size(size))
    feed = Feed(name, fps=request.fps, size=request.size)
    pump = None if source is None else Pump(open_source(source, request, PICTURES), feed)
    feed.enter(room, pump)
    return feed


def publish_audio(room: Room, name: str, source: Any = None, rate: int = 48_000, buffer: float = 2.0) -> AudioFeed:
    """See `KernelRoom.publish_audio`."""
    request = Request(rate=check_rate(rate))
    feed = AudioFeed(check_name(name), request.rate, check_buffer(buffer))
    pump = None if source is None else Pump(open_source(source, request, SOUNDS), feed, LEAD)
    feed.enter(room, pump)
    return feed
