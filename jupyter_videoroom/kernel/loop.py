"""One daemon thread with one event loop, so that a busy cell stops nothing."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from .pending import Meanwhile, Pending

T = TypeVar("T")
Farewell = Callable[[], Awaitable[None]]

# Longer than a goodbye takes on a slow line, shorter than Jupyter's patience with a kernel (5 s).
PATIENCE = 3.0


class LoopThread:
    """The thread; `farewells` are done when the program ends."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.loop = asyncio.new_event_loop()
        self.farewells: set[Farewell] = set()
        threading.Thread(target=self.loop.run_forever, name="videoroom", daemon=True).start()
        # Not atexit, whose turn comes after all threads that are no daemons have ended: the decoders' are such.
        threading.Thread(target=self._await_end, name="videoroom-end").start()

    def run(self, coroutine: Coroutine[Any, Any, T], meanwhile: Meanwhile | None = None) -> Pending[T]:
        """Start a coroutine in the thread."""
        future: Future[T] = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        return Pending(future, meanwhile)

    def call(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Call a function in the thread, soon."""
        self.loop.call_soon_threadsafe(function, *arguments)

    def _await_end(self) -> None:
        threading.main_thread().join()
        with suppress(Exception):
            self.run(self._say_goodbye()).result(PATIENCE)

    async def _say_goodbye(self) -> None:
        await asyncio.gather(*(farewell() for farewell in list(self.farewells)), return_exceptions=True)


def soon(loop: asyncio.AbstractEventLoop, function: Callable[..., Any], *arguments: Any) -> None:
    """Call a function in a loop, from any thread; a program that ends may have stopped it already."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(function, *arguments)


_lock = threading.Lock()
_current: LoopThread | None = None


def loop_thread() -> LoopThread:
    """The process's thread. A forked process has none of its parent's, and gets its own."""
    global _current  # noqa: PLW0603
    with _lock:
        if _current is None or _current.pid != os.getpid():
            _current = LoopThread()
        return _current
