"""What comes over one connection, shown to an estimator of what the way carries."""

from __future__ import annotations

import time
from collections.abc import Callable

from aiortc import RTCRtpReceiver
from aiortc.rtp import RtpPacket

from .estimate import Estimator, Packet
from .private import ESTIMATING, look_at_packets, on_one_machine

CLOCKS = {"audio": 48_000, "video": 90_000}
# A little more or less is not worth a message.
LESS, MORE = 0.95, 1.15


class Gauge:
    """`limit`: what the other side was told last, or is to be told now. In bits per second; None: no limit is known."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.limit: int | None = None
        self._changed = changed
        self._estimator = Estimator()

    def attach(self, receiver: RTCRtpReceiver, kind: str) -> None:
        """Look at each packet that it gets, before it does."""

        def look(packet: RtpPacket) -> None:
            if not on_one_machine(receiver):
                self._look(kind, packet)

        if ESTIMATING.available:
            look_at_packets(receiver, look)

    def _look(self, kind: str, packet: RtpPacket) -> None:
        size = len(packet.payload) + packet.padding_size
        seen = Packet(packet.ssrc, CLOCKS[kind], packet.sequence_number, packet.timestamp, size)
        self._estimator.arrived(time.monotonic(), seen)
        if worth_telling(self.limit, self._estimator.limit):
            self.limit = self._estimator.limit
            self._changed()


def worth_telling(told: int | None, limit: int | None) -> bool:
    """Whether a limit is another one than that which was told."""
    if told is None or limit is None:
        return told != limit
    return not LESS * told <= limit <= MORE * told
