"""Another engine carries a call from one moment on, while it goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import cast as typed

import pytest
from playwright.sync_api import Playwright, Route, ViewportSize

from .browser_pool import BrowserPool
from .browsers import OwnBrowser
from .media import record
from .notebooks import Notebook, RoomPage
from .people import Person
from .servers import Jupyter
from .waiting import until

SCRIPT = Path(__file__).with_name("takeover.js")
# The line of call/engines.ts, as it is built.
MESH = re.compile(r'\{mesh:(async\(\)=>\(await import\("\./mesh\.\w+\.js"\)\)\.\w+)\}')
SMALL = ViewportSize(width=640, height=480)
# How long a picture may stand still, in milliseconds.
UNSEEN = 200
# Two pictures of the camera.
STEADY = 100
CALM = 3_000


def knows_a_second(route: Route) -> None:
    """The page as it is with a second engine: a mesh again, under another name."""
    answer = route.fetch()
    route.fulfill(response=answer, body=MESH.sub(r"{mesh:\1,second:\1}", answer.text()))


@pytest.fixture
def three(
    playwright: Playwright, lab: Jupyter, room: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Person]]:
    """In a call, at the room's own page, with cameras as quick as real ones."""
    pool = BrowserPool(playwright, tmp_path_factory.mktemp("quick"), lambda name, folder: record(name, folder, rate=20))
    people = [pool.adds(visits(name, pool.browser(name), lab, room)) for name in ("Ana", "Bo", "Cy")]
    for person in people:
        person.joins()
    see_each_other(people)
    yield people
    pool.close()


def visits(name: str, browser: OwnBrowser, server: Jupyter, room: str) -> Person:
    context = browser.context()
    context.add_init_script(path=SCRIPT)
    context.route("**/h/*.js", knows_a_second)
    page = RoomPage(context, server, room)
    # Nobody runs cells there.
    person = Person(name, browser, typed(Notebook, page), room)
    person.page.set_viewport_size(SMALL)
    person.enters()
    return person


def see_each_other(people: list[Person]) -> None:
    for one, other in permutations(people, 2):
        one.sees(other)


def test_another_engine_takes_over_and_no_picture_stands_still(three: list[Person]) -> None:
    for one, other in permutations(three, 2):
        one.tile(other).locator("video").evaluate("(video) => takeover.watch(video)")
    three[0].page.wait_for_timeout(CALM)
    calm = max(person.page.evaluate("takeover.longest()") for person in three)

    three[0].button("React").click()
    three[0].menu_item("Clap").click()
    for person in three:
        gaps = until(
            lambda person=person: person.page.evaluate("takeover.changes()"),  # type: ignore[misc]
            lambda changes: len(changes) == 2,
            f"{person} sees both by other connections, and the ones before are closed",
        )
        # A machine that is busy with other things lets pictures stand still at any time.
        assert max(gaps) <= UNSEEN + max(0, calm - STEADY), f"{person}: {gaps} ms, and {calm} ms when nothing happens"
    see_each_other(three)
