"""The notebook that the README starts with."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from .conftest import People
from .servers import Jupyter

DEMO = Path(__file__).parents[2] / "notebooks" / "01_first_call.ipynb"


def test_the_demo_runs_and_ends_in_a_lobby(people: People, lab: Jupyter) -> None:
    ana = people("Ana", lab)
    shutil.copy(DEMO, lab.notebooks / "demo.ipynb")
    ana.notebook.visits("demo.ipynb")
    ana.notebook.runs_all()

    region = ana.page.get_by_role("region", name="Video room")
    region.get_by_role("button", name="Enter room", exact=True).wait_for()
    ana.notebook.saves()
    outputs = [
        output
        for cell in nbformat.read(lab.notebooks / "demo.ipynb", as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert outputs
    assert not [output for output in outputs if output.output_type == "error"]
