"""`room.connect()` of the widget: the page's ticket where a page is open, else the kernel's own."""

from __future__ import annotations

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.protocol import messages as wire

from ..browser.servers import Jupyter
from ..server.visitor import Visitor
from .guest import Guest
from .stamps import StampedVideo


@pytest.fixture(autouse=True)
def _found(server: Jupyter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_VIDEOROOM_URL", server.address(""))
    monkeypatch.setenv("JUPYTER_VIDEOROOM_TOKEN", server.token)


async def test_the_widget_joins_and_reads(server: Jupyter, name: str) -> None:
    ana = await Guest(server, name, "Ana").enters()
    await ana.sends(camera=StampedVideo())
    room = VideoRoom(name)
    with pytest.raises(RuntimeError, match="connect"):
        room.frames("Ana")
    stay = await room.connect()
    assert await room.connect() is stay
    assert (await room.frames("Ana").__anext__()).size == (640, 480)
    again = VideoRoom(name)
    assert again.kernel is stay
    again.close()
    assert (await ana.hears(wire.PeerLeft)).reason == "left-room"


async def test_the_page_s_ticket_makes_the_kernel_its_user_s(
    server: Jupyter, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(server)
    page = await visitor.enters(name, "Ana")
    room = VideoRoom(name)
    room.state = "available"

    def page_hears(message: dict[str, str]) -> None:
        assert message["do"] == "ticket"
        asked = visitor.ask(
            "POST",
            f"videoroom/api/rooms/{name.replace(' ', '%20')}/ticket",
            {"X-XSRFToken": visitor.cookie("_xsrf")},
            b'{"kind": "kernel"}',
        )
        room._hear(room, {"tell": "ticket", "id": message["id"], "reply": asked.json}, [])

    monkeypatch.setattr(room._tickets, "_send", page_hears)
    stay = await room.connect()
    assert stay.people[stay.id].user == page.welcome.user
    await stay.close()
    page.closes()
    await page.is_closed()


async def test_a_page_that_does_not_answer_holds_up_nothing(server: Jupyter, name: str) -> None:
    room = VideoRoom(name)
    room.state = "available"
    stay = await room.connect()
    assert stay.id in stay.people
    await stay.close()
    room.close()
