"""Something under way: awaited in a coroutine, or waited for in plain code."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, get_args

from ..forks import check_process
from .numbers import check_timeout

if TYPE_CHECKING:
    from .trouble import Unheard

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


Ending = Literal["accepted", "declined", "busy", "timed-out", "cancelled", "gone", "stored", "refused"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)

GOOD = frozenset({"accepted", "stored"})
# Twice as long as anything rings.
TIMEOUT = 60.0


@dataclass(frozen=True)
class Outcome:
    """How an operation ended. It is true if it ended well.

    `outcome` of a call: "accepted", "declined", "busy", "timed-out" (nobody answered), "cancelled" (from this side),
    "gone" (the other one left); of a message: "stored"; of both "refused", by the server or the page.
    `word` is what the other one said on declining, or why it was refused; else it is empty. Others wrote it.
    """

    outcome: Ending
    word: str = ""

    def __bool__(self) -> bool:
        return self.outcome in GOOD


class Operation(Pending[Outcome]):
    """Something under way. Await it, or ask for its `result`; both give an `Outcome`.

    Both raise TimeoutError when there is none in time, which does not end the operation: ask again later. Awaiting
    waits for 60 s. A forked process hears no page: there both raise RuntimeError.
    """

    def __init__(self, what: str, meanwhile: Meanwhile | None = None) -> None:
        super().__init__(Future(), meanwhile)
        self._what = what

    @property
    def outcome(self) -> Outcome | None:
        """The outcome as far as it is known now."""
        return self.future.result() if self.future.done() else None

    def result(self, timeout: float | None = TIMEOUT) -> Outcome:
        """Wait for the outcome, for `timeout` seconds at the most. Default: 60.

        The cell waits; meanwhile Python hears the pages of its rooms, and nothing else. Raises TimeoutError if there is
        no outcome in time, RuntimeError at once in a kernel where a running cell cannot hear a page: await it there.
        """
        try:
            return super().result(timeout)
        except TimeoutError:
            raise self._too_late() from None

    def __await__(self) -> Generator[Any, None, Outcome]:
        return self._arrives().__await__()

    async def _arrives(self) -> Outcome:
        self._ask()
        try:
            # Shielded: one who stops waiting does not end the operation for the others.
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self.future)), TIMEOUT)
        except asyncio.TimeoutError:
            raise self._too_late() from None

    def _too_late(self) -> TimeoutError:
        advice = " Is the page with the room still open?" if self._meanwhile else ""
        return TimeoutError(f"{self._what}: no outcome yet.{advice}")

    def settle(self, outcome: Outcome) -> None:
        """Once; what comes later is not heard. The room does this."""
        if not self.future.done():
            self.future.set_result(outcome)

    def __repr__(self) -> str:
        return f"<{self._what}: {self.outcome.outcome if self.outcome else 'under way'}>"
