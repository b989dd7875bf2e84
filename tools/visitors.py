"""A room of which pictures are taken, and those who visit it, each before a drawn camera."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from playwright.sync_api import BrowserContext, Page

from jupyter_videoroom.kernel import KernelRoom, connect
from tests.browser.browsers import OwnBrowser
from tests.browser.notebooks import Notebook, Tab
from tests.browser.people import Person
from tests.browser.servers import Jupyter
from tests.browser.silent_people import silent_people

PORTRAITS = Path(__file__).with_name("portraits.js")

# wall, its shade, jumper, skin, hair
PALETTES = {
    "Ana": ["#f3dcc4", "#c98f72", "#7a3b4e", "#f0c3a0", "#4a2b22"],
    "Bo": ["#cfe3d4", "#6d9a86", "#2f5d62", "#8d5a3b", "#1d1a1a"],
    "Cy": ["#cfd8ee", "#7a8cc0", "#d9a441", "#f5d5b8", "#b5652b"],
    "Dee": ["#e9dff0", "#9a86b5", "#2d3a5c", "#c58c6a", "#2b2230"],
    "Eli": ["#f4ead2", "#b8a070", "#4f7a4a", "#f2cdb0", "#8b8378"],
    "Gus": ["#d5e6ea", "#6f98a6", "#a8492f", "#e0ac86", "#5b3a20"],
    "Hal": ["#dfe3e8", "#7d8794", "#40506a", "#e8bfa0", "#2c2520"],
}
WAIT = 30
# The others sit there and listen.
TALKERS = {"Ana", "Bo"}


@dataclass(frozen=True)
class Frame:
    """How large the room is, and in which colours the browser is told to show it."""

    width: int
    height: int
    dark: bool = False


WIDE, MIDDLE, NARROW = Frame(1200, 600), Frame(800, 420), Frame(320, 420)
FRAMES = (
    WIDE,
    MIDDLE,
    NARROW,
    Frame(320, 640, dark=True),
    Frame(800, 420, dark=True),
)


class Visitors:
    """One room, its people before drawn cameras, each at the room's own page."""

    def __init__(self, browser: OwnBrowser, server: Jupyter, room: str) -> None:
        self._browser = browser
        self._server = server
        self._room = room
        self._contexts: list[BrowserContext] = []

    def visits(self, name: str, *, allowed: bool = True) -> Person:
        """Somebody opens the room's page."""
        page = self._page(name, allowed)
        page.goto(self._server.address(f"videoroom/room/{self._room}?token={self._server.token}"))
        person = Person(name, self._browser, cast(Notebook, Tab(page)), self._room)
        person.is_in_the_lobby()
        return person

    def enters(self, *names: str) -> list[Person]:
        people = [self.visits(name) for name in names]
        for person in people:
            person.enters()
        return people

    def calls(self, *names: str) -> list[Person]:
        """So many are in the room's call, and the first one sees the others."""
        people = self.enters(*names)
        for person in people:
            person.joins()
        for other in people[1:]:
            people[0].shows(other)
        return people

    def opens_a_notebook(self, name: str, *cells: str) -> Person:
        """Somebody has the room in a cell of JupyterLab."""
        context = self._context(name, allowed=True)
        notebook = Notebook(context, self._server, "springs.ipynb")
        notebook.opens(*cells)
        notebook.runs_all()
        person = Person(name, self._browser, notebook, self._room)
        person.is_in_the_lobby()
        return person

    def visits_a_notebook(self, name: str, file: Path, room: str) -> Person:
        """Somebody has run the first cell of a notebook that comes with the package, and joined the call."""
        shutil.copy(file, self._server.notebooks)
        notebook = Notebook(self._context(name, allowed=True), self._server, file.name)
        notebook.visits()
        notebook.begins_at(1)
        person = Person(name, self._browser, notebook, room)
        person.is_in_the_lobby()
        person.enters()
        person.joins()
        person.knows_own_state("in-call")
        return person

    def silent_people(self, names: Sequence[str]) -> AbstractContextManager[None]:
        """They are in the room, too."""
        return silent_people(self._server, self._room, names)

    def kernel(self, name: str) -> KernelRoom:
        """A kernel is in the room's call, too."""
        address = self._server.address("")
        return connect(self._room, url=address, token=self._server.token, display_name=name).result(WAIT)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _page(self, name: str, allowed: bool) -> Page:
        page = self._context(name, allowed).new_page()
        resize(page, WIDE)
        return page

    def _context(self, name: str, allowed: bool) -> BrowserContext:
        context = self._browser.context()
        if allowed:
            context.grant_permissions(["camera", "microphone"])
        looks = json.dumps([PALETTES[name], name in TALKERS])
        context.add_init_script(f"globalThis.portrait = {looks};\n{PORTRAITS.read_text()}")
        self._contexts.append(context)
        return context


def resize(page: Page, frame: Frame) -> None:
    page.set_viewport_size({"width": frame.width, "height": frame.height})
    page.emulate_media(color_scheme="dark" if frame.dark else "light")
