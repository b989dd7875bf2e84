"""Everything can be read and found: in all of Jupyter's themes, on the room page, in colours of the viewer's system."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias, cast
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from .browser_pool import BrowserPool
from .conftest import People, in_the_room
from .notebooks import Notebook, Tab
from .people import Person
from .servers import Jupyter

PROBE = Path(__file__).with_name("contrast.js").read_text()
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
THEMES = (LIGHT, DARK, f"{DARK} High Contrast")

Clothes: TypeAlias = Callable[[Page], None]


def theme(name: str) -> Clothes:
    def wear(page: Page) -> None:
        page.evaluate("(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })", name)
        page.locator(f"body[data-jp-theme-name='{name}']").wait_for(state="attached")

    return wear


# What a light theme of high contrast says; JupyterLab itself has only a dark one.
LIGHT_HIGH_CONTRAST = {
    "layout-color0": "#fff",
    "layout-color1": "#fff",
    "layout-color2": "#fff",
    "layout-color3": "#fff",
    "ui-font-color0": "#000",
    "ui-font-color1": "#000",
    "ui-font-color2": "#000",
    "ui-font-color3": "#000",
    "border-color1": "#000",
    "border-color2": "#000",
    "brand-color1": "#00008b",
    "content-link-color": "#00008b",
    "error-color1": "#8b0000",
    "success-color1": "#004000",
}


def high_contrast(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    rules = " ".join(f"--jp-{name}: {colour};" for name, colour in LIGHT_HIGH_CONTRAST.items())
    # The page allows no style that is written into it; sheets of its own scripts are another matter.
    page.evaluate(
        """(rules) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`:root { ${rules} }`);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter(({ ours }) => !ours), sheet];
          sheet.ours = true;
        }""",
        rules,
    )


IN_JUPYTER = {name: theme(name) for name in THEMES}
ON_ITS_OWN: dict[str, Clothes] = {
    "light": lambda page: page.emulate_media(color_scheme="light"),
    "dark": lambda page: page.emulate_media(color_scheme="dark"),
    "forced, light": lambda page: page.emulate_media(color_scheme="light", forced_colors="active"),
    "forced, dark": lambda page: page.emulate_media(color_scheme="dark", forced_colors="active"),
}
IN_HIGH_CONTRAST: dict[str, Clothes] = {"light, high contrast": high_contrast}


@pytest.fixture
def invited(pool: BrowserPool, lab: Jupyter, room: str) -> Iterator[Person]:
    """Ana at the room's own page."""
    browser = pool.browser("Ana")
    context = browser.context()
    page = context.new_page()
    page.goto(lab.address(f"videoroom/room/{quote(room)}?token={lab.token}"))
    yield Person("Ana", browser, as_notebook(Tab(page)), room)
    context.close()


def as_notebook(tab: Tab) -> Notebook:
    """Nobody runs cells there."""
    return cast(Notebook, tab)


def look(page: Page) -> dict[str, Any]:
    if not page.evaluate("() => 'contrast' in globalThis"):
        page.evaluate(PROBE)
    seen: dict[str, Any] = page.evaluate("() => contrast()")
    return seen


def is_legible(person: Person, state: str, wardrobe: dict[str, Clothes]) -> None:
    faint: dict[str, list[str]] = {}
    for name, wear in wardrobe.items():
        wear(person.page)
        seen = look(person.page)
        assert seen["measured"] > 5, state
        faint |= {name: seen["faint"]} if seen["faint"] else {}
    assert faint == {}, state


def shows_all_of_it(ana: Person, bo: Person, wardrobe: dict[str, Clothes]) -> None:
    """From the lobby to what lies over a call."""
    ana.page.route("**/ticket", lambda route: route.abort())
    ana.button("Enter room").click()
    expect(ana.room.get_by_role("alert")).to_be_visible()
    is_legible(ana, "a trouble", wardrobe)
    ana.page.unroute("**/ticket")
    ana.enters()
    is_legible(ana, "the lobby", wardrobe)

    bo.calls(ana)
    ana.is_rung_by(bo)
    is_legible(ana, "being rung", wardrobe)
    ana.accepts()
    expect(ana.tile(bo)).to_be_visible()
    bo.says("See https://example.org and `code`, **strongly**:\n- one\n```\ntwo\n```")
    bo.says("Only for you", to=ana)
    ana.reads_in_chat("two", "only to you")
    bo.button("Raise hand").click()
    ana.finds(bo, "hand raised")
    ana.button("Mute microphone").click()
    is_legible(ana, "a call", wardrobe)
    ana.button("More").click()
    ana.turns_to("Events")
    ana.button("Details of Bo").focus()
    ana.page.keyboard.press("Enter")
    expect(ana.room.get_by_role("dialog").get_by_text("Round trip")).to_be_visible()
    is_legible(ana, "events and details", wardrobe)
    ana.page.keyboard.press("Escape")
    ana.opens_the_devices()
    is_legible(ana, "the devices", wardrobe)
    ana.page.keyboard.press("Escape")


def test_what_is_too_faint_would_be_found(invited: Person) -> None:
    invited.page.evaluate(
        """() => {
          const { style } = document.querySelector(".jupyter-videoroom").shadowRoot.querySelector(".lead");
          style.color = "#999";
        }"""
    )
    assert [line for line in look(invited.page)["faint"] if "lead" in line]


def test_in_jupyters_themes(people: People, bo: Person, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    ana.opens_the_room()
    is_legible(ana, "outside", IN_JUPYTER)
    try:
        shows_all_of_it(ana, bo, IN_JUPYTER)
    finally:
        IN_JUPYTER[LIGHT](ana.page)


def test_on_the_room_page_and_in_colours_of_the_system(invited: Person, bo: Person) -> None:
    invited.is_in_the_lobby()
    is_legible(invited, "outside", ON_ITS_OWN)
    shows_all_of_it(invited, bo, ON_ITS_OWN)


def test_in_a_light_theme_of_high_contrast(invited: Person, bo: Person) -> None:
    high_contrast(invited.page)
    expect(invited.room).to_have_css("color", "rgb(0, 0, 0)")
    is_legible(invited, "outside", IN_HIGH_CONTRAST)
    shows_all_of_it(invited, bo, IN_HIGH_CONTRAST)


def test_in_colours_of_the_system_a_speaker_has_an_edge(invited: Person, people: People, lab: Jupyter) -> None:
    bo = in_the_room(people("Bo", lab))
    invited.enters()
    for person in (invited, bo):
        person.joins()
    invited.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    expect(invited.tile(bo)).to_have_css("border-top-width", "1px")
    expect(invited.tile(bo)).to_have_class("tile speaking")
    edge = invited.tile(bo).evaluate("(tile) => getComputedStyle(tile, '::after').borderTopWidth")
    assert edge == "4px"
