"""Sound of a recording: each person's is laid on the recording's clock, and all of it is mixed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from av import AudioFrame
from numpy.typing import NDArray

from ..sound import ClockMap

Samples: TypeAlias = NDArray[np.float32]

RATE = 48_000
CHANNELS = 2
# Below this, sound just goes on; above, it is moved to where it belongs.
TOLERANCE = round(0.015 * RATE)
# 10 s of packets of 20 ms, should nobody take them.
MOST_WAITING = 500
# Full scale, less what an encoder may add.
CEILING = 0.95
# Samples over which it gets quieter, and by how much a block it gets louder again.
ATTACK, RELEASE = 64, 0.02


class PlayoutBuffer:
    """One person's sound. Filled in one thread (`put`), emptied in another (`take`).

    Times are seconds of the recording's clock.
    """

    def __init__(self) -> None:
        self._inbox: deque[tuple[float, float | None, AudioFrame]] = deque(maxlen=MOST_WAITING)
        self._placed: deque[tuple[int, Samples]] = deque()
        self._clock = ClockMap()
        # Late, and held until it is clear why: the first word after a pause would be placed before the pause.
        self._held: list[tuple[float, Samples]] = []
        self._next = 0
        self._silenced = False

    def put(self, ended: float, sound: AudioFrame) -> None:
        """Some sound, whose last sample was at `ended`."""
        # Read now: another reader may change it meanwhile.
        time_base = sound.time_base
        pts = None if sound.pts is None or time_base is None else float(sound.pts * time_base)
        self._inbox.append((ended, pts, sound))

    def silence(self) -> None:
        """From now on, and with it what was not taken yet."""
        self._silenced = True

    def take(self, start: int, count: int) -> Samples:
        """So many samples from there on, float32 (count, 2); silence where nothing came. Nothing before it is kept."""
        block = np.zeros((count, CHANNELS), np.float32)
        if self._silenced:
            return block
        self._place_waiting()
        for begin, samples in self._placed:
            first, last = max(begin, start), min(begin + len(samples), start + count)
            if first < last:
                block[first - start : last - start] = samples[first - begin : last - begin]
        while self._placed and self._ends_before(start + count):
            self._placed.popleft()
        return block

    def _ends_before(self, position: int) -> bool:
        begin, samples = self._placed[0]
        return begin + len(samples) <= position

    def _place_waiting(self) -> None:
        while self._inbox:
            ended, pts, sound = self._inbox.popleft()
            samples = as_stereo(sound)
            began = ended - len(samples) / RATE
            if pts is None:
                self._place(round(began * RATE), samples)
                continue
            self._held.append((pts, samples))
            if self._clock.add(began, pts):
                for earlier, held in self._held:
                    self._place(round(self._clock.when(earlier) * RATE), held)
                self._held.clear()

    def _place(self, target: int, samples: Samples) -> None:
        if abs(target - self._next) <= TOLERANCE:
            target = self._next
        # What overlaps with what is there already is left out.
        overlap = max(0, self._next - target)
        samples, target = samples[overlap:], target + overlap
        if len(samples):
            self._placed.append((target, samples))
            self._next = target + len(samples)


class Mixer:
    """The sound of many people in one: a sum, made quieter while it would be too loud."""

    def __init__(self) -> None:
        self._gain = 1.0

    def mix(self, sounds: Iterable[Samples], count: int) -> Samples:
        """float32 (count, 2), within -1 and 1."""
        total = np.zeros((count, CHANNELS), np.float32)
        for sound in sounds:
            total += sound
        return self._limit(total)

    def _limit(self, total: Samples) -> Samples:
        peak = float(np.abs(total).max(initial=0.0))
        allowed = min(1.0, CEILING / peak) if peak else 1.0
        gain = min(allowed, self._gain + RELEASE)
        ramp = np.interp(np.arange(len(total)), [0, ATTACK], [self._gain, gain]).astype(np.float32)
        self._gain = gain
        limited: Samples = np.clip(total * ramp[:, None], -1.0, 1.0)
        return limited


def as_stereo(sound: AudioFrame) -> Samples:
    """Float32 between -1 and 1, (samples, 2), at our rate."""
    array: NDArray[Any] = sound.to_ndarray()
    channels = sound.layout.nb_channels
    samples = array.T if sound.format.is_planar else array.reshape(-1, channels)
    if np.issubdtype(samples.dtype, np.integer):
        samples = samples / -float(np.iinfo(samples.dtype).min)
    samples = np.repeat(samples, CHANNELS, axis=1) if channels == 1 else samples[:, :CHANNELS]
    return np.ascontiguousarray(_at_rate(samples, sound.sample_rate), np.float32)


def _at_rate(samples: Samples, rate: int) -> Samples:
    """Only telephone codecs have another rate; straight lines between samples do for them."""
    if rate == RATE:
        return samples
    times = np.arange(round(len(samples) * RATE / rate)) * rate / RATE
    known = np.arange(len(samples))
    return np.stack([np.interp(times, known, channel) for channel in samples.T], axis=1)
