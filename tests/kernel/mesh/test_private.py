"""What the names of aiortc and aioice that these do not promise make better, and what is so without them."""

from __future__ import annotations

import logging

import pytest
from aiortc import RTCPeerConnection

from jupyter_videoroom.kernel.mesh import private
from jupyter_videoroom.kernel.mesh.negotiation import configuration
from jupyter_videoroom.kernel.private import Feature, has
from jupyter_videoroom.kernel.sound import AudioStream

from ..stamps import HEIGHT, WIDTH, StampedVideo, Tone
from .browser import Mesh, answers, films

USERS = ("decoding", "negotiation", "rtp_fast_path", "private")
NAMED = [
    (name, owner, attribute)
    for name, feature in vars(private).items()
    if isinstance(feature, Feature) and name.isupper()
    for owner, attributes in feature.names.items()
    for attribute in attributes
]


async def test_a_picture_and_a_sound_come_by_all_of_them(caplog: pytest.LogCaptureFixture) -> None:
    assert all(feature.available for feature in private.FEATURES)
    await comes_through()
    assert caplog.records == []


@pytest.mark.parametrize("taken", sorted({name for name, *_ in NAMED}))
async def test_they_come_without(taken: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    feature: Feature = getattr(private, taken)
    first = next(iter(feature.names))
    lacking = Feature(feature.otherwise, {**feature.names, first: ("_renamed_since",)})
    for module in USERS:
        target = f"jupyter_videoroom.kernel.mesh.{module}.{taken}"
        monkeypatch.setattr(target, lacking, raising=False)
    await comes_through()
    [record] = [record for record in caplog.records if record.name.endswith(".private")]
    assert record.levelno == logging.WARNING
    assert f"has no _renamed_since in {first}" in record.getMessage()
    assert f"{feature.otherwise}. It is tested with aiortc 1.13 to " in record.getMessage()


@pytest.mark.parametrize(("name", "owner", "attribute"), NAMED)
def test_each_name_is_there_and_one_that_is_not_is_missed(name: str, owner: str, attribute: str) -> None:
    assert has(owner, attribute)
    assert not has(owner, f"{attribute}_renamed")
    assert not has(f"{owner}Renamed", attribute)
    assert not has(f"aiortc.renamed:{owner}", attribute)


async def comes_through() -> None:
    mesh, browser = Mesh(), RTCPeerConnection(configuration([]))
    camera, microphone, sound = StampedVideo(), Tone(), AudioStream()
    mesh.ana.sounds["microphone"].add(sound)
    pictures = await films(browser, camera, mesh.peer, mesh)
    browser.getTransceivers()[0].sender.replaceTrack(microphone)
    stream = mesh.publishes("sim")
    offer = await mesh.said.get()
    assert f"a=msid:{stream} " in offer.sdp
    await answers(browser, mesh.peer, offer)
    assert (await anext(pictures)).size == (WIDTH, HEIGHT)
    assert (await anext(sound)).shape == (320, 1)

    await mesh.peer.close()
    await browser.close()
    camera.stop()
    microphone.stop()
    mesh.publications[0].source.stop()
