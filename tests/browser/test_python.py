"""Outcomes, events and tables of the room, in Python."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import expect

from .conftest import People, in_the_room
from .notebooks import Notebook
from .people import Person
from .servers import Jupyter
from .waiting import until


def test_a_cell_awaits_that_a_call_is_accepted(ana: Person, bo: Person) -> None:
    ana.knows(Ana="available", Bo="available")
    ana.notebook.begins("outcome = await room.call('Bo'); print('ended', outcome.outcome, bool(outcome), room.state)")
    bo.accepts()
    ana.notebook.has_printed("ended accepted True in-call")


def test_a_cell_waits_for_a_result_without_awaiting(ana: Person, bo: Person) -> None:
    ana.knows(Ana="available", Bo="available")
    ana.notebook.begins("outcome = room.call('Bo').result(20); print('ended', outcome, bool(outcome))")
    bo.declines("in a lecture")
    ana.notebook.has_printed("ended Outcome(outcome='declined', word='in a lecture') False")
    ana.knows(Ana="available", Bo="available")


def test_of_two_pages_the_one_in_the_room_answers(ana: Person, bo: Person, lab: Jupyter) -> None:
    ana.knows(Ana="available", Bo="available")
    ana.notebook.saves()
    second = Notebook(ana.page.context, lab, "Ana.ipynb")
    # JupyterLab would make a workspace of its own for a second page in the same one, in the middle of opening it.
    second.page.goto(lab.notebook_address("Ana.ipynb").replace("workspaces/Ana", "workspaces/again"))
    expect(second.page.get_by_role("button", name="Enter room", exact=True)).to_be_visible()

    assert ana.notebook.executes("print(room.say('once').result(10).outcome)") == "stored\n"
    bo.reads_in_chat("once")
    ana.notebook.begins("outcome = await room.call('Bo'); print('ended', outcome.outcome)")
    bo.accepts()
    ana.notebook.has_printed("ended accepted")
    ana.knows_own_state("in-call")
    second.page.close()


def test_events_reach_callbacks(ana: Person, bo: Person, people: People, lab: Jupyter) -> None:
    ana.knows(Ana="available", Bo="available")
    ana.notebook.executes(
        "happened = []\n"
        "@room.on('joined')\n"
        "def fails(event): raise ValueError('on purpose')\n"
        "room.on('joined', lambda event: happened.append(f'{event.person[\"name\"]} joined'))\n"
        "room.on('left', lambda event: happened.append(f'{event.person[\"name\"]} left'))\n"
        "room.on('message', lambda event: happened.append(f'{event.name}: {event.text}'))\n"
        "room.on('call', lambda event: happened.append(f'{event.state} {len(event.people)}'))\n"
    )
    cy = in_the_room(people("Cy", lab))
    cy.finds(ana, "available")
    has_happened(ana, "Cy joined")
    cy.joins()
    ana.joins()
    has_happened(ana, "begun 2")
    ana.hangs_up()
    has_happened(ana, "ended 0")
    until(lambda: bo.trait("people['Ana']['call']"), lambda call: call is None, "Bo's Python hears of the end")
    assert bo.notebook.executes("print(room.say('hello').result(10).outcome)") == "stored\n"
    has_happened(ana, "Bo: hello")
    cy.leaves()
    has_happened(ana, "Cy left")


def test_what_callbacks_print_and_raise_is_shown_in_the_notebook(ana: Person, people: People, lab: Jupyter) -> None:
    ana.notebook.adds(
        "@room.on('joined')\n"
        "def greet(event):\n"
        "    print(event.person['name'], 'came')\n"
        "    raise ValueError('on purpose')"
    )
    in_the_room(people("Cy", lab))
    ana.notebook.has_printed("Cy came")
    ana.notebook.has_printed("ValueError: on purpose")


def has_happened(person: Person, event: str) -> None:
    until(
        lambda: person.notebook.value("happened"), lambda seen: event in seen, f"{person}'s Python hears of {event!r}"
    )


def test_what_python_says_is_read_by_others(ana: Person, bo: Person, cy: Person) -> None:
    ana.knows(Ana="available", Bo="available", Cy="available")
    for person in (bo, cy):
        person.turns_to("Chat")
    said = ana.notebook.executes(
        "print(room.say('<b>hello</b>').result(10).outcome, room.say('psst', to='Bo').result(10).outcome)"
    )
    assert said == "stored stored\n"
    bo.reads_in_chat("<b>hello</b>", "psst")
    bo.says("good bye")
    cy.reads_in_chat("<b>hello</b>", "good bye")
    assert not any("psst" in line for line in cy.chats())


def test_a_refusal_says_why(ana: Person) -> None:
    ana.knows(Ana="available")
    words = ana.notebook.executes("ended = room.say('psst', to='Ana').result(10); print(ended.outcome, ended.word)")
    assert words.startswith("refused ")
    assert len(words) > len("refused \n")


def test_people_and_log_are_tables_in_a_cell(ana: Person, bo: Person) -> None:
    bo.notebook.executes("")
    ana.knows(Ana="available", Bo="available")
    ana.notebook.adds("room.people")
    expect(ana.page.get_by_role("table").get_by_role("row", name="Bo available")).to_be_visible()
    ana.notebook.adds("room.log")
    expect(ana.page.get_by_role("cell", name="Bo joined the room")).to_be_visible()


def test_the_room_s_page_is_linked_without_a_secret(ana: Person) -> None:
    ana.knows(Ana="available")
    address = ana.trait("page")
    # Where this person's own page came from, whatever name the server has for itself.
    assert address.startswith(f"http://127.0.0.1:{ana.notebook.server.port}/")
    assert address.endswith(f"/videoroom/room/{quote(ana.room_name)}")
    ana.notebook.adds("room.open_page()")
    link = ana.page.get_by_role("link", name=f"Open video room {ana.room_name} in a tab")
    expect(link).to_have_attribute("href", address)


def test_a_restarted_kernel_starts_again(ana: Person, bo: Person) -> None:
    ana.notebook.restarts_kernel()
    ana.notebook.runs_all()
    ana.knows(Ana="available", Bo="available")
    ana.notebook.begins("print('ended', await room.call('Bo'))")
    bo.declines()
    ana.notebook.has_printed("ended Outcome(outcome='declined', word='')")
