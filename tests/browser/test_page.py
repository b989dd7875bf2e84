"""The room in a tab of its own: how one gets there, alone, invited or in the middle of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, expect

from .browser_pool import BrowserPool
from .people import Person
from .servers import Jupyter
from .tabs import at_the_page, has_seen, opens_in_a_tab, watches

Invites = Callable[[str], Person]


@pytest.fixture
def invited(pool: BrowserPool, lab: Jupyter, room: str) -> Iterator[Invites]:
    """Somebody follows a link to the room's page, in a browser that has never seen this server."""
    contexts: list[BrowserContext] = []

    def visit(name: str) -> Person:
        browser = pool.browser(name)
        contexts.append(browser.context())
        page = contexts[-1].new_page()
        page.goto(page_of(lab, room))
        return at_the_page(name, browser, page, room)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def moved(ana: Person) -> Iterator[Callable[[], Person]]:
    """Ana presses "Open in a tab", and goes on in the tab that opens."""
    tabs: list[Person] = []

    def move() -> Person:
        tabs.append(opens_in_a_tab(ana))
        return tabs[-1]

    yield move
    for there in tabs:
        there.page.close()


def page_of(server: Jupyter, room: str) -> str:
    return server.address(f"videoroom/room/{quote(room)}")


def signs_in(person: Person, server: Jupyter) -> None:
    person.page.get_by_label("Password or token").fill(server.token)
    person.page.get_by_role("button", name="Log in", exact=True).click()


ASK = "async (address) => (await fetch(address)).json()"


def id_of(person: Person, server: Jupyter) -> list[str]:
    people = person.page.evaluate(ASK, server.address(f"videoroom/api/rooms/{quote(person.room_name)}"))["people"]
    return [row["id"] for row in people if row["name"] == person.name]


def are_in_a_call(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    bo.sees(ana)


def test_a_link_leads_through_the_login_into_a_call_with_a_notebook(
    invited: Invites, ana: Person, lab: Jupyter
) -> None:
    bo = invited("Bo")
    signs_in(bo, lab)
    bo.page.wait_for_url(page_of(lab, ana.room_name))
    expect(bo.page).to_have_title(f"{ana.room_name} \N{EN DASH} Video room")
    bo.enters()

    are_in_a_call(ana, bo)
    ana.hears(bo)
    bo.hears(ana)
    expect(bo.button("Open in a tab")).to_have_count(0)

    bo.closes_tab()
    ana.misses(bo)


def test_a_call_moves_to_a_tab_and_back_and_nobody_notices(
    moved: Callable[[], Person], ana: Person, bo: Person, lab: Jupyter
) -> None:
    are_in_a_call(ana, bo)
    before = id_of(ana, lab)
    frames = bo.frames_of(ana)
    watches(bo, ana)

    there = moved()
    there.sees(bo)
    there.hears(bo)
    bo.sees(ana)
    bo.hears(ana)
    ana.has_released_the_devices()
    ana.is_told("This call is in another tab")
    assert ana.notebook.probe("sockets") == 0

    with there.page.expect_event("close"):
        ana.button("Bring it back").click()
    ana.sees(bo)
    bo.sees(ana)
    ana.has_one_camera()

    seen = has_seen(bo)
    assert set(seen["texts"]) == {"Ana"}
    assert seen["stops"] == 0
    assert bo.frames_of(ana) > frames
    assert id_of(ana, lab) == before
    bo.has_not_read("left")


def test_a_call_of_three_moves_to_a_tab(moved: Callable[[], Person], ana: Person, bo: Person, cy: Person) -> None:
    for person in (ana, bo, cy):
        person.joins()
    for other in (bo, cy):
        ana.sees(other)
        other.sees(ana)

    there = moved()
    for other in (bo, cy):
        there.sees(other)
        there.hears(other)
        other.sees(ana)
        other.hears(ana)
        other.has_not_read("left")
    bo.sees(cy)
    ana.has_released_the_devices()


def test_the_chosen_camera_moves_to_the_tab(collector: Person, bo: Person) -> None:
    fay = collector
    cameras = fay.named_devices("Camera")
    fay.chooses_device("Camera", cameras[2])
    fay.joins()
    bo.joins()
    bo.shows(fay)
    fay.uses_the_camera(cameras[2])

    there = opens_in_a_tab(fay)
    there.uses_the_camera(cameras[2])
    fay.has_released_the_devices()
    bo.shows(fay)
    there.page.close()


def test_what_is_off_stays_off_in_the_tab(moved: Callable[[], Person], ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    ana.button("Mute microphone").click()
    ana.button("Stop camera").click()

    there = moved()
    there.sees(bo)
    expect(there.button("Unmute microphone")).to_be_visible()
    expect(there.button("Start camera")).to_be_visible()
    there.has_no_camera()

    there.button("Start camera").click()
    bo.sees(ana)


def test_closing_the_tab_leaves_the_room(moved: Callable[[], Person], ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    there = moved()
    there.sees(bo)
    ana.is_told("This call is in another tab")

    there.closes_tab()
    bo.misses(ana)
    ana.is_in_the_lobby()


def test_presence_alone_moves_too(moved: Callable[[], Person], ana: Person, bo: Person, lab: Jupyter) -> None:
    before = id_of(ana, lab)
    there = moved()
    there.finds(there, "available")
    ana.is_told("You are in this room in another tab")
    assert id_of(ana, lab) == before
    there.never_opened_a_device()

    bo.calls(ana)
    there.is_rung_by(bo)


def test_no_address_holds_a_secret(moved: Callable[[], Person], ana: Person, bo: Person, lab: Jupyter) -> None:
    asked: list[str] = []
    ana.page.context.on("request", lambda request: asked.append(request.url))
    are_in_a_call(ana, bo)
    there = moved()
    there.sees(bo)

    assert there.page.url in asked
    secrets = ana.notebook.secrets | set(ana.notebook.tickets()) | {lab.token}
    assert not [address for address in asked if "eyJ" in address or any(secret in address for secret in secrets)]


def test_a_blocked_tab_is_said_with_a_link_that_works(ana: Person, bo: Person) -> None:
    are_in_a_call(ana, bo)
    ana.page.evaluate("() => { [globalThis.openReally, globalThis.open] = [open, () => null] }")
    ana.button("Open in a tab").click()
    ana.page.evaluate("() => { globalThis.open = openReally }")
    ana.is_told("The browser opened no tab")

    with ana.page.expect_popup() as opened:
        ana.room.get_by_role("link", name="Open the room").click()
    there = at_the_page("Ana", ana.browser, opened.value, ana.room_name)
    there.sees(bo)
    ana.is_told("This call is in another tab")
    there.closes_tab()
    ana.is_in_the_lobby()


def test_the_invitation_is_the_page_s_address(ana: Person, lab: Jupyter) -> None:
    ana.page.context.grant_permissions(["camera", "microphone", "clipboard-read", "clipboard-write"])
    ana.button("Copy invitation link").click()
    expect(ana.room.get_by_text("Link copied")).to_be_visible()
    copied = ana.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page_of(lab, ana.room_name)


def test_the_page_runs_nothing_that_is_written_into_it(invited: Invites, lab: Jupyter) -> None:
    bo = invited("Bo")
    signs_in(bo, lab)
    bo.is_in_the_lobby()
    blocked = bo.page.evaluate(
        """() => new Promise((resolve) => {
          document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
          document.body.append(Object.assign(document.createElement("script"), { text: "globalThis.hacked = true" }));
        })"""
    )
    assert blocked == "script-src-elem"
    assert bo.page.evaluate("() => globalThis.hacked") is None


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "a b\n", "x" * 65, "\u3164"])
def test_a_name_that_no_room_has_is_said_in_plain_words(invited: Invites, lab: Jupyter, name: str) -> None:
    bo = invited("Bo")
    signs_in(bo, lab)
    reply = bo.page.goto(page_of(lab, name))
    assert reply is not None
    assert reply.status == 404
    expect(bo.page.get_by_role("heading")).to_have_text("No video room can have this name")
