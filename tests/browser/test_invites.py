"""Every way in which a ring can end: in the list of people, in the events, and in Python on both sides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .browser_pool import BrowserPool
from .conftest import People, in_the_room
from .people import Person, call_each_other_at_once
from .servers import Jupyter


@pytest.fixture
def lab_with_short_rings(pool: BrowserPool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """Rings for three seconds only."""
    with Jupyter(tmp_path_factory.mktemp("lab_with_short_rings"), "lab", "--VideoRooms.ring_seconds=3") as server:
        yield server
        pool.forget_server(server)


def are_available_again(*people: Person) -> None:
    names = {person.name: "available" for person in people}
    for person in people:
        person.is_not_rung()
        for other in people:
            person.finds(other, "available")
        person.knows(**names)
        person.knows_own_state("available")
        person.has_released_the_devices()


def test_ringing_is_seen_on_both_sides(ana: Person, bo: Person) -> None:
    ana.calls(bo)
    bo.is_rung_by(ana)
    for person in (ana, bo):
        person.finds(ana, "ringing")
        person.finds(bo, "ringing")
        person.knows(Ana="ringing", Bo="ringing")
        person.knows_own_state("ringing")

    bo.accepts()
    for person in (ana, bo):
        person.knows(Ana="in-call", Bo="in-call")
        person.knows_own_state("in-call")


def test_an_answer_without_camera(ana: Person, bo: Person) -> None:
    ana.calls(bo)
    bo.is_rung_by(ana)
    bo.answers_without_camera()
    bo.sees(ana)
    ana.hears(bo)
    assert not bo.camera_is_open()


def test_decline_with_a_word(ana: Person, bo: Person) -> None:
    ana.calls(bo)
    bo.is_rung_by(ana)
    bo.declines("after lunch")

    ana.reads("You called Bo", "Bo declined: after lunch")
    ana.knows_of("You called Bo", "Bo declined: after lunch")
    bo.reads("Ana")
    are_available_again(ana, bo)


def test_decline_without_a_word(ana: Person, bo: Person) -> None:
    ana.calls(bo)
    bo.is_rung_by(ana)
    bo.declines()
    ana.reads("You called Bo", "Bo declined")
    are_available_again(ana, bo)


def test_somebody_in_a_call_is_busy(ana: Person, bo: Person, cy: Person) -> None:
    ana.calls(bo)
    bo.accepts()
    ana.sees(bo)
    cy.finds(bo, "in a call")
    expect(cy.call_button(bo)).to_be_disabled()

    cy.calls_from_python(bo)
    cy.reads("Bo is busy")
    cy.knows_of("Bo is busy")
    cy.knows(Ana="in-call", Bo="in-call", Cy="available")
    cy.knows_own_state("available")
    bo.is_not_rung()
    bo.reads("Missed call from Cy")
    ana.sees(bo)


def test_cancel(ana: Person, bo: Person) -> None:
    ana.calls(bo)
    bo.is_rung_by(ana)
    ana.cancels()

    are_available_again(ana, bo)
    bo.reads("Missed call from Ana")
    bo.knows_of("Missed call from Ana")


def test_nobody_answers(people: People, lab_with_short_rings: Jupyter) -> None:
    ana, bo = (in_the_room(people(name, lab_with_short_rings)) for name in ("Ana", "Bo"))
    ana.calls(bo)
    bo.is_rung_by(ana)

    ana.reads("You called Bo", "Bo did not answer")
    bo.reads("Missed call from Ana")
    ana.knows_of("You called Bo", "Bo did not answer")
    bo.knows_of("Missed call from Ana")
    are_available_again(ana, bo)


def test_both_call_at_once(ana: Person, bo: Person) -> None:
    call_each_other_at_once(ana, bo)
    ana.sees(bo)
    bo.sees(ana)
    for person in (ana, bo):
        person.is_not_rung()
        person.knows(Ana="in-call", Bo="in-call")

    bo.hangs_up()
    are_available_again(ana, bo)


def test_calls_are_accepted_automatically_where_that_was_agreed_to(people: People, lab: Jupyter) -> None:
    ana, bo = (people(name, lab) for name in ("Ana", "Bo"))
    ana.opens_the_room()
    ana.enters()
    bo.opens_the_room(auto_accept=True)
    expect(bo.room.get_by_role("checkbox", name="Answer calls automatically")).to_be_checked()
    bo.never_opened_a_device()
    bo.enters()

    ana.calls(bo)
    ana.sees(bo)
    bo.sees(ana)
    bo.knows_own_state("in-call")


def test_the_callee_closes_the_tab_while_it_rings(ana: Person, bo: Person) -> None:
    ana.calls(bo)
    bo.is_rung_by(ana)
    bo.closes_tab()

    ana.misses(bo)
    ana.finds(ana, "available")
    ana.knows(Ana="available")
    ana.knows_own_state("available")
    ana.knows_of("You called Bo", "Bo left the room")
    ana.has_released_the_devices()


def test_the_caller_closes_the_tab_while_it_rings(ana: Person, bo: Person) -> None:
    ana.calls(bo)
    bo.is_rung_by(ana)
    ana.closes_tab()

    bo.is_not_rung()
    bo.misses(ana)
    bo.finds(bo, "available")
    bo.reads("Missed call from Ana")
    bo.knows_own_state("available")
