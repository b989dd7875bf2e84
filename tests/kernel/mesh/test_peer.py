"""One member of the call, and the connections with them."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from aioice.ice import Connection
from aiortc import RTCPeerConnection

from jupyter_videoroom.kernel.errors import NotGranted
from jupyter_videoroom.kernel.frames import FrameStream
from jupyter_videoroom.kernel.mesh import mesh as mesh_module
from jupyter_videoroom.kernel.mesh import negotiation as negotiation_module
from jupyter_videoroom.kernel.mesh.negotiation import SLOTS, configuration
from jupyter_videoroom.kernel.mesh.rtp_fast_path import is_rtp
from jupyter_videoroom.kernel.publishing import Publication
from jupyter_videoroom.kernel.sound import AudioStream
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import changed

from ..fake_session import ME, person
from ..stamps import HEIGHT, WIDTH, Sourced, StampedVideo
from .browser import Mesh, answers, films, takes
from .offers import browsers_offer


async def test_what_is_published_while_a_connection_begins_is_sent_once() -> None:
    mesh = Mesh()
    peer = mesh.peer
    browser = RTCPeerConnection(configuration([]))
    for kind in SLOTS:
        browser.addTransceiver(kind)
    await browser.setLocalDescription()
    peer.signalled("first", wire.Description(kind="offer", sdp=browser.localDescription.sdp))
    early = mesh.publishes("early")
    await takes(browser, await mesh.said.get())

    await answers(browser, peer, await mesh.said.get())
    late = mesh.publishes("late")
    offer = await mesh.said.get()
    assert [offer.sdp.count(f"a=msid:{stream} ") for stream in (early, late)] == [1, 1]

    await peer.close()
    await browser.close()
    for publication in mesh.publications:
        publication.source.stop()


async def test_an_offer_that_was_lost_is_made_again_once_they_are_found_again() -> None:
    mesh = Mesh()
    peer = mesh.peer
    browser = RTCPeerConnection(configuration([]))
    for kind in SLOTS:
        browser.addTransceiver(kind)
    await browser.setLocalDescription()
    peer.signalled("first", wire.Description(kind="offer", sdp=browser.localDescription.sdp))
    await takes(browser, await mesh.said.get())
    mesh.publishes("sim")
    lost = await mesh.said.get()

    peer.found_again()
    again = await mesh.said.get()
    assert again == lost
    await answers(browser, peer, again)
    late = mesh.publishes("late")
    offer = await mesh.said.get()
    assert f"a=msid:{late} " in offer.sdp
    await answers(browser, peer, offer)
    peer.found_again()
    demands = [await mesh.demands.get() for _ in range(3)]
    assert demands == [demands[0]] * 3
    assert mesh.said.empty()

    await peer.close()
    await browser.close()
    for publication in mesh.publications:
        publication.source.stop()


async def test_pictures_come_while_an_offer_waits_for_its_answer() -> None:
    mesh = Mesh()
    peer = mesh.peer
    publication = Publication("sim", Sourced(StampedVideo()), "sim", cast(Any, None))
    mesh.publications.append(publication)
    browser, camera = RTCPeerConnection(configuration([])), StampedVideo()
    pictures = await films(browser, camera, peer, mesh)

    assert (await mesh.said.get()).kind == "offer"
    assert (await anext(pictures)).size == (WIDTH, HEIGHT)

    await peer.close()
    await browser.close()
    camera.stop()
    publication.source.stop()


async def test_pictures_take_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    mesh = Mesh()
    peer = mesh.peer
    browser, camera = RTCPeerConnection(configuration([])), StampedVideo()
    pictures = await films(browser, camera, peer, mesh)
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
    mesh = Mesh()
    peer = mesh.peer
    browser = RTCPeerConnection(configuration([]))
    peer.signalled("first", wire.Description(kind="offer", sdp=await browsers_offer(browser)))
    assert await mesh.demands.get() == wire.Demand(camera=0, screen=0, sound=False)

    sound = AudioStream()
    mesh.ana.sounds["microphone"].add(sound)
    assert await mesh.demands.get() == wire.Demand(camera=0, screen=0, sound=True)
    pictures = FrameStream(size=(640, 360))
    mesh.ana.pictures["camera"].add(pictures)
    assert await mesh.demands.get() == wire.Demand(camera=360, screen=0, sound=True)
    sound.close()
    assert await mesh.demands.get() == wire.Demand(camera=360, screen=0, sound=False)
    del pictures
    assert await mesh.demands.get() == wire.Demand(camera=0, screen=0, sound=False)

    await peer.close()
    await browser.close()


async def test_a_peer_that_is_closed_while_a_connection_takes_the_place_of_another_leaves_none_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[RTCPeerConnection] = []

    class Negotiation(negotiation_module.Negotiation):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            made.append(self.pc)

    monkeypatch.setattr(mesh_module, "Negotiation", Negotiation)
    # At whichever step of it, which are about ten.
    for steps in range(40):
        mesh = Mesh()
        peer = mesh.peer
        browser = RTCPeerConnection(configuration([]))
        offer = wire.Description(kind="offer", sdp=await browsers_offer(browser))
        peer.signalled("first", offer)
        await mesh.said.get()
        peer.signalled("second", offer)
        for _ in range(steps):
            await asyncio.sleep(0)
        await peer.close()
        assert {pc.connectionState for pc in made} == {"closed"}
        await browser.close()


async def test_what_comes_of_whom_the_server_lets_only_listen_is_dropped() -> None:
    mesh = Mesh()
    peer = mesh.peer
    browser = RTCPeerConnection(configuration([]))
    pictures = await films(browser, StampedVideo(), peer, mesh)
    await pictures.__anext__()

    filming = wire.Media(video=True)
    mesh.ana.see(ME, changed(person("Ana", listens=True), media=filming))
    with pytest.raises(NotGranted, match="Ana may only watch and listen"):
        async for _ in pictures:
            pass
    mesh.ana.consent.answered(True)
    assert not any(inlet.open for inlet in mesh.ana.pictures.values())
    assert not any(inlet.open for inlet in mesh.ana.sounds.values())

    mesh.ana.see(ME, changed(person("Ana", shares=True), media=filming))
    later = FrameStream()
    mesh.ana.pictures["camera"].add(later)
    await later.__anext__()
    await peer.close()
    await browser.close()
