"""Outcomes, without a page: what it would say is said by the test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_videoroom import VideoRoom
from jupyter_videoroom.kernel.pending import ENDINGS, Operation, Outcome

from .rows import row, says, tells


@pytest.fixture
def sent() -> list[Any]:
    return []


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, sent: list[Any]) -> Iterator[VideoRoom]:
    made = VideoRoom("algebra")
    monkeypatch.setattr(made._end, "send", sent.append)
    tells(made, "available", [row("Bo", "u1")])
    yield made
    made.close()


def test_a_call_is_accepted(room: VideoRoom, sent: list[Any]) -> None:
    call = room.call("Bo")
    assert not call.done()
    assert repr(call) == "<call to Bo: under way>"
    says(room, tell="outcome", id=sent[0]["id"], outcome="accepted", word="")
    assert call.result()
    assert call.outcome == Outcome("accepted")
    assert repr(call) == "<call to Bo: accepted>"


def test_each_operation_hears_its_own_outcome_once(room: VideoRoom, sent: list[Any]) -> None:
    first, second = room.call("Bo"), room.say("hello", to="Bo")
    says(room, tell="outcome", id=sent[1]["id"], outcome="stored", word="")
    says(room, tell="outcome", id=sent[1]["id"], outcome="refused", word="")
    assert second.outcome == Outcome("stored")
    assert first.outcome is None


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_counts_as_well_ended(ending: Any) -> None:
    assert bool(Outcome(ending)) is (ending in {"accepted", "stored"})


@pytest.mark.parametrize(
    "content",
    [
        {"tell": "outcome", "id": "unknown", "outcome": "accepted", "word": ""},
        {"tell": "outcome", "id": "unknown", "outcome": "exploded", "word": ""},
        {"tell": "outcome"},
        {"tell": "facts", "page": "page", "state": 3, "people": []},
        {"tell": "facts", "page": "page", "state": "available", "people": None},
        {"tell": "message", "page": "page", "line": []},
        {"tell": "closed"},
        {"tell": "secrets"},
        {},
    ],
)
def test_nothing_comes_of_messages_that_make_no_sense(room: VideoRoom, content: dict[str, Any]) -> None:
    call = room.call("Bo")
    says(room, **content)
    assert not call.done()


def test_no_outcome_in_time_is_an_error_and_not_the_end() -> None:
    operation = Operation("call to Bo")
    with pytest.raises(TimeoutError, match="call to Bo: no outcome yet"):
        operation.result(0.01)
    operation.settle(Outcome("declined", "later"))
    assert operation.result(0) == Outcome("declined", "later")


def test_it_can_be_awaited_by_several_who_may_give_up() -> None:
    async def scene() -> Outcome:
        operation = Operation("call to Bo")
        impatient = asyncio.ensure_future(_awaits(operation))
        patient = asyncio.ensure_future(_awaits(operation))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.sleep(0)
        operation.settle(Outcome("busy"))
        return await patient

    assert asyncio.run(scene()) == Outcome("busy")


def test_another_thread_may_wait() -> None:
    operation = Operation("call to Bo")
    results: list[Outcome] = []
    waiter = threading.Thread(target=lambda: results.append(operation.result(10)))
    waiter.start()
    operation.settle(Outcome("gone"))
    waiter.join()
    assert results == [Outcome("gone")]


def test_closing_the_widget_ends_what_is_under_way(room: VideoRoom) -> None:
    call = room.call("Bo")
    room.close()
    assert call.result().outcome == "refused"


def test_what_is_said_goes_to_all_or_to_one(room: VideoRoom, sent: list[Any]) -> None:
    room.say("hello")
    room.say("psst", to="Bo")
    assert [(message["text"], message["to"]) for message in sent] == [
        ("hello", None),
        ("psst", {"user": "u1", "name": "Bo"}),
    ]


def test_what_cannot_be_said(room: VideoRoom) -> None:
    for nothing in (" \n", "\u200b", "\u3164\u2800"):
        with pytest.raises(ValueError, match="nothing to say"):
            room.say(nothing)
    with pytest.raises(ValueError, match="at most 4000 characters, this one has 4001"):
        room.say("a" * 4001)
    with pytest.raises(TypeError, match="text is a str"):
        room.say(3)  # type: ignore[arg-type]
    with pytest.raises(LookupError, match="Dora"):
        room.say("hello", to="Dora")
    tells(room, "outside", [])
    with pytest.raises(RuntimeError, match="Enter room"):
        room.say("hello")


async def _awaits(operation: Operation) -> Outcome:
    return await operation
