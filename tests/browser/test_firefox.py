"""Chromium with Firefox."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import People, in_the_room
from .people import Person
from .servers import Jupyter
from .tabs import has_seen, opens_in_a_tab, watches
from .waiting import until


@pytest.fixture
def fay(people: People, lab: Jupyter) -> Person:
    return in_the_room(people("Fay", lab))


def test_chromium_calls_firefox(ana: Person, fay: Person) -> None:
    ana.calls(fay)
    fay.accepts()
    ana.sees(fay)
    fay.sees(ana)
    ana.hears(fay)
    fay.hears(ana)

    fay.hangs_up()
    ana.finds(fay, "available")
    fay.has_released_the_devices()


def test_firefox_joins_chromium(ana: Person, fay: Person) -> None:
    ana.joins()
    fay.joins()
    ana.sees(fay)
    fay.sees(ana)

    ana.sees_speaking(fay)
    fay.sees_speaking(ana)
    for person in (ana, fay):
        until(
            lambda person=person: person.notebook.probe("encodings"),  # type: ignore[misc]
            lambda encodings: len(encodings) == 1 and encodings[0].get("maxBitrate", 0) > 0,
            f"{person}'s picture has a bitrate that fits",
        )

    for one, other in ((ana, fay), (fay, ana)):
        expect(one.tile(other).get_by_role("img", name="connection")).to_be_visible()

    ana.says("from Chromium")
    fay.reads_in_chat("Ana", "from Chromium")
    fay.says("from **Firefox**")
    ana.reads_in_chat("Fay", "from Firefox")

    ana.button("Share screen").click()
    fay.sees_a_screen()
    fay.sees(ana)
    ana.button("Stop sharing").click()
    fay.sees_no_screen()


def test_a_call_moves_to_a_tab_of_firefox_and_back_and_nobody_notices(ana: Person, fay: Person) -> None:
    ana.joins()
    fay.joins()
    ana.sees(fay)
    fay.sees(ana)
    watches(ana, fay)

    there = opens_in_a_tab(fay)
    there.sees(ana)
    there.hears(ana)
    fay.has_released_the_devices()
    fay.is_told("This call is in another tab")
    with there.page.expect_event("close"):
        fay.button("Bring it back").click()
    fay.sees(ana)
    ana.sees(fay)
    ana.hears(fay)

    seen = has_seen(ana)
    assert set(seen["texts"]) == {"Fay"}
    assert seen["stops"] == 0
    ana.has_not_read("left")


def test_a_preview_in_firefox(people: People, lab: Jupyter) -> None:
    fay = people("Fay", lab)
    fay.opens_the_room()
    fay.never_opened_a_device()
    fay.button("Try camera and microphone").click()
    until(
        lambda: fay.notebook.probe_element("look", fay.mirror, 2000),
        lambda seen: seen["frames"] > 3,
        "Fay sees a preview",
    )
    fay.button("Stop the preview").click()
    fay.has_released_the_devices()
    assert [line for line in fay.notebook.console if line.startswith("page error") and "videoroom" in line] == []
