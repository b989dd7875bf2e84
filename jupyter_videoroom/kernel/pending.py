"""Something under way: awaited in a coroutine, or waited for in plain code."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from typing import Any, Generic, TypeVar

from ..forks import check_process
from .numbers import check_timeout

T = TypeVar("T")
Meanwhile = Callable[[Callable[[], bool], "float | None"], None]


class Pending(Generic[T]):
    """`await pending`, or `pending.result(timeout)` with seconds; both give the result or raise what went wrong.

    `meanwhile(done, timeout)` is called first by who waits in a thread.
    """

    def __init__(self, future: Future[T], meanwhile: Meanwhile | None = None) -> None:
        self._future = future
        self._meanwhile = meanwhile
        self._pid = os.getpid()

    def __await__(self) -> Generator[Any, None, T]:
        check_process(self._pid)
        # Shielded: a cell that is interrupted stops waiting, not what it waits for.
        return asyncio.shield(asyncio.wrap_future(self._future)).__await__()

    def result(self, timeout: float | None = None) -> T:
        """Wait in this thread; TimeoutError after so many seconds, which ends nothing: ask again later."""
        check_process(self._pid)
        timeout = check_timeout(timeout)
        until = None if timeout is None else time.monotonic() + timeout
        if self._meanwhile:
            self._meanwhile(self._future.done, timeout)
        left = None if until is None else max(0.0, until - time.monotonic())
        done, _ = wait([self._future], left)
        if not done:
            raise TimeoutError(f"not done within {timeout} s; it goes on")
        return self._future.result()

    def done(self) -> bool:
        """Whether waiting would be over at once."""
        return self._future.done()

    def failed(self) -> bool:
        """Whether it is over without a result."""
        return self.done() and (self._future.cancelled() or self._future.exception() is not None)

    def cancel(self) -> bool:
        """Give it up."""
        return self._future.cancel()

    def __repr__(self) -> str:
        if not self._future.done():
            return "<Pending: await it, or ask for .result()>"
        if self._future.cancelled():
            return "<Pending: given up>"
        error = self._future.exception()
        return f"<Pending: failed: {error}>" if error else f"<Pending: done: {self._future.result()!r}>"
