"""The same in Notebook 7, and what is left in the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest

from .cast import Cast
from .conftest import People, in_the_room
from .people import Person
from .servers import Jupyter

# Off by default; with it every synced trait of a widget goes into the notebook's file.
SAVING_WIDGETS = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}


@pytest.fixture(scope="module")
def notebook7(cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with Jupyter(tmp_path_factory.mktemp("notebook7"), "notebook", settings=SAVING_WIDGETS) as server:
        yield server
        cast.forget_server(server)


def is_free_of_secrets(person: Person) -> str:
    """The saved file, in which nothing is that opens a door."""
    text = person.notebook.saves()
    secrets = person.notebook.secrets | set(person.notebook.tickets())
    assert len(secrets) >= 2, "a ticket and a token are what the page was given"
    assert not [secret for secret in secrets if secret in text]
    assert "eyJ" not in text, "looks like a JWT"
    assert person.notebook.server.token not in text
    return text


def test_a_call_in_notebook_7(people: People, notebook7: Jupyter) -> None:
    ana, bo = (in_the_room(people(name, notebook7)) for name in ("Ana", "Bo"))
    ana.calls(bo)
    bo.accepts()
    for one, other in permutations((ana, bo)):
        one.sees(other)
        one.hears(other)

    text = is_free_of_secrets(ana)
    assert "application/vnd.jupyter.widget-state+json" in text
    assert ana.room_name in text

    ana.hangs_up()
    for one, other in permutations((ana, bo)):
        one.finds(other, "available")
        one.has_released_the_devices()


def test_a_notebook_saved_by_jupyterlab_has_no_secret(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    is_free_of_secrets(ana)
