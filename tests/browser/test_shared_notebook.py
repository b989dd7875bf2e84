"""One notebook in the pages of several people, who share its kernel: JupyterLab's default workspace makes it so."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator

import nbformat
import pytest
from playwright.sync_api import Error

from .browser_pool import BrowserPool
from .conftest import People
from .notebooks import Notebook
from .people import Person
from .servers import Jupyter

OpensIt = Callable[[str], Person]

# What a saved notebook must not tell of others: their names, where they are, what happened, where the server is.
OTHERS = ("Bo", "in-call", "joined the room", "videoroom/room", "127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def shared_lab(pool: BrowserPool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with Jupyter(tmp_path_factory.mktemp("shared")) as server:
        yield server


@pytest.fixture(scope="module")
def collaborative_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """With jupyter-collaboration, which changes how notebooks are opened and saved, so that no other server has it."""
    packages = tmp_path_factory.mktemp("packages")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([*pip, "--prefix", str(packages), "jupyter-collaboration==5.0.*"], check=True)
    store = f"--SQLiteYStore.db_path={packages / 'store.db'}"
    with Jupyter(tmp_path_factory.mktemp("collaborative"), "lab", store, packages=packages) as server:
        yield server


@pytest.fixture
def opens_it(people: People, pool: BrowserPool, shared_lab: Jupyter, room: str) -> OpensIt:
    return one_notebook(pool, shared_lab, room)


def one_notebook(pool: BrowserPool, server: Jupyter, room: str) -> OpensIt:
    """Somebody opens the one notebook of this test, as it was saved last, by the address that people know."""
    path = f"{room}.ipynb"
    write(server, path, f"from jupyter_videoroom import VideoRoom\nroom = VideoRoom(name={room!r})\nroom")

    def opens(name: str) -> Person:
        browser = pool.browser(name)
        notebook = Notebook(browser.context(), server, path)
        notebook.visits_with_others()
        return pool.adds(Person(name, browser, notebook, room))

    return opens


def write(server: Jupyter, path: str, *cells: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, server.notebooks / path)


def runs_and_enters(person: Person) -> None:
    person.notebook.runs_all()
    person.is_in_the_lobby()
    person.enters()


def test_two_people_run_the_cells_of_one_kernel_in_turns(opens_it: OpensIt) -> None:
    ana = opens_it("Ana")
    runs_and_enters(ana)
    ana.joins()

    # As the demo says: the same address, the first cell, and in.
    bo = opens_it("Bo")
    runs_and_enters(bo)
    bo.joins()
    ana.sees(bo)
    bo.sees(ana)

    # The newer object is the one that the kernel knows; cells of both work with it, each for its own page.
    for person in (ana, bo):
        person.knows_own_state("in-call")
        assert person.notebook.executes("print([p['name'] for p in room.people if p['you']])") == f"['{person}']\n"
    assert ana.notebook.executes("print(room.say('from Ana').result(10).outcome)") == "stored\n"
    assert bo.notebook.executes("print(room.say('from Bo').result(10).outcome)") == "stored\n"
    for person in (ana, bo):
        person.turns_to("Chat")
        person.reads_in_chat("from Ana", "from Bo")
        assert (person.chats().count("from Ana"), person.chats().count("from Bo")) == (1, 1)

    bo.notebook.executes("room.hang_up()")
    ana.knows(Ana="in-call", Bo="available")
    bo.notebook.runs_all()
    ana.notebook.runs_all()
    ana.has_one_camera()
    ana.hangs_up()

    ana.notebook.begins("outcome = await room.call('Bo'); print('Ana', outcome.outcome, room.state)")
    bo.accepts()
    ana.notebook.has_printed("Ana accepted in-call")
    bo.notebook.executes("room.leave()")
    bo.is_in_the_lobby()
    ana.knows(Ana="available")


def test_with_one_output_in_two_pages_each_request_is_one_person_s(opens_it: OpensIt, people: People) -> None:
    ana = opens_it("Ana")
    runs_and_enters(ana)
    ana.notebook.saves()
    # The output is there already, and shows the same object.
    bo = opens_it("Bo")
    bo.enters()
    ana.knows(Ana="available", Bo="available")
    bo.knows(Ana="available", Bo="available")

    assert ana.notebook.executes("print(room.say('once').result(10).outcome)") == "stored\n"
    bo.notebook.begins("outcome = await room.call('Ana'); print('Bo', outcome.outcome)")
    ana.accepts()
    bo.notebook.has_printed("Bo accepted")
    ana.notebook.executes("room.hang_up()")
    bo.turns_to("Chat")
    bo.reads_in_chat("once")
    assert bo.chats().count("once") == 1
    ana.knows(Ana="available", Bo="available")

    ana.notebook.executes("room.leave()")
    ana.is_in_the_lobby()
    bo.knows(Bo="available")
    # Who is outside does not act by the page of another person.
    with pytest.raises(Error, match="Nobody has entered the room here yet"):
        ana.notebook.executes("room.leave()")
    bo.knows_own_state("available")


def test_with_collaboration_all_pages_get_the_new_output_and_nobody_is_thrown_out(
    people: People, pool: BrowserPool, collaborative_lab: Jupyter, room: str
) -> None:
    opens_it = one_notebook(pool, collaborative_lab, room)
    ana = opens_it("Ana")
    runs_and_enters(ana)
    ana.joins()
    bo = opens_it("Bo")
    # The output is in Bo's page as soon as the notebook is.
    bo.is_in_the_lobby()
    bo.enters()
    bo.joins()
    ana.sees(bo)
    frames = bo.frames_of(ana)

    for person in (bo, ana):
        person.notebook.runs_all()
        assert person.notebook.executes(f"print(room.say('from {person}').result(10).outcome)") == "stored\n"
    ana.sees(bo)
    bo.sees(ana)
    assert bo.frames_of(ana) > frames
    ana.has_one_camera()
    bo.turns_to("Chat")
    bo.reads_in_chat("from Bo", "from Ana")
    assert (bo.chats().count("from Ana"), bo.chats().count("from Bo")) == (1, 1)
    bo.notebook.executes("room.hang_up()")
    ana.knows(Ana="in-call", Bo="available")

    ana.hangs_up()
    bo.notebook.begins("outcome = await room.call('Ana'); print('Bo', outcome.outcome)")
    ana.accepts()
    bo.notebook.has_printed("Bo accepted")
    bo.sees(ana)


def test_a_console_and_a_second_notebook_on_the_same_kernel(opens_it: OpensIt) -> None:
    ana = opens_it("Ana")
    runs_and_enters(ana)
    ana.joins()
    bo = opens_it("Bo")
    runs_and_enters(bo)
    bo.joins()
    ana.sees(bo)

    # One more object of that name, made elsewhere in Ana's page and shown nowhere, ends nothing.
    assert (
        ana.notebook.executes_in_a_console(f"room = VideoRoom(name={ana.room_name!r}); print(room.state)")
        == "in-call\n"
    )
    with pytest.raises(Error, match=r"is open in 2 pages: Ana \(in-call\), Bo \(in-call\)"):
        ana.notebook.executes_in_a_console("room.hang_up()")
    ana.sees(bo)
    bo.sees(ana)
    # The view moves to the second notebook.
    bo.notebook.opens_another_on_its_kernel()
    bo.notebook.adds(f"room = VideoRoom(name={bo.room_name!r})\nroom")
    ana.sees(bo)
    bo.sees(ana)
    bo.knows_own_state("in-call")
    bo.notebook.executes("room.hang_up()")
    ana.knows(Ana="in-call", Bo="available")
    bo.leaves()
    ana.knows(Ana="in-call")
    ana.notebook.executes_in_a_console("room.hang_up()")
    ana.knows(Ana="available")


def test_a_page_that_was_reloaded_or_closed_is_not_meant_any_more(opens_it: OpensIt) -> None:
    ana = opens_it("Ana")
    runs_and_enters(ana)
    bo = opens_it("Bo")
    runs_and_enters(bo)
    ana.notebook.reloads()
    assert bo.notebook.executes_in_a_console("room.say('only page'); print(room.state)") == "available\n"
    ana.is_in_the_lobby()
    ana.enters()
    ana.knows_own_state("available")
    bo.closes_tab()
    ana.knows(Ana="available")
    ana.notebook.executes("room.leave()")
    ana.is_in_the_lobby()


def test_saved_widget_state_holds_nothing_of_other_people(opens_it: OpensIt) -> None:
    ana = opens_it("Ana")
    runs_and_enters(ana)
    bo = opens_it("Bo")
    runs_and_enters(bo)
    bo.joins()
    ana.joins()
    ana.sees(bo)
    people = ana.trait("people")
    ana.page.evaluate("() => jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')")
    saved = ana.notebook.saves()
    assert "application/vnd.jupyter.widget-state+json" in json.loads(saved)["metadata"]["widgets"]
    # What the exporter brings itself, scripts and styles, stands before the body.
    for text in (saved, exported(saved).partition("<body")[2]):
        ids = [person[key] for person in people for key in ("id", "user")]
        assert [word for word in (*ids, *OTHERS) if word in text] == []


def exported(saved: str) -> str:
    from nbconvert import HTMLExporter

    html, _ = HTMLExporter().from_notebook_node(  # type: ignore[no-untyped-call]
        nbformat.reads(saved, as_version=4)
    )
    return str(html)
