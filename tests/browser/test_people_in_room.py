"""What people show each other without a word, and what they have missed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .people import Person
from .servers import Jupyter
from .silent_people import silent_people

SHORTCUTS = "Keyboard shortcuts"


def in_a_call(*persons: Person) -> None:
    for person in persons:
        person.joins()
    for person in persons:
        for other in persons:
            person.finds(other, "in a call")


def test_hands_have_an_order(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    bo.button("Raise hand").click()
    expect(bo.button("Lower hand")).to_be_visible()
    ana.finds(bo, "hand raised, number 1")
    ana.button("Raise hand").click()
    bo.finds(ana, "hand raised, number 2")
    expect(ana.tile(bo).get_by_text("hand raised")).to_be_attached()
    bo.button("Lower hand").click()
    bo.finds(ana, "hand raised, number 1")
    expect(ana.tile(bo).get_by_text("hand raised")).to_have_count(0)


def test_a_reaction_is_shown_for_some_seconds(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    bo.button("React").click()
    bo.room.get_by_role("menuitem", name="Clap", exact=True).click()
    for person in (ana, bo):
        expect(person.tile(bo).get_by_role("img", name="Clap", exact=True)).to_be_visible()
    for person in (ana, bo):
        expect(person.tile(bo).get_by_role("img", name="Clap", exact=True)).to_have_count(0)


def test_who_is_muted_can_be_seen(ana: Person, bo: Person) -> None:
    in_a_call(ana, bo)
    bo.button("Mute microphone").click()
    ana.finds(bo, "microphone off")
    bo.button("Unmute microphone").click()
    expect(ana.room.get_by_role("listitem").filter(has_text="microphone off")).to_have_count(0)


def test_a_missed_call_can_be_called_back(ana: Person, bo: Person) -> None:
    bo.finds(ana, "available")
    bo.calls(ana)
    ana.is_rung_by(bo)
    bo.cancels()
    missed = ana.room.get_by_role("list", name="Missed calls", exact=True).get_by_role("listitem")
    expect(missed).to_contain_text("Missed call from Bo")
    ana.button("Call back: Bo").click()
    bo.is_rung_by(ana)
    expect(missed).to_have_count(0)


def test_a_missed_call_can_be_dismissed(ana: Person, bo: Person) -> None:
    bo.finds(ana, "available")
    bo.calls(ana)
    ana.is_rung_by(bo)
    bo.cancels()
    ana.button("Dismiss the missed call from Bo").click()
    expect(ana.room.get_by_role("list", name="Missed calls", exact=True)).to_have_count(0)


def test_keys_open_the_help_the_chat_and_raise_the_hand(ana: Person) -> None:
    keyboard = ana.page.keyboard
    ana.joins()
    ana.finds(ana, "in a call")
    ana.button("Leave call").focus()
    keyboard.press("h")
    expect(ana.button("Lower hand")).to_be_visible()
    ana.button("Leave call").focus()
    keyboard.press("?")
    dialog = ana.room.get_by_role("dialog", name=SHORTCUTS, exact=True)
    expect(dialog).to_be_visible()
    keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(ana.button("Leave call")).to_be_focused()
    keyboard.press("c")
    expect(ana.message).to_be_focused()
    expect(ana.message).to_have_value("")
    keyboard.type("hi")
    keyboard.press("Escape")
    expect(ana.button("Leave call")).to_be_focused()
    expect(ana.message).to_have_value("hi")


def test_many_people_are_grouped_and_can_be_searched(ana: Person, bo: Person, lab: Jupyter) -> None:
    in_a_call(ana, bo)
    together, others = (ana.room.get_by_role("list", name=name, exact=True) for name in ("In the call", "In the room"))
    search = ana.room.get_by_role("searchbox", name="Search people", exact=True)
    expect(ana.room.get_by_role("heading", name="In the call 2", exact=True)).to_be_visible()
    expect(together.get_by_role("listitem")).to_contain_text(["Ana (you)", "Bo"])
    expect(search).to_have_count(0)

    with silent_people(lab, ana.room_name, [f"Guest {number:02}" for number in range(10)]):
        expect(others.get_by_role("listitem")).to_contain_text([f"Guest {number:02}" for number in range(10)])
        search.fill("GUÉST 07")
        expect(ana.room.get_by_role("group", name="People", exact=True).get_by_role("listitem")).to_have_count(1)
        expect(others).to_contain_text("Guest 07")
        search.fill("Zacharias")
        expect(ana.room.get_by_text("Nobody here is called “Zacharias”.")).to_be_visible()
        ana.page.keyboard.press("Escape")
        expect(together.get_by_role("listitem")).to_have_count(2)
        expect(ana.room.get_by_role("complementary")).to_be_visible()


def test_two_of_one_name_are_told_apart_by_what_the_server_knows(ana: Person, bo: Person) -> None:
    accounts = re.compile(r"Ana \(Anonymous \w+ [0-9a-f]{4}\)")
    bo.room.get_by_role("textbox", name="Your name", exact=True).fill("Ana")
    bo.room.focus()
    other = ana.room.get_by_role("listitem").filter(has_text=accounts)
    expect(other).to_have_count(1)
    expect(ana.room.get_by_role("combobox", name="To", exact=True)).to_contain_text(accounts)
    bo.room.get_by_role("combobox", name="To", exact=True).select_option(index=1)
    expect(bo.room.get_by_text(re.compile(r"Account: Anonymous"))).to_be_visible()
    bo.message.fill("It is me")
    bo.button("Send").click()
    expect(ana.chat).to_contain_text(re.compile(r"only to you\s*Anonymous \w+ [0-9a-f]{4}"))
    bo.room.get_by_role("button", name=re.compile("Call now: Ana")).click()
    ring = ana.room.get_by_role("dialog", name="Incoming call from Ana", exact=True)
    expect(ring).to_contain_text(re.compile(r"Account: Anonymous \w+ [0-9a-f]{4}"))
    bo.cancels()
    ana.is_not_rung()
