"""Pictures as soon as they are whole, and sound as soon as its turn has come.

aiortc's own buffer gives a picture out only when the next one begins, which is a picture's time (33 ms at 30 a second)
too late. RTP's marker bit tells a picture's last packet: RFC 7741, 4.1 for VP8, and RFC 6184, 5.1 for H.264. Of sound
it holds everything back for 80 ms, and with one lost packet throws away the three good ones before it.
"""

from __future__ import annotations

from collections.abc import Callable

from aiortc.jitterbuffer import JitterFrame
from aiortc.rtp import RtpPacket
from aiortc.utils import uint16_add

from .estimate import signed
from .private import OpenBuffer, media_in

Extra = Callable[[RtpPacket, JitterFrame], None]
Again = Callable[[RtpPacket, list[int]], None]
CAPACITY = 512
# In units of RTP's clock for video (90 kHz): half a second. Longer than asking several times for what is missing
# takes, and shorter than a stop that one would call a freeze.
OVERDUE = 45_000
# So many packets (80 ms of Opus as browsers send it) may come before one that is late; then it is lost.
MOST_BEFORE = 4


class PromptBuffer(OpenBuffer):
    """A packet that fills a gap may complete several frames: all but the last go to `extra` first."""

    def __init__(self, extra: Extra, capacity: int, *, is_video: bool) -> None:
        super().__init__(capacity=capacity, is_video=is_video)
        self._extra = extra

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        lost, frame = super().add(packet)
        while frame and (following := self.next_frame()):
            self._extra(packet, frame)
            frame = following
        return lost, frame

    def _distance(self, number: int) -> int:
        return uint16_add(number, -self.first)


class SoundBuffer(PromptBuffer):
    """In place of aiortc's buffer for sound, where each packet is a frame."""

    def __init__(self, extra: Extra) -> None:
        super().__init__(extra, 16, is_video=False)

    def next_frame(self) -> JitterFrame | None:
        if self._distance(self.newest) >= MOST_BEFORE:
            self._give_up_missing()
        while packet := self.packet(0):
            self.remove(1)
            data = media_in(packet)
            # No data at all would tell the decoder that the stream has ended.
            if data:
                return JitterFrame(data, packet.timestamp)
        return None

    def _give_up_missing(self) -> None:
        there = (count for count in range(self.capacity) if self.packet(count))
        self.remove(next(there, 0))


class MarkerBuffer(PromptBuffer):
    """In place of aiortc's buffer for video. A picture is whole at its marker, or, should that be missing, when the
    next one begins.

    `again(packet, missing)`: at each end of a picture behind one that is not whole; aiortc asks for a packet when it is
    missed, and then not before the next one is. What is overdue is given up, for a picture that needs no other.
    """

    def __init__(self, extra: Extra, again: Again, capacity: int = CAPACITY) -> None:
        super().__init__(extra, capacity, is_video=True)
        self._again = again
        # The oldest number that was found missing, and when by RTP's clock.
        self._awaited: int | None = None
        self._since = 0

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        lost, frame = super().add(packet)
        return lost or bool(packet.marker and self._gives_up(packet)), frame

    def _gives_up(self, packet: RtpPacket) -> bool:
        """At a picture's end: on those that are not whole, if they are overdue; else what they lack is asked for."""
        missing = self._missing(packet)
        if not missing:
            return False
        if missing[0] != self._awaited:
            self._awaited, self._since = missing[0], packet.timestamp
        if signed(packet.timestamp - self._since, 32) > OVERDUE:
            self.remove(self._distance(packet.sequence_number) + 1)
            return True
        self._again(packet, missing)
        return False

    def _missing(self, packet: RtpPacket) -> list[int]:
        """The numbers between what was given out and this; none if this was, too."""
        distance = self._distance(packet.sequence_number)
        if distance >= self.capacity:
            return []
        return [uint16_add(self.first, count) for count in range(distance) if self.packet(count) is None]

    def next_frame(self) -> JitterFrame | None:
        while packets := self._whole_picture():
            self.remove(len(packets))
            data = b"".join(map(media_in, packets))
            # Padding behind a picture is none; and no data at all would tell the decoder that the stream has ended.
            if data:
                return JitterFrame(data, packets[0].timestamp)
        return None

    def _whole_picture(self) -> list[RtpPacket]:
        """The packets of the oldest picture, or none of them."""
        packets: list[RtpPacket] = []
        for count in range(self.capacity):
            packet = self.packet(count)
            if packet is None:
                break
            if packets and packet.timestamp != packets[0].timestamp:
                return packets
            packets.append(packet)
            if packet.marker:
                return packets
        return []
