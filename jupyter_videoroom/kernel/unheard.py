"""An error that nobody asks for is told all the same: once, in the cell that it came from."""

from __future__ import annotations

import contextvars
import sys
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from .loop import loop_thread, program_ends, soon
from .pending import Pending
from .trouble import Tell, show, spawn

T = TypeVar("T")


def tell_if_unheard(pending: Pending[T], tell: Tell = show) -> Pending[T]:
    """Tell why it has failed, if nobody waits for it once its cell has ended, or once nobody holds it any more."""
    pending.unheard = Unheard(pending.future, tell)
    return pending


class Unheard:
    """For one `Pending`, which it does not hold. `asked`: somebody waits for it, or has."""

    def __init__(self, future: Future[Any], tell: Tell) -> None:
        self.asked = False
        self._future = future
        self._tell = tell
        self._context = contextvars.copy_context()
        self._left = False
        self._loop = loop_thread().loop
        if ipython := sys.modules.get("IPython"):
            self._follow(ipython.get_ipython())

    def leave(self) -> None:
        """Nobody is about to ask. From any thread, even in a finalizer while a lock is held: the loop does the rest."""
        if not (self._left or self.asked):
            self._left = True
            soon(self._loop, self._future.add_done_callback, self._done)

    def _follow(self, shell: Any) -> None:
        def end(_result: object) -> None:
            shell.events.unregister("post_run_cell", end)
            self.leave()

        if shell:
            shell.events.register("post_run_cell", end)

    def _done(self, future: Future[Any]) -> None:
        if self.asked or future.cancelled() or program_ends():
            return
        if error := future.exception():
            # The traceback would show only this package: the message says what to do.
            self._context.run(spawn, partial(self._tell, error.with_traceback(None)), "error")
