"""Kernels in a call: who may be seen and heard by them, and who says so."""

from __future__ import annotations

import pytest

from jupyter_videoroom.core.limits import Limit
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire

from .harness import RoomHarness

TRACK = wire.Track(stream="s", name="sim", kind="video")


@pytest.fixture
def room() -> RoomHarness:
    """Ana, Bo and Ana's kernel are in the main call; Cy is not."""
    room = RoomHarness()
    room.enters("ana", "bo", "cy")
    room.enters("kernel", user="u-ana", kind="kernel")
    for name in ("ana", "bo", "kernel"):
        room.says(name, wire.Join(call="main"))
    room.passes(0.1)
    room.forget()
    return room


def shares(room: RoomHarness, name: str) -> list[str]:
    return room.room.people[name].public().shares


def test_a_kernel_asks_and_a_person_answers(room: RoomHarness) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.hears("bo", wire.Asked(kernel="kernel", user="u-ana", name="kernel"))
    room.says("bo", wire.Consent(kernel="kernel", allowed=True))
    room.hears("kernel", wire.Consented(participant="bo", allowed=True))
    room.passes(0.1)
    assert room.last("cy", wire.Presence).changed[0].shares == ["kernel"]


def test_a_question_tells_that_the_kernel_records(room: RoomHarness) -> None:
    room.says("kernel", wire.SetTracks(tracks=[], recording=True), wire.Ask(to="bo"))
    assert room.last("bo", wire.Asked).recording


def test_what_was_allowed_can_be_taken_back(room: RoomHarness) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.says("bo", wire.Consent(kernel="kernel", allowed=True), wire.Consent(kernel="kernel", allowed=False))
    assert room.last("kernel", wire.Consented) == wire.Consented(participant="bo", allowed=False)
    assert shares(room, "bo") == []


def refuses(room: RoomHarness, name: str = "bo", kernel: str = "kernel") -> None:
    room.says(kernel, wire.Ask(to=name))
    room.says(name, wire.Consent(kernel=kernel, allowed=False))
    room.forget()


def asks_in_vain(room: RoomHarness, kernel: str, name: str = "bo") -> None:
    """The kernel is told at once, and the person nothing."""
    room.heard.clear()
    room.says(kernel, wire.Ask(to=name))
    room.hears(kernel, wire.Consented(participant=name, allowed=False))
    room.hears(name)


def comes_back(room: RoomHarness, name: str, user: str, kind: wire.Kind = "kernel") -> None:
    room.enters(name, user=user, kind=kind)
    room.says(name, wire.Join(call="main"))


def test_who_has_said_no_is_not_asked_again_however_a_kernel_comes(room: RoomHarness) -> None:
    refuses(room)
    asks_in_vain(room, "kernel")
    room.says("kernel", wire.HangUp(), wire.Join(call="main"))
    asks_in_vain(room, "kernel")
    room.says("kernel", wire.Rename(name="somebody else"))
    asks_in_vain(room, "kernel")
    room.leaves("kernel")
    comes_back(room, "again", "u-ana")
    asks_in_vain(room, "again")
    comes_back(room, "another", "u-ana")
    asks_in_vain(room, "another")
    # The call is another one, and the person the same.
    room.says("bo", wire.HangUp(), wire.Join(call="main"))
    asks_in_vain(room, "another")


def test_what_was_taken_back_is_a_no(room: RoomHarness) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.says("bo", wire.Consent(kernel="kernel", allowed=True), wire.Consent(kernel="kernel", allowed=False))
    room.leaves("kernel")
    comes_back(room, "again", "u-ana")
    asks_in_vain(room, "again")


def test_a_no_is_for_one_user_s_kernels_and_one_person(room: RoomHarness) -> None:
    refuses(room)
    room.says("kernel", wire.Ask(to="ana"))
    assert room.last("ana", wire.Asked).kernel == "kernel"
    comes_back(room, "cy's kernel", "u-cy")
    room.says("cy's kernel", wire.Ask(to="bo"))
    assert room.last("bo", wire.Asked).kernel == "cy's kernel"


def test_who_leaves_the_room_is_asked_again(room: RoomHarness) -> None:
    refuses(room)
    room.leaves("bo")
    comes_back(room, "bo2", "u-bo", "browser")
    room.says("kernel", wire.Ask(to="bo2"))
    assert room.last("bo2", wire.Asked).kernel == "kernel"


def test_a_no_follows_a_kernel_that_turns_out_to_be_somebody_s(room: RoomHarness) -> None:
    comes_back(room, "nobody's", "u-random")
    refuses(room, kernel="nobody's")
    room.is_introduced("nobody's", "u-ana")
    asks_in_vain(room, "kernel")


def test_who_has_said_no_may_think_better_of_it(room: RoomHarness) -> None:
    refuses(room)
    room.leaves("kernel")
    comes_back(room, "again", "u-ana")
    # It has not even asked.
    room.says("bo", wire.Consent(kernel="again", allowed=True))
    assert room.last("again", wire.Consented).allowed
    assert shares(room, "bo") == ["again"]
    # A yes is one kernel's: the next one asks, and is let in by nobody else's.
    comes_back(room, "another", "u-ana")
    room.says("another", wire.Ask(to="bo"))
    assert room.last("bo", wire.Asked).kernel == "another"
    assert shares(room, "bo") == ["again"]


def test_nobody_thinks_better_of_a_kernel_that_is_elsewhere(room: RoomHarness) -> None:
    refuses(room)
    room.says("kernel", wire.HangUp())
    for other in ("kernel", "ana", "nobody"):
        room.says("bo", wire.Consent(kernel=other, allowed=True))
        assert room.last("bo", wire.Problem).code == "not-asked"
    assert shares(room, "bo") == []


def test_many_users_kernels_ask_one_person_no_more_than_one_does() -> None:
    room = RoomHarness(Rules(mesh_limit=20, limits={"questions": Limit(per_second=0.01, burst=3)}))
    room.enters("bo", "cy")
    room.says("bo", wire.Join(call="main"))
    room.says("cy", wire.Join(call="main"))
    for number in range(10):
        comes_back(room, f"kernel {number}", f"u-{number}")
        room.says(f"kernel {number}", wire.Ask(to="bo"))
    asked = [message for message in room.heard["bo"] if isinstance(message, wire.Asked)]
    assert len(asked) == 3
    assert room.last("kernel 9", wire.Problem).code == "too-fast"
    room.says("kernel 9", wire.Ask(to="cy"))
    assert room.last("cy", wire.Asked).kernel == "kernel 9"


@pytest.mark.parametrize(
    ("asking", "asked", "code"),
    [
        ("kernel", "cy", "peer-gone"),
        ("kernel", "nobody", "peer-gone"),
        ("kernel", "kernel", "not-allowed"),
        ("ana", "bo", "not-allowed"),
    ],
)
def test_who_may_not_ask_whom(room: RoomHarness, asking: str, asked: str, code: str) -> None:
    room.says(asking, wire.Ask(to=asked))
    assert room.last(asking, wire.Problem).code == code


def test_nobody_answers_what_was_not_asked(room: RoomHarness) -> None:
    room.says("bo", wire.Consent(kernel="kernel", allowed=True))
    assert room.last("bo", wire.Problem).code == "not-asked"
    assert shares(room, "bo") == []


@pytest.mark.parametrize("leaver", ["kernel", "bo"])
def test_it_ends_with_the_call(room: RoomHarness, leaver: str) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.says("bo", wire.Consent(kernel="kernel", allowed=True))
    room.says(leaver, wire.HangUp())
    assert shares(room, "bo") == []


def test_a_question_is_told_again_to_who_lost_track(room: RoomHarness) -> None:
    room.says("kernel", wire.Ask(to="bo"))
    room.loses_socket("bo")
    room.forget()
    room.resyncs("bo")
    assert room.last("bo", wire.Asked).kernel == "kernel"


def test_a_kernel_says_what_it_publishes_and_that_it_records(room: RoomHarness) -> None:
    room.says("kernel", wire.SetTracks(tracks=[TRACK], recording=True))
    room.passes(0.1)
    told = room.last("bo", wire.Presence).changed[0]
    assert (told.tracks, told.recording) == ([TRACK], True)
    room.says("kernel", wire.HangUp())
    room.passes(0.1)
    assert (room.room.people["kernel"].tracks, room.room.people["kernel"].recording) == ([], False)
    room.says("ana", wire.SetTracks(tracks=[TRACK]))
    assert room.last("ana", wire.Problem).code == "not-allowed"


def test_a_kernel_that_may_publish_nothing_says_that_it_records(room: RoomHarness) -> None:
    room.enters("guest's kernel", kind="kernel", role="guest")
    room.says("guest's kernel", wire.Join(call="main"), wire.SetTracks(tracks=[], recording=True), wire.Ask(to="bo"))
    assert room.last("bo", wire.Asked).recording
    room.says("guest's kernel", wire.SetTracks(tracks=[TRACK]))
    assert room.last("guest's kernel", wire.Problem).code == "not-allowed"
    assert not room.room.people["guest's kernel"].tracks


def test_a_kernel_follows_its_owner_into_a_private_call_and_nobody_else_s(room: RoomHarness) -> None:
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
    assert room.last("kernel", wire.Joined).members == ["bo", "ana", "kernel"]
    # Two people make a call; a kernel does not keep one alive.
    room.says("bo", wire.HangUp())
    assert room.last("kernel", wire.CallLeft).reason == "ended"
    assert room.state("ana") == room.state("kernel") == "available"
