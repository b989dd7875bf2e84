"""A room without a server, and what is needed to look at what is published in it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from threading import Condition
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from jupyter_videoroom.kernel.frames import Frame
from jupyter_videoroom.kernel.process import Processor
from jupyter_videoroom.kernel.publishing import Publication
from jupyter_videoroom.kernel.room import KernelRoom
from jupyter_videoroom.kernel.source import Kind, Source
from jupyter_videoroom.kernel.sources import Feed
from jupyter_videoroom.kernel.sources.outlet import Outlet
from jupyter_videoroom.kernel.sources.pace import Ticks

T = TypeVar("T")
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def plain(colour: tuple[int, ...] | int, height: int = 48, width: int = 64) -> NDArray[np.uint8]:
    """One colour, or with one number, grey."""
    shape = (height, width) if isinstance(colour, int) else (height, width, len(colour))
    return np.full(shape, colour, np.uint8)


def colour(frame: Any) -> list[int]:
    """The colour in the middle of a frame, within what yuv420p keeps."""
    array = frame.to_ndarray(format="rgb24")
    return [int(value) for value in array[array.shape[0] // 2, array.shape[1] // 2]]


def same(seen: list[int], wanted: tuple[int, ...] | int, tolerance: int = 4) -> bool:
    wanted = (wanted,) * 3 if isinstance(wanted, int) else wanted
    return all(abs(int(a) - int(b)) <= tolerance for a, b in zip(seen, wanted, strict=True))


def run(work: Coroutine[Any, Any, T], limit: float = 30) -> T:
    async def limited() -> T:
        return await asyncio.wait_for(work, limit)

    return asyncio.run(limited())


def until(condition: Callable[[], Any], limit: float = 30) -> None:
    """Wait for another thread."""
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        return False


class Published(Publication):
    """What the room knows of one source."""

    def __init__(self, name: str, source: Source) -> None:
        super().__init__(name, source, "stream", cast(Any, None))
        self.problems: list[str] = []
        self.closed = 0

    def problem(self, text: str) -> None:
        self.problems.append(text)

    def close(self) -> None:
        self.closed += 1


class StillRoom(KernelRoom):
    """Takes sources, and gives pictures that a test puts in."""

    def __init__(self) -> None:
        self.published: list[Published] = []
        self.streams: list[PictureStream] = []
        self._processors: dict[str, Processor] = {}
        self._outlets: WeakValueDictionary[tuple[str, Kind], Outlet] = WeakValueDictionary()

    def _publish(self, name: str, *sources: Source) -> tuple[Published, ...]:
        published = tuple(Published(name, source) for source in sources)
        self.published += published
        return published

    def _reading(self, person: str, *_: Any) -> Any:
        if person == "nobody":
            raise LookupError("'nobody' is not in the room.")
        return self._begin

    def _begin(self) -> PictureStream:
        self.streams.append(PictureStream())
        return self.streams[-1]


def seen(array: NDArray[np.uint8]) -> Frame:
    """A person's picture."""
    return Frame(VideoFrame.from_ndarray(array, format="rgb24"))


class PictureStream:
    """A person's pictures, the newest one."""

    def __init__(self) -> None:
        self.dropped = 0
        self.taken = 0
        self._changed = Condition()
        self._newest: Frame | None = None
        self._closed = False
        self._error: Exception | None = None

    def put(self, array: NDArray[np.uint8]) -> None:
        with self._changed:
            self.dropped += self._newest is not None
            self._newest = seen(array)
            self._changed.notify()

    def end(self, error: Exception | None = None) -> None:
        with self._changed:
            self._closed, self._error = True, error
            self._changed.notify()

    def close(self) -> None:
        self.end()

    @property
    def closed(self) -> bool:
        return self._closed

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        with self._changed:
            self._changed.wait_for(lambda: self._newest or self._closed)
            frame, self._newest = self._newest, None
            if frame is None:
                raise self._error or StopIteration
            self.taken += 1
            return frame


def steady_feed(size: tuple[int, int] | None = None) -> tuple[Feed, Time]:
    time = Time()
    return Feed("sim", size=size, pace=Ticks(20, clock=time, sleep=time.sleep)), time


def received(feed: Feed, count: int = 1) -> list[Any]:
    async def read() -> list[Any]:
        return [await feed.frames.next() for _ in range(count)]

    return run(read())
