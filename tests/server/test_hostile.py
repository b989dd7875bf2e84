"""What hostile or broken clients send: refused by name, and nobody else notices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from tornado.websocket import WebSocketClosedError

from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from .visitor import Line, Visitor

OFFER = wire.Description(kind="offer", sdp="v=0")


@asynccontextmanager
async def undisturbed(server: Jupyter, room: str) -> AsyncIterator[tuple[Line, Line]]:
    """Two people in a call, whose signals still arrive afterwards."""
    ana, bo = await Visitor(server).enters(room, "Ana"), await Visitor(server).enters(room, "Bo")
    for person in (ana, bo):
        await person.says(wire.Join(call="main"))
        await person.hears(wire.Joined)
    yield ana, bo
    await ana.says(wire.Signal(to=bo.me, connection="after", payload=OFFER))
    heard = await bo.hears(wire.Signalled)
    assert heard == wire.Signalled(sender=ana.me, connection="after", payload=OFFER)


async def refusal(line: Line) -> tuple[str, int | None, str | None]:
    """The problem, and how the socket was closed."""
    problem = await line.hears(wire.Problem)
    assert problem.message
    assert problem.fix
    return (problem.code, *await line.is_closed())


@pytest.mark.parametrize(
    "data",
    [
        "not JSON",
        b"\x00\xff\x00",
        "[1, 2]",
        '{"seq": 1, "body": {"type": "make-me-host"}}',
        '{"seq": 1, "body": {"type": "welcome", "you": "x"}}',
        '{"seq": 1, "body": {"type": "join", "call": {"deep": []}}}',
    ],
)
async def test_what_cannot_be_read(server: Jupyter, room: str, data: str | bytes) -> None:
    async with undisturbed(server, room):
        evil = await Visitor(server).enters(room)
        await evil.says_raw(data)
        assert await refusal(evil) == ("bad-message", 4400, "bad-message")


async def test_ten_megabytes(server: Jupyter, room: str) -> None:
    async with undisturbed(server, room):
        evil = await Visitor(server).enters(room)
        # The server hangs up in the middle of it, with 1009 ("message too big") for who still listens.
        with suppress(WebSocketClosedError):
            await evil.says_raw("x" * 10_000_000)
        code, _ = await evil.is_closed()
        assert code in {1009, None}


async def test_numbers_with_a_gap(server: Jupyter, room: str) -> None:
    async with undisturbed(server, room):
        evil = await Visitor(server).enters(room)
        await evil.says_raw('{"seq": 5, "body": {"type": "pong"}}')
        assert await refusal(evil) == ("gap", 4408, "gap")


async def test_a_hello_is_first_and_only(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    line = await page.opens_socket()
    await line.says(wire.Join(call="main"))
    assert await refusal(line) == ("hello-first", 4400, "hello-first")
    line = await page.enters(room)
    await line.says_hello(page.ticket(room)["ticket"])
    assert (await line.hears(wire.Problem)).code == "not-allowed"


async def test_another_version(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    line = await page.opens_socket()
    await line.says_hello(page.ticket(room)["ticket"], version=wire.PROTOCOL_VERSION + 1)
    assert await refusal(line) == ("wrong-version", 4426, "wrong-version")


async def test_a_used_ticket(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    ticket = page.ticket(room)["ticket"]
    first = await page.opens_socket()
    await first.says_hello(ticket)
    await first.hears(wire.Welcome)
    second = await page.opens_socket()
    await second.says_hello(ticket)
    assert await refusal(second) == ("ticket-used", 4401, "ticket-used")


def sign(server: Jupyter, room: str, *, key: bytes = b"", age: float = 0) -> str:
    """A ticket made with the server's own key, or another, `age` seconds ago."""
    import time

    tokens = server.tokens(lambda: time.time() - age, key)
    return tokens.ticket(user="evil", account="Evil", room=room, kind="browser")


@pytest.mark.parametrize(
    ("key", "age", "code"),
    [(b"", 31, "ticket-expired"), (b"x" * 32, 0, "ticket-forged")],
)
async def test_a_ticket_that_is_not_good(server: Jupyter, room: str, key: bytes, age: float, code: str) -> None:
    line = await Visitor(server).opens_socket()
    await line.says_hello(sign(server, room, key=key, age=age))
    assert await refusal(line) == (code, 4401, code)


async def test_a_session_token_is_no_ticket_and_a_ticket_no_session_token(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    inside = await page.enters(room)
    line = await page.opens_socket()
    await line.says_hello(inside.token)
    assert await refusal(line) == ("wrong-audience", 4401, "wrong-audience")
    line = await page.opens_socket()
    ticket = page.ticket(room)["ticket"]
    await line.says_hello(ticket, resume=wire.Resume(token=page.ticket(room)["ticket"], seq=0))
    assert await refusal(line) == ("wrong-audience", 4401, "wrong-audience")


async def test_nobody_resumes_another_s_session_or_one_in_another_room(server: Jupyter, room: str) -> None:
    page, thief = Visitor(server), Visitor(server)
    async with undisturbed(server, room):
        inside = await page.enters(room)
        line = await thief.opens_socket()
        await line.says_hello(thief.ticket(room)["ticket"], resume=inside.resume)
        assert await refusal(line) == ("wrong-user", 4403, "wrong-user")
        line = await page.opens_socket()
        await line.says_hello(page.ticket(f"{room} elsewhere")["ticket"], resume=inside.resume)
        assert await refusal(line) == ("wrong-room", 4403, "wrong-room")


async def test_a_kernel_s_ticket_takes_no_page_s_place_by_any_socket(server: Jupyter, room: str) -> None:
    page = Visitor(server)
    async with undisturbed(server, room):
        inside = await page.enters(room)
        for who in (page, Visitor(server, sign_in=False)):
            line = await who.opens_socket()
            await line.says_hello(page.ticket(room, "kernel")["ticket"], resume=inside.resume)
            assert await refusal(line) == ("wrong-kind", 4403, "wrong-kind")
        await inside.says(wire.Join(call="main"))
        await inside.hears(wire.Joined)


async def test_another_room_s_participant_is_out_of_reach(server: Jupyter, room: str) -> None:
    async with undisturbed(server, room) as (ana, _):
        outside = await Visitor(server).enters(f"{room} elsewhere")
        await outside.says(wire.Join(call="main"))
        await outside.hears(wire.Joined)
        await outside.says(wire.Signal(to=ana.me, connection="c", payload=OFFER))
        assert (await outside.hears(wire.Problem)).code == "peer-gone"
        await outside.says(wire.Invite(to=ana.welcome.user))
        assert (await outside.hears(wire.Problem)).code == "nobody-there"


async def test_a_refusal_is_in_the_server_s_log_without_its_secrets(server: Jupyter, room: str) -> None:
    line = await Visitor(server).opens_socket()
    ticket = sign(server, room, key=b"y" * 32)
    await line.says_hello(ticket)
    await refusal(line)
    log = server.log.read_text()
    assert "refused: ticket-forged: The ticket was not made by this server." in log
    assert ticket not in log
