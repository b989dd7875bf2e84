"""The same in Notebook 7, and what is left in the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
from playwright.sync_api import expect

from .browser_pool import BrowserPool
from .conftest import People, in_the_room
from .people import Person
from .servers import Jupyter
from .test_layouts import are_alike, is_large, screen_of

# Off by default; with it every synced trait of a widget goes into the notebook's file.
SAVING_WIDGETS = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}


@pytest.fixture(scope="module")
def notebook7(pool: BrowserPool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with Jupyter(tmp_path_factory.mktemp("notebook7"), "notebook", settings=SAVING_WIDGETS) as server:
        yield server
        pool.forget_server(server)


def is_free_of_secrets(person: Person) -> str:
    """The saved file. It holds no secret that lets anybody in."""
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


def test_chat_screen_and_layout_in_notebook_7(people: People, notebook7: Jupyter) -> None:
    ana, bo = (in_the_room(people(name, notebook7)) for name in ("Ana", "Bo"))
    for person in (ana, bo):
        person.joins()
    ana.sees(bo)
    ana.says("Look at this")
    bo.reads_in_chat("Ana", "Look at this")

    ana.button("Share screen").click()
    bo.sees_a_screen()
    is_large(bo, screen_of(bo, ana), bo.tile(ana))
    ana.button("Stop sharing").click()
    expect(screen_of(bo, ana)).to_have_count(0)

    bo.chooses("Speaker")
    is_large(bo, bo.tile(ana), bo.tile(bo))
    bo.chooses("Grid")
    are_alike(bo, bo.tile(ana), bo.tile(bo))


def test_a_notebook_saved_by_jupyterlab_has_no_secret(ana: Person, bo: Person) -> None:
    ana.joins()
    bo.joins()
    ana.sees(bo)
    is_free_of_secrets(ana)
