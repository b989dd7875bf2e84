"""The wire: golden messages shared with the page's tests, and what the server refuses to read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_videoroom.core.room import Room
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import (
    decode_client_frame,
    decode_reply,
    decode_server_frame,
    decode_ticket_request,
    encode,
    frame,
)
from jupyter_videoroom.protocol.errors import PROBLEMS, Refusal

FIXTURES = Path(__file__).parent / "fixtures" / "messages"
CLIENT: list[dict[str, Any]] = json.loads((FIXTURES / "client.json").read_text())
SERVER: list[dict[str, Any]] = json.loads((FIXTURES / "server.json").read_text())


@pytest.mark.parametrize("message", CLIENT, ids=lambda message: message["type"])
def test_a_client_s_message_is_read_as_written(message: dict[str, Any]) -> None:
    read = decode_client_frame(json.dumps({"seq": 3, "ack": 2, "body": message}))
    assert (read.seq, read.ack) == (3, 2)
    assert json.loads(encode(read.body)).items() >= message.items()


@pytest.mark.parametrize("message", SERVER, ids=lambda message: message["type"])
def test_a_server_s_message_survives_the_round(message: dict[str, Any]) -> None:
    read = decode_server_frame(frame(json.dumps(message).encode(), 7, 5))
    assert (read.seq, read.ack) == (7, 5)
    assert json.loads(encode(read.body)) == message


@pytest.mark.parametrize(("union", "golden"), [(wire.ClientMessage, CLIENT), (wire.ServerMessage, SERVER)])
def test_there_is_a_golden_message_of_every_type(union: Any, golden: list[dict[str, Any]]) -> None:
    tags = {member.__struct_config__.tag for member in get_args(union)}
    assert tags == {message["type"] for message in golden}


def test_the_core_handles_every_message() -> None:
    assert Room("algebra", str).handlers.keys() == set(get_args(wire.ClientMessage))


def test_the_page_s_types_are_up_to_date() -> None:
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, root / "tools" / "gen_protocol.py", "--check"], check=True)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        b"\xff\xfe",
        '{"body": {"type": "no-such-type"}}',
        '{"body": {"type": "join"}}',
        '{"body": {"type": "join", "call": ""}}',
        '{"body": {"type": "join", "call": 3}}',
        '{"seq": -1, "body": {"type": "pong"}}',
        '{"body": {"type": "rename", "name": "' + "x" * 201 + '"}}',
        '{"body": {"type": "signal", "to": "b", "connection": "c", "payload": {"type": "evil"}}}',
        '{"body": {"type": "signal", "to": "b", "connection": "c", "payload": '
        '{"type": "description", "kind": "offer", "sdp": "' + "x" * (wire.MAX_SDP + 1) + '"}}}',
        '{"body": {"type": "welcome"}}',
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data: str | bytes) -> None:
    with pytest.raises(Refusal, match="bad-message"):
        decode_client_frame(data)


# Python 3.14 and later take 100,000 levels.
DEEP = 1_000_000
# No text, letters that are none, deeper than any stack, and numbers that no record has.
UNREADABLE = [
    b"\x00",
    b"\xff",
    b'{"kind": "\xff"}',
    b'{"kind": "\\ud800"}',
    b'{"kind": "\\udc00\\ud800"}',
    b'{"deep": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    b'{"deep": ' + b'{"deep": ' * DEEP,
    b'{"kind": 1e400}',
    b'{"kind": ' + b"9" * 10_000 + b"}",
    b'{"kind": NaN}',
    b'{"kind": "browser", "kind": "\xff"}',
    b'{"kind": "browser", "kind": 2}',
]


@pytest.mark.parametrize("data", UNREADABLE, ids=lambda data: data[:20])
def test_bytes_of_any_kind_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(Refusal, match="bad-message"):
        decode_ticket_request(data)
    with pytest.raises(Refusal, match="bad-message"):
        decode_client_frame(data)
    assert decode_reply(data, wire.TicketReply) is None
    assert decode_reply(data, wire.ErrorReply) is None


@given(st.text() | st.binary())
def test_no_input_does_worse_than_be_refused(data: str | bytes) -> None:
    with pytest.raises(Refusal, match="bad-message"):
        decode_client_frame(data)


def test_every_refusal_says_what_happened_and_what_to_do() -> None:
    for code, words in PROBLEMS.items():
        problem = Refusal(code).as_problem("join")
        assert problem.message.endswith(".")
        assert problem.fix.endswith(".")
        assert words.close is None or 4000 <= words.close < 5000


def test_the_loader_knows_the_version_that_the_bundle_has() -> None:
    loader = Path(__file__).parent.parent / "jupyter_videoroom" / "widget" / "loader.js"
    assert f"\nconst PROTOCOL = {wire.PROTOCOL_VERSION};\n" in loader.read_text()
