"""`room.process`: somebody's pictures through a function, and back into the room."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from av import VideoFrame

from .errors import Disconnected
from .face import Camera
from .frames import Frame, FrameStream
from .numbers import check_fps
from .sources.feed import Feed
from .sources.naming import check_name
from .sources.pictures import sendable
from .trouble import Tell, line, show

if TYPE_CHECKING:
    from .room import KernelRoom

Function: TypeAlias = Callable[[Any], Any]
RECENT = 2.0
"""Seconds over which `fps` looks back."""
WAITING = "Waiting for pictures."


Read: TypeAlias = Callable[[], FrameStream]
"""Begins to read somebody's pictures."""


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
    waiting : bool
        Whether no pictures come: they were not yet allowed, or the camera is switched off.
    problem : str
        What the function raised, in one line; pictures pass through as they are from then on. Or why pictures ended.
        Empty if nothing is wrong.
    """

    def __init__(
        self,
        function: Function,
        read: Read,
        feed: Feed,
        tell: Tell = show,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.name = feed.name
        self.ms = 0.0
        self.problem = ""
        self.waiting = True
        self._function = function
        self._read = read
        self._pictures: FrameStream = read()
        self._left_out = 0
        self._feed = feed
        self._tell = tell
        self._clock = clock
        self._done: deque[float] = deque(maxlen=120)
        self.closed = False
        self._lock = Lock()

    def __call__(self, array: Any) -> Any:
        return self._function(array)

    @property
    def fps(self) -> float:
        since = self._clock() - RECENT
        return sum(moment > since for moment in tuple(self._done)) / RECENT

    @property
    def dropped(self) -> int:
        return self._left_out + self._pictures.dropped

    def stop(self) -> None:
        """End it, and take its results out of the room. From any thread."""
        self.retire().close()

    def retire(self) -> Feed:
        """End it, but leave its feed to another."""
        with self._lock:
            self.closed = True
            self._pictures.close()
        return self._feed

    def run(self) -> None:
        """Work until it is stopped, or an error ends it. When pictures end without one, it waits for more."""
        try:
            self._feed.report(WAITING)
            while not self.closed:
                for item in self._pictures:
                    self._handle(item)
                self._await_others()
        except Disconnected as error:  # of the room's holder, or told by the room itself
            self.problem = line(error)
        except Exception as error:  # they left, or refused, and the traceback tells no more
            self.problem = line(error)
            self._tell(error.with_traceback(None))
        if not self.closed:
            self.stop()

    def _await_others(self) -> None:
        with self._lock:
            if self.closed:
                return
            self._left_out += self._pictures.dropped
            self._pictures = self._read()
        self.waiting = True
        self._feed.report(WAITING)
        if self._feed.size:
            # Who switches the camera off is not to be seen any more.
            width, height = self._feed.size
            self._feed.show(sendable(np.zeros((height, width), np.uint8)))

    def _handle(self, item: Frame) -> None:
        if self.waiting:
            self.waiting = False
            self._feed.report(self.problem)
        result = item.picture if self.problem else self._apply(item)
        self._done.append(self._clock())
        if not self.closed:
            self._feed.show(result)

    def _apply(self, item: Frame) -> VideoFrame:
        try:
            array, began = item.array, self._clock()
            result = self._function(array)
            self._measure((self._clock() - began) * 1000)
            return item.picture if result is None else sendable(result)
        except (Exception, SystemExit) as error:  # whatever people's code raises
            self._fail(error)
            return item.picture

    def _measure(self, ms: float) -> None:
        self.ms = self.ms + (ms - self.ms) / 10 if self.ms else ms

    def _fail(self, error: Exception | SystemExit) -> None:
        self.problem = line(error)
        self._feed.report(self.problem)
        trace = error.__traceback__
        self._tell(error.with_traceback(trace and trace.tb_next))

    def __repr__(self) -> str:
        state = self.problem or ("closed" if self.closed else "waiting" if self.waiting else "running")
        return f"<Processor {self.name!r}: {self.fps:.1f}/s, {self.ms:.1f} ms, {self.dropped} dropped, {state}>"


def process(
    room: KernelRoom, person: str, publish: str | None = None, fps: float | None = None, source: Camera = "camera"
) -> Callable[[Function], Processor]:
    """See `Room.process`."""
    fps = None if fps is None else check_fps(fps)

    def decorate(function: Function) -> Processor:
        if not callable(function):
            raise TypeError(f"room.process decorates a function of an array, not a {type(function).__name__}.")
        name = check_name(publish or getattr(function, "__name__", None))
        return _begin(room, name, function, room._reading(person, source, fps))

    return decorate


def _begin(room: KernelRoom, name: str, function: Function, read: Read) -> Processor:
    earlier = room._processors.get(name)
    if earlier and not earlier.closed:
        feed = earlier.retire()
        feed.report("")
        processor = room._processors[name] = Processor(function, read, feed)
        feed.drive(processor)
        return processor
    feed = Feed(name, fps=None)
    processor = room._processors[name] = Processor(function, read, feed)
    try:
        feed.enter(room)
    except BaseException:
        processor.stop()
        raise
    feed.drive(processor)
    return processor
