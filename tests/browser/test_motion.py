"""Those who want no motion see none: nothing in the room moves that is not a person."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import People
from .motion import moving, stands_still, would_move
from .servers import Jupyter


def test_nothing_moves_for_whom_wants_no_motion(visitors: People, lab: Jupyter) -> None:
    ana, bo = (visitors(name, lab) for name in ("Ana", "Bo"))
    ana.button("Try camera and microphone").click()
    ana.sees_the_level_move()
    would_move(ana)
    stands_still(ana, "the lobby")

    for person in (ana, bo):
        person.enters()
    bo.calls(ana)
    ana.is_rung_by(bo)
    assert "countdown" in moving(ana)
    stands_still(ana, "being rung")

    ana.accepts()
    ana.sees_speaking(bo)
    bo.button("Raise hand").click()
    bo.button("React").click()
    bo.menu_item("Clap").click()
    expect(ana.room.get_by_role("img", name="Clap")).to_be_visible()
    stands_still(ana, "a call")
    ana.opens_the_devices()
    would_move(ana)
    stands_still(ana, "the devices")
