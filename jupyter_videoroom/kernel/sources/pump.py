"""Takes a source's shots, each when it is due, in a thread of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import TIMEOUT_MAX, Event
from typing import Any, Protocol

from ..trouble import Tell, line, show, spawn
from .pace import Clock
from .shots import Shots

MOST_LATE = 0.5
"""Seconds: a source that is late by more goes on from where it is, instead of hurrying."""


class Sink(Protocol):
    """Where shots go."""

    def show(self, item: Any) -> None: ...

    def report(self, problem: str) -> None: ...

    def close(self) -> None: ...


class Pump:
    """Shows what a source gives until it ends, and then closes the sink. After an error, what was shown last stays."""

    most_late = MOST_LATE

    def __init__(self, shots: Shots, sink: Sink, lead: float = 0.0, tell: Tell = show) -> None:
        self._shots = shots
        self._sink = sink
        self._tell = tell
        self._lead = lead
        self._rest = 2 * lead
        self._stopped = Event()

    def start(self, name: str) -> None:
        spawn(self.run, name)

    def stop(self) -> None:
        self._stopped.set()

    def run(self, clock: Clock = time.monotonic, wait: Callable[[float], bool] | None = None) -> None:
        try:
            self._run(clock, wait or self._stopped.wait)
        except Exception as error:  # whatever people's code raises
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
