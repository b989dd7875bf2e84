"""Jupyter's language is the room's."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import People
from .servers import Jupyter


def test_a_page_in_german_has_a_room_in_german(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    # As JupyterLab does once its language is set.
    ana.page.evaluate("() => { document.documentElement.lang = 'de'; }")
    try:
        ana.notebook.runs(ana.cell())
        room = ana.page.get_by_role("region", name=f"Videoraum {ana.room_name}", exact=True)
        room.get_by_role("textbox", name="Dein Name", exact=True).fill("Ana")
        room.get_by_role("button", name="Raum betreten", exact=True).click()
        expect(room.get_by_role("status").first).to_have_text("Erreichbar")
        expect(room.get_by_role("list", name="Personen", exact=True)).to_contain_text("erreichbar")
        room.get_by_role("textbox", name="Nachricht", exact=True).fill("Guten Morgen")
        room.get_by_role("button", name="Senden", exact=True).click()
        expect(room.get_by_role("log", name="Chat", exact=True)).to_contain_text("Guten Morgen")
        room.get_by_role("button", name="Raum verlassen", exact=True).click()
    finally:
        ana.page.evaluate("() => { document.documentElement.lang = 'en'; }")
