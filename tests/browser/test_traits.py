"""The room from Python."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from .conftest import People
from .people import Person
from .servers import Jupyter


def test_python_sees_who_is_there(ana: Person, bo: Person) -> None:
    ana.knows(Ana="available", Bo="available")
    ana.knows_of("Bo joined the room")
    rows = ana.trait("people")
    assert {row["kind"] for row in rows} == {"browser"}
    assert len({row["id"] for row in rows}) == len({row["user"] for row in rows}) == 2

    bo.leaves()
    ana.knows(Ana="available")
    ana.knows_of("Bo joined the room", "Bo left the room")
    bo.knows_own_state("outside")


def test_a_call_from_python_leaves_the_camera_off_until_a_click(ana: Person, bo: Person) -> None:
    ana.calls_from_python(bo)
    bo.is_rung_by(ana)
    bo.accepts()
    ana.sees(bo)
    assert not ana.camera_is_open()

    ana.button("Start camera").click()
    bo.sees(ana)

    ana.notebook.executes("room.hang_up()")
    for person in (ana, bo):
        person.knows(Ana="available", Bo="available")
        person.has_released_the_devices()


def test_python_leaves_the_room(ana: Person, bo: Person) -> None:
    bo.finds(ana, "available")
    ana.notebook.executes("room.leave()")
    ana.is_in_the_lobby()
    bo.misses(ana)


def test_nothing_happens_from_python_before_somebody_has_entered(people: People, lab: Jupyter, bo: Person) -> None:
    ana = people("Ana", lab)
    ana.opens_the_room()
    with pytest.raises(Error, match="RuntimeError: Nobody has entered the room"):
        ana.notebook.executes("room.call('Bo')")
    bos_user = bo.trait("people")[0]["user"]
    ana.notebook.executes(f"room.send({{'do': 'call', 'user': {bos_user!r}}})")

    bo.knows(Bo="available")
    bo.is_not_rung()
    ana.is_in_the_lobby()
    ana.never_opened_a_device()


def test_the_name_given_in_the_cell_is_proposed(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    ana.opens_the_room(display_name="Ana")
    ana.button("Enter room").click()
    ana.knows(Ana="available")
