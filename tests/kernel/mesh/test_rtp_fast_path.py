"""RTP past the parts of aioice and aiortc that it does not need."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiortc.rtp import RtcpRrPacket, RtpPacket
from pylibsrtp import Policy, Session

from jupyter_videoroom.kernel.mesh.rtp_fast_path import finish, shortened

KEY = bytes(range(30))
FROM = ("192.0.2.1", 4000)
RTP = RtpPacket(payload_type=96, sequence_number=7, ssrc=1, payload=b"picture").serialize()
RTCP = bytes(RtcpRrPacket(ssrc=1))


class Transport:
    """As much of aiortc's DTLS transport as is used."""

    def __init__(self) -> None:
        self._rx_srtp = Session(Policy(key=KEY, ssrc_type=Policy.SSRC_ANY_INBOUND))
        self.handled: list[bytes] = []
        self.usual: list[bytes] = []

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        self.handled.append(data)

    def receives(self, *datagrams: bytes) -> None:
        transport: Any = self
        received = shortened(transport, lambda data, _: self.usual.append(data))
        for data in datagrams:
            received(data, FROM)


def protected(packet: bytes, key: bytes = KEY) -> bytes:
    return Session(Policy(key=key, ssrc_type=Policy.SSRC_ANY_OUTBOUND)).protect(packet)


def test_rtp_is_handled_at_once() -> None:
    transport = Transport()
    transport.receives(protected(RTP))
    assert (transport.handled, transport.usual) == ([RTP], [])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes.fromhex("000100002112a442") + bytes(12), id="STUN"),
        pytest.param(b"\x16\xfe\xfd" + bytes(10), id="DTLS"),
        pytest.param(b"\x40\x00\x00\x04data", id="TURN"),
        pytest.param(RTCP, id="RTCP"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_all_else_goes_the_usual_way(data: bytes) -> None:
    transport = Transport()
    transport.receives(data)
    assert (transport.handled, transport.usual) == ([], [data])


def test_what_has_another_key_or_comes_twice_is_thrown_away() -> None:
    transport = Transport()
    packet = protected(RTP)
    transport.receives(packet, protected(RTP, KEY[::-1]), packet, RTP, b"\x80")
    assert (transport.handled, transport.usual) == ([RTP], [])


async def test_a_version_that_would_wait_is_told_apart() -> None:
    with pytest.raises(RuntimeError, match="fast_path"):
        finish(asyncio.sleep(1))
