"""What a kernel publishes: pictures and sound, pushed or taken from a source."""

from __future__ import annotations

from typing import Any

from .audio_feed import AudioFeed
from .feed import Feed, check_size
from .kinds import PICTURES, SOUNDS, open_source
from .publication import Room, check_buffer, check_fps, check_name, check_rate
from .pump import Pump
from .shots import Request

__all__ = ["AudioFeed", "Feed", "publish", "publish_audio"]

LEAD = 0.1
"""Seconds that sound of a source is ahead: its thread is not always woken in time."""


def publish(room: Room, name: str, source: Any = None, fps: float = 20, size: tuple[int, int] | None = None) -> Feed:
    """Show pictures to the room, on a tile of their own.

    Parameters
    ----------
    name : str
        What the tile is called: 1 to 64 characters.
    source : optional
        Default: none; pictures are pushed with `feed.push(array)`. Or one of these, which a thread of its own reads:

        - an iterator or a generator of arrays: asked `fps` times a second;
        - an async iterator of arrays: read as fast as it gives, the newest wins; on the running loop, if there is one;
        - a Matplotlib Figure: looked at `fps` times a second, drawn when it has changed;
        - a Matplotlib Animation: at its own interval, again and again if it says `repeat`;
        - a path to an image, which stays, or to a video, which plays once at its own speed;
        - a PyAV container, likewise;
        - an array: a picture that stays.

        Arrays are as `Feed.push` takes them, but may change their size. After the last picture, the feed closes. When
        a source raises an error, it is shown in the notebook and on the tile, and the last picture stays.
    fps : float
        Pictures sent per second, from 0.1 to 60, evenly: a slow source's last picture is repeated, a fast one's are
        left out but for the newest. Default: 20.
    size : tuple of (int, int), optional
        Width and height in pixels. Pictures of a source are scaled to it; those that are pushed must have it.
        Default: as they come.

    Returns
    -------
    Feed
        Closed with `close()`, or as a context manager.

    Raises
    ------
    TypeError, ValueError, OSError
        At once, naming what was expected.
    """
    check_name(name)
    request = Request(fps=check_fps(fps), size=check_size(size))
    feed = Feed(name, fps=request.fps, size=request.size)
    pump = None if source is None else Pump(open_source(source, request, PICTURES), feed)
    feed.begin(room._publish(name, "video", feed.track), pump)
    return feed


def publish_audio(room: Room, name: str, source: Any = None, rate: int = 48_000, buffer: float = 2.0) -> AudioFeed:
    """Play sound to the room.

    Parameters
    ----------
    name : str
        What it is called: 1 to 64 characters.
    source : optional
        Default: none; sound is pushed with `feed.push(array)`. Or one of these, which a thread of its own reads: an
        array, an iterator or an async iterator of arrays, a path to a file with sound, or a PyAV container. Arrays are
        as `AudioFeed.push` takes them. At its end, the feed closes. When it raises an error, it is shown in the
        notebook and beside the track, and there is silence.
    rate : int
        Samples a second of arrays, from 8000 to 192000. Default: 48000.
    buffer : float
        Seconds of sound that may wait, from 0.1 to 60; when more are pushed, the oldest are dropped. Default: 2.

    Returns
    -------
    AudioFeed
        Closed with `close()`, or as a context manager. Where nothing comes, there is silence.

    Raises
    ------
    TypeError, ValueError, OSError
        At once, naming what was expected.
    """
    feed = AudioFeed(check_name(name), check_rate(rate), check_buffer(buffer))
    request = Request(rate=rate)
    pump = None if source is None else Pump(open_source(source, request, SOUNDS), feed, LEAD)
    feed.begin(room._publish(name, "audio", feed.track), pump)
    return feed
