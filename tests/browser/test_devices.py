"""What the room says when there is no camera to be had, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import Playwright, expect

from .browser_pool import BrowserPool
from .browsers import OwnBrowser, chromium
from .media import record
from .notebooks import Notebook
from .people import Person
from .servers import STRANGE_HOST, Jupyter

Visitor: TypeAlias = Callable[..., Person]


@pytest.fixture
def visitor(pool: BrowserPool, lab: Jupyter, room: str, bo: Person) -> Iterator[Visitor]:
    """Ana at some browser of its own kind, in a room where Bo is."""
    browsers: list[OwnBrowser] = []

    def visit(browser: OwnBrowser, host: str = "127.0.0.1") -> Person:
        browsers.append(browser)
        notebook = Notebook(browser.context(), lab, "visitor.ipynb", host=host)
        notebook.opens("")
        return pool.adds(Person("Ana", browser, notebook, room))

    yield visit
    for browser in browsers:
        browser.close()


def test_permission_denied(
    playwright: Playwright, visitor: Visitor, bo: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    devices = record("Ana", tmp_path_factory.mktemp("denied"))
    ana = visitor(chromium(playwright, devices, allowed=False))
    ana.opens_the_room()
    # Without its permission the browser tells no names.
    assert ana.devices("Camera") == ["The browser\N{RIGHT SINGLE QUOTATION MARK}s default camera", "No camera"]
    expect(ana.room.get_by_text("Their names appear once the browser may use them.")).to_be_visible()
    ana.enters()
    ana.joins()

    # Of each browser, where to look.
    ana.is_told("blocked", "left of the address", "allow")
    ana.button("Try again").click()
    ana.is_told("blocked", "allow")
    bo.joins()
    ana.sees(bo)
    ana.hears(bo)


def test_no_device(playwright: Playwright, visitor: Visitor, bo: Person) -> None:
    ana = visitor(chromium(playwright, None))
    ana.opens_the_room()
    ana.enters()
    ana.joins()

    ana.is_told("camera", "found", "plug")
    bo.joins()
    ana.sees(bo)


def test_an_insecure_page(playwright: Playwright, visitor: Visitor) -> None:
    ana = visitor(chromium(playwright, None), STRANGE_HOST)
    assert not ana.page.evaluate("isSecureContext")
    ana.opens_the_room()
    ana.enters()
    ana.joins()

    ana.is_told("https")
    can_copy(ana)


def can_copy(person: Person) -> None:
    """Though the page has no clipboard: by a selection, and where that is denied as well, by hand."""
    assert person.page.evaluate("navigator.clipboard") is None
    person.turns_to("Events")
    person.button("Copy events").click()
    expect(person.room.get_by_text("Events copied")).to_be_visible()
    expect(person.button("Copy events")).to_be_focused()
    person.button("Copy invitation link").click()
    expect(person.room.get_by_text("Link copied")).to_be_visible()
    person.turns_to("Chat")
    person.message.press("ControlOrMeta+V")
    expect(person.message).to_have_value(re.compile(f"^http://{STRANGE_HOST}:.*/videoroom/room/"))

    person.page.evaluate("() => { document.execCommand = () => false }")
    person.turns_to("Events")
    person.button("Copy events").click()
    dialog = person.room.get_by_role("dialog", name="Copy it yourself")
    expect(dialog).to_contain_text("Ctrl+C")
    field = dialog.get_by_role("textbox", name="Text to copy")
    expect(field).to_have_value(re.compile("You entered the room"))
    assert field.evaluate("(field) => field.selectionEnd - field.selectionStart === field.value.length")
    field.press("Escape")
    expect(dialog).to_have_count(0)
    expect(person.button("Copy events")).to_be_focused()


def test_the_server_has_no_extension(pool: BrowserPool, room: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    without = "--ServerApp.jpserver_extensions={'jupyter_videoroom': False}"
    with Jupyter(tmp_path_factory.mktemp("bare"), "lab", without) as server:
        ana = pool.person("Ana", server, room)
        ana.notebook.runs(ana.cell())
        ana.is_told("pip install jupyter-videoroom")
        pool.forget_server(server)
