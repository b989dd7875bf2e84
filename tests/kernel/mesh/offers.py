"""What a browser says, made of what aiortc does."""

from __future__ import annotations

import re

from aiortc import RTCPeerConnection

from jupyter_videoroom.kernel.mesh.negotiation import SLOTS


async def browsers_offer(pc: RTCPeerConnection) -> str:
    """Of all four sections, with numbers for codecs and header extensions that are not aiortc's own."""
    for kind in SLOTS:
        pc.addTransceiver(kind, direction="sendrecv")
    await pc.setLocalDescription()
    sdp = re.sub(r"(a=extmap:)(\d+)", lambda found: f"{found[1]}{int(found[2]) + 4}", pc.localDescription.sdp)
    sdp = re.sub(r"a=(rtpmap|fmtp|rtcp-fb):(99|100|101|102|98)\b[^\r]*\r\n", "", sdp)
    sdp = re.sub(r"^(m=video \d+ \S+).*?\r", r"\1 120\r", sdp, flags=re.MULTILINE)
    return re.sub(r"a=(rtpmap|rtcp-fb):97 ", r"a=\1:120 ", sdp)
