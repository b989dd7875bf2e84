"""Those whom a server lets watch and listen, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Route, expect

from jupyter_videoroom.protocol.messages import PROTOCOL_VERSION, Grants

from .cast import Cast
from .conftest import People
from .people import Person
from .servers import Jupyter

NOTHING = "Guests can only watch and listen on this server"
NEITHER = "lets guests neither raise a hand nor react"


@pytest.fixture
def visited(cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A server that has nobody but guests."""
    with Jupyter(tmp_path_factory.mktemp("visited"), "lab", "--VideoRooms.default_role=guest") as server:
        yield server
        cast.forget_server(server)


def member_ticket(server: Jupyter, room: str) -> str:
    """As the server's own key would sign it for somebody who may do more."""
    return server.tokens().ticket(user="ana", account="Ana", room=room, kind="browser", grants=Grants())


def is_a_member(person: Person, server: Jupyter) -> None:
    def answer(route: Route) -> None:
        ticket = member_ticket(server, person.room_name)
        reply = {"url": "/u/x/videoroom/api/socket", "ticket": ticket, "version": PROTOCOL_VERSION}
        route.fulfill(status=200, content_type="application/json", body=json.dumps(reply))

    person.page.route("**/ticket", answer)


def is_refused(button: Locator, reason: str) -> None:
    expect(button).to_be_disabled()
    assert reason in (button.get_attribute("title") or "")


def test_a_guest_watches_and_listens(visitors: People, visited: Jupyter) -> None:
    ana, bo = (visitors(name, visited) for name in ("Ana", "Bo"))
    is_a_member(ana, visited)
    for person in (ana, bo):
        person.enters()
    expect(bo.button("Try camera and microphone")).to_be_disabled()
    ana.joins()
    bo.joins()
    bo.sees(ana)
    bo.hears(ana)
    ana.says("Welcome")
    bo.reads_in_chat("Ana", "Welcome")

    expect(bo.room.get_by_text("You can only watch and listen here")).to_be_visible()
    for name in ("Unmute microphone", "Start camera", "Share screen"):
        is_refused(bo.button(name), NOTHING)
    for name in ("Raise hand", "React"):
        is_refused(bo.button(name), NEITHER)
    expect(bo.message).to_be_disabled()
    expect(bo.message).to_have_accessible_description(
        "Whoever runs this server lets guests read the chat, but not write."
    )

    bo.room.focus()
    for key in ("m", "v", "h"):
        bo.page.keyboard.press(key)
    bo.chooses("Grid")
    bo.never_opened_a_device()
    ana.finds(bo, "microphone off")
    bo.hangs_up()
    ana.finds(bo, "available")
    bo.never_opened_a_device()
