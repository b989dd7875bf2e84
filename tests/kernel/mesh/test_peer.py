"""One person in the call, of whom the session knows."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aioice.ice import Connection
from aiortc import RTCPeerConnection, RTCSessionDescription

from jupyter_videoroom.kernel import session as session_module
from jupyter_videoroom.kernel.access import Access, Door
from jupyter_videoroom.kernel.errors import ConsentRefused, ConsentWithdrawn, NotGranted, PersonLeft
from jupyter_videoroom.kernel.frames import FrameStream
from jupyter_videoroom.kernel.mesh import negotiation as negotiation_module
from jupyter_videoroom.kernel.mesh.negotiation import SLOTS, configuration
from jupyter_videoroom.kernel.mesh.peer import Peer
from jupyter_videoroom.kernel.mesh.rtp_fast_path import is_rtp
from jupyter_videoroom.kernel.publishing import Publication, new_stream
from jupyter_videoroom.kernel.sound import AudioStream
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import decode_client_frame, frame

from ..script import until
from ..stamps import HEIGHT, WIDTH, Sourced, StampedVideo
from .offers import browsers_offer

JOINED = wire.MemberJoined(call="main", participant="ana", media=wire.MeshMember(polite=True, offer=False))
LEFT = wire.MemberLeft(call="main", participant="ana", reason="hung-up")
YES, NO = (wire.Consented(participant="ana", allowed=allowed) for allowed in (True, False))


class Session:
    """What a peer needs of its session; what it says is kept."""

    def __init__(self) -> None:
        self.published: list[Publication] = []
        self.said: asyncio.Queue[wire.Description] = asyncio.Queue()
        self.demands: asyncio.Queue[wire.Demand] = asyncio.Queue()

    def ice_servers(self) -> list[wire.IceServer]:
        return []

    def signal(self, to: str, connection: str, payload: wire.SignalPayload) -> None:
        if isinstance(payload, wire.Description):
            self.said.put_nowait(payload)
        elif isinstance(payload, wire.Demand):
            self.demands.put_nowait(payload)

    def publications(self) -> list[Publication]:
        return self.published

    def publishes(self, peer: Peer, name: str) -> str:
        publication = Publication(name, Sourced(StampedVideo()), lambda *_: None, new_stream())
        self.published.append(publication)
        peer.spread(publication, True)
        return publication.told.stream


async def test_what_is_published_while_a_connection_begins_is_sent_once() -> None:
    session = Session()
    peer = Peer("ana", "Ana", session)
    browser = RTCPeerConnection(configuration([]))
    for kind in SLOTS:
        browser.addTransceiver(kind)
    await browser.setLocalDescription()
    peer.signalled("first", wire.Description(kind="offer", sdp=browser.localDescription.sdp))
    early = session.publishes(peer, "early")
    await takes(browser, await session.said.get())

    await answers(browser, peer, await session.said.get())
    late = session.publishes(peer, "late")
    offer = await session.said.get()
    assert [offer.sdp.count(f"a=msid:{stream} ") for stream in (early, late)] == [1, 1]

    await peer.close()
    await browser.close()
    for publication in session.published:
        publication.source.stop()


async def test_an_offer_that_was_lost_is_made_again_once_they_are_found_again() -> None:
    session = Session()
    peer = Peer("ana", "Ana", session)
    browser = RTCPeerConnection(configuration([]))
    for kind in SLOTS:
        browser.addTransceiver(kind)
    await browser.setLocalDescription()
    peer.signalled("first", wire.Description(kind="offer", sdp=browser.localDescription.sdp))
    await takes(browser, await session.said.get())
    session.publishes(peer, "sim")
    lost = await session.said.get()

    peer.found_again()
    again = await session.said.get()
    assert again == lost
    await answers(browser, peer, again)
    late = session.publishes(peer, "late")
    offer = await session.said.get()
    assert f"a=msid:{late} " in offer.sdp
    await answers(browser, peer, offer)
    peer.found_again()
    demands = [await session.demands.get() for _ in range(3)]
    assert demands == [demands[0]] * 3
    assert session.said.empty()

    await peer.close()
    await browser.close()
    for publication in session.published:
        publication.source.stop()


class Nowhere(Access):
    """No server lets anybody in."""

    async def door(self) -> Door:
        await asyncio.Event().wait()
        raise AssertionError


async def test_whom_the_server_tells_of_anew_is_told_again_what_is_wanted() -> None:
    session = session_module.Session(Nowhere("algebra"))
    browser = RTCPeerConnection(configuration([]))

    def demands() -> list[wire.Demand]:
        bodies = session._signaling._delivery.unacknowledged()
        said = [decode_client_frame(frame(body, seq)).body for seq, body in bodies]
        signals = [message.payload for message in said if isinstance(message, wire.Signal)]
        return [payload for payload in signals if isinstance(payload, wire.Demand)]

    session.received(JOINED)
    offer = wire.Description(kind="offer", sdp=await browsers_offer(browser))
    session.received(wire.Signalled(sender="ana", connection="first", payload=offer))
    await until(lambda: len(demands()) == 1)
    session.received(JOINED)
    await until(lambda: len(demands()) == 2)
    assert demands()[0] == demands()[1]

    await session.close()
    await browser.close()


@pytest.mark.parametrize("kind", ["picture", "sound"])
@pytest.mark.parametrize(
    ("at_once", "error"),
    [
        ([YES, LEFT], PersonLeft),
        ([YES, LEFT, JOINED], PersonLeft),
        ([YES, NO], ConsentWithdrawn),
        ([NO, LEFT], ConsentRefused),
        ([LEFT], PersonLeft),
    ],
)
async def test_whatever_follows_an_answer_at_once_ends_who_waits_for_it(
    kind: str, at_once: list[wire.ServerMessage], error: type[Exception]
) -> None:
    session = session_module.Session(Nowhere("algebra"))
    session.received(JOINED)
    stream: FrameStream | AudioStream = FrameStream() if kind == "picture" else AudioStream()
    reading = asyncio.ensure_future(session.read("ana", kind, "camera" if kind == "picture" else "microphone", stream))
    await asyncio.sleep(0)
    for message in at_once:
        session.received(message)
    await reading
    with pytest.raises(error):
        stream.read(0)
    await session.close()


async def test_pictures_come_while_an_offer_waits_for_its_answer() -> None:
    session = Session()
    peer = Peer("ana", "Ana", session)
    publication = Publication("sim", Sourced(StampedVideo()), lambda *_: None, new_stream())
    session.published.append(publication)
    browser, camera = RTCPeerConnection(configuration([])), StampedVideo()
    pictures = await films(browser, camera, peer, session)

    assert (await session.said.get()).kind == "offer"
    assert (await anext(pictures)).size == (WIDTH, HEIGHT)

    await peer.close()
    await browser.close()
    camera.stop()
    publication.source.stop()


async def test_pictures_take_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    peer = Peer("ana", "Ana", session)
    browser, camera = RTCPeerConnection(configuration([])), StampedVideo()
    pictures = await films(browser, camera, peer, session)
    await anext(pictures)

    queued: list[bytes] = []
    usual = Connection.data_received

    def data_received(connection: Connection, data: bytes, component: int) -> None:
        queued.append(data)
        usual(connection, data, component)

    monkeypatch.setattr(Connection, "data_received", data_received)
    for _ in range(5):
        await anext(pictures)
    assert not any(is_rtp(data) for data in queued)

    await peer.close()
    await browser.close()
    camera.stop()


async def test_what_nobody_reads_is_not_asked_for() -> None:
    session = Session()
    peer = Peer("ana", "Ana", session)
    browser = RTCPeerConnection(configuration([]))
    peer.signalled("first", wire.Description(kind="offer", sdp=await browsers_offer(browser)))
    assert await session.demands.get() == wire.Demand(camera=0, screen=0, sound=False)

    sound = AudioStream()
    peer.sounds["microphone"].add(sound)
    assert await session.demands.get() == wire.Demand(camera=0, screen=0, sound=True)
    pictures = FrameStream(size=(640, 360))
    peer.pictures["camera"].add(pictures)
    assert await session.demands.get() == wire.Demand(camera=360, screen=0, sound=True)
    sound.close()
    assert await session.demands.get() == wire.Demand(camera=360, screen=0, sound=False)
    del pictures
    assert await session.demands.get() == wire.Demand(camera=0, screen=0, sound=False)

    await peer.close()
    await browser.close()


async def test_whoever_is_closed_while_a_connection_takes_the_place_of_another_leaves_none_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[RTCPeerConnection] = []

    class Negotiation(negotiation_module.Negotiation):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            made.append(self.pc)

    monkeypatch.setattr(negotiation_module, "Negotiation", Negotiation)
    # At whichever step of it, which are about ten.
    for steps in range(40):
        session = Session()
        peer = Peer("ana", "Ana", session)
        browser = RTCPeerConnection(configuration([]))
        offer = wire.Description(kind="offer", sdp=await browsers_offer(browser))
        peer.signalled("first", offer)
        await session.said.get()
        peer.signalled("second", offer)
        for _ in range(steps):
            await asyncio.sleep(0)
        await peer.close()
        assert {pc.connectionState for pc in made} == {"closed"}
        await browser.close()


async def test_what_comes_of_whom_the_server_lets_only_listen_is_dropped() -> None:
    session = Session()
    peer = Peer("gus", "Gus", session)
    browser = RTCPeerConnection(configuration([]))
    pictures = await films(browser, StampedVideo(), peer, session)
    await pictures.__anext__()

    peer.grant(False)
    with pytest.raises(NotGranted, match="Gus may only watch and listen"):
        async for _ in pictures:
            pass
    peer.allow(True)
    assert not any(inlet.open for inlet in peer.pictures.values())
    assert not any(inlet.open for inlet in peer.sounds.values())

    peer.grant(True)
    later = FrameStream()
    peer.pictures["camera"].add(later)
    await later.__anext__()
    await peer.close()
    await browser.close()


async def films(browser: RTCPeerConnection, camera: StampedVideo, peer: Peer, session: Session) -> FrameStream:
    """The browser offers its camera, and takes the answer. Returns what comes of it to somebody who reads."""
    pictures = FrameStream()
    peer.allow(True)
    peer.pictures["camera"].add(pictures)
    peer.signalled("first", wire.Description(kind="offer", sdp=await browsers_offer(browser)))
    browser.getTransceivers()[1].sender.replaceTrack(camera)
    await takes(browser, await session.said.get())
    return pictures


async def takes(browser: RTCPeerConnection, description: wire.Description) -> None:
    await browser.setRemoteDescription(RTCSessionDescription(description.sdp, description.kind))


async def answers(browser: RTCPeerConnection, peer: Peer, offer: wire.Description) -> None:
    await takes(browser, offer)
    await browser.setLocalDescription()
    peer.signalled("first", wire.Description(kind="answer", sdp=browser.localDescription.sdp))
