"""Jupyter's language is the room's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .browser_pool import BrowserPool
from .notebooks import Notebook
from .people import Person
from .servers import Jupyter


@pytest.fixture
def newcomer(pool: BrowserPool, lab: Jupyter, room: str) -> Iterator[Person]:
    """Ana before a page that has not shown a room yet: the language is chosen with the first one."""
    browser = pool.browser("Ana")
    notebook = Notebook(browser.context(), lab, "german.ipynb")
    notebook.opens("")
    yield pool.adds(Person("Ana", browser, notebook, room))
    notebook.page.context.close()


def finds_it_in_german(ana: Person) -> None:
    room = ana.page.get_by_role("region", name=f"Videoraum {ana.room_name}", exact=True)
    room.get_by_role("textbox", name="Dein Name", exact=True).fill("Ana")
    room.get_by_role("button", name="Raum betreten", exact=True).click()
    expect(room.get_by_role("status").first).to_have_text("Erreichbar")
    expect(room.get_by_role("group", name="Personen", exact=True)).to_contain_text("erreichbar")
    room.get_by_role("textbox", name="Nachricht", exact=True).fill("Guten Morgen")
    room.get_by_role("button", name="Senden", exact=True).click()
    expect(room.get_by_role("log", name="Chat", exact=True)).to_contain_text("Guten Morgen")
    room.get_by_role("button", name="Raum verlassen", exact=True).click()


def test_a_notebook_in_german_has_a_room_in_german(newcomer: Person) -> None:
    # As JupyterLab does once it has loaded its words.
    newcomer.page.evaluate("() => { document.documentElement.lang = 'de'; }")
    newcomer.notebook.runs(newcomer.cell())
    finds_it_in_german(newcomer)


def test_who_prefers_german_is_shown_the_room_s_page_in_german(pool: BrowserPool, lab: Jupyter, room: str) -> None:
    ana = pool.visitor("Ana", lab, room, locale="de-DE")
    finds_it_in_german(ana)
    ana.page.context.close()
