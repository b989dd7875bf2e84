"""The thread in which a recording is made."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from .cast import Cast
from .inputs import Now
from .layouts import Layout

log = logging.getLogger(__name__)


class Studio:
    """`before`: the last thing while people are still seen; `after`: when all is written."""

    def __init__(
        self,
        layout: Layout,
        cast: Cast,
        now: Now,
        *,
        each: Callable[[], None],
        before: Callable[[], None],
        after: Callable[[], None],
    ) -> None:
        self.error: Exception | None = None
        self._layout, self._cast, self._now = layout, cast, now
        self._each, self._before, self._after = each, before, after
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="videoroom recording", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Begin to end."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until all is written."""
        self._thread.join()

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self._stopping.is_set()

    def _run(self) -> None:
        for task in (self._record, self._before, self._finish, self._after):
            try:
                task()
            except Exception as error:
                log.exception("A recording failed")
                self.error = self.error or error
                self._stopping.set()

    def _record(self) -> None:
        while not self._stopping.wait(max(0.0, self._layout.due - self._now())):
            self._layout.step(self._now(), self._cast.parts)
            self._each()

    def _finish(self) -> None:
        self._layout.finish(self._now())
