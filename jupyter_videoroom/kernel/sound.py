"""Sound as arrays, without gaps: what was lost is silence, and counted."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from .stream import Stream

if TYPE_CHECKING:
    import numpy as np
    from av import AudioFrame
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
else:
    Samples = Any

LAYOUTS = {1: "mono", 2: "stereo"}
# Of a reader that does not read, this much is kept; then the oldest goes.
KEEP_SECONDS = 10.0
# A gap longer than this is a pause (the microphone was off), not a loss.
PAUSE = 2.0


class AudioStream(Stream[Samples]):
    """Blocks of float32 between -1 and 1, shape (samples, channels), all of the same length.

    `lost`: samples that never arrived and are silence now. `dropped`: samples that came and were not read in time.
    """

    def __init__(self, rate: int = 16_000, block: float = 0.02, channels: int = 1) -> None:
        import av  # noqa: PLC0415

        super().__init__()
        self.rate, self.channels = rate, channels
        self.lost = self.dropped = 0
        self._length = max(1, round(rate * block))
        self._resampler = av.AudioResampler("fltp", LAYOUTS[channels], rate)
        self._expected: float | None = None
        self._blocks: deque[Samples] = deque()
        self._rest: list[Samples] = []

    def put(self, sound: AudioFrame) -> None:
        """From the videoroom thread."""
        if self._over:
            return
        gap = self._gap(sound)
        sound.pts = None
        pieces = [self._silence(gap)] if gap else []
        pieces += [part.to_ndarray().T for part in self._resampler.resample(sound)]
        with self._lock:
            self.lost += gap
            self._add(pieces)
        self._ring()

    def _gap(self, sound: AudioFrame) -> int:
        """How many samples, at our rate, are missing before this."""
        if sound.pts is None or sound.time_base is None:
            return 0
        start = float(sound.pts * sound.time_base)
        missing = 0.0 if self._expected is None else start - self._expected
        self._expected = start + sound.samples / sound.sample_rate
        # Less than a sample is rounding.
        return round(missing * self.rate) if 1 / self.rate < missing < PAUSE else 0

    def _silence(self, samples: int) -> Samples:
        import numpy as np  # noqa: PLC0415

        return np.zeros((samples, self.channels), np.float32)

    def _add(self, pieces: list[Samples]) -> None:
        import numpy as np  # noqa: PLC0415

        samples = np.concatenate([*self._rest, *pieces]) if self._rest or pieces else self._silence(0)
        whole = len(samples) // self._length * self._length
        for start in range(0, whole, self._length):
            self._blocks.append(np.ascontiguousarray(samples[start : start + self._length]))
        self._rest = [samples[whole:].copy()]
        while len(self._blocks) * self._length > KEEP_SECONDS * self.rate:
            self.dropped += len(self._blocks.popleft())

    def _pop(self) -> Samples | None:
        return self._blocks.popleft() if self._blocks else None

    def _clear(self) -> None:
        self._blocks.clear()
        self._rest.clear()
