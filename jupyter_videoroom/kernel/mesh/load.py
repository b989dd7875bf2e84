"""How many pictures a second this kernel carries of one person: a machine that is too slow gets fewer, and young ones.

No input, no output, no clock.
"""

from __future__ import annotations

# Seconds: between two looks; what a picture may wait; how long a change takes to show; how long it is calm before more
# is tried.
PERIOD = 0.5
LATE = 0.07
REACTION = 1.0
CALM = 2.0
# A share of the pictures that may be late.
BUSY = 0.2
# Shares of what was decoded while it was too much, and of what was sent before.
FEWER, MORE = 0.7, 1.25
# Pictures a second: the fewest that still are a moving picture, and as many as cameras have.
LEAST, MOST = 5, 30


class Load:
    """`frames`: so many pictures a second are carried; None as long as nothing shows that these are not enough."""

    def __init__(self) -> None:
        self.frames: int | None = None
        self._since = 0.0
        self._came = self._late = self._decoded = 0
        # No decrease before; no increase before.
        self._settles = self._tries = 0.0

    def waited(self, now: float, seconds: float, *, decoded: bool) -> bool:
        """A picture had waited so long when it was decoded, or left out. Whether `frames` is another one now."""
        self._came += 1
        self._late += seconds > LATE
        self._decoded += decoded
        if now - self._since < PERIOD:
            return False
        before = self.frames
        # Behind a pause there is nothing to judge.
        if now - self._since < 4 * PERIOD:
            self._judge(now)
        self._since, self._came, self._late, self._decoded = now, 0, 0, 0
        return self.frames != before

    def _judge(self, now: float) -> None:
        if self._late > BUSY * self._came:
            self._tries = now + CALM
            if now >= self._settles:
                carried = FEWER * self._decoded / (now - self._since)
                self.frames = max(LEAST, round(min(carried, self.frames or MOST)))
                self._settles = now + REACTION
        elif self.frames is not None and now >= self._tries:
            more = max(self.frames + 1, round(MORE * self.frames))
            self.frames = more if more < MOST else None
            self._tries = now + CALM
