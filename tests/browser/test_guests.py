"""Those whom a server lets watch and listen, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, WebSocketRoute, expect

from jupyter_videoroom.protocol.messages import Role

from ..server.roles import WITH_ROLES, has_role
from .browser_pool import BrowserPool
from .conftest import People
from .people import Person
from .servers import Jupyter
from .waiting import until

NOTHING = "Guests can only watch and listen on this server"
NEITHER = "lets guests neither raise a hand nor react"


@pytest.fixture
def lab_with_guests(pool: BrowserPool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A server that has nobody but guests."""
    with Jupyter(
        tmp_path_factory.mktemp("lab_with_guests"), "lab", WITH_ROLES, "--VideoRooms.default_role=guest"
    ) as server:
        yield server
        pool.forget_server(server)


def is_now(role: Role, person: Person, server: Jupyter) -> None:
    """From when their page enters or comes back."""
    me = person.page.request.get(server.address("api/me")).json()
    has_role(server, me["identity"]["username"], role)


def is_changed(person: Person) -> None:
    """Their page sends, whatever the server grants, whatever others take, and however little they ask for."""

    def connect(page: WebSocketRoute) -> None:
        def pass_on(message: str | bytes) -> None:
            frame = json.loads(message)
            body = frame["body"]
            if body["type"] == "welcome":
                body["grants"]["publish"] = True
            if body["type"] == "signal" and body["payload"]["type"] == "demand":
                body["payload"] |= {"camera": 720, "screen": 720, "sound": True}
            page.send(json.dumps(frame).replace("a=sendonly", "a=sendrecv").replace("a=inactive", "a=sendrecv"))

        page.connect_to_server().on_message(pass_on)

    person.page.route_web_socket("**/videoroom/api/socket", connect)
    # Only pages that are loaded after that are routed.
    person.page.reload()


def is_refused(button: Locator, reason: str) -> None:
    expect(button).to_be_disabled()
    assert reason in (button.get_attribute("title") or "")


def test_a_guest_watches_and_listens(visitors: People, lab_with_guests: Jupyter) -> None:
    ana, bo = (visitors(name, lab_with_guests) for name in ("Ana", "Bo"))
    is_now("member", ana, lab_with_guests)
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
        "The operator of this server lets guests read the chat, but not write."
    )

    bo.room.focus()
    for key in ("m", "v", "h"):
        bo.page.keyboard.press(key)
    bo.chooses("Grid")
    bo.never_opened_a_device()
    ana.finds(bo, "listens only")
    bo.hangs_up()
    ana.finds(bo, "available")
    bo.never_opened_a_device()


def test_a_guest_with_a_changed_page_is_neither_seen_nor_heard(visitors: People, lab_with_guests: Jupyter) -> None:
    ana, bo = (visitors(name, lab_with_guests) for name in ("Ana", "Bo"))
    is_now("member", ana, lab_with_guests)
    is_changed(bo)
    for person in (ana, bo):
        person.enters()
        person.joins()
    bo.sees(ana)
    bo.button("Share screen").click()
    until(lambda: bo.notebook.probe("sent")["bytes"], lambda sent: sent > 300_000, "Bo's page sends")

    ana.finds(bo, "listens only")
    expect(ana.tile(bo)).to_have_count(0)
    expect(ana.room.locator("video")).to_have_count(1)
    expect(ana.room.locator("audio")).to_have_count(0)
    assert ana.notebook.probe("incoming") == [{"muted": True, "frames": 0}] * 4


def test_a_guest_who_may_send_from_now_on_is_seen_and_heard_until_that_is_over(
    visitors: People, lab_with_guests: Jupyter
) -> None:
    ana, bo = (visitors(name, lab_with_guests) for name in ("Ana", "Bo"))
    is_now("member", ana, lab_with_guests)
    is_now("guest", bo, lab_with_guests)
    for person in (ana, bo):
        person.enters()
        person.joins()
    bo.sees(ana)
    expect(ana.tile(bo)).to_have_count(0)

    is_now("member", bo, lab_with_guests)
    bo.notebook.probe("cut")
    bo.button("Start camera").click()
    bo.button("Unmute microphone").click()
    ana.sees(bo)
    ana.hears(bo)
    bo.sees(ana)

    is_now("guest", bo, lab_with_guests)
    bo.notebook.probe("cut")
    ana.finds(bo, "listens only")
    expect(ana.tile(bo)).to_have_count(0)
    bo.has_released_the_devices()
    bo.sees(ana)


def test_what_one_may_do_changes_while_the_page_is_open(visitors: People, lab_with_guests: Jupyter) -> None:
    bo = visitors("Bo", lab_with_guests)
    is_now("member", bo, lab_with_guests)
    sockets: list[WebSocketRoute] = []

    def connect(page: WebSocketRoute) -> None:
        sockets.append(page)
        page.connect_to_server().on_message(page.send)

    bo.page.route_web_socket("**/videoroom/api/socket", connect)
    bo.page.reload()
    bo.enters()

    def may(**grants: bool) -> None:
        granted = {
            "type": "granted",
            "role": "member",
            "grants": {"join": True, "publish": True, "data": True} | grants,
        }
        sockets[-1].send(json.dumps({"seq": 0, "ack": 0, "body": granted}))

    may(join=False)
    expect(bo.button("Join call")).to_be_disabled()
    expect(bo.room.get_by_text("You may not join calls in this room")).to_be_visible()
    may(data=False)
    expect(bo.message).to_be_disabled()
    bo.joins()
    is_refused(bo.button("Raise hand"), NEITHER)
    expect(bo.button("Stop camera")).to_be_visible()

    may(publish=False)
    bo.has_released_the_devices()
    expect(bo.room.get_by_text("You can only watch and listen here")).to_be_visible()
    is_refused(bo.button("Start camera"), NOTHING)
    expect(bo.button("Raise hand")).to_be_enabled()
    expect(bo.message).to_be_enabled()
    may()
    bo.button("Start camera").click()
    expect(bo.button("Stop camera")).to_be_visible()
