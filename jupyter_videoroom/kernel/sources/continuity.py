"""Timestamps that go on, whatever the file says: joined files, clocks that jump, and none at all."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 15.0
"""Seconds without anything in any stream that are believed: slides stay as long, and nobody waits longer."""
EARLIER = 0.1
"""Seconds that a stream may go back before that is a jump."""
USUAL = 0.04
"""Seconds from one packet to the next, where a file does not say."""
LARGEST_STEP = 1.0
"""Seconds. Packets that are further apart have a pause between them, which is not their usual step."""


@dataclass
class Line:
    """One stream. `step`: the seconds from one of its packets to the next, as far as they are usual."""

    offset: float
    last: float
    step: float


class Continuity:
    """Where the packets of a file's streams belong, in seconds since its beginning, in the order of the file.

    A jump is when there is nothing in any stream for more than `LONGEST`, or when a stream begins before what it has
    had. From then on the stream goes on from where it was; one that jumps after it does so by as much, so that they
    stay in step. A gap in one stream, in which another goes on, may be of any length.
    """

    def __init__(self) -> None:
        self._lines: dict[int, Line] = {}
        self._newest: float | None = None
        self.reach = 0.0

    def place(self, stream: int, time: float | None, usual: float | None = None, earlier: float = EARLIER) -> float:
        """The moment of the stream's next packet, which the file says to be `time`.

        `usual`: the seconds between two of its packets, as the file says, if it does.
        """
        line = self._lines.get(stream)
        if line is None:
            line = self._lines[stream] = self._begin(time, usual or USUAL)
        elif time is None:
            line.last += line.step
        else:
            moment = self._settle(line, time, earlier, max(LONGEST, 1.5 * (usual or 0)))
            if 0 < moment - line.last <= LARGEST_STEP:
                line.step = moment - line.last
            line.last = moment
        self.reach = max(self.reach, line.last)
        return line.last

    def _begin(self, time: float | None, usual: float) -> Line:
        if self._newest is None and time is not None:
            self._newest = -time
        line = Line(self._newest or 0.0, self.reach, min(usual, LARGEST_STEP))
        if time is not None:
            line.last = self._settle(line, time, LONGEST, LONGEST)
        return line

    def _settle(self, line: Line, time: float, earlier: float, longest: float) -> float:
        """Where the time belongs, with another offset if it has jumped."""
        earliest, latest = line.last - earlier, max(line.last, self.reach) + longest
        for offset in (line.offset, self._newest or 0.0):
            if earliest <= time + offset <= latest:
                line.offset = offset
                return time + offset
        line.offset = self._newest = line.last + line.step - time
        return line.last + line.step
