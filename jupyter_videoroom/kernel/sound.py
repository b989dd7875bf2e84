"""Sound as arrays, without gaps: what was lost is silence, and counted."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from .stream import Stream

if TYPE_CHECKING:
    from av import AudioFrame

    from .blocks import Block

LAYOUTS = {1: "mono", 2: "stereo"}
# Of a reader that does not read, this much is kept, and one block at the least; then the oldest goes.
KEEP_SECONDS = 10.0
# A gap longer than this is a pause (the microphone was off), not a loss.
PAUSE = 2.0


class AudioStream(Stream["Block"]):
    """Blocks of float32 between -1 and 1, shape (samples, channels), all of the same length but for the last one.

    `lost`: samples that never arrived and are silence now. `dropped`: samples that came and were not read in time.
    While nothing is sent for more than two seconds, there are no blocks, and the next one's `time` says so.
    """

    def __init__(
        self, rate: int = 16_000, block: float = 0.02, channels: int = 1, clock: Callable[[], float] = time.time
    ) -> None:
        import av  # noqa: PLC0415

        from .blocks import Cutter  # noqa: PLC0415

        super().__init__()
        self.rate, self.channels = rate, channels
        self.lost = 0
        self._clock = clock
        length = max(1, round(rate * block))
        self._cutter = Cutter(rate, length, channels, keep=max(1, int(KEEP_SECONDS * rate / length)))
        self._resampler = av.AudioResampler("fltp", LAYOUTS[channels], rate)
        self._clock_map = ClockMap()
        # When the piece before this one came; where by its sender's clock this one is to begin.
        self._came = float("-inf")
        self._expected = 0.0

    @property
    def dropped(self) -> int:
        return self._cutter.dropped

    def put(self, sound: AudioFrame, waited: float = 0.0) -> None:
        """From the videoroom thread."""
        with self._lock:
            if self.closed:
                return
            began = self._place(sound, self._clock() - waited)
            self._add(self._resample(sound), began)
        self._ring()

    def _place(self, sound: AudioFrame, came: float) -> float:
        """When it began; what is missing before it is made up for."""
        seconds = sound.samples / sound.sample_rate
        # It comes when its last sample was taken.
        now = came - seconds
        start = self._expected if sound.pts is None or sound.time_base is None else float(sound.pts * sound.time_base)
        missing = round((start - self._expected) * self.rate)
        paused = now - self._came > PAUSE or not 0 <= missing < PAUSE * self.rate
        self._came, self._expected = now, start + seconds
        if paused:
            # Behind a pause a sender may count anew.
            self._clock_map = ClockMap()
        began = self._clock_map.place(now, start)
        if paused:
            self._cutter.pause(began)
        elif missing:
            self._lose(missing, began - missing / self.rate)
        return began

    def _lose(self, samples: int, began: float) -> None:
        import numpy as np  # noqa: PLC0415

        self.lost += samples
        self._cutter.add(np.zeros((samples, self.channels), np.float32), began, lost=True)

    def _resample(self, sound: AudioFrame) -> list[AudioFrame]:
        # The resampler would fill gaps itself; and others read the same sound.
        pts, sound.pts = sound.pts, None
        try:
            return self._resampler.resample(sound)
        finally:
            sound.pts = pts

    def _add(self, parts: list[AudioFrame], began: float) -> None:
        for part in parts:
            samples = part.to_ndarray().T
            self._cutter.add(samples, began)
            began += len(samples) / self.rate

    def _pop(self) -> Block | None:
        return self._cutter.pop()

    def _finish(self) -> None:
        self._add(self._resampler.resample(None), self._cutter.ended)
        self._cutter.end()

    def _clear(self) -> None:
        self._cutter.clear()


# A sender's clock that is wrong by 100 millionths strays by half a millisecond in this time.
WINDOW = 5.0
# Later than this for this long: not a stall of the line, but a sender that paused or counts anew.
LATE, PATIENCE = 0.5, 0.2


class ClockMap:
    """Where a sender's sound belongs on our clock.

    It follows the packets with the least delay: jitter only ever makes them later. All times are seconds. A sender
    counts in its own time (`pts`), which starts anywhere and runs a little too fast or too slow.
    """

    def __init__(self) -> None:
        self._least = math.inf
        self._least_before = math.inf
        self._since = -math.inf
        self._late_since: float | None = None

    def add(self, arrived: float, pts: float) -> bool:
        """What the sender calls `pts` has arrived. Whether it is clear by now where it belongs, and all before it."""
        offset = arrived - pts
        if self._is_anew(arrived, offset):
            self._least = self._least_before = math.inf
        if arrived - self._since > WINDOW:
            # Of a window long past nothing is known.
            recent = arrived - self._since <= 2 * WINDOW
            self._least_before = self._least if recent else math.inf
            self._least, self._since = math.inf, arrived
        self._least = min(self._least, offset)
        return self._late_since is None

    def when(self, pts: float) -> float:
        """When what the sender calls `pts` was."""
        return pts + min(self._least, self._least_before)

    def place(self, arrived: float, pts: float) -> float:
        """The same for what arrived now, whether that is clear or not."""
        self.add(arrived, pts)
        return self.when(pts)

    def _is_anew(self, arrived: float, offset: float) -> bool:
        if offset - min(self._least, self._least_before) < LATE:
            self._late_since = None
        elif self._late_since is None:
            self._late_since = arrived
        elif arrived - self._late_since > PATIENCE:
            self._late_since = None
            return True
        return False
