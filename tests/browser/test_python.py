"""Outcomes, events and tables of the room, in Python."""

from __future__ import annotations

from .people import Person
from .waiting import until


def after(person: Person, cell: str) -> None:
    """Runs more code in a cell, after the one with the room."""
    person.notebook.adds(cell)


def finds_printed(person: Person, words: str) -> None:
    """Some output of the notebook has these words."""
    outputs = person.page.locator(".jp-OutputArea-output")
    until(outputs.all_inner_texts, lambda texts: any(words in text for text in texts), f"{person} finds {words!r}")


def test_a_cell_awaits_that_a_call_is_accepted(ana: Person, bo: Person) -> None:
    ana.knows(Ana="available", Bo="available")
    after(ana, "outcome = await room.call('Bo'); print('ended', outcome.outcome, bool(outcome), room.state)")
    bo.accepts()
    finds_printed(ana, "ended accepted True in-call")


def test_a_cell_waits_for_a_result_without_awaiting(ana: Person, bo: Person) -> None:
    ana.knows(Ana="available", Bo="available")
    after(ana, "outcome = room.call('Bo').result(20); print('ended', outcome, bool(outcome))")
    bo.declines("in a lecture")
    finds_printed(ana, "ended Outcome(outcome='declined', word='in a lecture') False")
    ana.knows(Ana="available", Bo="available")
