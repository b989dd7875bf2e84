"""The time, as the whole package sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

Clock: TypeAlias = Callable[[], float]


def steady_clock() -> Clock:
    """Seconds since the epoch that never go back.

    Where the machine's clock is set back, this one goes on: leases must outlive a correction. Where the machine was
    asleep, and its monotonic clock with it, this one follows: credentials for other machines carry its time.
    """
    ahead = time.time() - time.monotonic()

    def now() -> float:
        nonlocal ahead
        monotonic = time.monotonic()
        ahead = max(ahead, time.time() - monotonic)
        return monotonic + ahead

    return now
