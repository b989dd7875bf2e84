"""Pictures as soon as they are whole.

aiortc's own buffer gives a picture out only when the next one begins, which is a picture's time (33 ms at 30 a second)
too late. RTP's marker bit tells a picture's last packet: RFC 7741, 4.1 for VP8, and RFC 6184, 5.1 for H.264.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from aiortc.utils import uint16_add

if TYPE_CHECKING:
    from aiortc.rtp import RtpPacket

Extra = Callable[["RtpPacket", JitterFrame], None]
CAPACITY = 512


class MarkerBuffer(JitterBuffer):
    """In place of aiortc's buffer for video. A picture is whole at its marker, or, should that be missing, when the
    next one begins.

    A packet that fills a gap may complete several pictures: all but the last go to `extra` first.
    """

    def __init__(self, extra: Extra, capacity: int = CAPACITY) -> None:
        super().__init__(capacity=capacity, is_video=True)
        self._extra = extra

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        lost, frame = super().add(packet)
        while frame and (following := self._remove_frame(packet.sequence_number)):
            self._extra(packet, frame)
            frame = following
        return lost, frame

    def _remove_frame(self, sequence_number: int) -> JitterFrame | None:
        while packets := self._whole_picture():
            self.remove(len(packets))
            data = b"".join(packet._data for packet in packets)  # type: ignore[attr-defined]
            # Padding behind a picture is none; and no data at all would tell the decoder that the stream has ended.
            if data:
                return JitterFrame(data, packets[0].timestamp)
        return None

    def _whole_picture(self) -> list[RtpPacket]:
        """The packets of the oldest picture, or none of them."""
        packets: list[RtpPacket] = []
        for count in range(self.capacity):
            packet = self._packet(count)
            if packet is None:
                break
            if packets and packet.timestamp != packets[0].timestamp:
                return packets
            packets.append(packet)
            if packet.marker:
                return packets
        return []

    def _packet(self, count: int) -> RtpPacket | None:
        if self._origin is None:
            return None
        return self._packets[uint16_add(self._origin, count) % self.capacity]
