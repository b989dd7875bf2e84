"""What comes over one connection, shown to an estimator of what the way carries."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .estimate import Estimator, Packet

if TYPE_CHECKING:
    from aiortc import RTCRtpReceiver
    from aiortc.rtp import RtpPacket

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
        """Look at each packet that it gets, before it does: aiortc's transport calls a method with a private name."""
        parts: Any = receiver
        handle = parts._handle_rtp_packet

        async def look(packet: RtpPacket, arrival_time_ms: int) -> None:
            if not on_one_machine(receiver):
                self._look(kind, packet)
            await handle(packet, arrival_time_ms=arrival_time_ms)

        parts._handle_rtp_packet = look

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


def on_one_machine(receiver: RTCRtpReceiver) -> bool:
    """Whether the connection has the same address at both ends: then what is late waits for a processor."""
    pair = receiver.transport.transport._connection._nominated.get(1)
    return pair is not None and bool(pair.local_addr[0] == pair.remote_addr[0])
