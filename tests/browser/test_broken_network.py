"""Two people whom the server reaches, and who do not always reach each other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Playwright, expect

from .browsers import OwnBrowser, chromium, program
from .kernels import allows
from .media import record
from .networks import Place, Wire, check
from .notebooks import Notebook, RoomPage
from .people import Person
from .servers import Jupyter

# Chromium looks for a way for some 15 s, and notices after some 6 s that one is gone.
LONG = 40_000


@dataclass(frozen=True)
class Apart:
    """Ana and Bo, each at one end of a wire."""

    people: tuple[Person, Person]
    places: tuple[Place, Place]
    wire: Wire

    def lose_each_other(self) -> None:
        for place in self.places:
            self.wire.blocks(place)

    def may_meet(self) -> None:
        for place in self.places:
            self.wire.heals(place)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What is to be closed in the end."""
    check()
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def settles(
    playwright: Playwright, lab: Jupyter, room: str, tmp_path: Path, stack: ExitStack
) -> Callable[[str, Place], Person]:
    """Brings somebody into the room, with a browser that is in a place which reaches the server."""

    def settle(name: str, place: Place) -> Person:
        browser = chromium(playwright, record(name, tmp_path), executable=place.wrapper(program("chromium"), tmp_path))
        stack.callback(browser.close)
        return comes(name, browser, lab, room)

    return settle


@pytest.fixture
def apart(settles: Callable[[str, Place], Person], lab: Jupyter, stack: ExitStack) -> Apart:
    places = Place(), Place()
    for place in places:
        stack.callback(place.close)
        place.reaches(lab.port)
    wire = Wire(*places)
    return Apart((settles("Ana", places[0]), settles("Bo", places[1])), places, wire)


def comes(name: str, browser: OwnBrowser, server: Jupyter, room: str) -> Person:
    """Into the room, by its own page."""
    person = Person(name, browser, cast("Notebook", RoomPage(browser.context(), server, room)), room)
    person.enters()
    return person


def test_who_is_out_of_reach_is_named_and_found_again(apart: Apart) -> None:
    apart.lose_each_other()
    for person in apart.people:
        person.joins()
    for one, other in permutations(apart.people):
        expect(one.room.get_by_role("alert")).to_contain_text(f"between you and {other}", timeout=LONG)
        expect(one.room.get_by_role("alert")).to_contain_text("TURN")

    apart.may_meet()
    for one, other in permutations(apart.people):
        one.sees(other)
        expect(one.room.get_by_role("alert")).to_have_count(0)

    apart.lose_each_other()
    for one, other in permutations(apart.people):
        expect(one.tile(other)).to_contain_text("connection is weak", timeout=LONG)
        expect(one.tile(other).get_by_role("img", name="Weak connection", exact=True)).to_be_visible()
    apart.may_meet()
    for one, other in permutations(apart.people):
        one.sees(other)
        one.has_one_camera()


SNAPSHOT = """
import sys, jupyter_videoroom
name, url, token = sys.argv[1:]
with jupyter_videoroom.connect(name, url=url, token=token, display_name="Kay").result(30) as room:
    assert room.snapshot("Ana").size == (320, 240)
"""


def test_where_there_is_only_the_loopback_a_kernel_is_reached_and_a_page_says_that_others_are_not(
    settles: Callable[[str, Place], Person], lab: Jupyter, room: str, stack: ExitStack
) -> None:
    place = Place()
    stack.callback(place.close)
    place.reaches(lab.port)
    ana = settles("Ana", place)
    ana.joins()
    kernel = place.start(sys.executable, "-W", "error", "-c", SNAPSHOT, room, lab.address(""), lab.token)
    allows(ana, "Kay")
    assert kernel.wait(40) == 0

    # Browsers do not look for each other there.
    bo = settles("Bo", place)
    bo.joins()
    for one, other in ((ana, bo), (bo, ana)):
        expect(one.room.get_by_role("alert")).to_contain_text(f"between you and {other}", timeout=LONG)
        expect(one.room.get_by_role("alert")).to_contain_text("no network")
