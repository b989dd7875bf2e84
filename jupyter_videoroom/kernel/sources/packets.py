"""A container's packets, each stream's in turn, with timestamps that go on. What is damaged is passed over."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import av
from av.container import InputContainer

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


Stream: TypeAlias = "av.VideoStream | av.AudioStream"

MOST_FAILURES = 100
"""Times in a row that reading may fail: a player looks for what comes after the damage, but not for ever."""
LATER = object()
"""Stands for a packet that has not been read yet."""
REORDERED = 1.0
"""Seconds that times of showing may go back, where times of decoding are not known."""
AHEAD = 32_000_000
"""Bytes of packets that may wait: where one stream ends early, the rest of the file must not be read to know it."""


class Packets:
    """One stream is read as far as another one is asked for; what was read of it waits."""

    def __init__(self, container: InputContainer, streams: list[Stream]) -> None:
        self._container = container
        self._waiting: dict[int, deque[Any]] = {stream.index: deque() for stream in streams}
        self._read = self._packets(streams)
        self._continuity = Continuity()
        self._ahead = 0

    def frames(self, stream: Stream) -> Iterator[tuple[Any, Any]]:
        """The stream's frames, each with the packet that it came with; None for one that does not come before `reach`.

        After None, the caller reads the other streams up to `reach` before it asks again.
        """
        while packet := self._next(stream.index):
            if packet is LATER:
                yield None, None
                continue
            for frame in decoded(stream, packet):
                yield frame, packet
        for frame in decoded(stream, None):
            yield frame, None

    @property
    def reach(self) -> float:
        """As far as the file has been read, in seconds."""
        return self._continuity.reach

    def _next(self, index: int) -> Any:
        waiting = self._waiting[index]
        while not waiting:
            if self._ahead > AHEAD:
                return LATER
            packet = next(self._read, None)
            if packet is None:
                return None
            self._mend(packet)
            self._ahead += packet.size
            self._waiting[packet.stream.index].append(packet)
        self._ahead -= waiting[0].size
        return waiting.popleft()

    def _packets(self, streams: list[Stream]) -> Iterator[Any]:
        failures = 0
        while failures < MOST_FAILURES:
            try:
                for packet in self._container.demux(streams):
                    # An empty one says that the stream is over, which its decoder is told at the end.
                    if packet.size:
                        failures = 0
                        yield packet
                return
            except av.FFmpegError:
                failures += 1

    def _mend(self, packet: Any) -> None:
        base = packet.time_base
        time = packet.pts if packet.dts is None else packet.dts
        rate = getattr(packet.stream, "average_rate", None)
        moment = self._continuity.place(
            packet.stream.index,
            None if time is None else float(time * base),
            float(1 / rate) if rate else None,
            REORDERED if packet.dts is None else EARLIER,
        )
        if time is not None:
            shift = round(moment / base) - time
            packet.pts = None if packet.pts is None else packet.pts + shift
            packet.dts = None if packet.dts is None else packet.dts + shift


def decoded(stream: Stream, packet: Any) -> list[Any]:
    """The frames of a packet; at the end, with None, those that the decoder has kept."""
    try:
        return list(stream.decode(packet))
    except av.FFmpegError:
        return []


def moment_of(frame: Any, stream: Stream) -> float:
    """When it is shown, in seconds. At the end, frames that the decoder has kept come without a time base."""
    return float(frame.pts * (frame.time_base or stream.time_base or 0))
