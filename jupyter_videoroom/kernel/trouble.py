"""People's code in threads of ours: what it prints, and what it raises, belongs to the cell that it came from.

An error that nobody asks for is told there all the same, once.
"""

from __future__ import annotations

import contextvars
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeAlias, TypeVar

from .loop import loop_thread, program_ends, soon
from .pending import Pending

Tell: TypeAlias = Callable[[BaseException], None]


def spawn(target: Callable[[], None], name: str) -> None:
    """Run it in a daemon thread, for the cell that runs now: ipykernel 7 keeps that in the context. Before, what is
    shown goes to the newest cell.
    """
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(target,), name=f"videoroom {name}", daemon=True).start()


def show(error: BaseException) -> None:
    """Show an error with its traceback, as a cell does, or by `sys.excepthook` outside IPython."""
    details = (type(error), error, error.__traceback__)
    if running := shell():
        running.showtraceback(details)
    else:
        sys.excepthook(*details)


def line(error: BaseException) -> str:
    """An error in one line, as a notice says it."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


def shell() -> Any:
    """IPython's, where this runs in one; else None."""
    ipython: Any = sys.modules.get("IPython")
    return ipython and ipython.get_ipython()


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
        if running := shell():
            self._follow(running.events)

    def leave(self) -> None:
        """Nobody is about to ask. From any thread, even in a finalizer while a lock is held: the loop does the rest."""
        if not (self._left or self.asked):
            self._left = True
            soon(self._loop, self._future.add_done_callback, self._done)

    def _follow(self, events: Any) -> None:
        def end(_result: object) -> None:
            events.unregister("post_run_cell", end)
            self.leave()

        events.register("post_run_cell", end)

    def _done(self, future: Future[Any]) -> None:
        if self.asked or future.cancelled() or program_ends():
            return
        if error := future.exception():
            # The traceback would show only this package: the message says what to do.
            self._context.run(spawn, partial(self._tell, error.with_traceback(None)), "error")
