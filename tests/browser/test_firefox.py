"""Chromium with Firefox."""

from __future__ import annotations

from .conftest import People, in_the_room
from .people import Person
from .servers import Jupyter


def test_chromium_calls_firefox(ana: Person, people: People, lab: Jupyter) -> None:
    fay = in_the_room(people("Fay", lab))
    ana.calls(fay)
    fay.accepts()
    ana.sees(fay)
    fay.sees(ana)
    ana.hears(fay)
    fay.hears(ana)

    fay.hangs_up()
    ana.finds(fay, "available")
    fay.has_released_the_devices()


def test_firefox_joins_chromium(ana: Person, people: People, lab: Jupyter) -> None:
    fay = in_the_room(people("Fay", lab))
    ana.joins()
    fay.joins()
    ana.sees(fay)
    fay.sees(ana)
