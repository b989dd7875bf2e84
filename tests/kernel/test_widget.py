"""`room.connect()` of the widget: the page's ticket where a page is open, else the kernel's own."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import quote

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.kernel import connect
from jupyter_videoroom.kernel.errors import NoServer
from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from ..browser.waiting import until
from ..server.visitor import Visitor, with_a_password
from ..widget.rows import says, tells
from .browser_peer import BrowserPeer
from .stamps import StampedVideo


@pytest.fixture(autouse=True)
def _found(server: Jupyter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", server.address(""))
    monkeypatch.setenv("JUPYTER_VIDEOROOM_TOKEN", server.token)


async def test_the_widget_joins_and_reads(server: Jupyter, name: str) -> None:
    ana = await BrowserPeer(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    room = VideoRoom(name)
    with pytest.raises(RuntimeError, match="connect"):
        room.frames("Ana")
    session = await room.connect()
    assert await room.connect() is session
    assert (await room.frames("Ana").__anext__()).size == (640, 480)
    again = VideoRoom(name)
    assert again.kernel is session
    room.close()
    assert not session.closed
    again.close()
    assert (await ana.hears(wire.MemberLeft)).reason == "left-room"


async def test_the_page_s_ticket_makes_the_kernel_its_user_s(
    server: Jupyter, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(server)
    page = await visitor.enters(name, "Ana")
    room = VideoRoom(name)
    tells(room, "available", [])

    def page_hears(message: dict[str, str]) -> None:
        assert message["do"] == "ticket"
        asked = visitor.ask(
            "POST",
            f"videoroom/api/rooms/{name.replace(' ', '%20')}/ticket",
            {"X-XSRFToken": visitor.cookie("_xsrf")},
            b'{"kind": "kernel"}',
        )
        says(room, tell="ticket", id=message["id"], reply=asked.json, base=server.address(""))

    monkeypatch.setattr(room._end, "send", page_hears)
    session = await room.connect()
    assert session.people[session.id].user == page.welcome.user
    await session.close()
    page.closes()
    await page.is_closed()


async def test_what_the_page_says_against_it_is_in_the_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_VIDEOROOM_TOKEN", "wrong")
    room = VideoRoom(name)
    tells(room, "available", [])
    error = {"what": "The server refused.", "why": "The sign-in has expired.", "fix": "Reload the page."}

    def page_hears(message: dict[str, str]) -> None:
        says(room, tell="ticket", id=message["id"], error=error)

    monkeypatch.setattr(room._end, "send", page_hears)
    with pytest.raises(NoServer) as raised:
        await room.connect()
    assert "the notebook's page: The server refused. The sign-in has expired. Reload the page." in str(raised.value)
    assert "did not take the token" in str(raised.value)
    room.close()


async def test_behind_a_password_the_page_alone_lets_the_kernel_in(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUPYTER_VIDEOROOM_TOKEN")
    with with_a_password(tmp_path) as server:
        monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", server.address(""))
        visitor = Visitor(server, sign_in=False)
        visitor.says_the_password()
        room = VideoRoom(name)
        with pytest.raises(NoServer, match="this kernel knows no token"):
            await room.connect()
        tells(room, "available", [])

        def page_hears(message: dict[str, str]) -> None:
            reply = visitor.ticket(name, "kernel")
            says(room, tell="ticket", id=message["id"], reply=reply, base=server.address(""))

        monkeypatch.setattr(room._end, "send", page_hears)
        session = await room.connect()
        assert session.people[session.id].kind == "kernel"
        await session.close()
        room.close()


async def test_a_page_that_does_not_answer_holds_up_nothing(server: Jupyter, name: str) -> None:
    room = VideoRoom(name)
    tells(room, "available", [])
    session = await room.connect()
    assert session.id in session.people
    await session.close()
    room.close()


async def test_who_is_closed_on_the_way_into_the_room_leaves_nobody_there(server: Jupyter, name: str) -> None:
    room = VideoRoom(name)
    joining = room.connect()
    room.close()
    with pytest.raises(asyncio.CancelledError):
        await joining
    with pytest.raises(RuntimeError, match="closed: make a new one"):
        room.connect()
    # Who joins later would see it there.
    async with await connect(name) as later:
        assert [person.id for person in later.people] == [later.id]


async def test_after_a_re_run_tickets_are_asked_of_a_page_all_the_same(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JUPYTER_VIDEOROOM_TOKEN")
    with with_a_password(tmp_path) as server:
        monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", server.address(""))
        visitor = Visitor(server, sign_in=False)
        visitor.says_the_password()
        first = VideoRoom(name)
        again = VideoRoom(name)
        first.close()

        def page_hears(message: dict[str, str]) -> None:
            reply = visitor.ticket(name, "kernel")
            says(again, tell="ticket", id=message["id"], reply=reply, base=server.address(""))

        monkeypatch.setattr(again._end, "send", page_hears)
        tells(again, "available", [])
        session = await again.connect()
        server.restart()
        address = f"videoroom/api/rooms/{quote(name)}"
        until(
            lambda: visitor.ask("GET", address),
            lambda seen: seen.status == 200 and [person["id"] for person in seen.json["people"]] == [session.id],
            "the kernel is back",
        )
        again.close()
