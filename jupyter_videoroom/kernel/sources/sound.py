"""Blocks of sound: checked, at 48 kHz in stereo, queued, and given out evenly."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from av import AudioFrame, AudioResampler
from numpy.typing import NDArray

from ..source import Kind
from .arrays import as_array
from .pace import Clock, Pace

RATE = 48_000
BLOCK = 960
"""Samples of a frame: 20 ms."""
HOLD = 2
"""Frames that are gathered, or waited for, before sound begins after silence: a pusher is never quite even."""
SLACK = 0.06
"""Seconds by which sound with a moment may be early or late while it plays: its reader is not woken quite evenly."""
WAITING = 100
"""Blocks with a moment that may wait: a film is never as far ahead, unless nobody hears it."""

Samples: TypeAlias = NDArray[np.int16]
"""Of shape (samples, 2), at 48 kHz."""

EXPECTED = "float32 from -1 to 1, or int16, of shape (samples,) or (samples, channels) with 1 or 2 channels"


def check_sound(block: object) -> NDArray[Any]:
    """A block as (samples, channels). Raises TypeError or ValueError, naming what was expected."""
    array = as_array(block)
    if array is None:
        raise TypeError(f"Sound is a NumPy array, {EXPECTED}; this is a {type(block).__name__}.")
    if array.dtype not in (np.float32, np.int16):
        raise TypeError(f"Sound is {EXPECTED}; this array's dtype is {array.dtype}.{_advice(array.dtype)}")
    if array.ndim not in {1, 2} or (array.ndim == 2 and array.shape[1] not in {1, 2}):
        advice = " The channels are last: array.T." if array.ndim == 2 and array.shape[0] in {1, 2} else ""
        raise ValueError(f"Sound is {EXPECTED}; this array's shape is {array.shape}.{advice}")
    return array if array.ndim == 2 else array[:, np.newaxis]


def _advice(dtype: np.dtype[Any]) -> str:
    if dtype.kind == "f":
        return " astype('float32') makes it one."
    if dtype == np.uint16:
        return " If 32768 is silence: (array ^ 0x8000).view('int16')."
    return ""


def stereo(block: object) -> Samples:
    """A copy as int16 of shape (samples, 2); what is louder than 1 is cut. Raises as `check_sound` does."""
    checked = check_sound(block)
    if checked.dtype == np.float32:
        checked = (np.clip(np.nan_to_num(checked), -1, 1) * 32767).round().astype(np.int16)
    return np.ascontiguousarray(np.broadcast_to(checked, (len(checked), 2)))


class Converter:
    """Blocks at `rate` samples a second to 48 kHz, one after the other."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._resampler = None if rate == RATE else AudioResampler(format="s16", layout="stereo", rate=RATE)

    def __call__(self, block: object) -> Samples:
        samples = stereo(block)
        if self._resampler is None or not len(samples):
            return samples
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = self._rate
        return joined([samples_of(part) for part in self._resampler.resample(frame)])


def samples_of(frame: AudioFrame) -> Samples:
    """The samples of a frame in packed int16, mono or stereo."""
    return stereo(frame.to_ndarray().astype(np.int16, copy=False).reshape(-1, frame.layout.nb_channels))


def joined(parts: list[Samples]) -> Samples:
    return np.concatenate([np.empty((0, 2), np.int16), *parts])


class Queue:
    """At the most `limit` samples on their way, put in by any thread; the oldest give way, and are counted."""

    def __init__(self, limit: int) -> None:
        self.dropped = 0
        self._limit = limit
        self._samples = joined([])
        self._lock = Lock()
        self._playing = False
        self._waited = 0

    def put(self, block: Samples, moment: float | None = None) -> None:
        """After those before, whatever its moment."""
        with self._lock:
            self._samples = joined([self._samples, block])
            excess = max(0, len(self._samples) - self._limit)
            self._samples = self._samples[excess:]
            self.dropped += excess

    def take(self, now: float = 0.0, count: int = BLOCK) -> Samples:
        """The next `count` samples, whenever that is; silence where there are none."""
        taken = np.zeros((count, 2), np.int16)
        with self._lock:
            if self._begun(count):
                part, self._samples = self._samples[:count], self._samples[count:]
                taken[: len(part)] = part
                self._playing = len(part) == count
        return taken

    def _begun(self, count: int) -> bool:
        if not self._playing and len(self._samples):
            self._waited += 1
            self._playing = self._waited > HOLD or len(self._samples) >= HOLD * count
        if self._playing:
            self._waited = 0
        return self._playing


class Schedule:
    """Sound with moments, on the clock of `now`, so that it stays in step with pictures: silence before its moment, and
    what comes too late is left out, and counted. Nothing is left out while somebody hears it evenly.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self._blocks: deque[tuple[float, Samples]] = deque(maxlen=WAITING)
        self._end = 0.0
        self._playing = False
        self._lock = Lock()

    def put(self, block: Samples, moment: float | None = None) -> None:
        """To be heard at `moment`, or right after what came before."""
        with self._lock:
            if moment is None or abs(moment - self._end) < SLACK:
                moment = self._end
            self._blocks.append((moment, block))
            self._end = moment + len(block) / RATE

    def take(self, now: float, count: int = BLOCK) -> Samples:
        """The `count` samples from `now` on."""
        taken = np.zeros((count, 2), np.int16)
        filled = 0
        with self._lock:
            while filled < count and self._blocks:
                filled += self._fill(taken[filled:], now + filled / RATE)
            self._playing = self._playing and filled == count
        return taken

    def _fill(self, free: Samples, now: float) -> int:
        """Put the next block, or the silence before it, at the beginning; how much that was."""
        moment, block = self._blocks.popleft()
        early = round((moment - now) * RATE)
        if self._playing and abs(early) < SLACK * RATE:
            early = 0
        if early > 0:
            self._blocks.appendleft((moment, block))
            self._playing = False
            return min(early, len(free))
        late = min(-early, len(block))
        self.dropped += late
        part, rest = block[late : late + len(free)], block[late + len(free) :]
        free[: len(part)] = part
        if len(rest):
            self._blocks.appendleft((moment + (late + len(part)) / RATE, rest))
        self._playing = bool(len(part))
        return len(part)


class SoundSource:
    """20 ms after 20 ms of a queue."""

    kind: Kind = "audio"

    def __init__(
        self, queue: Queue | Schedule, pace: Pace, on_stop: Callable[[], None], clock: Clock = time.monotonic
    ) -> None:
        self.closed = False
        self._queue = queue
        self._pace = pace
        self._on_stop = on_stop
        self._clock = clock
        self._began: float | None = None

    async def next(self) -> AudioFrame | None:
        moment = await self._pace.next()
        if self.closed:
            return None
        if self._began is None:
            self._began = self._clock() - moment
        samples = self._queue.take(self._began + moment)
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = RATE
        frame.pts = round(moment * RATE)
        frame.time_base = Fraction(1, RATE)
        return frame

    def stop(self) -> None:
        if not self.closed:
            self.closed = True
            self._on_stop()
