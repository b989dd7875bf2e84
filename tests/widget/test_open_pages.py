"""Several pages on one kernel: each request has one addressee, and each widget speaks for one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.kernel.events import ChatMessage
from jupyter_videoroom.kernel.pending import Outcome
from jupyter_videoroom.widget import link
from jupyter_videoroom.widget import room as room_module

from .rows import row, says, tells

LINE = {"id": 1, "key": "k", "at": 1.5, "user": "u1", "name": "Bo", "text": "hi", "to": None, "to_name": ""}


class Cells:
    """Runs code as the cells of one client of the kernel after the other, and keeps what widgets send."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client = ""
        self.sent: list[Any] = []
        self.made: list[VideoRoom] = []
        self._patch = monkeypatch
        for module in (link, room_module):
            monkeypatch.setattr(module, "running_client", lambda: self.client)

    def run_in(self, client: str) -> None:
        self.client = client

    def make(self) -> VideoRoom:
        room = VideoRoom("algebra")
        self._patch.setattr(room._end, "send", lambda content: self.sent.append((room, content)))
        self.made.append(room)
        return room

    @property
    def asked(self) -> list[tuple[str, str]]:
        return [(content["page"], content["do"]) for _, content in self.sent]


@pytest.fixture
def cells(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cells]:
    cells = Cells(monkeypatch)
    yield cells
    for room in cells.made:
        room.close()


def people(me: str = "", *, states: dict[str, str] | None = None) -> list[dict[str, Any]]:
    states = states or {"Ana": "available", "Bo": "available"}
    return [row(name, you=name == me, state=state) for name, state in states.items()]


def two_pages(room: VideoRoom) -> None:
    tells(room, "available", people("Ana"), "ana")
    tells(room, "available", people("Bo"), "bo")


def test_a_request_is_for_the_page_in_which_the_cell_runs(cells: Cells) -> None:
    room = cells.make()
    two_pages(room)
    for client in ("ana", "bo", "ana"):
        cells.run_in(client)
        room.say("hello")
        room.hang_up()
        room.leave()
    assert cells.asked == [(page, do) for page in ("ana", "bo", "ana") for do in ("say", "hang-up", "leave")]


def test_what_it_sees_is_read_in_its_cells(cells: Cells) -> None:
    cells.run_in("ana")
    room = cells.make()
    two_pages(room)
    tells(room, "in-call", people("Bo"), "bo", log=[{"time": "t", "text": "Bo’s"}], address="http://bo/room")
    seen = {}
    for client in ("ana", "bo"):
        cells.run_in(client)
        seen[client] = (room.state, [p["name"] for p in room.people if p["you"]], len(room.log), room.page)
    assert seen["bo"] == ("in-call", ["Bo"], 1, "http://bo/room")
    assert seen["ana"][:3] == ("available", ["Ana"], 0)


def test_a_console_means_the_only_page_in_the_room(cells: Cells) -> None:
    room = cells.make()
    tells(room, "available", people("Ana"), "ana")
    tells(room, "outside", [], "bo")
    cells.run_in("console")
    room.hang_up()
    assert cells.asked == [("ana", "hang-up")]


def test_a_console_of_a_page_that_is_known_means_that_page(cells: Cells) -> None:
    room = cells.make()
    two_pages(room)
    says(room, "console of bo", tell="here", page="bo")
    cells.run_in("console of bo")
    room.hang_up()
    assert cells.asked == [("bo", "hang-up")]


def test_a_second_notebook_of_a_page_means_the_page_that_shows_what_it_made(cells: Cells) -> None:
    cells.run_in("first notebook of ana")
    first = cells.make()
    two_pages(first)
    # A page has one client for all comms of a kernel, whichever of its notebooks has made the widget.
    cells.run_in("second notebook of bo")
    second = cells.make()
    tells(second, "available", people("Bo"), "bo")
    second.hang_up()
    assert cells.asked == [("bo", "hang-up")]
    # With jupyter-collaboration it is shown in both.
    tells(second, "available", people("Ana"), "ana")
    with pytest.raises(RuntimeError, match="open in 2 pages"):
        second.hang_up()


def test_where_it_cannot_be_told_who_is_meant_the_pages_are_named(cells: Cells) -> None:
    room = cells.make()
    two_pages(room)
    cells.run_in("console")
    with pytest.raises(RuntimeError, match=r"open in 2 pages: Ana \(available\), Bo \(available\)\. Run this in"):
        room.call("Bo")
    assert cells.sent == []


def test_nobody_acts_by_the_page_of_somebody_else(cells: Cells) -> None:
    room = cells.make()
    tells(room, "in-call", people("Ana"), "ana")
    tells(room, "outside", [], "bo")
    cells.run_in("bo")
    with pytest.raises(RuntimeError, match=r"Nobody has entered the room here yet.*elsewhere it is Ana \(in-call\)"):
        room.leave()
    assert cells.sent == []


def test_the_outcome_is_that_of_the_page_that_was_asked(cells: Cells) -> None:
    room = cells.make()
    two_pages(room)
    cells.run_in("ana")
    call = room.call("Bo")
    says(room, "ana", tell="outcome", id=cells.sent[0][1]["id"], page="ana", outcome="accepted", word="")
    assert call.result(0)


def test_a_page_that_closes_answers_no_more(cells: Cells) -> None:
    room = cells.make()
    two_pages(room)
    cells.run_in("ana")
    call = room.call("Bo")
    says(room, "ana", tell="closed", page="ana")
    assert call.result(0) == Outcome("refused", "The page that was asked was closed.")
    cells.run_in("console")
    room.hang_up()
    assert cells.asked[-1] == ("bo", "hang-up")


def test_a_page_that_closed_without_a_word_is_missed_by_the_others(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = cells.make()
    now = 100.0
    monkeypatch.setattr("jupyter_videoroom.widget.link.time.monotonic", lambda: now)
    two_pages(room)
    # Its news and those of the server may cross.
    tells(room, "available", people("Bo", states={"Bo": "available"}), "bo")
    assert len(room._link.pages.inside()) == 2
    now += 60
    tells(room, "available", people("Bo", states={"Bo": "available"}), "bo")
    assert [page.id for page in room._link.pages.inside()] == ["bo"]


def test_each_widget_follows_the_page_whose_cell_has_made_it(cells: Cells) -> None:
    cells.run_in("ana")
    anas = cells.make()
    tells(anas, "in-call", people("Ana"), "ana")
    cells.run_in("bo")
    bos = cells.make()
    tells(bos, "outside", [], "bo")
    heard: list[tuple[str, str]] = []
    anas.observe(lambda change: heard.append(("ana", change["new"])), "state")
    bos.observe(lambda change: heard.append(("bo", change["new"])), "state")
    tells(anas, "available", people("Ana"), "ana")
    tells(bos, "entering", people("Bo"), "bo")
    # Nobody is in the room in Bo's page at first: until then Bo's widget tells what Ana's page sees.
    assert heard == [("ana", "available"), ("bo", "available"), ("bo", "entering")]


def test_running_the_cell_in_one_page_keeps_the_widget_of_another_one(cells: Cells) -> None:
    cells.run_in("ana")
    anas = cells.make()
    tells(anas, "in-call", people("Ana"), "ana")
    cells.run_in("bo")
    bos = cells.make()
    tells(bos, "available", people("Bo"), "bo")
    assert anas.comm is not None
    # Ana's cells use the newest object as well: the notebook has one variable.
    cells.run_in("ana")
    bos.hang_up()
    assert [(widget is anas, content["page"]) for widget, content in cells.sent] == [(True, "ana")]


def test_what_a_newer_one_has_replaced_goes_when_nobody_sees_it_any_more(cells: Cells) -> None:
    cells.run_in("ana")
    first = cells.make()
    tells(first, "in-call", people("Ana"), "ana")
    tells(first, "available", people("Bo"), "bo")
    second = cells.make()
    tells(second, "in-call", people("Ana"), "ana")
    says(first, "ana", tell="unseen", page="ana")
    assert first.comm is not None
    says(first, "bo", tell="unseen", page="bo")
    assert first.comm is None
    cells.run_in("bo")
    second.hang_up()
    assert cells.sent[-1] == (second, {"do": "hang-up", "page": "bo"})


def test_the_older_of_two_that_are_shown_takes_over_when_the_newer_one_is_closed(cells: Cells) -> None:
    cells.run_in("ana")
    older = cells.make()
    tells(older, "available", people("Ana"), "ana")
    newer = cells.make()
    tells(newer, "available", people("Ana"), "ana")
    newer.close()
    heard: list[str] = []
    older.observe(lambda change: heard.append(change["new"]), "state")
    older.hang_up()
    tells(older, "in-call", people("Ana"), "ana")
    assert cells.sent == [(older, {"do": "hang-up", "page": "ana"})]
    assert heard == ["in-call"]
    assert cells.make()._link is older._link


def test_the_link_ends_with_the_newest_widget_if_no_page_shows_an_older_one(cells: Cells) -> None:
    older = cells.make()
    tells(older, "available", people("Ana"), "ana")
    newer = cells.make()
    says(older, "ana", tell="closed", page="ana")
    newer.close()
    assert cells.make()._link is not older._link


def test_a_page_that_shows_two_widgets_tells_a_message_once(cells: Cells) -> None:
    cells.run_in("ana")
    room = cells.make()
    heard: list[str] = []
    cells.run_in("another notebook of ana's page")
    other = cells.make()
    for widget in (room, other):
        tells(widget, "available", people("Ana"), "ana")
    tells(room, "available", people("Bo"), "bo")
    room.on("message", lambda message: heard.append(message.text))
    for widget in (room, other):
        says(widget, "ana", tell="message", page="ana", line=LINE)
    says(room, "bo", tell="message", page="bo", line=LINE)
    assert heard == ["hi"]


def test_a_callback_answers_by_the_page_whose_news_it_hears(cells: Cells) -> None:
    cells.run_in("bo")
    room = cells.make()
    two_pages(room)
    room.on("message", lambda message: room.say(f"{message.text} yourself"))
    # Meanwhile another page runs a cell.
    cells.run_in("ana")
    says(room, "bo", tell="message", page="bo", line=LINE)
    assert cells.asked == [("bo", "say")]


def test_a_callback_that_waits_answers_by_its_own_page_all_the_same(cells: Cells) -> None:
    cells.run_in("bo")
    room = cells.make()
    two_pages(room)

    def answers(message: ChatMessage) -> None:
        # What is heard while it waits for an outcome.
        tells(room, "in-call", people("Ana"), "ana")
        room.say(f"{message.text} yourself")

    room.on("message", answers)
    cells.run_in("ana")
    says(room, "bo", tell="message", page="bo", line=LINE)
    assert cells.asked == [("bo", "say")]


def test_the_last_facts_stay_when_all_pages_are_closed(cells: Cells) -> None:
    room = cells.make()
    tells(room, "in-call", people("Ana"), "ana", log=[{"time": "t", "text": "Bo left the room"}])
    tells(room, "outside", [], "ana")
    says(room, "ana", tell="closed", page="ana")
    assert (room.state, len(room.people), len(room.log)) == ("outside", 0, 1)
    with pytest.raises(RuntimeError, match="Nobody has entered"):
        room.say("hello")


def test_a_front_end_without_a_server_is_told_the_address(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    room = cells.make()
    tells(room, "outside", [], "ana", address="https://lab.example/videoroom/room/a")
    said: list[object] = []
    monkeypatch.setattr(room, "send", said.append)
    says(room, "vs code", tell="nowhere")
    assert said == [{"do": "link", "address": "https://lab.example/videoroom/room/a"}]


@pytest.mark.parametrize("name", ["al\u200bgebra ", "\uff41lgebra\u3164", "  algebra"])
def test_rooms_that_look_alike_are_one(name: str) -> None:
    room, alike = VideoRoom("algebra"), VideoRoom(name)
    assert alike.name == "algebra"
    assert alike._link is room._link
