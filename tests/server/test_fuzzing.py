"""Whatever bytes come, in whatever order: the server answers by name or hangs up, and serves everybody else."""

from __future__ import annotations

import asyncio
import json
import struct
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tornado.websocket import WebSocketClosedError

from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from ..test_protocol import CLIENT, UNREADABLE
from .visitor import Line, Visitor, hang_up

SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=40)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
GOOD = [message for message in CLIENT if message["type"] not in ("hello", "leave")]


@st.composite
def bodies(draw: st.DrawFn) -> Any:
    """Mostly messages that are almost right."""
    message = dict(draw(st.sampled_from(GOOD)))
    for field in draw(st.lists(st.sampled_from([*message, "payload", "sender", "ack"]), max_size=2)):
        message[field] = draw(VALUES)
    return message


FRAMES = st.one_of(
    st.text(max_size=200),
    st.binary(max_size=200),
    VALUES.map(json.dumps),
    st.builds(lambda seq, ack, body: json.dumps({"seq": seq, "ack": ack, "body": body}), VALUES, VALUES, bodies()),
    st.builds(lambda body: {"body": body}, bodies()),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(frames=st.lists(FRAMES, min_size=1, max_size=30))
def test_nothing_that_is_sent_harms_the_others(server: Jupyter, frames: list[Any]) -> None:
    asyncio.run(_plays(server, frames))


async def _plays(server: Jupyter, frames: list[Any]) -> None:
    evil, good = await Visitor(server).enters("fuzz", "Evil"), await Visitor(server).enters("fuzz", "Good")
    try:
        await _sends_all(evil, frames)
        # Good's own requests are answered, whatever became of Evil.
        await good.says(wire.Say(key=good.me, text="Still here"))
        while (await good.hears(wire.Said)).line.key != good.me:
            continue  # Evil may chat like everybody
        health = Visitor(server).ask("GET", "videoroom/api/health").json
        assert health["status"] == "ok"
        assert "Traceback" not in server.log.read_text()
    finally:
        await hang_up()


async def _sends_all(line: Line, frames: list[Any]) -> None:
    for data in frames:
        try:
            await line.says_raw(_numbered(line, data) if isinstance(data, dict) else data)
        except WebSocketClosedError:
            return


def _numbered(line: Line, data: dict[str, Any]) -> str:
    """As it should be, so that the core sees it."""
    line.sent += 1
    return json.dumps({"seq": line.sent, "ack": 0, **data})


ROUTES = [
    ("POST", "videoroom/api/rooms/fuzz/ticket"),
    ("POST", "videoroom/api/rooms/fuzz/objects"),
    ("GET", "videoroom/api/rooms/fuzz"),
    ("GET", "videoroom/api/rooms/fuzz/objects/1"),
    ("GET", "videoroom/api/rooms/fuzz/objects/999999999999999"),
    ("GET", "videoroom/api/health"),
    ("GET", "videoroom/api/socket"),
    ("GET", "videoroom/room/fuzz"),
]
# As a part of the path, as a query, and as the value of a header that is percent-encoded.
STRANGE = ["%FF", "%00", "%C0%AF", "%ED%A0%80", "%F5%80%80%80", "a%0D%0Ab", "%", "%zz", "%2e%2e%2f", "%25FF"]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_request_ends_in_a_traceback(server: Jupyter, method: str, path: str) -> None:
    page = Visitor(server)
    xsrf = {"X-XSRFToken": page.cookie("_xsrf")}
    body = b"{}" if method == "POST" else None
    replies = [
        page.ask(method, path.replace("fuzz", f"fuzz{strange}") + query, {**xsrf, "X-Videoroom-Title": strange}, body)
        for strange in ["", *STRANGE]
        for query in ("", f"?token={strange}&{strange}={strange}")
    ]
    replies += [page.ask(method, path, xsrf, data) for data in UNREADABLE]
    assert {reply.status for reply in replies} <= {200, 400, 403, 404, 429}
    assert "Traceback" not in server.log.read_text()


def test_a_body_that_cannot_be_read_is_refused_in_words(server: Jupyter) -> None:
    page = Visitor(server)
    for body in UNREADABLE:
        reply = page.ask("POST", ROUTES[0][1], {"X-XSRFToken": page.cookie("_xsrf")}, body)
        assert (reply.status, json.loads(reply.json)["code"]) == (400, "bad-message")


async def test_a_frame_that_is_no_text_ends_its_own_socket_alone(server: Jupyter) -> None:
    for data in UNREADABLE:
        evil, good = await Visitor(server).enters("fuzz", "Evil"), await Visitor(server).enters("fuzz", "Good")
        masked = bytes(4) + data
        protocol = evil.socket.protocol
        assert protocol
        assert protocol.stream
        # Said to be text, as a client of one's own can.
        length = struct.pack("!Q", len(data))
        protocol.stream.write(b"\x81\xff" + length + masked)
        code, _ = await evil.is_closed()
        # 1009: larger than any frame may be.
        assert code in {4400, 1009, None}
        await good.says(wire.Say(key="k", text="Still here"))
        assert (await good.hears(wire.Said)).line.name == "Good"
    assert "Traceback" not in server.log.read_text()
