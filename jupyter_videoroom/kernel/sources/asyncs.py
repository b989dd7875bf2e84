"""Async iterators, which run on the loop that they were given from, and are read as fast as they come."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator
from threading import Condition
from typing import Any

from .shots import Convert, Request, Shots, attempt, pictures_as

MOST = 120
"""Items a second that are read: one that never waits must not take the whole loop."""
LOOK = 0.5
"""Seconds after which one that waits in vain looks whether it is still wanted."""


def pictures_to_come(source: Any, request: Request) -> Shots | None:
    """Pictures of an async iterator, of which the newest wins."""
    return to_come(source, pictures_as(request), depth=1) if isinstance(source, AsyncIterable) else None


def to_come(source: AsyncIterable[Any], convert: Convert, depth: int) -> Shots:
    """At the most `depth` items wait, and None ends them. A notebook's own loop is used, where one runs: what they wait
    for lives there.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return _alone(aiter(source), convert)
    inbox = Inbox(depth)
    return _from_loop(inbox, convert, loop, loop.create_task(_collect(aiter(source), inbox)))


class Inbox:
    """Items for another thread; the oldest gives way."""

    def __init__(self, depth: int) -> None:
        self._changed = Condition()
        self._items: deque[Any] = deque(maxlen=depth)
        self._ended = False
        self._error: BaseException | None = None

    def put(self, item: Any) -> None:
        with self._changed:
            self._items.append(item)
            self._changed.notify()

    def end(self, error: BaseException | None = None) -> None:
        with self._changed:
            self._ended, self._error = True, error
            self._changed.notify()

    def take(self, longest: float) -> Any:
        """An item, or None if none came in `longest` seconds. At the end, raises the error, or EOFError without one."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._ended, longest)
            if self._items:
                return self._items.popleft()
            if self._ended:
                raise self._error or EOFError
            return None


async def _collect(items: AsyncIterator[Any], inbox: Inbox) -> None:
    try:
        async for item in items:
            if item is None:
                break
            inbox.put(item)
            await asyncio.sleep(1 / MOST)
    except Exception as error:  # whatever people's code raises
        inbox.end(error)
    else:
        inbox.end()


def _from_loop(inbox: Inbox, convert: Convert, loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> Shots:
    try:
        while True:
            try:
                item = inbox.take(LOOK)
            except EOFError:
                return
            yield (None if item is None else attempt(convert, item)), 0.0
    finally:
        if not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)


async def _next(items: AsyncIterator[Any]) -> Any:
    """Asked inside the loop: some make a future at once, and a loop keeps a list of its generators."""
    return await anext(items)


def _alone(items: AsyncIterator[Any], convert: Convert) -> Shots:
    """On a loop of its own, in the thread that asks."""
    loop = asyncio.new_event_loop()
    try:
        while True:
            try:
                item = loop.run_until_complete(_next(items))
            except StopAsyncIteration:
                return
            if item is None:
                return
            yield attempt(convert, item), 1 / MOST
    finally:
        loop.close()
