"""RTP on a shorter way from the socket to its receiver.

aioice takes each datagram for STUN first, which ends in an exception, and queues what is none for a task of aiortc that
wakes up for each. But RTP is known by its first byte (RFC 7983, 7), and from RTCP by its second (RFC 5761, 4).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pylibsrtp
from aiortc import RTCDtlsTransport
from aiortc.rtp import is_rtcp

from .private import FAST_PATH, rtp_in, sockets_of

Received = Callable[[bytes, tuple[Any, ...]], None]


def hasten(transport: RTCDtlsTransport) -> None:
    """From now on, when the connection is there and its keys are known. All else goes the usual way."""
    if not FAST_PATH.available:
        return
    for protocol in sockets_of(transport):
        protocol.datagram_received = shortened(transport, protocol.datagram_received)


def shortened(transport: RTCDtlsTransport, usual: Received) -> Received:
    """What a socket's protocol is to do with a datagram."""
    unprotect, handle = rtp_in(transport)

    def received(data: bytes, address: tuple[Any, ...]) -> None:
        if not is_rtp(data):
            usual(data, address)
            return
        try:
            packet = unprotect(data)
        except pylibsrtp.Error:
            # It was made with another key, or comes a second time.
            return
        # When it came is asked by an estimate that has no part in this: without `abs-send-time` there is none.
        finish(handle(packet, arrival_time_ms=0))

    return received


def is_rtp(data: bytes) -> bool:
    """Anybody can send anything to a socket, and nothing at all."""
    return b"\x80" <= data[:1] < b"\xc0" and not is_rtcp(data)


def finish(coroutine: Coroutine[Any, Any, None]) -> None:
    """All at once: nothing in there waits, for aioice sends without waiting."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError("aiortc waits while it takes RTP: see kernel/mesh/rtp_fast_path.py.")
