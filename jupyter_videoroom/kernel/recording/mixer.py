"""Many voices in one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .voice import CHANNELS, Samples

# Full scale, less what an encoder may add.
CEILING = 0.95
# Samples over which it gets quieter, and by how much a block it gets louder again.
ATTACK, RELEASE = 64, 0.02


class Mixer:
    """A sum, made quieter while it would be too loud."""

    def __init__(self) -> None:
        self._gain = 1.0

    def mix(self, voices: Iterable[Samples], count: int) -> Samples:
        """float32 (count, 2), within -1 and 1."""
        total = np.zeros((count, CHANNELS), np.float32)
        for voice in voices:
            total += voice
        return self._limit(total)

    def _limit(self, total: Samples) -> Samples:
        peak = float(np.abs(total).max(initial=0.0))
        allowed = min(1.0, CEILING / peak) if peak else 1.0
        gain = min(allowed, self._gain + RELEASE)
        ramp = np.interp(np.arange(len(total)), [0, ATTACK], [self._gain, gain]).astype(np.float32)
        self._gain = gain
        limited: Samples = np.clip(total * ramp[:, None], -1.0, 1.0)
        return limited
