"""Before joining: how one looks and sounds, with which devices, and whether there is room."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import People
from .people import Person
from .servers import Jupyter
from .waiting import until


@pytest.fixture
def newcomer(people: People, lab: Jupyter) -> Person:
    """Ana in the lobby. The cell has run, and nothing was pressed."""
    ana = people("Ana", lab)
    ana.opens_the_room()
    ana.chooses_the_default("Camera")
    ana.chooses_the_default("Microphone")
    return ana


def test_a_preview_after_a_click_and_not_before(newcomer: Person) -> None:
    ana = newcomer
    assert ana.mirror.count() == 0
    ana.never_opened_a_device()

    ana.button("Try camera and microphone").click()
    ana.sees_oneself()
    ana.sees_the_level_move()

    ana.switch("Camera").click()
    ana.has_no_camera()
    ana.switch("Camera").click()
    ana.sees_oneself()

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


def test_joining_with_everything_off_opens_nothing_and_is_remembered(newcomer: Person, bo: Person) -> None:
    ana = newcomer
    ana.button("Enter room").focus()
    ana.page.keyboard.press("m")
    ana.switch("Camera").click()
    ana.notebook.reloads()
    ana.is_in_the_lobby()
    for name in ("Microphone", "Camera"):
        expect(ana.switch(name)).not_to_be_checked()
    expect(ana.room.get_by_text("You will be neither seen nor heard")).to_be_visible()

    ana.enters()
    bo.joins()
    ana.joins()
    ana.sees(bo)
    bo.finds(ana, "microphone off")
    expect(bo.tile(ana)).to_contain_text("microphone off")
    expect(bo.tile(ana).locator(".no-picture")).to_be_visible()
    ana.never_opened_a_device()

    ana.button("Unmute microphone").click()
    bo.hears(ana)
    ana.has_no_camera()
    ana.button("Start camera").click()
    bo.sees(ana)


def test_a_ring_says_how_one_will_answer_it(ana: Person, bo: Person) -> None:
    ana.switch("Camera").click()
    bo.calls(ana)
    expect(ana.ring_of(bo)).to_contain_text("You will be heard, but not seen")
    ana.accepts()
    bo.hears(ana)
    ana.sees(bo)
    ana.has_no_camera()


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


def uses_the_third_camera(fay: Person) -> str:
    """Chosen in the call; returns its name."""
    fay.opens_the_devices()
    cameras = fay.named_devices("Camera")
    assert len(cameras) == 3
    assert fay.device("Camera") in {f"Default: {name}" for name in cameras}
    fay.chooses_device("Camera", cameras[2])
    fay.uses_the_camera(cameras[2])
    return cameras[2]


def test_another_camera_without_another_offer(collector: Person, bo: Person) -> None:
    fay = collector
    fay.joins()
    bo.joins()
    bo.shows(fay)
    offers = fay.notebook.probe("offers")
    uses_the_third_camera(fay)
    bo.shows(fay)
    assert fay.notebook.probe("offers") == offers

    fay.page.keyboard.press("Escape")
    expect(fay.room.get_by_role("dialog")).to_have_count(0)


def test_devices_beside_their_buttons_and_how_loud_one_is(collector: Person, bo: Person) -> None:
    fay = collector
    fay.joins()
    bo.joins()
    bo.shows(fay)
    loudness = fay.button("Mute microphone").locator(".loudness")
    before = loudness.get_attribute("style")
    until(lambda: loudness.get_attribute("style"), lambda style: style != before, "the level on the button moves")

    fay.button("Choose camera").press("Enter")
    cameras = fay.room.get_by_role("menu", name="Choose camera", exact=True).get_by_role("menuitemradio")
    expect(cameras.and_(fay.room.locator("[aria-checked=true]"))).to_have_text(re.compile("^Default: "))
    chosen = cameras.all_inner_texts()[2]
    for _ in range(2):
        fay.page.keyboard.press("ArrowDown")
    fay.page.keyboard.press("Enter")
    fay.uses_the_camera(chosen)
    expect(fay.button("Choose camera")).to_be_focused()

    fay.button("Choose microphone").click()
    expect(fay.menu_item(chosen)).to_have_count(0)
    fay.menu_item("Devices…").click()
    assert fay.device("Camera") == chosen

    fay.page.set_viewport_size({"width": 480, "height": 900})
    expect(fay.button("Choose camera")).to_be_hidden()
    expect(fay.button("Stop camera")).to_be_visible()


def test_a_phone_gives_one_camera_at_a_time(collector: Person, bo: Person) -> None:
    fay = collector
    fay.notebook.probe("isPhone")
    fay.joins()
    bo.joins()
    bo.shows(fay)
    offers = fay.notebook.probe("offers")
    third = uses_the_third_camera(fay)
    fay.has_one_camera()

    second = fay.named_devices("Camera")[1]
    fay.notebook.probe("breakDown", second)
    fay.chooses_device("Camera", second)
    fay.is_told(second, "could not be opened", f"now in use: {third}")
    fay.uses_the_camera(third)
    fay.has_one_camera()
    assert fay.device("Camera") == third
    bo.shows(fay)
    assert fay.notebook.probe("offers") == offers


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


def test_a_camera_that_is_plugged_in_again_is_used_again(collector: Person, bo: Person) -> None:
    fay = collector
    fay.joins()
    bo.joins()
    camera = uses_the_third_camera(fay)
    fay.page.keyboard.press("Escape")

    fay.notebook.probe("pull", camera)
    fay.is_told("The camera stopped")
    fay.has_no_camera()

    fay.notebook.probe("plugIn")
    fay.uses_the_camera(camera)
    fay.is_told(f"Now in use: {camera}")
    bo.shows(fay)


def test_a_full_call_says_so_before_one_joins(visitors: People, tmp_path_factory: pytest.TempPathFactory) -> None:
    with Jupyter(tmp_path_factory.mktemp("small"), "lab", "--VideoRooms.mesh_limit=2") as server:
        ana, bo, cy = (visitors(name, server) for name in ("Ana", "Bo", "Cy"))
        for person in (ana, bo, cy):
            person.enters()
        ana.joins()
        bo.joins()
        expect(cy.button("Join call")).to_be_disabled()
        expect(cy.button("Join call")).to_have_accessible_description(re.compile("The call is full"))
        bo.hangs_up()
        expect(cy.button("Join call")).to_be_enabled()
