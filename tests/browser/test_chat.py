"""What people write to each other."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import People, in_the_room
from .people import Person
from .servers import Jupyter

HOSTILE = (
    "<img src=x onerror='window.taken = 1'> <script>window.taken = 2</script>\n"
    "javascript:window.taken=3 [link](javascript:window.taken=4) **<b onclick='window.taken=5'>bold</b>**"
)


def test_all_read_what_is_said_to_all(ana: Person, bo: Person, cy: Person) -> None:
    ana.says("Good morning")
    bo.reads_in_chat("Ana", "Good morning")
    cy.says("Hello, Ana")
    for person in (ana, bo, cy):
        person.reads_in_chat("Good morning", "Cy", "Hello, Ana")


def test_a_message_to_one_is_for_that_one(ana: Person, bo: Person, cy: Person) -> None:
    for other in (bo, cy):
        ana.finds(other, "available")
    ana.says("Only for you", to=bo)
    bo.reads_in_chat("only to you", "Only for you")
    ana.reads_in_chat("to Bo only", "Only for you")
    # What comes later has come, so what was before it would have, too.
    bo.says("For everybody")
    cy.reads_in_chat("For everybody")
    assert "Only for you" not in cy.chat.inner_text()


def test_who_comes_late_reads_what_was_said(ana: Person, people: People, lab: Jupyter) -> None:
    ana.says("Before you came")
    ana.reads_in_chat("Before you came")
    expect(ana.room.get_by_text("sending…")).to_have_count(0)
    bo = in_the_room(people("Bo", lab))
    bo.reads_in_chat("Ana", "Before you came")
    expect(bo.room.get_by_role("tab", name="Chat", exact=True)).to_be_visible()


def test_what_is_not_seen_is_counted(ana: Person, bo: Person) -> None:
    ana.turns_to("Events")
    bo.says("one")
    bo.says("two")
    tab = ana.room.get_by_role("tab", name="Chat (2)", exact=True)
    tab.click()
    expect(ana.room.get_by_role("tab", name="Chat", exact=True)).to_have_attribute("aria-selected", "true")
    ana.reads_in_chat("one", "two")


def test_text_is_text(ana: Person, bo: Person) -> None:
    ana.says(HOSTILE)
    bo.reads_in_chat("<img src=x onerror=")
    for person in (ana, bo):
        assert person.page.evaluate("window.taken") is None
        expect(person.chat.locator("img, script, b, a")).to_have_count(0)
        expect(person.chat.locator("strong")).to_have_text("<b onclick='window.taken=5'>bold</b>")


def test_links_code_and_emphasis_are_shown(ana: Person, bo: Person) -> None:
    ana.says("See https://example.org/a?b=c, use `x = 1` and **never**:\n```\nwhile True:\n    pass\n```")
    link = bo.chat.get_by_role("link", name="https://example.org/a?b=c", exact=True)
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(link).to_have_attribute("target", "_blank")
    expect(bo.chat.locator("code").first).to_have_text("x = 1")
    expect(bo.chat.locator("pre")).to_have_text("while True:\n    pass")
    expect(bo.chat.get_by_role("strong")).to_have_text("never")


def test_enter_sends_and_with_shift_begins_a_line(ana: Person, bo: Person) -> None:
    ana.message.click()
    keyboard = ana.page.keyboard
    keyboard.type("m is a letter here")
    keyboard.press("Shift+Enter")
    keyboard.type("and v, too")
    expect(ana.message).to_have_value("m is a letter here\nand v, too")
    keyboard.press("Enter")
    expect(ana.message).to_have_value("")
    bo.reads_in_chat("m is a letter here", "and v, too")


def test_what_is_written_while_the_connection_is_lost_arrives_once(ana: Person, bo: Person) -> None:
    ana.says("before")
    bo.reads_in_chat("before")
    ana.page.route("**/videoroom/api/**", lambda route: route.abort())
    ana.notebook.probe("cut")
    ana.has_status("reconnecting")
    ana.says("meanwhile")
    expect(ana.chat.get_by_text("sending…")).to_be_visible()
    ana.message.fill("a thought that is not finished")
    ana.page.unroute("**/videoroom/api/**")
    bo.reads_in_chat("before", "meanwhile")
    ana.has_status("Available")
    expect(ana.chat.get_by_text("sending…")).to_have_count(0)
    expect(ana.message).to_have_value("a thought that is not finished")
    for person in (ana, bo):
        assert person.chats().count("meanwhile") == 1


def test_it_goes_on_in_a_call(ana: Person, bo: Person) -> None:
    for person in (ana, bo):
        person.joins()
    ana.finds(bo, "in a call")
    ana.says("Can you hear me?")
    bo.reads_in_chat("Can you hear me?")
    expect(bo.message).to_be_enabled()
