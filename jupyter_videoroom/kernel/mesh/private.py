"""What aiortc and aioice do not promise to keep: each such name is used in here, and looked for at import."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from aiortc import RTCDtlsTransport, RTCRtpCodecParameters, RTCRtpReceiver, RTCRtpTransceiver
from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from aiortc.rtp import RtpPacket
from aiortc.utils import uint16_add

from ..private import Feature

MINE = "_RTCRtpReceiver__"
RECEIVER, ICE = "aiortc.rtcrtpreceiver:RTCRtpReceiver", "aiortc.rtcicetransport:RTCIceTransport"
CONNECTION = "aioice.ice:Connection"

# By what each is for.
RECEIVING = Feature(
    "pictures and sound come later, and more of them are lost",
    {
        RECEIVER: (
            *(f"{MINE}{name}" for name in ("codecs", "decoder_queue", "jitter_buffer", "timestamp_mapper")),
            "_send_rtcp_nack",
        ),
        "aiortc.jitterbuffer:JitterBuffer": ("_origin", "_packets", "_remove_frame", "_data"),
    },
)
ESTIMATING = Feature(
    "what the way from a browser carries is not known",
    {RECEIVER: ("_handle_rtp_packet",), ICE: ("_connection",), CONNECTION: ("_nominated",)},
)
FAST_PATH = Feature(
    "each packet costs more",
    {
        "aiortc.rtcdtlstransport:RTCDtlsTransport": ("_rx_srtp", "_handle_rtp_data"),
        ICE: ("_connection",),
        CONNECTION: ("_protocols",),
    },
)
LOOPBACK = Feature(
    "nothing comes on a machine without a network",
    {"aiortc.rtcicetransport:RTCIceGatherer": ("_connection",), CONNECTION: ("get_component_candidates",)},
)
NUMBERING = Feature(
    "what comes while an offer waits for its answer is lost",
    {"aiortc.rtcrtptransceiver:RTCRtpTransceiver": ("_codecs", "_headerExtensions")},
)
FEATURES = (RECEIVING, ESTIMATING, FAST_PATH, LOOPBACK, NUMBERING)
for feature in FEATURES:
    _ = feature.available


class OpenBuffer(JitterBuffer):
    """aiortc's buffer; those that inherit it say when a frame is whole, in `next_frame`."""

    newest = 0
    """The number of the packet that came last."""

    def next_frame(self) -> JitterFrame | None:
        """Take the oldest frame out, if it is whole."""
        raise NotImplementedError

    @property
    def first(self) -> int:
        """The number of the oldest packet, there or missing."""
        return self._origin or 0

    def packet(self, count: int) -> RtpPacket | None:
        """The one so many numbers behind the oldest."""
        if self._origin is None:
            return None
        return self._packets[uint16_add(self._origin, count) % self.capacity]

    def _remove_frame(self, sequence_number: int) -> JitterFrame | None:
        self.newest = sequence_number
        return self.next_frame()


def media_in(packet: RtpPacket) -> bytes:
    data: bytes = packet._data  # type: ignore[attr-defined]
    return data


class Inside:
    """The parts of a receiver that has not started."""

    def __init__(self, receiver: RTCRtpReceiver) -> None:
        self._receiver = receiver
        self._parts: dict[str, Any] = vars(receiver)
        # Before aiortc 1.16 nobody wants to know.
        self.failed: Callable[[], None] = self._parts.get(f"{MINE}decoder_error", Event()).set

    def exchange(self, queue: Any, buffer: OpenBuffer) -> None:
        """These in place of its own queue to the decoder's thread, and its own buffer."""
        self._parts[f"{MINE}decoder_queue"] = queue
        self._parts[f"{MINE}jitter_buffer"] = buffer

    def task(self, packet: RtpPacket, frame: JitterFrame) -> tuple[RTCRtpCodecParameters, JitterFrame]:
        """As it would put a frame into the queue."""
        frame.timestamp = self._parts[f"{MINE}timestamp_mapper"].map(frame.timestamp)
        return self._parts[f"{MINE}codecs"][packet.payload_type], frame

    def ask_again(self, packet: RtpPacket, missing: list[int]) -> Coroutine[Any, Any, None]:
        """Tell the sender which packets of a stream are missing."""
        return self._receiver._send_rtcp_nack(packet.ssrc, missing)


def look_at_packets(receiver: RTCRtpReceiver, look: Callable[[RtpPacket], None]) -> None:
    """Have each packet that a receiver gets looked at, before it does."""
    parts: Any = receiver
    handle = parts._handle_rtp_packet

    async def look_first(packet: RtpPacket, arrival_time_ms: int) -> None:
        look(packet)
        await handle(packet, arrival_time_ms=arrival_time_ms)

    parts._handle_rtp_packet = look_first


def on_one_machine(receiver: RTCRtpReceiver) -> bool:
    """Whether the connection has the same address at both ends: then what is late waits for a processor."""
    if not ESTIMATING.available:
        return False
    pair = receiver.transport.transport._connection._nominated.get(1)
    return pair is not None and bool(pair.local_addr[0] == pair.remote_addr[0])


def sockets_of(transport: RTCDtlsTransport) -> Iterable[Any]:
    """The protocols of asyncio that datagrams come to."""
    return transport.transport._connection._protocols


def rtp_in(transport: RTCDtlsTransport) -> tuple[Callable[[bytes], bytes], Callable[..., Coroutine[Any, Any, None]]]:
    """How RTP is decrypted, and what is done with it then."""
    return transport._rx_srtp.unprotect, transport._handle_rtp_data


def include_loopback(transport: RTCDtlsTransport) -> None:
    """Offer the loopback's address where there is no other, as in a container without a network, so that page and
    kernel meet there: aioice leaves it out, and would offer none.
    """
    if LOOPBACK.available:
        connection: Any = transport.transport.iceGatherer._connection
        gather = connection.get_component_candidates
        connection.get_component_candidates = lambda component, addresses, **options: gather(
            component=component, addresses=addresses or ["127.0.0.1"], **options
        )


@contextmanager
def kept_numbers(transceivers: Iterable[RTCRtpTransceiver]) -> Iterator[None]:
    """What is negotiated about codecs and header extensions is afterwards as it was before."""
    settled = [(one, one._codecs, one._headerExtensions) for one in transceivers if one.mid and NUMBERING.available]
    yield
    for transceiver, codecs, extensions in settled:
        transceiver._codecs, transceiver._headerExtensions = codecs, extensions
