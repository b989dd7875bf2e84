"""The notebooks that come with the package, as somebody runs them who reads them."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from .conftest import People
from .kernels import KERNEL, RECORDS, allows, question, shows_published
from .people import Person
from .servers import Jupyter
from .waiting import until

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


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
