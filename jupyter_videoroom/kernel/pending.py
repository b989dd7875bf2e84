"""Something under way: awaited in a coroutine, or waited for in plain code."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Pending(Generic[T]):
    """`await pending`, or `pending.result(timeout)` with seconds; both give the result or raise what went wrong."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    def __await__(self) -> Generator[Any, None, T]:
        # Shielded: a cell that is interrupted stops waiting, not what it waits for.
        return asyncio.shield(asyncio.wrap_future(self._future)).__await__()

    def result(self, timeout: float | None = None) -> T:
        """Wait in this thread; TimeoutError after so many seconds."""
        try:
            return self._future.result(timeout)
        except TimeoutError:
            raise
        except Exception as error:
            # In Python 3.10 the two time-outs are different classes.
            if type(error).__name__ == "TimeoutError" and not self._future.done():
                raise TimeoutError(f"not done within {timeout} s; it goes on") from None
            raise

    def done(self) -> bool:
        """Whether waiting would be over at once."""
        return self._future.done()

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
