"""Takes a source's shots, each when it is due, in a thread of its own, and puts them into a feed."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import TIMEOUT_MAX, Event
from typing import Any

from av import VideoFrame

from ..trouble import Tell, line, show
from .audio_feed import AudioFeed
from .feed import Feed
from .film import LEAD, Film
from .outlet import Outlet
from .pace import Clock
from .shots import Shots

MOST_LATE = 0.5
"""Seconds: a source that is late by more goes on from where it is, instead of hurrying."""


class Pump:
    """Shows what a source gives until it ends, and then closes the sink. After an error, what was shown last stays."""

    most_late = MOST_LATE

    def __init__(self, shots: Shots, sink: Outlet, lead: float = 0.0, tell: Tell = show) -> None:
        self._shots = shots
        self._sink = sink
        self._tell = tell
        self._lead = lead
        self._rest = 2 * lead
        self._stopped = Event()

    def stop(self) -> None:
        self._stopped.set()

    def run(self, clock: Clock = time.monotonic, wait: Callable[[float], bool] | None = None) -> None:
        try:
            self._run(clock, wait or self._stopped.wait)
        except (Exception, SystemExit) as error:  # whatever people's code raises
            self._sink.report(line(error))
            self._tell(error)
        else:
            self._sink.close()
        finally:
            if close := getattr(self._shots, "close", None):
                close()

    def _run(self, clock: Clock, wait: Callable[[float], bool]) -> None:
        due = clock() - self._lead
        for item, seconds in self._shots:
            if self._stopped.is_set():
                return
            if item is not None:
                self._give(item, due)
            now = clock()
            due = max(due + seconds, now - self.most_late)
            if due > now and wait(min(due - now, TIMEOUT_MAX)):
                return
        # What is ahead is still to be heard, after the silence that comes before a sound.
        wait(self._rest)

    def _give(self, item: Any, due: float) -> None:
        """Show an item. It was due at that moment of the clock."""
        self._sink.show(item)


class Projector(Pump):
    """Plays a film into a feed of pictures, of sound, or of both, by one clock.

    Where it is late by more than the sound is ahead, pictures and sound go on together from where they are."""

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
