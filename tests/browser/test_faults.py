"""Things that die in the middle of a call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
from playwright.sync_api import Route, expect

from .browser_pool import BrowserPool
from .conftest import People, in_the_room
from .people import Person
from .servers import Jupyter
from .waiting import until


@pytest.fixture(scope="module")
def restarted_lab(pool: BrowserPool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A server that may be restarted, since no other tests need it."""
    with Jupyter(tmp_path_factory.mktemp("restarted_lab")) as server:
        yield server
        pool.forget_server(server)


def test_a_killed_browser_is_gone_within_fifteen_seconds(ana: Person, cy: Person) -> None:
    ana.joins()
    cy.joins()
    ana.sees(cy)
    cy.is_killed()

    seconds = ana.misses(cy, within=20)
    print(f"gone after {seconds:.1f} s")
    ana.reads("Cy left the room")


def is_overloaded(person: Person, seconds: float) -> None:
    """The page does nothing else for so long."""
    person.page.evaluate(
        """(seconds) => void setTimeout(() => {
          const end = performance.now() + 1000 * seconds;
          while (performance.now() < end);
        })""",
        seconds,
    )


def test_a_page_that_was_overloaded_is_back_in_the_call_by_itself(visitors: People, lab: Jupyter) -> None:
    ana, bo = (visitors(name, lab) for name in ("Ana", "Bo"))
    for person in (ana, bo):
        person.enters()
        person.joins()
    ana.sees(bo)

    is_overloaded(bo, seconds=17)
    ana.misses(bo)
    ana.finds(bo, "in a call")
    ana.sees(bo)
    bo.sees(ana)
    bo.has_one_camera()


def test_a_call_outlives_a_restart_of_the_server(people: People, restarted_lab: Jupyter) -> None:
    ana, bo = (in_the_room(people(name, restarted_lab)) for name in ("Ana", "Bo"))
    ana.calls(bo)
    bo.accepts()
    ana.sees(bo)
    bo.sees(ana)

    restarted_lab.stop()
    for one, other in permutations((ana, bo)):
        one.has_status("reconnecting")
        one.sees(other)

    frames = ana.frames_of(bo)
    restarted_lab.start()
    for one, other in permutations((ana, bo)):
        until(one.status, lambda words: "reconnecting" not in words, f"{one} is connected again", within=30)
        one.finds(other, "in a call")
        one.sees(other)
        # The new server has been told what is being sent: no initials over the picture, no sign of a muted microphone.
        expect(one.tile(other).locator(".no-picture, .muted")).to_have_count(0)
    assert ana.frames_of(bo) > frames
    ana.has_one_camera()

    ana.hangs_up()
    for one, other in permutations((ana, bo)):
        one.finds(other, "available")
        one.has_released_the_devices()


def test_the_lobby_outlives_a_restart_of_the_server(visitors: People, restarted_lab: Jupyter) -> None:
    ana, bo = (visitors(name, restarted_lab) for name in ("Ana", "Bo"))
    for person in (ana, bo):
        person.enters()
    restarted_lab.restart()
    for one, other in permutations((ana, bo)):
        one.finds(other, "available")
    ana.calls(bo)
    bo.accepts()
    ana.sees(bo)


def test_a_part_of_the_page_that_does_not_come_is_told_and_asked_for_again(visitors: People, lab: Jupyter) -> None:
    ana = visitors("Ana", lab)
    part = "**/static/videoroom/h/{}.*.js"
    for name in ("call", "inside"):
        ana.page.route(part.format(name), lambda route: route.abort())
    ana.room.get_by_role("textbox", name="Your name", exact=True).fill("Ana")
    ana.button("Enter room").click()
    ana.is_told("A part of the page could not be loaded.")
    ana.page.unroute(part.format("inside"))
    ana.button("Try again").click()
    ana.finds(ana, "available")

    ana.joins()
    ana.is_told("A part of the page could not be loaded.")
    ana.page.unroute(part.format("call"))
    ana.button("Try again").click()
    expect(ana.button("Leave call")).to_be_visible()


def test_a_call_waits_for_the_part_of_the_page_that_shows_it(visitors: People, lab: Jupyter) -> None:
    ana, bo = (visitors(name, lab) for name in ("Ana", "Bo"))
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    ana.page.route("**/static/videoroom/h/call.*.js", hold)
    for person in (ana, bo):
        person.enters()
        person.joins()
    expect(ana.room.get_by_text("Loading…")).to_be_visible()
    until(lambda: ana.notebook.probe("connections"), lambda count: count > 0, "Ana is being connected")
    for route in on_their_way:
        route.continue_()
    ana.sees(bo)
    bo.sees(ana)
