"""What every reader of the benchmark does with a picture: read its stamp, note it, and need some time.

Imported by programs in other environments too: NumPy and nothing else.
"""

from __future__ import annotations

import math
import os
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

# As camera.js draws them.
BLOCKS, CHECKS = 20, 4
WRAP = 1 << (BLOCKS - CHECKS)
LOG, PAUSE, WORK = "BENCHMARK_LOG", "BENCHMARK_PAUSE", "BENCHMARK_WORK"

_WEIGHTS = 1 << np.arange(BLOCKS - 1, -1, -1)


def age(picture: NDArray[Any], now: float) -> float:
    """Milliseconds from drawing to `now` (seconds since the epoch); nan for a stamp that cannot be read."""
    block = picture.shape[1] / BLOCKS
    columns = ((np.arange(BLOCKS) + 0.5) * block).astype(int)
    bits = int(_WEIGHTS @ (picture[int(block / 2), columns, 1] > 128))
    stamp = bits >> CHECKS
    if (stamp >> 12) ^ (stamp >> 8 & 15) ^ (stamp >> 4 & 15) ^ (stamp & 15) != bits & 15:
        return math.nan
    # Clocks of two processes agree to a millisecond or so: a picture may seem to come from the future.
    return (now * 1000 - stamp + WRAP / 2) % WRAP - WRAP / 2


class Reader:
    """Notes each picture in the file named by the environment: when, how old (ms, nan: not readable), width, height."""

    def __init__(self, suffix: str = "") -> None:
        self._log = os.open(os.environ[LOG] + suffix, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._pause = float(os.environ.get(PAUSE, "0"))
        self._work = float(os.environ.get(WORK, "0"))

    def reads(self, picture: NDArray[Any]) -> None:
        now = time.time()
        height, width = picture.shape[:2]
        old = age(picture, now)
        os.write(self._log, f"{now:.4f} {old:.1f} {width} {height}\n".encode())
        if self._pause:
            time.sleep(self._pause)
        until = time.perf_counter() + self._work
        while time.perf_counter() < until:
            # In plain Python, which no other thread of the process can run meanwhile.
            pass
