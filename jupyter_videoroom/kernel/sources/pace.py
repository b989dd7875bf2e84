"""When the next frame goes out: at even moments, or as soon as there is one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

Clock: TypeAlias = Callable[[], float]
"""Seconds that only go forward."""
Sleep: TypeAlias = Callable[[float], Awaitable[None]]


class Pace(Protocol):
    """Waits for the moment of the next frame, and tells it in seconds since the first."""

    async def next(self) -> float: ...


class Ticks:
    """Moments that are 1 / `rate` apart, counted from the first, so that nothing adds up.

    Up to `patience` moments that were missed are given at once, as sound needs it; more are left out.
    """

    def __init__(self, rate: float, patience: int = 0, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep):
        self._rate = rate
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._start: float | None = None
        self._number = -1

    async def next(self) -> float:
        now = self._clock()
        if self._start is None:
            self._start = now
        latest = int((now - self._start) * self._rate)
        self._number = max(self._number + 1, latest - self._patience)
        await self._sleep(max(0.0, self._start + self._number / self._rate - now))
        return self._number / self._rate


class Arrivals:
    """As soon as something new is there, or after `longest` seconds without: who comes late waits for a frame, too."""

    def __init__(self, news: News, longest: float = 0.5, clock: Clock = time.monotonic):
        self._news = news
        self._longest = longest
        self._clock = clock
        self._start: float | None = None

    async def next(self) -> float:
        if self._start is None:
            self._start = self._clock()
        await self._news.wait(self._longest)
        return self._clock() - self._start


class News:
    """Tells an event loop, from any thread, that there is something new."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def tell(self) -> None:
        if self._loop is None:
            self._event.set()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, longest: float) -> None:
        self._loop = asyncio.get_running_loop()
        # Not `wait_for`, which before Python 3.12 loses a cancellation that comes together with the news.
        waking = self._loop.call_later(longest, self._event.set)
        try:
            await self._event.wait()
        finally:
            waking.cancel()
        self._event.clear()
