"""What comes with the package, used by somebody who does what it says: `make demo`, and the notebooks."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from .browser_pool import BrowserPool
from .conftest import People
from .kernels import KERNEL, RECORDS, allows, question, shows_published
from .people import Person
from .servers import Jupyter
from .tabs import at_the_page
from .waiting import until

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
README = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)


class Demo:
    """`make demo` in a copy of the clone, by a user without settings. The machine's browser notes what it opens."""

    def __init__(self, folder: Path) -> None:
        clone, browser = folder / "clone", folder / "browser"
        shutil.copytree(NOTEBOOKS, clone / "notebooks")
        shutil.copytree(ROOT / "tools", clone / "tools")
        self._printed, self._opened = folder / "printed", folder / "opened"
        browser.write_text(f'#!/bin/sh\ncat "${{1#file://}}" >{self._opened}\n')
        browser.chmod(0o755)
        with self._printed.open("wb") as printed:
            self.process = subprocess.Popen(
                [sys.executable, clone / "tools/demo.py"],
                env={**os.environ, "HOME": str(folder), "BROWSER": str(browser)},
                cwd=folder,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def says(self) -> str:
        """All words, once there is nothing more to say; lines are as long as they like."""
        until(self._printed.read_text, lambda text: "Stop with Ctrl-C." in text, "make demo has started", within=60)
        return " ".join(self._printed.read_text().split())

    def opens(self) -> str:
        """The page that it opens in the machine's browser."""
        until(self._opened.exists, bool, "make demo opens a browser")
        return self._opened.read_text()

    def stops(self) -> int:
        """Ctrl-C goes to all processes of a terminal."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(20)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    demo = Demo(tmp_path)
    yield demo
    if demo.process.poll() is None:
        os.killpg(demo.process.pid, signal.SIGKILL)
        demo.process.wait()


def opens(address: str, name: str, pool: BrowserPool) -> Person:
    """In a browser of their own."""
    browser = pool.browser(name)
    page = browser.context().new_page()
    page.goto(address)
    return pool.adds(at_the_page(name, browser, page, "algebra"))


def runs_the_first_cell(person: Person) -> None:
    expect(person.page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    person.page.locator(".jp-CodeCell .cm-content").first.click()
    person.page.keyboard.press("Shift+Enter")


def test_two_people_do_what_the_demo_says(demo: Demo, people: People, pool: BrowserPool) -> None:
    said = demo.says()
    assert "opens the same address in another browser or in a private window, runs the first cell" in said
    assert 'presses "Enter room". You then see each other under "People": press "Call now".' in said
    (address,) = re.findall(r"Your room: (\S+)", said)
    assert f'url={address}"' in demo.opens()

    ana = opens(address, "Ana", pool)
    runs_the_first_cell(ana)
    ana.enters()
    bo = opens(address, "Bo", pool)
    runs_the_first_cell(bo)
    bo.enters()
    for one, other in permutations((ana, bo)):
        one.finds(other, "available")
    ana.calls(bo)
    bo.accepts()
    for one, other in permutations((ana, bo)):
        one.sees(other)

    # Each runs it once more, in the call; both pages are on one kernel.
    for runner in (bo, ana):
        runs_the_first_cell(runner)
        for one, other in permutations((ana, bo)):
            one.sees(other)
            one.has_one_camera()
    bo.hangs_up()
    bo.calls(ana)
    ana.accepts()
    for one, other in permutations((ana, bo)):
        one.sees(other)
    assert demo.stops() == 0


PLACEHOLDERS = """
import numpy as np
from matplotlib.figure import Figure
array, figure = np.full((240, 320, 3), (30, 60, 220), np.uint8), Figure()
"""


@pytest.mark.parametrize("room", ["algebra"])
def test_the_readme_is_true_of_two_people(people: People, lab: Jupyter) -> None:
    uses, calls, connects = README
    ana, bo = people("Ana", lab), people("Bo", lab)
    for person in (ana, bo):
        person.notebook.runs(uses)
        person.enters()
    ana.knows(Ana="available", Bo="available")

    ana.notebook.begins(calls)
    bo.accepts()
    ana.sees(bo)
    ana.button("Start camera").click()
    bo.sees(ana)
    bo.reads_in_chat("Ana", "hello")
    ana.notebook.has_printed("text='hello'")

    ana.notebook.adds(PLACEHOLDERS)
    ana.hangs_up()
    for person in (ana, bo):
        person.joins()
    ana.notebook.begins(connects)
    allows(bo)
    until(ana.page.locator(".jp-OutputArea-output").last.inner_text, bool, "Ana reads Bo's pictures")
    bo.button("Stop camera").click()
    shows_published(bo, "simulation")
    expect(bo.room.get_by_role("tab", name="Shared")).to_be_visible()
    ana.notebook.executes("room.kernel.close().result(10)")


def visits(person: Person, lab: Jupyter, notebook: str) -> None:
    shutil.copy(NOTEBOOKS / notebook, lab.notebooks)
    person.notebook.visits(notebook)


def enters_and_joins(person: Person) -> None:
    """Runs the first cell of code, and does what the next one says."""
    person.notebook.begins_at(1)
    person.is_in_the_lobby()
    person.enters()
    person.joins()
    person.knows_own_state("in-call")


def has_no_error(person: Person, lab: Jupyter, notebook: str) -> None:
    """There are outputs, and none of them is an error."""
    person.notebook.saves()
    outputs = [
        output
        for cell in nbformat.read(lab.notebooks / notebook, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert outputs
    assert not [output for output in outputs if output.output_type == "error"]


def test_the_demo_runs_and_ends_in_a_lobby(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    visits(ana, lab, "01_first_call.ipynb")
    ana.notebook.runs_all()

    region = ana.page.get_by_role("region", name="Video room")
    region.get_by_role("button", name="Enter room", exact=True).wait_for()
    has_no_error(ana, lab, "01_first_call.ipynb")


@pytest.mark.parametrize("room", ["vision"])
def test_the_kernel_sees(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    visits(ana, lab, "02_kernel_vision.ipynb")
    enters_and_joins(ana)
    connect, snapshot, edges, histogram, show = 3, 5, 7, 9, 11
    ana.notebook.runs_at(connect)
    ana.notebook.begins_at(snapshot)
    allows(ana)
    ana.notebook.ends_at(snapshot)
    ana.notebook.runs_at(edges)
    ana.notebook.begins_at(histogram)
    ana.room.scroll_into_view_if_needed()
    shows_published(ana, "edges")
    shows_published(ana, "histogram")

    ana.button("Stop camera").click()
    ana.notebook.ends_at(histogram)
    ana.button("Start camera").click()
    ana.notebook.runs_at(show)
    expect(ana.room.get_by_role("tab", name="Shared")).to_be_visible()
    has_no_error(ana, lab, "02_kernel_vision.ipynb")
    ana.notebook.executes("room.kernel.close().result(10)")


@pytest.mark.parametrize("room", ["lesson"])
def test_a_lesson_is_recorded(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    visits(ana, lab, "03_recording.ipynb")
    enters_and_joins(ana)
    connect, record, cell, stop, replay = 3, 5, 6, 8, 10
    ana.notebook.runs_at(connect)
    ana.notebook.begins_at(record)
    expect(question(ana)).to_contain_text(RECORDS)
    allows(ana)
    expect(ana.room.get_by_text(f"{KERNEL} is recording")).to_be_visible()
    ana.notebook.runs_at(cell)
    until(
        lambda: ana.notebook.value("recording.people and recording.seconds"),
        lambda seconds: bool(seconds) and seconds > 3,
        "Ana has been recorded",
    )
    ana.notebook.runs_at(stop, replay)
    film = ana.page.locator("video[controls]")
    until(lambda: film.evaluate("film => film.duration"), lambda seconds: (seconds or 0) > 2, "the film is there")
    expect(ana.page.get_by_role("button", name="sum(range(10))")).to_be_visible()
    has_no_error(ana, lab, "03_recording.ipynb")
    ana.notebook.executes("room.kernel.close().result(10)")
