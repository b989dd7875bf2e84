"""One member of a call, and their browser, which is played by aiortc."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

from aiortc import RTCPeerConnection, RTCSessionDescription

from jupyter_videoroom.kernel.consent import Questions
from jupyter_videoroom.kernel.frames import FrameStream
from jupyter_videoroom.kernel.mesh.mesh import Peer
from jupyter_videoroom.kernel.participant import Participant
from jupyter_videoroom.kernel.publishing import Publication
from jupyter_videoroom.protocol import messages as wire

from ..stamps import Sourced, StampedVideo
from .offers import browsers_offer


class Mesh:
    """What a peer needs of its mesh, and somebody to have one of; what it says is kept."""

    def __init__(self) -> None:
        self.session = SimpleNamespace(ice_servers=[])
        self.publications: list[Publication] = []
        self.said: asyncio.Queue[wire.Description] = asyncio.Queue()
        self.demands: asyncio.Queue[wire.Demand] = asyncio.Queue()
        questions = Questions(lambda _: None, asyncio.get_running_loop().call_later)
        self.ana = Participant("Ana-id", "Ana", questions, lambda _: self.peer.demand())
        self.peer = Peer(self.ana, cast(Any, self))

    def signal(self, to: str, connection: str, payload: wire.SignalPayload) -> None:
        if isinstance(payload, wire.Description):
            self.said.put_nowait(payload)
        elif isinstance(payload, wire.Demand):
            self.demands.put_nowait(payload)

    def publishes(self, name: str) -> str:
        publication = Publication(name, Sourced(StampedVideo()), name, cast(Any, None))
        self.publications.append(publication)
        self.peer.spread(publication, True)
        return publication.told.stream


async def films(browser: RTCPeerConnection, camera: StampedVideo, peer: Peer, mesh: Mesh) -> FrameStream:
    """The browser offers its camera, and takes the answer. Returns what comes of it to somebody who reads."""
    pictures = FrameStream()
    mesh.ana.consent.answered(True)
    mesh.ana.pictures["camera"].add(pictures)
    peer.signalled("first", wire.Description(kind="offer", sdp=await browsers_offer(browser)))
    browser.getTransceivers()[1].sender.replaceTrack(camera)
    await takes(browser, await mesh.said.get())
    return pictures


async def takes(browser: RTCPeerConnection, description: wire.Description) -> None:
    await browser.setRemoteDescription(RTCSessionDescription(description.sdp, description.kind))


async def answers(browser: RTCPeerConnection, peer: Peer, offer: wire.Description) -> None:
    await takes(browser, offer)
    await browser.setLocalDescription()
    peer.signalled("first", wire.Description(kind="answer", sdp=browser.localDescription.sdp))
