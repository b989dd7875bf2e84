"""One RTCPeerConnection with a browser: the browser offers its four sections, we answer, and offer what we publish."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDtlsTransport,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpTransceiver,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from aiortc.rtp import RtpPacket
from aiortc.sdp import candidate_from_sdp

from ...protocol.messages import Candidate, Description, IceServer
from ..loop import soon
from ..participant import Inlet
from ..source import Media, Source
from .decoding import Weigh, decode_into, read_plainly
from .estimate import CLOCKS, Estimator, Packet
from .load import Load
from .private import ESTIMATING, RECEIVING, include_loopback, kept_numbers, look_at_packets, on_one_machine
from .rtp_fast_path import hasten
from .sdp import as_negotiated, for_browser, video_codecs, with_streams

# The kinds of a browser's fixed sections: microphone, camera, screen, screen's sound.
SLOTS = ("audio", "video", "video", "audio")


class Negotiation:
    """Calls of its coroutines must not overlap. `inlets` are for the four sections, in their order.

    `limited`: called when the way from the browser, or this machine, carries more or less than before.
    """

    def __init__(
        self,
        id: str,
        servers: Iterable[IceServer],
        inlets: tuple[Inlet[Any], ...],
        send: Callable[[Description], None],
        limited: Callable[[], None],
    ) -> None:
        self.id = id
        self.pc = RTCPeerConnection(configuration(servers))
        self._send = send
        self.publishing: dict[tuple[str, str], RTCRtpTransceiver] = {}
        self._offer_due = False
        self._limited = limited
        self.gauge = Gauge(limited)
        self._loads: list[Load] = []
        self._inlets = inlets
        self._reading: set[asyncio.Task[None]] = set()
        for kind, inlet in zip(SLOTS, inlets, strict=True):
            self._receive(kind, inlet)
        for transceiver in self.pc.getTransceivers():
            self.gauge.attach(transceiver.receiver, transceiver.kind)
        include_loopback(self._transport)
        self.pc.on("connectionstatechange", self._hasten)
        if not RECEIVING.available:
            self.pc.on("track", self._read)

    async def describe(self, description: Description) -> None:
        if description.kind == "offer" and self.pc.signalingState == "have-local-offer":
            # Impolite, since aiortc has no rollback: the browser takes its offer back and answers ours.
            return
        if description.kind == "answer" and self.pc.signalingState != "have-local-offer":
            return
        if description.kind == "offer":
            self._prefer(video_codecs(description.sdp))
        await self.pc.setRemoteDescription(RTCSessionDescription(description.sdp, description.kind))
        if description.kind == "offer":
            await self._answer()
        if self._offer_due:
            await self.offer()

    async def add_candidate(self, said: Candidate) -> None:
        if not said.candidate or self.pc.remoteDescription is None:
            return
        candidate = candidate_from_sdp(said.candidate.partition(":")[2])
        candidate.sdpMid, candidate.sdpMLineIndex = said.mid, said.line
        await self.pc.addIceCandidate(candidate)

    async def offer(self) -> None:
        """Say anew what is published, now or when the browser has answered."""
        self._offer_due = self.pc.signalingState != "stable" or self.pc.remoteDescription is None
        if not self._offer_due:
            offer = await self._create_offer()
            await self.pc.setLocalDescription(as_negotiated(offer, self.pc.localDescription))
            self._tell()

    def repeat(self) -> None:
        """Make the offer again that waits for its answer: it may not have arrived."""
        if self.pc.signalingState == "have-local-offer":
            self._tell()

    def publish(self, stream: str, source: Source) -> None:
        """Send a source from the next offer on, as the only one of its kind in its stream."""
        transceiver = self._idle(source.kind) or self.pc.addTransceiver(source.kind, direction="sendonly")
        transceiver.direction = "sendonly"
        transceiver.sender.replaceTrack(SourceTrack(source))
        self.publishing[stream, source.kind] = transceiver

    @property
    def frames(self) -> int | None:
        """How many pictures a second this machine carries, if that is known."""
        return min((load.frames for load in self._loads if load.frames), default=None)

    def withdraw(self, stream: str, kind: str) -> None:
        if transceiver := self.publishing.pop((stream, kind), None):
            transceiver.direction = "inactive"
            if transceiver.sender.track:
                transceiver.sender.track.stop()
            transceiver.sender.replaceTrack(None)

    async def close(self) -> None:
        for stream, kind in list(self.publishing):
            self.withdraw(stream, kind)
        await self.pc.close()

    @property
    def _transport(self) -> RTCDtlsTransport:
        """One for all sections, as they are bundled."""
        return self.pc.getTransceivers()[0].receiver.transport

    def _prefer(self, names: list[str]) -> None:
        """Codecs of video in this order. Said before an offer is taken: preferences act only then.

        No RTX: with two videos aiortc loses the retransmissions, while plain ones on the same stream arrive.
        """
        capabilities = RTCRtpReceiver.getCapabilities("video")
        known = capabilities.codecs if capabilities else []
        preferred = [codec for name in names if name != "rtx" for codec in known if codec.name.lower() == name]
        for transceiver in self.pc.getTransceivers()[: len(SLOTS)]:
            if transceiver.kind == "video":
                transceiver.setCodecPreferences(preferred)

    async def _answer(self) -> None:
        await self.pc.setLocalDescription()
        self._tell()

    async def _create_offer(self) -> RTCSessionDescription:
        """With nothing else changed: aiortc gives its codecs numbers of its own, also in what it receives, and throws
        away all that comes if it connects before the answer.
        """
        with kept_numbers(self.pc.getTransceivers()):
            return await self.pc.createOffer()

    def _weigh(self) -> Weigh:
        """For one section, in the thread that decodes it: to wake up the loop for each picture would cost it more."""
        load, loop = Load(), asyncio.get_running_loop()
        self._loads.append(load)

        def weigh(waited: float, decoded: bool) -> None:
            if load.waited(time.monotonic(), waited, decoded=decoded):
                soon(loop, self._limited)

        return weigh

    def _receive(self, kind: str, inlet: Inlet[Any]) -> None:
        """A section to receive in, which is there before the offer comes."""
        receiver = self.pc.addTransceiver(kind, direction="recvonly").receiver
        if RECEIVING.available:
            take = inlet.put if kind == "video" else partial(soon, asyncio.get_running_loop(), inlet.put)
            decode_into(receiver, kind, take, lambda: inlet.wanted, self._weigh())

    def _read(self, track: MediaStreamTrack) -> None:
        """Where pictures and sound cannot be taken from a receiver, they come by its track."""
        receivers = [transceiver.receiver for transceiver in self.pc.getTransceivers()]
        inlet = next(inlet for receiver, inlet in zip(receivers, self._inlets, strict=False) if receiver.track is track)
        reading = asyncio.ensure_future(read_plainly(track, inlet.put, lambda: inlet.wanted))
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)

    def _hasten(self) -> None:
        if self.pc.connectionState == "connected":
            hasten(self._transport)

    def _tell(self) -> None:
        told = self.pc.localDescription
        streams = {transceiver.mid or "": stream for (stream, _), transceiver in self.publishing.items()}
        sdp = with_streams(for_browser(told.sdp), streams)
        self._send(Description(kind="offer" if told.type == "offer" else "answer", sdp=sdp))

    def _idle(self, kind: str) -> RTCRtpTransceiver | None:
        """A section that was published in, and is free again."""
        own = self.pc.getTransceivers()[len(SLOTS) :]
        used = self.publishing.values()
        return next((one for one in own if one.kind == kind and one not in used), None)


def configuration(servers: Iterable[IceServer]) -> RTCConfiguration:
    """Only the servers that the room names; none means none, where aiortc would take a public one."""
    named = [RTCIceServer(urls=s.urls, username=s.username, credential=s.credential) for s in servers]
    return RTCConfiguration(iceServers=named, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)


class SourceTrack(MediaStreamTrack):
    """What one encoder reads. It ends with the source, and the source with it."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.kind = source.kind
        self._source = source

    async def recv(self) -> Media:
        frame = await self._source.next()
        if frame is None:
            self.stop()
            raise MediaStreamError
        return frame

    def stop(self) -> None:
        super().stop()
        self._source.stop()


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
