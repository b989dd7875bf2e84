"""Rings, and all the ways in which they end."""

from __future__ import annotations

import pytest

from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire

from .harness import RoomHarness


def ended(outcome: wire.Outcome, name: str, invite: str, word: str = "") -> wire.InviteEnded:
    return wire.InviteEnded(invite=invite, name=name, outcome=outcome, word=word)


@pytest.fixture
def ringing(room: RoomHarness) -> str:
    """Ana rings Bo; Cy is there too."""
    room.enters("ana", "bo", "cy")
    return room.calls("ana", "bo")


def test_a_ring_is_heard_by_the_callee_alone(room: RoomHarness, ringing: str) -> None:
    incoming = wire.Incoming(invite=ringing, caller="ana", user="u-ana", name="ana", expires_in=30)
    assert room.last("bo", wire.Incoming) == incoming
    assert not [m for m in room.heard["cy"] if isinstance(m, wire.Incoming)]
    assert (room.state("ana"), room.state("bo"), room.state("cy")) == ("ringing", "ringing", "available")


def test_accepting_opens_a_private_call(room: RoomHarness, ringing: str) -> None:
    room.forget()
    room.says("bo", wire.Accept(invite=ringing))
    room.hears(
        "bo",
        ended("accepted", "ana", ringing),
        wire.Joined(
            call=ringing,
            kind="private",
            started=room.now,
            members=["ana", "bo"],
            media=wire.Mesh(peers=[wire.Peer(participant="ana", polite=True, offer=True)], uplink=Rules().uplink),
        ),
    )
    room.hears(
        "ana",
        ended("accepted", "bo", ringing),
        wire.Joined(
            call=ringing,
            kind="private",
            started=room.now,
            members=["ana"],
            media=wire.Mesh(peers=[], uplink=Rules().uplink),
        ),
        wire.MemberJoined(call=ringing, participant="bo", media=wire.MeshMember(polite=False, offer=False)),
    )
    room.hears("cy")
    assert room.state("ana") == room.state("bo") == "in-call"


def test_when_one_hangs_up_both_are_available(room: RoomHarness, ringing: str) -> None:
    room.says("bo", wire.Accept(invite=ringing))
    room.forget()
    room.says("bo", wire.HangUp())
    room.hears("bo", wire.CallLeft(call=ringing, reason="hung-up"))
    room.hears(
        "ana",
        wire.MemberLeft(call=ringing, participant="bo", reason="hung-up"),
        wire.CallLeft(call=ringing, reason="ended"),
    )
    assert room.state("ana") == room.state("bo") == "available"


def test_declining_with_a_word(room: RoomHarness, ringing: str) -> None:
    room.forget()
    room.says("bo", wire.Decline(invite=ringing, word="later"))
    room.hears("ana", ended("declined", "bo", ringing, "later"))
    room.hears("bo", ended("declined", "ana", ringing))
    assert room.state("ana") == room.state("bo") == "available"


def test_cancelling_leaves_a_missed_call(room: RoomHarness, ringing: str) -> None:
    room.forget()
    room.says("ana", wire.Cancel(invite=ringing))
    room.hears("ana", ended("cancelled", "bo", ringing))
    missed = wire.Missed(user="u-ana", name="ana", at=room.now, outcome="cancelled")
    room.hears("bo", ended("cancelled", "ana", ringing), missed)


def test_thirty_seconds_without_an_answer(room: RoomHarness, ringing: str) -> None:
    room.passes(29)
    assert room.state("bo") == "ringing"
    room.passes(2)
    assert room.last("ana", wire.InviteEnded).outcome == "timed-out"
    assert room.last("bo", wire.Missed).outcome == "timed-out"
    assert room.state("ana") == room.state("bo") == "available"


def test_what_rang_while_the_server_slept_goes_on_ringing(room: RoomHarness, ringing: str) -> None:
    room.passes(20)
    room.now += 8 * 3600
    room.passes(5)
    assert room.state("ana") == room.state("bo") == "ringing"
    room.passes(6)
    assert room.last("ana", wire.InviteEnded).outcome == "timed-out"


def test_what_begins_to_ring_before_the_server_notices_its_sleep_rings_no_longer_for_it(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.passes(1)
    room.now += 8 * 3600
    room.calls("ana", "bo")
    room.passes(31)
    assert room.last("ana", wire.InviteEnded).outcome == "timed-out"


def test_somebody_in_a_call_is_busy_and_learns_of_it(room: RoomHarness, ringing: str) -> None:
    room.says("bo", wire.Accept(invite=ringing))
    room.forget()
    room.says("cy", wire.Invite(to="u-bo"))
    assert room.last("cy", wire.InviteEnded).outcome == "busy"
    assert room.last("bo", wire.Missed).name == "cy"
    assert room.state("cy") == "available"


def test_somebody_being_rung_is_busy(room: RoomHarness, ringing: str) -> None:
    room.says("cy", wire.Invite(to="u-bo"))
    assert room.last("cy", wire.InviteEnded).outcome == "busy"


def test_two_who_call_each_other_end_in_one_call(room: RoomHarness, ringing: str) -> None:
    room.says("bo", wire.Invite(to="u-ana"))
    assert room.last("ana", wire.Joined).call == room.last("bo", wire.Joined).call == ringing
    assert room.room.people["ana"].call == room.room.people["bo"].call == ringing


def test_the_callee_goes_away_while_it_rings(room: RoomHarness, ringing: str) -> None:
    room.forget()
    room.leaves("bo")
    room.hears("ana", ended("gone", "bo", ringing))
    assert [(note.user, note.missed.name) for note in room.notes()] == [("u-bo", "ana")]
    assert room.state("ana") == "available"


def test_the_caller_goes_away_while_it_rings(room: RoomHarness, ringing: str) -> None:
    room.leaves("ana")
    assert room.last("bo", wire.InviteEnded).outcome == "cancelled"
    assert room.last("bo", wire.Missed).name == "ana"
    assert room.state("bo") == "available"


def test_all_tabs_ring_and_one_answers(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.enters("bo-2", user="u-bo")
    invite = room.calls("ana", "bo")
    assert room.last("bo-2", wire.Incoming).invite == invite
    room.says("bo-2", wire.Accept(invite=invite))
    assert room.last("bo", wire.InviteEnded).outcome == "answered-elsewhere"
    assert (room.state("bo"), room.state("bo-2")) == ("available", "in-call")


def test_one_of_two_tabs_closes_and_the_other_rings_on(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.enters("bo-2", user="u-bo")
    invite = room.calls("ana", "bo")
    room.leaves("bo")
    assert room.state("ana") == "ringing"
    room.says("bo-2", wire.Accept(invite=invite))
    assert room.state("ana") == "in-call"


def test_joining_the_main_call_ends_a_ring(room: RoomHarness, ringing: str) -> None:
    room.says("bo", wire.Join(call="main"))
    assert room.last("ana", wire.InviteEnded).outcome == "busy"
    assert (room.state("ana"), room.state("bo")) == ("available", "in-call")


def test_a_join_that_is_refused_leaves_the_ring_alone(room: RoomHarness, ringing: str) -> None:
    room.says("bo", wire.Join(call="no-such-call"))
    assert room.last("bo", wire.Problem).code == "no-such-call"
    assert (room.state("ana"), room.state("bo")) == ("ringing", "ringing")


def test_a_call_that_nobody_could_hear_is_kept_for_later(room: RoomHarness, ringing: str) -> None:
    room.loses_socket("bo")
    room.says("ana", wire.Cancel(invite=ringing))
    assert [(note.user, note.missed.outcome) for note in room.notes()] == [("u-bo", "cancelled")]


def test_a_word_is_one_line_of_visible_text(room: RoomHarness, ringing: str) -> None:
    room.says("bo", wire.Decline(invite=ringing, word="\u202elater\n please"))
    assert room.last("ana", wire.InviteEnded).word == "later please"


def test_a_resync_tells_of_the_ring(room: RoomHarness, ringing: str) -> None:
    room.passes(10)
    room.forget()
    room.resyncs("bo")
    assert room.last("bo", wire.Incoming).expires_in == 20
    room.resyncs("ana")
    assert room.last("ana", wire.Ringing).expires_in == 20


@pytest.mark.parametrize(
    ("who", "message", "code"),
    [
        ("cy", wire.Accept(invite="id1"), "invite-gone"),
        ("cy", wire.Decline(invite="id1"), "invite-gone"),
        ("cy", wire.Cancel(invite="id1"), "invite-gone"),
        ("bo", wire.Cancel(invite="id1"), "invite-gone"),
        ("ana", wire.Accept(invite="id1"), "invite-gone"),
        ("ana", wire.Invite(to="u-cy"), "already-ringing"),
        ("cy", wire.Invite(to="u-cy"), "yourself"),
        ("cy", wire.Invite(to="u-nobody"), "nobody-there"),
    ],
)
def test_what_may_not_be(room: RoomHarness, ringing: str, who: str, message: wire.ClientMessage, code: str) -> None:
    room.says(who, message)
    assert room.last(who, wire.Problem).code == code
    assert (room.state("ana"), room.state("bo")) == ("ringing", "ringing")
