"""What is read with `for` or `async for` in one thread, and filled in another."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from ..forks import check_process
from .errors import ConsentWithdrawn
from .loop import soon
from .numbers import check_timeout

T = TypeVar("T")
Self = TypeVar("Self", bound="Stream[Any]")


class Nothing:
    """There may be something later."""


NOTHING: Final = Nothing()


class Stream(Generic[T]):
    """Ends, or raises what went wrong. `with` and `close()` stop it early, and so does nobody holding it any more.

    Only one thread or task reads it.
    """

    def __init__(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._bell: Callable[[], None] | None = None
        self.closed = False
        """Whether nothing more comes."""
        self._error: Exception | None = None
        self._closing: Callable[[], None] | None = None

    # --- read, in any thread or loop

    def __iter__(self: Self) -> Self:
        return self

    def __aiter__(self: Self) -> Self:
        return self

    def __next__(self) -> T:
        try:
            item = self.read()
        except BaseException:
            del self  # see `read`
            raise
        if item is None:
            raise StopIteration
        return item

    async def __anext__(self) -> T:
        check_process(self._pid)
        loop, bell = asyncio.get_running_loop(), asyncio.Event()
        try:
            while isinstance(item := self._take(lambda: soon(loop, bell.set)), Nothing):
                await bell.wait()
                bell.clear()
        except BaseException:
            del self  # see `read`
            raise
        if item is None:
            raise StopAsyncIteration
        return item

    def read(self, timeout: float | None = None) -> T | None:
        """The next one, or None at the end; TimeoutError after so many seconds."""
        check_process(self._pid)
        timeout = check_timeout(timeout)
        # A lock is the cheapest bell that there is.
        bell = threading.Lock()
        bell.acquire()
        try:
            while isinstance(item := self._take(bell.release), Nothing):
                if not bell.acquire(timeout=-1 if timeout is None else timeout):
                    raise TimeoutError(f"nothing came within {timeout} s")
        except BaseException:
            # A notebook keeps the traceback of the last error, with all that its frames hold: an interrupted loop
            # would read on.
            del self
            raise
        return item

    def close(self) -> None:
        """No more of it, please."""
        self.end()
        closing, self._closing = self._closing, None
        if closing:
            closing()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- filled, in the videoroom thread

    def on_close(self, closing: Callable[[], None]) -> None:
        """What is to be done when the reader closes it."""
        self._closing = closing

    def end(self, error: Exception | None = None) -> None:
        """Nothing comes after this. What was not read yet is read before it, unless consent for it was withdrawn."""
        with self._lock:
            if self.closed:
                return
            self.closed, self._error = True, error
            if isinstance(error, ConsentWithdrawn):
                self._clear()
            else:
                self._finish()
        self._ring()

    def _ring(self) -> None:
        with self._lock:
            bell, self._bell = self._bell, None
        if bell:
            bell()

    def _take(self, bell: Callable[[], None]) -> T | Nothing | None:
        """What is there; None at the end; else the bell is rung when it is worth another look."""
        with self._lock:
            item = self._pop()
            if item is not None:
                return item
            if self.closed:
                self._raise()
                return None
            self._bell = bell
            return NOTHING

    def _raise(self) -> None:
        # Raised once: a stream that is read on after its end has just ended.
        error, self._error = self._error, None
        if error:
            raise error

    def _pop(self) -> T | None:
        raise NotImplementedError

    def _finish(self) -> None:
        """Make what was begun ready to be read."""

    def _clear(self) -> None:
        raise NotImplementedError
