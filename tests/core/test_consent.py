"""Kernels in a call: who may be seen and heard by them, and who says so."""

from __future__ import annotations

import pytest

from jupyter_videoroom.protocol import messages as wire

from .script import RoomScript

TRACK = wire.Track(stream="s", name="sim", kind="video")


@pytest.fixture
def room() -> RoomScript:
    """Ana, Bo and Ana's kernel are in the main call; Cy is not."""
    room = RoomScript()
    room.enters("ana", "bo", "cy")
    room.enters("kernel", user="u-ana", kind="kernel")
    for name in ("ana", "bo", "kernel"):
        room.says(name, wire.Join(call="main"))
    room.passes(0.1)
    room.forget()
    return room


def shares(room: RoomScript, name: str) -> list[str]:
    return room.room.people[name].public().shares


def test_a_kernel_asks_and_a_person_answers(room: RoomScript) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.hears("bo", wire.Asked(kernel="kernel", user="u-ana", name="kernel"))
    room.says("bo", wire.Consent(kernel="kernel", allowed=True))
    room.hears("kernel", wire.Consented(participant="bo", allowed=True))
    room.passes(0.1)
    assert room.last("cy", wire.Presence).changed[0].shares == ["kernel"]


def test_a_question_tells_that_the_kernel_records(room: RoomScript) -> None:
    room.says("kernel", wire.SetTracks(tracks=[], recording=True), wire.Ask(to="bo"))
    assert room.last("bo", wire.Asked).recording


def test_what_was_allowed_can_be_taken_back(room: RoomScript) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.says("bo", wire.Consent(kernel="kernel", allowed=True), wire.Consent(kernel="kernel", allowed=False))
    assert room.last("kernel", wire.Consented) == wire.Consented(participant="bo", allowed=False)
    assert shares(room, "bo") == []


def test_one_is_asked_once_a_call(room: RoomScript) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.says("bo", wire.Consent(kernel="kernel", allowed=False))
    room.forget()
    room.says("kernel", wire.Ask(to="bo"))
    assert room.last("kernel", wire.Problem).code == "asked-before"
    room.hears("bo")
    room.says("bo", wire.HangUp(), wire.Join(call="main"))
    room.says("kernel", wire.Ask(to="bo"))
    assert room.last("bo", wire.Asked).kernel == "kernel"


@pytest.mark.parametrize(
    ("asking", "asked", "code"),
    [
        ("kernel", "cy", "peer-gone"),
        ("kernel", "nobody", "peer-gone"),
        ("kernel", "kernel", "not-allowed"),
        ("ana", "bo", "not-allowed"),
    ],
)
def test_who_may_not_ask_whom(room: RoomScript, asking: str, asked: str, code: str) -> None:
    room.says(asking, wire.Ask(to=asked))
    assert room.last(asking, wire.Problem).code == code


def test_nobody_answers_what_was_not_asked(room: RoomScript) -> None:
    room.says("bo", wire.Consent(kernel="kernel", allowed=True))
    assert room.last("bo", wire.Problem).code == "not-asked"
    assert shares(room, "bo") == []


@pytest.mark.parametrize("leaver", ["kernel", "bo"])
def test_it_ends_with_the_call(room: RoomScript, leaver: str) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.says("bo", wire.Consent(kernel="kernel", allowed=True))
    room.says(leaver, wire.HangUp())
    assert shares(room, "bo") == []


def test_a_question_is_told_again_to_who_lost_track(room: RoomScript) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.loses_socket("bo")
    room.forget()
    room.resyncs("bo")
    assert room.last("bo", wire.Asked).kernel == "kernel"


def test_a_kernel_says_what_it_publishes_and_that_it_records(room: RoomScript) -> None:
    room.says("kernel", wire.SetTracks(tracks=[TRACK], recording=True))
    room.passes(0.1)
    told = room.last("bo", wire.Presence).changed[0]
    assert (told.tracks, told.recording) == ([TRACK], True)
    room.says("kernel", wire.HangUp())
    room.passes(0.1)
    assert (room.room.people["kernel"].tracks, room.room.people["kernel"].recording) == ([], False)
    room.says("ana", wire.SetTracks(tracks=[TRACK]))
    assert room.last("ana", wire.Problem).code == "not-allowed"


def test_a_kernel_follows_its_owner_into_a_private_call_and_nobody_else_s(room: RoomScript) -> None:
    for name in ("ana", "bo", "kernel"):
        room.says(name, wire.HangUp())
    invite = room.calls("bo", "cy")
    room.says("cy", wire.Accept(invite=invite))
    room.says("kernel", wire.Join(call=invite))
    assert room.last("kernel", wire.Problem).code == "no-such-call"
    room.says("bo", wire.HangUp())
    invite = room.calls("bo", "ana")
    room.says("ana", wire.Accept(invite=invite))
    room.says("kernel", wire.Join(call=invite))
    assert {peer.participant for peer in room.last("kernel", wire.Joined).peers} == {"ana", "bo"}
    # Two people make a call; a kernel does not keep one alive.
    room.says("bo", wire.HangUp())
    assert room.last("kernel", wire.CallLeft).reason == "ended"
    assert room.state("ana") == room.state("kernel") == "available"
