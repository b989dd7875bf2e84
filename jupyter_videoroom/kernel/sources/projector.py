"""Plays a film into a feed of pictures, of sound, or of both, by one clock."""

from __future__ import annotations

from typing import Any

from av import VideoFrame

from .audio_feed import AudioFeed
from .feed import Feed
from .film import LEAD, Film
from .pump import Pump


class Projector(Pump):
    """Where it is late by more than the sound is ahead, pictures and sound go on together from where they are."""

    most_late = LEAD

    def __init__(self, film: Film, feed: Feed | AudioFeed) -> None:
        super().__init__(film, feed, tell=feed.give_up)
        self._sound = feed.sound if isinstance(feed, Feed) else feed
        self._rest = 2 * LEAD if self._sound else 0.0

    def _give(self, item: Any, due: float) -> None:
        if isinstance(item, VideoFrame):
            self._sink.show(item)
        elif self._sound:
            self._sound.play(item, due + LEAD)
