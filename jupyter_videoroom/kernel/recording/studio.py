"""The thread in which a recording is made."""

from __future__ import annotations

import logging
import math
import time
from _thread import start_new_thread
from collections.abc import Callable, Sequence

from .cast import Cast
from .inputs import Now
from .layouts import Layout

log = logging.getLogger(__name__)

# Seconds between two looks at what the other thread has done.
GLANCE = 0.005


class Studio:
    """Whatever a recording opens and tells it opens, tells and ends here: an interrupt comes to the main thread only.

    `begin` gives what is written to; `each` is called after every step, `before` as the last thing while people are
    still seen, each of `after` when all is written, whatever has failed.

    The two threads share only flags. An interrupt may leave the lock of an `Event`, a `Future` or a
    `Thread` that starts locked for ever.
    """

    def __init__(
        self,
        cast: Cast,
        now: Now,
        *,
        begin: Callable[[], Layout],
        each: Callable[[], None],
        before: Callable[[], None],
        after: Sequence[Callable[[], None]],
    ) -> None:
        self.error: Exception | None = None
        self._cast, self._now = cast, now
        self._begin, self._each, self._before, self._after = begin, each, before, after
        self._begun = self._stopping = self._over = False

    def start(self) -> None:
        """Begin, and wait until it has begun; raises what stands in the way."""
        start_new_thread(self._run, ())
        while not self._begun:
            if self._over and self.error:
                raise self.error
            time.sleep(GLANCE)

    def stop(self) -> None:
        """Begin to end."""
        self._stopping = True

    def wait(self, seconds: float = math.inf) -> None:
        """Until all is written, or for so long."""
        end = time.monotonic() + seconds
        while not self._over and time.monotonic() < end:
            time.sleep(GLANCE)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self._stopping

    def _run(self) -> None:
        try:
            layout = self._begin()
            self._begun = True
            self._try(lambda: self._record(layout))
            for task in (self._before, lambda: layout.finish(self._now()), *self._after):
                self._try(task)
        except Exception as error:
            self.error = error
        finally:
            self._stopping = self._over = True

    def _try(self, task: Callable[[], None]) -> None:
        try:
            task()
        except Exception as error:
            # What fails after this fails for the same reason, and is not logged again.
            if self.error is None:
                log.exception("A recording failed")
                self.error = error
            self._stopping = True

    def _record(self, layout: Layout) -> None:
        while not self._stopping:
            time.sleep(max(0.0, layout.due - self._now()))
            layout.step(self._now(), self._cast.parts)
            self._each()
