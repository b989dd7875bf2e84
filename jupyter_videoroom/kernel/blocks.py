"""Sound in blocks of one length, which say when they began."""

from __future__ import annotations

import math
from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]


class Block(np.ndarray[Any, np.dtype[np.float32]]):
    """Some sound: float32 between -1 and 1, shape (samples, channels). What is calculated from it is a plain array.

    Attributes
    ----------
    time : float
        When its first sample arrived, in seconds since the epoch, as `frame.time` of a picture.
    lost : int
        Samples in it that never arrived, and are silence.
    dropped : int
        Samples before it that came and were not read in time.
    """

    time: float
    lost: int
    dropped: int

    def __array_finalize__(self, whole: Any) -> None:
        self.time = getattr(whole, "time", math.nan)
        self.lost = getattr(whole, "lost", 0)
        self.dropped = getattr(whole, "dropped", 0)

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
        if array is self:
            return array
        return array[()] if array.shape == () else np.asarray(array)


class Cutter:
    """Cuts sound into blocks; of those that nobody takes it keeps the newest `keep`. For one thread at a time."""

    def __init__(self, rate: int, length: int, channels: int, keep: int) -> None:
        self.dropped = 0
        # When the latest sample is over.
        self.ended = 0.0
        self._rate = rate
        self._shape = (length, channels)
        self._keep = keep
        self._whole: deque[Block] = deque()
        self._missed = 0
        self._started: Block | None = None
        self._filled = 0

    def add(self, samples: Samples, time: float, *, lost: bool = False) -> None:
        """Some more, whose first sample was at `time`."""
        done = 0
        while done < len(samples):
            block = self._started if self._started is not None else self._start(time + done / self._rate)
            part = samples[done : done + len(block) - self._filled]
            block[self._filled : self._filled + len(part)] = part
            block.lost += len(part) if lost else 0
            self._filled += len(part)
            done += len(part)
            if self._filled == len(block):
                self._finish(block)
        self.ended = time + done / self._rate

    def pause(self, until: float) -> None:
        """Nothing was said for a while: silence, but no more than a block that was begun has room for."""
        if (block := self._started) is not None:
            silent = min(round((until - self.ended) * self._rate), len(block) - self._filled)
            self.add(np.zeros((max(0, silent), block.shape[1]), np.float32), self.ended)

    def end(self) -> None:
        """Nothing comes after this: the last block is as long as what there is."""
        if (block := self._started) is not None:
            self._finish(block[: self._filled].view(Block))

    def pop(self) -> Block | None:
        if not self._whole:
            return None
        block = self._whole.popleft()
        block.dropped, self._missed = self._missed, 0
        return block

    def clear(self) -> None:
        """Nothing of all that was added is given out."""
        self._whole.clear()
        self._started = None

    def _start(self, time: float) -> Block:
        block = self._started = np.empty(self._shape, np.float32).view(Block)
        block.time, self._filled = time, 0
        return block

    def _finish(self, block: Block) -> None:
        self._started = None
        self._whole.append(block)
        while len(self._whole) > self._keep:
            missed = len(self._whole.popleft())
            self._missed += missed
            self.dropped += missed
