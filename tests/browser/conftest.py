"""Servers, browsers and people, kept for the whole folder; every test has a room of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Playwright, sync_playwright

from .browser_pool import BrowserPool
from .browsers import chromium, program
from .notebooks import Notebook
from .people import Person
from .servers import Jupyter

RESULTS = Path(__file__).parents[2] / "test-results"
HERE = Path(__file__).parent

_numbers = itertools.count(1)
_failed = pytest.StashKey[bool]()

People: TypeAlias = Callable[[str, Jupyter], Person]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[_failed] = True
    return report


# Package scope: Playwright's own event loop must be gone before tests of other folders start theirs.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    for name in ("chromium", "firefox-esr"):
        program(name)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def pool(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserPool]:
    pool = BrowserPool(playwright, tmp_path_factory.mktemp("devices"))
    yield pool
    pool.close()


@pytest.fixture(scope="package")
def lab(pool: BrowserPool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """JupyterLab as `pip install` leaves it."""
    with Jupyter(tmp_path_factory.mktemp("lab")) as server:
        yield server
        pool.forget_server(server)


@pytest.fixture
def room() -> str:
    return f"algebra {next(_numbers)}"


@pytest.fixture
def people(pool: BrowserPool, room: str, request: pytest.FixtureRequest) -> Iterator[People]:
    """Adds people, each with a notebook on some server."""
    yield lambda name, server: pool.person(name, server, room)
    failed = request.node.stash.get(_failed, False)
    if failed:
        pool.save_pictures(RESULTS, request.node.name)
    pool.end_test(keep=not failed)


@pytest.fixture
def visitors(pool: BrowserPool, room: str, people: People) -> People:
    """Adds people at the room's own page. They leave with the others."""
    return lambda name, server: pool.visitor(name, server, room)


@pytest.fixture
def ana(people: People, lab: Jupyter) -> Person:
    return in_the_room(people("Ana", lab))


@pytest.fixture
def bo(people: People, lab: Jupyter) -> Person:
    return in_the_room(people("Bo", lab))


@pytest.fixture
def cy(people: People, lab: Jupyter) -> Person:
    return in_the_room(people("Cy", lab))


@pytest.fixture
def collector(playwright: Playwright, pool: BrowserPool, lab: Jupyter, room: str) -> Iterator[Person]:
    """Fay with three cameras and microphones, in a browser of her own."""
    browser = chromium(playwright, None, fakes=3)
    notebook = Notebook(browser.context(), lab, "collector.ipynb")
    notebook.opens("")
    yield pool.adds(in_the_room(Person("Fay", browser, notebook, room)))
    browser.close()


def in_the_room(person: Person) -> Person:
    """The cell has run and the room is entered: available, with no camera."""
    person.opens_the_room()
    person.enters()
    return person
