"""One daemon thread with one event loop, so that a busy cell stops nothing."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine

# All of it, at once: its own hook for the end of the program is older than ours, and called after it.
from concurrent.futures import Future, thread  # noqa: F401
from contextlib import suppress
from typing import Any, TypeVar

from ..forks import check_process
from .pending import Meanwhile, Pending

T = TypeVar("T")
Farewell = Callable[[], Awaitable[None]]

# Seconds for which another thread may compute on when this one has something to do. With Python's default of 5 ms, and
# up to three such waits for each packet, this thread would fall behind as soon as anything else computes.
SWITCH = 0.0005
# Longer than leaving takes on a slow line, shorter than Jupyter waits for a kernel (5 s).
FAREWELL = 3.0


class LoopThread:
    """The thread; `farewells` are done when the program ends."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.loop = asyncio.new_event_loop()
        self.farewells: set[Farewell] = set()
        self.ending = False
        sys.setswitchinterval(min(SWITCH, sys.getswitchinterval()))
        threading.Thread(target=self.loop.run_forever, name="videoroom", daemon=True).start()
        # Not atexit, whose turn comes when executors take no more work and all threads but daemons have ended: encoders
        # and decoders need both to come to a good end.
        threading._register_atexit(self._end)  # type: ignore[attr-defined]

    def run(self, coroutine: Coroutine[Any, Any, T], meanwhile: Meanwhile | None = None) -> Pending[T]:
        """Start a coroutine in the thread. RuntimeError in a forked process, as for `call`."""
        try:
            check_process(self.pid)
        except RuntimeError:
            coroutine.close()
            raise
        future: Future[T] = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        return Pending(future, meanwhile)

    def call(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Call a function in the thread, soon."""
        check_process(self.pid)
        self.loop.call_soon_threadsafe(function, *arguments)

    def _end(self) -> None:
        # A forked process ends without a word: it is the other one that is in the rooms.
        if self.pid == os.getpid():
            self.ending = True
            with suppress(Exception):
                self.run(self._say_goodbye()).result(FAREWELL)

    async def _say_goodbye(self) -> None:
        await asyncio.gather(*(farewell() for farewell in list(self.farewells)), return_exceptions=True)


def soon(loop: asyncio.AbstractEventLoop, function: Callable[..., Any], *arguments: Any) -> None:
    """Call a function in a loop, from any thread; a program that ends may have stopped it already."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(function, *arguments)


_lock = threading.Lock()
_current: LoopThread | None = None


def program_ends() -> bool:
    """Whether the rooms are being left since the program ends."""
    return _current is not None and _current.ending


def loop_thread() -> LoopThread:
    """The process's thread. A forked process has none of its parent's, and gets its own."""
    global _current  # noqa: PLW0603
    with _lock:
        if _current is None or _current.pid != os.getpid():
            _current = LoopThread()
        return _current
