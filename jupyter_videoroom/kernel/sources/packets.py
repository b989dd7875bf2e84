"""A container's packets, each stream's in turn, with timestamps that go on. What is damaged is passed over."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, TypeAlias

import av
from av.container import InputContainer

from .continuity import EARLIER, Continuity

Stream: TypeAlias = "av.VideoStream | av.AudioStream"

PATIENCE = 100
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
        while failures < PATIENCE:
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
