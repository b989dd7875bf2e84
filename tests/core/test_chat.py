"""Chat, hands and reactions: who hears of them, and what is left of what people write."""

from __future__ import annotations

import pytest

from jupyter_videoroom.core.effects import SendHistory
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.names import clean_text

from .harness import START, RoomHarness


def said(room: RoomHarness, name: str) -> list[str]:
    return [message.line.text for message in room.heard[name] if isinstance(message, wire.Said)]


def test_a_line_is_told_once_it_is_stored_and_to_its_author_too(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.says("ana", wire.Say(key="k", text=" Hello "))
    assert said(room, "bo") == []
    assert room.kept() == [wire.ChatLine(id=0, key="k", at=room.now, user="u-ana", name="ana", text="Hello")]
    room.stores()
    assert room.last("ana", wire.Said) == room.last("bo", wire.Said)
    assert room.last("bo", wire.Said).line.id == 1


def test_a_private_line_is_for_all_tabs_of_two_users(room: RoomHarness) -> None:
    room.enters("ana", "bo", "cy")
    room.enters("bo2", user="u-bo")
    room.says("ana", wire.Say(key="k", text="For you", to="u-bo"))
    room.stores()
    assert {name: said(room, name) for name in ("ana", "bo", "bo2", "cy")} == {
        "ana": ["For you"],
        "bo": ["For you"],
        "bo2": ["For you"],
        "cy": [],
    }
    assert room.last("ana", wire.Said).line.to_name == "bo"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (wire.Say(key="k", text=" \u202e\u2066 \n"), "empty-message"),
        (wire.Say(key="k", text="\u200b\n\u3164\U000e0061"), "empty-message"),
        (wire.Say(key="k", text="x", to="u-nobody"), "nobody-there"),
        (wire.Say(key="k", text="x", to="u-ana"), "yourself"),
    ],
)
def test_what_cannot_be_said(room: RoomHarness, message: wire.Say, code: str) -> None:
    room.enters("ana")
    room.says("ana", message)
    assert (room.last("ana", wire.Problem).code, room.last("ana", wire.Problem).about) == (code, "say")
    assert room.kept() == []


def test_who_may_not_write_may_not_wave_either(room: RoomHarness) -> None:
    room.enters("gus", role="guest")
    for message in (wire.Say(key="k", text="x"), wire.SetHand(raised=True), wire.React(reaction="heart")):
        room.forget()
        room.says("gus", message)
        assert room.last("gus", wire.Problem).code == "not-allowed"


def test_a_line_that_could_not_be_stored_is_refused(room: RoomHarness) -> None:
    room.enters("ana")
    room.says("ana", wire.Say(key="k", text="x"))
    room.is_refused_by_the_store()
    problem = room.last("ana", wire.Problem)
    assert (problem.code, problem.about, problem.key) == ("not-stored", "say", "k")


def test_a_refusal_names_its_message_since_it_may_overtake_others(room: RoomHarness) -> None:
    room.enters("ana")
    room.says("ana", wire.Say(key="1", text="x"), wire.Say(key="2", text=" "))
    assert room.last("ana", wire.Problem).key == "2"
    room.stores()
    assert room.last("ana", wire.Said).line.key == "1"


def test_newcomers_and_those_who_missed_too_much_are_told_what_was_written(room: RoomHarness) -> None:
    room.enters("ana")
    room.loses_socket("ana")
    room.resumes("ana")
    assert room.other.count(SendHistory("ana")) == 1
    room.resyncs("ana")
    assert room.other.count(SendHistory("ana")) == 2


def test_a_hand_keeps_its_place_and_goes_down_with_the_call(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.says("bo", wire.Join(call="main"), wire.SetHand(raised=True))
    room.passes(5)
    room.says("bo", wire.SetHand(raised=True))
    room.passes(1)
    assert room.last("ana", wire.Presence).changed[0].hand == pytest.approx(START + 0.1, abs=0.2)
    room.says("bo", wire.HangUp())
    room.passes(1)
    assert room.last("ana", wire.Presence).changed[0].hand is None


def test_a_reaction_is_for_the_call(room: RoomHarness) -> None:
    room.enters("ana", "bo", "cy")
    room.says("ana", wire.React(reaction="clap"))
    room.says("ana", wire.Join(call="main"))
    room.says("bo", wire.Join(call="main"))
    room.forget()
    room.says("ana", wire.React(reaction="clap"))
    told = wire.Reacted(participant="ana", reaction="clap")
    room.hears("ana", told)
    room.hears("bo", told)
    room.hears("cy")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  two\r\nlines\n", "two\nlines"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2067a\u2069\u200fb\u0007\x1b[31mc", "ab[31mc"),
        (
            "👩\u200d🔬 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "👩\u200d🔬 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("a\u2028b\tc", "a\nb\tc"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ],
)
def test_what_is_left_of_a_text(text: str, clean: str) -> None:
    assert clean_text(text) == clean
