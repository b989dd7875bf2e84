"""No serious fault that axe-core can find, in any state of the room and in all of Jupyter's own themes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import People, in_the_room
from .people import Person
from .servers import Jupyter

AXE = Path(__file__).parents[2] / "js" / "node_modules" / "axe-core" / "axe.min.js"
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
THEMES = (LIGHT, DARK, f"{DARK} High Contrast")

LOOK = """async () => {
  const { violations } = await axe.run(document.querySelector(".jupyter-videoroom"), { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any.map((one) => one.message)}`));
}"""


def has_no_fault(person: Person, state: str) -> None:
    if not person.page.evaluate("() => 'axe' in window"):
        person.page.evaluate(AXE.read_text())
    assert person.page.evaluate(LOOK) == [], state


def wears(person: Person, theme: str) -> None:
    person.page.evaluate("(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    person.page.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")


@pytest.fixture
def themed(ana: Person) -> Iterator[Person]:
    yield ana
    wears(ana, LIGHT)


def test_a_fault_would_be_found(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    ana.opens_the_room()
    ana.room.evaluate("(room) => { room.querySelector('form button.primary').textContent = ''; }")
    with pytest.raises(AssertionError, match="button-name"):
        has_no_fault(ana, "a button without a name")


def test_from_outside_to_a_trouble(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    ana.opens_the_room()
    has_no_fault(ana, "outside")
    ana.page.route("**/ticket", lambda route: route.abort())
    ana.button("Enter room").click()
    expect(ana.room.get_by_role("alert")).to_be_visible()
    has_no_fault(ana, "trouble")
    ana.page.unroute("**/ticket")


def test_from_the_lobby_to_a_ring(ana: Person, people: People, lab: Jupyter) -> None:
    has_no_fault(ana, "alone")
    bo = in_the_room(people("Bo", lab))
    ana.finds(bo, "available")
    has_no_fault(ana, "available")
    ana.calls(bo)
    bo.is_rung_by(ana)
    has_no_fault(ana, "ringing")
    has_no_fault(bo, "being rung")
    bo.button("Decline with a word").click()
    has_no_fault(bo, "refusing with a word")
    ana.cancels()
    expect(bo.room.get_by_role("list", name="Missed calls")).to_be_visible()
    has_no_fault(bo, "a missed call")


@pytest.mark.parametrize("theme", THEMES)
def test_in_a_call(themed: Person, bo: Person, theme: str) -> None:
    ana = themed
    wears(ana, theme)
    for person in (ana, bo):
        person.joins()
    expect(ana.tile(bo)).to_be_visible()
    bo.says("See https://example.org and `code`, **strongly**:\n- one\n```\ntwo\n```")
    bo.says("Only for you", to=ana)
    ana.reads_in_chat("two", "only to you")
    ana.says("And this is mine")
    bo.button("Raise hand").click()
    ana.finds(bo, "hand raised")
    ana.button("Mute microphone").click()
    has_no_fault(ana, "in a call")
    ana.button("React").click()
    has_no_fault(ana, "a menu")
    ana.page.keyboard.press("Escape")
    ana.button("Options for Bo").focus()
    ana.page.keyboard.press("Enter")
    expect(ana.room.get_by_role("slider", name="Volume of Bo")).to_be_visible()
    has_no_fault(ana, "the options of a tile")
    ana.page.keyboard.press("Escape")
    ana.turns_to("Events")
    has_no_fault(ana, "events")
    ana.page.keyboard.press("?")
    expect(ana.room.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    has_no_fault(ana, "a dialog")
    ana.page.keyboard.press("Escape")
