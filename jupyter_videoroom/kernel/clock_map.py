"""Where sound that comes from elsewhere belongs in time."""

from __future__ import annotations

import math

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
