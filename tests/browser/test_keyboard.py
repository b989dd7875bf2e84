"""The notebook's shortcuts end where the room begins."""

from __future__ import annotations

from .conftest import People
from .servers import Jupyter


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
