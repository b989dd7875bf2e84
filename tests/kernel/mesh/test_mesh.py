"""The connections of a session's call."""

from __future__ import annotations

from aiortc import RTCPeerConnection

from jupyter_videoroom.kernel.mesh.negotiation import configuration
from jupyter_videoroom.kernel.session import Session
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import decode_client_frame, frame

from ..fake_transport import Nowhere, joined
from ..programs import until
from .offers import browsers_offer


async def test_whom_the_server_tells_of_anew_is_told_again_what_is_wanted() -> None:
    session = Session(Nowhere("algebra"))
    browser = RTCPeerConnection(configuration([]))

    def demands() -> list[wire.Demand]:
        bodies = session._signaling._delivery.unacknowledged()
        said = [decode_client_frame(frame(body, seq)).body for seq, body in bodies]
        signals = [message.payload for message in said if isinstance(message, wire.Signal)]
        return [payload for payload in signals if isinstance(payload, wire.Demand)]

    session.received(joined("ana"))
    offer = wire.Description(kind="offer", sdp=await browsers_offer(browser))
    session.received(wire.Signalled(sender="ana", connection="first", payload=offer))
    await until(lambda: len(demands()) == 1)
    session.received(joined("ana"))
    await until(lambda: len(demands()) == 2)
    assert demands()[0] == demands()[1]

    await session.close()
    await browser.close()
