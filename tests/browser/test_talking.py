"""Who is heard: seen at the tiles, told when one is not, and with the space bar for as long as it is held."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .people import SPEAKING, Person


@pytest.fixture
def talk(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    bo.hears(ana)


@pytest.mark.usefixtures("talk")
def test_who_speaks_is_seen(ana: Person, bo: Person) -> None:
    bo.sees_speaking(ana)
    ana.sees_speaking(ana)
    ana.button("Mute microphone").click()
    expect(bo.tile(ana)).not_to_have_class(SPEAKING)
    expect(ana.tile(ana)).not_to_have_class(SPEAKING)


@pytest.mark.usefixtures("talk")
def test_talking_while_muted_is_told(ana: Person, bo: Person) -> None:
    ana.button("Mute microphone").click()
    bo.hears_nothing_of(ana)
    ana.is_told("you are talking", "muted", "space")
    ana.button("Unmute microphone").click()
    ana.is_not_told("you are talking")
    bo.hears(ana)


@pytest.mark.usefixtures("talk")
def test_push_to_talk(ana: Person, bo: Person) -> None:
    ana.button("Mute microphone").click()
    bo.hears_nothing_of(ana)

    ana.room.focus()
    ana.page.keyboard.down("Space")
    bo.hears(ana)
    ana.page.keyboard.up("Space")
    bo.hears_nothing_of(ana)
    expect(ana.button("Unmute microphone")).to_be_visible()


@pytest.mark.usefixtures("talk")
def test_a_window_that_loses_the_focus_lets_go(ana: Person, bo: Person) -> None:
    ana.button("Mute microphone").click()
    ana.room.focus()
    ana.page.keyboard.down("Space")
    bo.hears(ana)
    ana.page.evaluate("() => dispatchEvent(new Event('blur'))")
    bo.hears_nothing_of(ana)
    ana.page.keyboard.up("Space")


@pytest.mark.usefixtures("talk")
def test_what_the_system_mutes_is_told_to_all(ana: Person, bo: Person) -> None:
    ana.notebook.probe("mute", "audio", True)
    ana.is_told("your system has muted the microphone")
    expect(bo.tile(ana)).to_contain_text("microphone off")
    ana.notebook.probe("mute", "video", True)
    ana.is_told("your system has stopped camera and microphone")
    for person in (ana, bo):
        expect(person.tile(ana).locator(".no-picture")).to_be_visible()

    for kind in ("audio", "video"):
        ana.notebook.probe("mute", kind, False)
    ana.is_not_told("your system")
    expect(bo.tile(ana)).not_to_contain_text("microphone off")
    bo.sees(ana)
    bo.hears(ana)
