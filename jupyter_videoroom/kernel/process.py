"""`room.process`: somebody's pictures through a function, and back into the room."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any, Literal, Protocol, TypeAlias
from weakref import WeakKeyDictionary

from av import VideoFrame

from .errors import Disconnected
from .numbers import check_fps
from .sources.feed import Feed
from .sources.pictures import sendable
from .sources.publication import Room, check_name
from .trouble import Tell, line, show, spawn

Function: TypeAlias = Callable[[Any], Any]
Source: TypeAlias = Literal["camera", "screen"]
RECENT = 2.0
"""Seconds over which `fps` looks back."""


class Picture(Protocol):
    """One of somebody's pictures."""

    @property
    def array(self) -> Any: ...

    @property
    def picture(self) -> VideoFrame: ...


class Pictures(Protocol):
    """Somebody's pictures, the newest ones; `dropped` were never read."""

    dropped: int

    def __iter__(self) -> Iterator[Any]: ...

    def close(self) -> None: ...


class ReadableRoom(Room, Protocol):
    """A room with pictures in it."""

    def frames(self, person: str, source: Source = "camera", fps: float | None = None) -> Any: ...


_running: WeakKeyDictionary[ReadableRoom, dict[str, Processor]] = WeakKeyDictionary()


class Processor:
    """A function at work on somebody's pictures. `@room.process` makes it; called, it is the function itself.

    Attributes
    ----------
    name : str
        What the tile of its results is called.
    fps : float
        Pictures a second, over the last two seconds.
    ms : float
        Milliseconds that the function takes, averaged over some ten pictures.
    dropped : int
        Pictures that were left out, since the function was still at work when a newer one came.
    problem : str
        What the function raised, in one line; pictures pass through as they are from then on. Or why pictures ended.
        Empty if nothing is wrong.
    """

    def __init__(
        self,
        function: Function,
        pictures: Pictures,
        feed: Feed,
        tell: Tell = show,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.name = feed.name
        self.ms = 0.0
        self.problem = ""
        self._function = function
        self._pictures = pictures
        self._feed = feed
        self._tell = tell
        self._clock = clock
        self._done: deque[float] = deque(maxlen=120)
        self._stopped = Event()

    def __call__(self, array: Any) -> Any:
        return self._function(array)

    @property
    def fps(self) -> float:
        since = self._clock() - RECENT
        return sum(moment > since for moment in tuple(self._done)) / RECENT

    @property
    def dropped(self) -> int:
        return self._pictures.dropped

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def start(self, name: str) -> None:
        spawn(self.run, name)

    def stop(self) -> None:
        """End it, and take its results out of the room. From any thread."""
        self.retire().close()

    def retire(self) -> Feed:
        """End it, but leave its feed to another."""
        self._stopped.set()
        self._pictures.close()
        return self._feed

    def run(self) -> None:
        """Work until the pictures end, or somebody stops it."""
        try:
            for item in self._pictures:
                self._handle(item)
                if self.stopped:
                    return
        except Disconnected as error:  # of the room's holder, or told by the room itself
            self.problem = line(error)
        except Exception as error:  # they left, or refused: where this comes from is of no interest
            self.problem = line(error)
            self._tell(error.with_traceback(None))
        if not self.stopped:
            self.stop()

    def _handle(self, item: Picture) -> None:
        result = item.picture if self.problem else self._apply(item)
        self._done.append(self._clock())
        if not self.stopped:
            self._feed.show(result)

    def _apply(self, item: Picture) -> VideoFrame:
        try:
            array, began = item.array, self._clock()
            result = self._function(array)
            self._measure((self._clock() - began) * 1000)
            return item.picture if result is None else sendable(result)
        except Exception as error:  # whatever people's code raises
            self._fail(error)
            return item.picture

    def _measure(self, ms: float) -> None:
        self.ms = self.ms + (ms - self.ms) / 10 if self.ms else ms

    def _fail(self, error: Exception) -> None:
        self.problem = line(error)
        self._feed.report(self.problem)
        trace = error.__traceback__
        self._tell(error.with_traceback(trace and trace.tb_next))

    def __repr__(self) -> str:
        state = self.problem or ("stopped" if self.stopped else "running")
        return f"<Processor {self.name!r}: {self.fps:.1f}/s, {self.ms:.1f} ms, {self.dropped} dropped, {state}>"


def process(
    room: ReadableRoom, person: str, publish: str | None = None, fps: float | None = None, source: Source = "camera"
) -> Callable[[Function], Processor]:
    """See `KernelRoom.process`."""
    fps = None if fps is None else check_fps(fps)

    def decorate(function: Function) -> Processor:
        if not callable(function):
            raise TypeError(f"room.process decorates a function of an array, not a {type(function).__name__}.")
        name = check_name(publish or getattr(function, "__name__", None))
        return _begin(room, name, function, room.frames(person, source=source, fps=fps))

    return decorate


def _begin(room: ReadableRoom, name: str, function: Function, pictures: Pictures) -> Processor:
    mine = _running.setdefault(room, {})
    earlier = mine.get(name)
    if earlier and not earlier.stopped:
        feed = earlier.retire()
        feed.report("")
        processor = mine[name] = Processor(function, pictures, feed)
        feed.drive(processor)
        return processor
    feed = Feed(name, fps=None)
    processor = mine[name] = Processor(function, pictures, feed)
    try:
        feed.enter(room, processor)
    except BaseException:
        processor.stop()
        raise
    return processor
