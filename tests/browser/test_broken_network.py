"""Two people whom the server reaches, and who do not always reach each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Playwright, expect

from .browsers import OwnBrowser, chromium, program
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
def apart(playwright: Playwright, lab: Jupyter, room: str, tmp_path: Path) -> Iterator[Apart]:
    check()
    with ExitStack() as stack:
        places = Place(), Place()
        for place in places:
            stack.callback(place.close)
        wire = Wire(*places)
        people = []
        for name, place in zip(("Ana", "Bo"), places, strict=True):
            place.reaches(lab.port)
            browser = chromium(
                playwright, record(name, tmp_path), executable=place.wrapper(program("chromium"), tmp_path)
            )
            stack.callback(browser.close)
            people.append(comes(name, browser, lab, room))
        yield Apart((people[0], people[1]), places, wire)


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
    apart.may_meet()
    for one, other in permutations(apart.people):
        one.sees(other)
        one.has_one_camera()
