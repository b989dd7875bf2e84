"""What most measurements need: a server, browsers, and somebody in a call."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from playwright.sync_api import BrowserContext, Playwright, ViewportSize, sync_playwright

from tests.browser.browsers import OwnBrowser
from tests.browser.notebooks import Notebook, RoomPage
from tests.browser.people import Person
from tests.browser.servers import Jupyter


@contextmanager
def stage() -> Iterator[tuple[Playwright, Jupyter, Path]]:
    """The folder is deleted at the end."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        Jupyter(Path(folder) / "server") as server,
    ):
        yield playwright, server, Path(folder)


def in_the_call(
    name: str,
    browser: OwnBrowser,
    context: BrowserContext,
    server: Jupyter,
    room: str,
    size: ViewportSize | None = None,
) -> Person:
    """Somebody at the room's own page, who has joined its call."""
    # Nobody runs cells there.
    person = Person(name, browser, cast(Notebook, RoomPage(context, server, room)), room)
    if size:
        person.page.set_viewport_size(size)
    person.enters()
    person.joins()
    return person
