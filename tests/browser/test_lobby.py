"""Before joining: how one looks and sounds, with which devices, and whether there is room."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from .browsers import chromium
from .cast import Cast
from .conftest import People, in_the_room
from .notebooks import Notebook
from .people import Person
from .servers import Jupyter
from .waiting import until


@pytest.fixture
def newcomer(people: People, lab: Jupyter) -> Person:
    """Ana before the door: the cell has run, and nothing was pressed."""
    ana = people("Ana", lab)
    ana.opens_the_room()
    ana.chooses_device("Camera", "The usual camera")
    ana.chooses_device("Microphone", "The usual microphone")
    return ana


def test_a_preview_after_a_click_and_not_before(newcomer: Person) -> None:
    ana = newcomer
    assert ana.mirror.count() == 0
    ana.never_opened_a_device()

    ana.button("Try camera and microphone").click()
    ana.sees_oneself()
    ana.sees_the_level_move()

    ana.button("Stop the preview").click()
    ana.has_released_the_devices()


def test_what_was_opened_for_the_preview_is_used_in_the_call(newcomer: Person, bo: Person) -> None:
    ana = newcomer
    ana.button("Try camera and microphone").click()
    ana.sees_oneself()
    opened = ana.notebook.probe("opened")

    ana.enters()
    ana.sees_oneself()
    bo.joins()
    ana.joins()
    bo.sees(ana)
    bo.hears(ana)
    assert ana.notebook.probe("opened") == opened

    ana.hangs_up()
    ana.has_released_the_devices()
    expect(ana.button("Try camera and microphone")).to_be_visible()


def test_the_preview_ends_with_the_room(newcomer: Person) -> None:
    ana = newcomer
    ana.enters()
    ana.button("Try camera and microphone").click()
    ana.sees_oneself()
    ana.leaves()
    ana.has_released_the_devices()


def test_no_camera_is_a_choice_that_is_remembered(newcomer: Person, bo: Person) -> None:
    ana = newcomer
    ana.chooses_device("Camera", "No camera")
    ana.notebook.reloads()
    ana.is_in_the_lobby()
    assert ana.device("Camera") == "No camera"

    ana.enters()
    bo.joins()
    ana.joins()
    bo.hears(ana)
    ana.sees(bo)
    ana.has_no_camera()

    ana.button("Start camera").click()
    bo.sees(ana)


@pytest.fixture
def collector(playwright: Playwright, cast: Cast, lab: Jupyter, room: str, bo: Person) -> Iterator[Person]:
    """Fay with three cameras and microphones."""
    browser = chromium(playwright, None, fakes=3)
    notebook = Notebook(browser.context(), lab, "collector.ipynb")
    notebook.opens("")
    yield cast.brings(in_the_room(Person("Fay", browser, notebook, room)))
    browser.close()


def test_another_camera_without_another_offer(collector: Person, bo: Person) -> None:
    fay = collector
    fay.joins()
    bo.joins()
    bo.shows(fay)
    fay.opens_the_devices()
    offers = fay.notebook.probe("offers")
    cameras = [name for name in fay.devices("Camera") if "usual" not in name and "No " not in name]
    assert len(cameras) == 3

    fay.chooses_device("Camera", cameras[2])
    until(lambda: fay.notebook.probe("labels", "video"), lambda seen: seen == [cameras[2]], "the third camera is open")
    bo.shows(fay)
    assert fay.notebook.probe("offers") == offers

    fay.page.keyboard.press("Escape")
    expect(fay.room.get_by_role("dialog")).to_have_count(0)


def test_an_unplugged_camera_has_no_substitute_unasked(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    bo.sees(ana)

    ana.notebook.probe("unplug", "video")
    ana.is_told("The camera stopped")
    ana.has_no_camera()
    ana.button("Try again").click()
    ana.has_one_camera()
    bo.sees(ana)


def test_a_full_call_says_so_before_one_joins(
    people: People, cast: Cast, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Jupyter(tmp_path_factory.mktemp("small"), "lab", "--VideoRooms.mesh_limit=2") as server:
        ana, bo, cy = (in_the_room(people(name, server)) for name in ("Ana", "Bo", "Cy"))
        ana.joins()
        bo.joins()
        expect(cy.button("Join call")).to_be_disabled()
        expect(cy.button("Join call")).to_have_accessible_description(re.compile("The call is full"))
        bo.hangs_up()
        expect(cy.button("Join call")).to_be_enabled()
        cast.forget_server(server)
