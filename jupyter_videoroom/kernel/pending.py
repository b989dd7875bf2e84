"""Something under way: awaited in a coroutine, or waited for in plain code."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..forks import check_process
from .numbers import check_timeout

if TYPE_CHECKING:
    from .unheard import Unheard

T = TypeVar("T")
Meanwhile = Callable[[Callable[[], bool], "float | None"], None]


class Pending(Generic[T]):
    """`await pending`, or `pending.result(timeout)` with seconds; both give the result or raise what went wrong.

    `meanwhile(done, timeout)` is called first by who waits in a thread.
    """

    def __init__(self, future: Future[T], meanwhile: Meanwhile | None = None) -> None:
        self.future = future
        self.unheard: Unheard | None = None
        """Who is to hear of it if nobody waits."""
        self._meanwhile = meanwhile
        self._pid = os.getpid()

    def __await__(self) -> Generator[Any, None, T]:
        self._ask()
        # Shielded: a cell that is interrupted stops waiting, not what it waits for.
        return asyncio.shield(asyncio.wrap_future(self.future)).__await__()

    def result(self, timeout: float | None = None) -> T:
        """Wait in this thread; TimeoutError after so many seconds, which ends nothing: ask again later."""
        self._ask()
        timeout = check_timeout(timeout)
        until = None if timeout is None else time.monotonic() + timeout
        if self._meanwhile:
            self._meanwhile(self.future.done, timeout)
        left = None if until is None else max(0.0, until - time.monotonic())
        done, _ = wait([self.future], left)
        if not done:
            raise TimeoutError(f"not done within {timeout} s; it goes on")
        return self.future.result()

    def done(self) -> bool:
        """Whether waiting would be over at once."""
        return self.future.done()

    def failed(self) -> bool:
        """Whether it is over without a result."""
        return self.done() and (self.future.cancelled() or self.future.exception() is not None)

    def cancel(self) -> bool:
        """Give it up."""
        return self.future.cancel()

    def _ask(self) -> None:
        check_process(self._pid)
        if self.unheard:
            self.unheard.asked = True

    def __del__(self) -> None:
        if self.unheard and os.getpid() == self._pid:
            self.unheard.leave()

    def __repr__(self) -> str:
        if not self.future.done():
            return "<Pending: await it, or ask for .result()>"
        if self.future.cancelled():
            return "<Pending: given up>"
        error = self.future.exception()
        return f"<Pending: failed: {error}>" if error else f"<Pending: done: {self.future.result()!r}>"
