"""What a browser is told, in the words that it needs."""

from __future__ import annotations

import re

import pytest
from aiortc import RTCPeerConnection, RTCRtpReceiver

from jupyter_videoroom.kernel.mesh.negotiation import Negotiation, configuration
from jupyter_videoroom.kernel.mesh.sdp import for_browser
from jupyter_videoroom.kernel.participant import Inlet
from jupyter_videoroom.protocol.messages import Description

from ..stamps import Sourced, StampedVideo
from .offers import browsers_offer


async def test_a_later_offer_keeps_the_numbers_of_the_first_one() -> None:
    told: list[Description] = []
    inlets = tuple(Inlet[object](lambda: None) for _ in range(4))
    negotiation = Negotiation("c", [], inlets, told.append, lambda: None)
    browser = RTCPeerConnection(configuration([]))
    camera = Sourced(StampedVideo())
    try:
        await negotiation.describe(Description(kind="offer", sdp=await browsers_offer(browser)))
        negotiation.publish("sim", camera)
        await negotiation.offer()
        answer, offer = (description.sdp for description in told)
        for sdp, sections in ((answer, 2), (offer, 3)):
            assert re.findall(r"a=rtpmap:(\d+) VP8", sdp) == ["120"] * sections
            assert set(re.findall(r"a=extmap:(\d+) \S+sdes:mid", sdp)) == {"5"}
            assert "abs-send-time" not in sdp
            assert "rtx" not in sdp
        assert offer.count("a=msid:sim ") == 1
    finally:
        camera.stop()
        await negotiation.close()
        await browser.close()


@pytest.mark.parametrize("first", ["VP8", "H264"])
async def test_the_browser_chooses_the_codec(first: str) -> None:
    told: list[Description] = []
    negotiation = Negotiation("c", [], tuple(Inlet[object](lambda: None) for _ in range(4)), told.append, lambda: None)
    browser = RTCPeerConnection(configuration([]))
    capabilities = RTCRtpReceiver.getCapabilities("video")
    assert capabilities
    codecs = sorted(capabilities.codecs, key=lambda codec: codec.name != first)
    try:
        for kind in ("audio", "video", "video", "audio"):
            transceiver = browser.addTransceiver(kind, direction="sendrecv")
            if kind == "video":
                transceiver.setCodecPreferences(codecs)
        await browser.setLocalDescription()
        await negotiation.describe(Description(kind="offer", sdp=browser.localDescription.sdp))
        sections = told[0].sdp.split("m=video ")[1:]
        answered = [re.findall(r"a=rtpmap:\d+ (\w+)", section) for section in sections]
        assert [names[0] for names in answered] == [first, first]
        assert all({"VP8", "H264"} <= set(names) and "rtx" not in names for names in answered)
    finally:
        await negotiation.close()
        await browser.close()


async def test_an_offer_that_meets_ours_is_left_to_the_browser() -> None:
    told: list[Description] = []
    negotiation = Negotiation("c", [], tuple(Inlet[object](lambda: None) for _ in range(4)), told.append, lambda: None)
    browser = RTCPeerConnection(configuration([]))
    camera = Sourced(StampedVideo())
    try:
        sdp = await browsers_offer(browser)
        await negotiation.describe(Description(kind="offer", sdp=sdp))
        negotiation.publish("sim", camera)
        await negotiation.offer()
        await negotiation.describe(Description(kind="offer", sdp=sdp))
        assert [description.kind for description in told] == ["answer", "offer"]
        assert negotiation.pc.signalingState == "have-local-offer"
    finally:
        camera.stop()
        await negotiation.close()
        await browser.close()


def test_what_a_browser_is_told_of_estimates_and_of_the_start() -> None:
    sdp = (
        "v=0\r\nm=audio 9 UDP 96\r\na=rtpmap:96 opus/48000/2\r\n"
        "m=video 9 UDP 97 98\r\na=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n"
        "a=rtpmap:97 VP8/90000\r\na=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=1\r\n"
    )
    assert for_browser(sdp) == (
        "v=0\r\nm=audio 9 UDP 96\r\na=rtpmap:96 opus/48000/2\r\n"
        "m=video 9 UDP 97 98\r\na=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
        "a=rtpmap:97 VP8/90000\r\na=fmtp:97 x-google-start-bitrate=2500\r\n"
        "a=rtpmap:98 H264/90000\r\na=fmtp:98 packetization-mode=1;x-google-start-bitrate=2500\r\n"
    )
