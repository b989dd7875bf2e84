"""ICE servers: none by default, and TURN credentials as coturn checks them."""

from __future__ import annotations

import base64
import hashlib
import hmac

from traitlets.config import Config

from jupyter_videoroom.config import VideoRooms
from jupyter_videoroom.ice import Ice
from jupyter_videoroom.protocol.messages import IceServer


def test_none_by_default() -> None:
    assert VideoRooms().ice().servers("p", 0) == []


def test_static_servers() -> None:
    rooms = VideoRooms(
        config=Config(
            VideoRooms={
                "stun_urls": ["stun:s"],
                "turn_urls": ["turn:t"],
                "turn_username": "u",
                "turn_credential": "c",
            }
        )
    )
    stun, turn = rooms.ice().servers("p", 0)
    assert stun == IceServer(urls=["stun:s"])
    assert turn == IceServer(urls=["turn:t"], username="u", credential="c")


def test_credentials_by_shared_secret_live_300_seconds_and_are_one_participant_s() -> None:
    ice = Ice(turn_urls=["turn:t"], turn_secret="north")
    (server,) = ice.servers("p1", 1000.0)
    assert server.username == "1300:p1"
    expected = hmac.new(b"north", b"1300:p1", hashlib.sha1).digest()
    assert server.credential == base64.b64encode(expected).decode()
    assert ice.servers("p2", 1000.0)[0].credential != server.credential


def test_credentials_are_renewed_in_time() -> None:
    rooms = VideoRooms(turn_seconds=100.0)
    assert rooms.rules().refresh == 80
