"""The time, as the whole package sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

Clock: TypeAlias = Callable[[], float]


def steady_clock() -> Clock:
    """Seconds since the epoch that never jump: leases must outlive a correction of the machine's clock."""
    offset = time.time() - time.monotonic()
    return lambda: time.monotonic() + offset
