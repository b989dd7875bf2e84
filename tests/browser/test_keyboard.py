"""The notebook's shortcuts end where the room begins."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import People
from .people import Person
from .servers import Jupyter

ODD_STOPS = """(dialog) => {
  for (const [name, changes] of [["button", { disabled: true }], ["textarea", {}], ["a", { href: "#" }]])
    dialog.append(Object.assign(document.createElement(name), { textContent: name, ...changes }));
}"""
STOP = "(dialog) => dialog.getRootNode().activeElement.localName"
TAB_STOPS = "(bar) => [...bar.querySelectorAll('button')].filter((button) => button.tabIndex === 0).length"
# What a Russian keyboard sends where others have an M.
SOFT_SIGN = """(room) => room.dispatchEvent(
  new KeyboardEvent("keydown", { key: "ь", code: "KeyM", bubbles: true, composed: true }),
)"""


def test_typing_in_the_room_is_not_for_the_notebook(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    ana.notebook.runs(ana.cell(), "1", "2")
    ana.is_in_the_lobby()
    name = ana.room.get_by_role("textbox", name="Your name", exact=True)
    name.click()
    name.fill("")
    ana.page.keyboard.type("dd a b")
    assert name.input_value() == "dd a b"
    assert ana.notebook.cell_count() == 3


def test_a_focused_button_is_not_the_notebooks_either(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    ana.notebook.runs(ana.cell(), "1", "2")
    ana.button("Enter room").focus()
    ana.page.keyboard.type("ddab")
    assert ana.notebook.cell_count() == 3


def test_outside_the_room_they_work(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    ana.notebook.runs(ana.cell(), "1", "2")
    ana.is_in_the_lobby()
    ana.room.get_by_role("textbox", name="Your name", exact=True).click()
    ana.page.locator(".jp-CodeCell .cm-content").last.click()
    ana.page.keyboard.press("Escape")
    ana.page.keyboard.press("b")
    ana.notebook.has_cells(4)


def test_a_call_by_keyboard(ana: Person) -> None:
    ana.joins()
    keys = ana.page.keyboard
    bar = ana.room.get_by_role("toolbar", name="Call", exact=True)
    expect(ana.button("Stop camera")).to_be_enabled()
    buttons = [button for button in bar.get_by_role("button").all() if button.is_enabled()]
    first, second, last = buttons[0], buttons[1], buttons[-1]
    first.focus()
    for key, button in (
        ("ArrowRight", second),
        ("ArrowLeft", first),
        ("ArrowLeft", last),
        ("ArrowRight", first),
        ("End", last),
        ("Home", first),
        ("ArrowRight", second),
    ):
        keys.press(key)
        expect(button).to_be_focused()
    assert bar.evaluate(TAB_STOPS) == 1
    keys.press("Tab")
    assert bar.evaluate("(bar) => !bar.matches(':focus-within')")
    keys.press("Shift+Tab")
    expect(second).to_be_focused()

    ana.room.evaluate(SOFT_SIGN)
    expect(ana.button("Unmute microphone")).to_be_visible()

    ana.button("Leave room").focus()
    keys.press("Enter")
    leaving = ana.room.get_by_role("dialog", name="You are in a call", exact=True)
    expect(leaving.get_by_role("button", name="Stay", exact=True)).to_be_focused()
    keys.press("Escape")
    expect(leaving).to_have_count(0)
    expect(ana.button("Leave room")).to_be_focused()
    keys.press("Enter")
    expect(leaving.get_by_role("button", name="Stay", exact=True)).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    ana.is_in_the_lobby()
    ana.has_released_the_devices()


def test_tab_goes_round_a_dialog_by_what_it_can_stop_at(ana: Person) -> None:
    ana.room.focus()
    ana.page.keyboard.press("?")
    dialog = ana.room.get_by_role("dialog", name="Keyboard shortcuts", exact=True)
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    dialog.evaluate(ODD_STOPS)
    for key in ("Tab", "Shift+Tab"):
        stops = []
        for _ in range(3):
            ana.page.keyboard.press(key)
            stops.append(dialog.evaluate(STOP))
        assert stops == (["textarea", "a", "button"] if key == "Tab" else ["a", "textarea", "button"])
