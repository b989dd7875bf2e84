"""Who comes and goes in a call is heard, unless one would rather not, and so is sound that waits for a click."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .people import Person
from .waiting import until

COMES, GOES = [523, 659], [659, 523]
# As in a browser that plays no sound before a click.
BLOCK = """() => {
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = async function () {
    if (this.muted) return play.call(this);
    this.autoplay = false;
    this.pause();
    throw new DOMException("not before a click", "NotAllowedError");
  };
  globalThis.allowSound = () => void (HTMLMediaElement.prototype.play = play);
}"""


def tones(person: Person) -> list[int]:
    return [round(tone) for tone in person.notebook.probe("tones")]


@pytest.fixture
def listener(ana: Person, bo: Person) -> Person:
    """Ana in the call, with Bo in the room; what was played before is of no interest."""
    bo.finds(ana, "available")
    ana.joins()
    bo.finds(ana, "in a call")
    ana.notebook.probe("forgetTones")
    return ana


def test_comings_and_goings_are_heard(listener: Person, bo: Person) -> None:
    bo.joins()
    until(lambda: tones(listener), lambda heard: heard == COMES, "Ana hears that Bo comes")
    bo.hangs_up()
    until(lambda: tones(listener), lambda heard: heard == COMES + GOES, "Ana hears that Bo goes")


def test_they_can_be_off(listener: Person, bo: Person) -> None:
    listener.chooses("Sounds")
    try:
        bo.joins()
        expect(listener.tile(bo)).to_be_visible()
        bo.hangs_up()
        expect(listener.tile(bo)).to_have_count(0)
        assert tones(listener) == []
    finally:
        listener.chooses("Sounds")
    bo.joins()
    until(lambda: tones(listener), lambda heard: heard == COMES, "Ana hears that Bo comes")


def test_a_hidden_tab_keeps_silent(listener: Person, bo: Person) -> None:
    listener.page.evaluate("() => Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    bo.joins()
    expect(listener.tile(bo)).to_be_attached()
    assert tones(listener) == []
    listener.page.evaluate("() => { delete document.hidden; }")
    bo.hangs_up()
    until(lambda: tones(listener), lambda heard: heard == GOES, "Ana hears that Bo goes")


def test_sound_that_the_browser_blocks_is_turned_on_by_a_click(ana: Person, bo: Person) -> None:
    ana.page.evaluate(BLOCK)
    ana.joins()
    bo.joins()
    ana.sees(bo)
    expect(ana.button("Turn on sound")).to_be_visible()
    paused = "(audio) => audio.paused"
    assert ana.sound("Bo").evaluate(paused)
    ana.page.evaluate("() => allowSound()")
    ana.button("Turn on sound").click()
    expect(ana.button("Turn on sound")).to_have_count(0)
    assert not ana.sound("Bo").evaluate(paused)
    ana.hears(bo)
