"""The browsers of the tests. Browsers and pages are slow to start, so they are kept from test to test."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

from playwright.sync_api import Error, Playwright

from .browsers import OwnBrowser, chromium, firefox
from .media import SHARES_BROWSER_WITH, Devices, record
from .notebooks import Notebook, RoomPage
from .people import Person
from .servers import Jupyter

FIREFOX_PEOPLE = {"Fay"}


class BrowserPool:
    """Gives each person a browser process, and a page in it for each server."""

    def __init__(self, playwright: Playwright, folder: Path, devices: Callable[[str, Path], Devices] = record) -> None:
        self._playwright = playwright
        self._devices = devices
        self._folder = folder
        self._browsers: dict[str, OwnBrowser] = {}
        self._notebooks: dict[tuple[str, int], Notebook] = {}
        self._present: list[Person] = []

    def person(self, name: str, server: Jupyter, room: str) -> Person:
        """Somebody before a notebook whose cells have not run yet."""
        browser = self.browser(name)
        notebook = self._notebooks.get((name, server.port)) or self._open(name, browser, server)
        return self.adds(Person(name, browser, notebook, room))

    def visitor(self, name: str, server: Jupyter, room: str, locale: str | None = None) -> Person:
        """Somebody at the room's own page, with a fresh profile."""
        browser = self.browser(name)
        page = RoomPage(browser.context(locale), server, room)
        # Nobody runs cells there.
        return self.adds(Person(name, browser, cast("Notebook", page), room))

    def adds(self, person: Person) -> Person:
        """Somebody made elsewhere takes part: pictures of a failure show them too."""
        self._present.append(person)
        return person

    def browser(self, name: str) -> OwnBrowser:
        name = SHARES_BROWSER_WITH.get(name, name)
        if name not in self._browsers or not self._browsers[name].alive:
            self._browsers[name] = self._launch(name)
        return self._browsers[name]

    def save_pictures(self, folder: Path, test: str) -> None:
        """What everybody sees right now, and what their consoles say."""
        folder.mkdir(exist_ok=True)
        for person in self._present:
            file = folder / f"{test}-{person}.png"
            file.with_suffix(".txt").write_text("\n".join(person.notebook.console))
            try:
                person.page.screenshot(path=file)
            except Error as error:  # a page that was killed has no picture
                file.with_suffix(".txt").write_text(str(error))

    def end_test(self, *, keep: bool) -> None:
        """Everybody leaves. Pages that still work are kept for the next test, if that is wanted."""
        for person in self._present:
            if not (keep and _is_reusable(person)):
                self._forget(person.notebook)
        self._present.clear()

    def forget_server(self, server: Jupyter) -> None:
        for notebook in [n for (_, port), n in self._notebooks.items() if port == server.port]:
            self._forget(notebook)

    def close(self) -> None:
        for browser in self._browsers.values():
            browser.close()

    def _open(self, name: str, browser: OwnBrowser, server: Jupyter) -> Notebook:
        notebook = Notebook(browser.context(), server, f"{name}.ipynb")
        notebook.opens("")
        self._notebooks[name, server.port] = notebook
        return notebook

    def _launch(self, name: str) -> OwnBrowser:
        if name in FIREFOX_PEOPLE:
            return firefox(self._playwright)
        return chromium(self._playwright, self._devices(name, self._folder))

    def _forget(self, notebook: Notebook) -> None:
        self._notebooks = {key: kept for key, kept in self._notebooks.items() if kept is not notebook}
        with suppress(Error):  # its browser may have been killed
            notebook.page.context.close()


def _is_reusable(person: Person) -> bool:
    """Whether another test can use the page. Its room has been left then."""
    try:
        if not person.notebook.is_ready():
            return False
        if person.button("Leave room").is_visible():
            person.leaves()
    except (Error, AssertionError):
        return False
    return True
