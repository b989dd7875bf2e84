"""What `room.call()` and `room.say()` return: something that has an outcome, later."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Generator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Literal, get_args

from ..forks import check_process
from .hearing import wait_for_messages

Ending = Literal["accepted", "declined", "busy", "timed-out", "cancelled", "gone", "stored", "refused"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)

GOOD = frozenset({"accepted", "stored"})
# Twice as long as anything rings.
PATIENCE = 60.0
GLANCE = 0.05


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


class Operation:
    """Something under way in the page. Await it, or ask for its `result`; both give an `Outcome`.

    Both raise TimeoutError when there is none in time, which does not end the operation: ask again later. Awaiting has
    patience for 60 s. A forked process hears no page: there both raise RuntimeError.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._future: Future[Outcome] = Future()
        self._pid = os.getpid()

    @property
    def outcome(self) -> Outcome | None:
        """The outcome as far as it is known now."""
        return self._future.result() if self._future.done() else None

    def done(self) -> bool:
        """Whether there is an outcome."""
        return self._future.done()

    def result(self, timeout: float = PATIENCE) -> Outcome:
        """Wait for the outcome, for `timeout` seconds at the most. Default: 60.

        The cell waits; meanwhile Python hears the pages of its rooms, and nothing else. Raises TimeoutError if there is
        no outcome in time, RuntimeError at once in a kernel where a running cell cannot hear a page: await it there.
        """
        check_process(self._pid)
        until = time.monotonic() + timeout
        while not self._future.done() and (left := until - time.monotonic()) > 0:
            if not wait_for_messages(min(left, GLANCE)):
                return self._wait(left)
        return self._wait(0)

    def __await__(self) -> Generator[object, None, Outcome]:
        return self._arrives().__await__()

    async def _arrives(self) -> Outcome:
        check_process(self._pid)
        try:
            # Shielded: whoever stops waiting does not end the operation for the others.
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._future)), PATIENCE)
        except asyncio.TimeoutError:
            raise self._too_late() from None

    def _wait(self, seconds: float) -> Outcome:
        try:
            return self._future.result(seconds)
        except FutureTimeout:
            raise self._too_late() from None

    def _too_late(self) -> TimeoutError:
        return TimeoutError(f"{self._what}: no outcome yet. Is the page with the room still open?")

    def settle(self, outcome: Outcome) -> None:
        """Once; what comes later is not heard. The room does this."""
        if not self._future.done():
            self._future.set_result(outcome)

    def __repr__(self) -> str:
        return f"<{self._what}: {self.outcome.outcome if self.outcome else 'under way'}>"
