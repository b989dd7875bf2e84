"""What one message becomes for the others: every one is limited, or there is a reason why it need not be."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from jupyter_videoroom.config import VideoRooms
from jupyter_videoroom.core.limits import Limit
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import decode_client_frame, encode

from ..test_protocol import CLIENT
from .harness import RoomHarness

HANDLERS = RoomHarness().room.handlers
PACED = {type: handler.pace for type, handler in HANDLERS.items() if handler.pace}
FREE = {type: handler.free for type, handler in HANDLERS.items() if handler.free}
WIDE = "\U00010348"
MESSAGES = [decode_client_frame(json.dumps({"body": message})).body for message in CLIENT]
WORST = [
    wire.Track(stream="s" * 64, name=f"{number}{WIDE * 63}", kind="video", problem=WIDE * 200) for number in range(8)
]


def codes(room: RoomHarness, name: str) -> list[str]:
    return [message.code for message in room.heard[name] if isinstance(message, wire.Problem)]


def presence(room: RoomHarness, name: str) -> list[wire.Presence]:
    return [message for message in room.heard[name] if isinstance(message, wire.Presence)]


def test_every_message_is_limited_or_there_is_a_reason() -> None:
    assert PACED.keys() | FREE.keys() == set(get_args(wire.ClientMessage))
    assert not PACED.keys() & FREE.keys()
    assert all(reason.endswith(".") for reason in FREE.values())
    assert set(PACED.values()) <= VideoRooms().rules().limits.keys()


@pytest.mark.parametrize(
    "message", [m for m in MESSAGES if type(m) in PACED], ids=lambda message: type(message).__name__
)
def test_a_limit_is_kept_by_all_of_a_user_s_participants_together(message: Any) -> None:
    limits = {what: Limit(per_second=0.001, burst=3) for what in PACED.values()}
    room = RoomHarness(Rules(limits=limits))
    room.enters("ana", "bo")
    room.enters("kernel", user="u-ana", kind="kernel")
    for name in ("ana", "kernel", "kernel"):
        room.says(name, message)
    assert "too-fast" not in codes(room, "ana") + codes(room, "kernel")
    room.says("kernel", message)
    assert codes(room, "kernel")[-1] == "too-fast"
    room.says("bo", message)
    assert "too-fast" not in codes(room, "bo")


def test_a_long_text_counts_as_several() -> None:
    room = RoomHarness(Rules(limits={"chat": Limit(per_second=1, burst=10)}))
    room.enters("ana")
    room.says("ana", wire.Say(key="k", text="x" * 4000))
    for number in range(10):
        room.says("ana", wire.Say(key=str(number), text="x"))
    assert codes(room, "ana") == ["too-fast"] * 4


def test_many_callers_ring_one_person_no_more_than_one_does() -> None:
    room = RoomHarness(Rules(limits={"rings": Limit(per_second=0.01, burst=3)}))
    room.enters("bo", *(f"caller {number}" for number in range(6)))
    for number in range(6):
        name = f"caller {number}"
        room.says(name, wire.Invite(to="u-bo"))
        if codes(room, name) == []:
            room.says(name, wire.Cancel(invite=room.last(name, wire.Ringing).invite))
    assert len([message for message in room.heard["bo"] if isinstance(message, wire.Incoming)]) == 3
    assert codes(room, "caller 5") == ["too-fast"]


def test_what_changes_nothing_is_not_told(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.enters("kernel", user="u-ana", kind="kernel")
    room.says("ana", wire.SetHand(raised=True))
    room.says("kernel", wire.SetTracks(tracks=WORST[:1]))
    room.passes(1)
    room.forget()
    for _ in range(10):
        room.says("ana", wire.SetHand(raised=True), wire.SetAway(away=False), wire.Rename(name="ana"))
        room.says("ana", wire.SetMedia(media=wire.Media()), wire.SetAway(away=True), wire.SetAway(away=False))
        room.says("kernel", wire.SetTracks(tracks=WORST[:1]))
        room.passes(0.1)
    assert presence(room, "bo") == []


def test_what_kernels_say_of_their_tracks_is_visible_text_and_short(room: RoomHarness) -> None:
    room.enters("ana")
    room.enters("kernel", kind="kernel")
    turned = wire.Track(stream="s", name="a\u202eb", kind="video", problem="c\u202e\x07\nd\u200b")
    room.says("kernel", wire.SetTracks(tracks=[turned, *WORST[:7]]))
    room.passes(0.1)
    [told] = room.last("ana", wire.Presence).changed
    assert (told.tracks[0].name, told.tracks[0].problem) == ("ab", "c d")
    assert len(encode(told)) < 4_000


@pytest.mark.parametrize("users", [1, 20])
def test_twenty_kernels_with_all_the_tracks_there_may_be_cost_a_little(users: int) -> None:
    room = RoomHarness(Rules(limits=VideoRooms().rules().limits))
    room.enters("bo")
    kernels = [f"kernel {number}" for number in range(20)]
    for number, name in enumerate(kernels):
        room.enters(name, user=f"u-{number % users}", kind="kernel")
    room.forget()
    for turn in range(120):
        for name in kernels:
            room.says(name, wire.SetTracks(tracks=[wire.Track(stream=f"{turn}", name="x", kind="video"), *WORST[1:]]))
        room.passes(0.5)
    sizes = [len(encode(message)) for message in presence(room, "bo")]
    assert max(sizes) < 80_000
    # Sixteen times as much as in the long run may come at once.
    assert sum(sizes) < users * (65_536 + 60 * 4_096 + 4_000)
    # What was put off is told in the end, as it is then.
    room.passes(30)
    told = {person.id: person for message in presence(room, "bo") for person in message.changed}
    assert all(told[name] == room.room.people[name].public() for name in kernels)


def test_who_comes_and_goes_is_told_at_once_whatever_they_have_used_up() -> None:
    room = RoomHarness(Rules(limits={"presence": Limit(per_second=1, burst=1)}))
    room.enters("bo", "ana")
    room.says("ana", wire.Rename(name="Anna"))
    room.passes(0.1)
    room.enters("late")
    room.enters("ana2", user="u-ana")
    assert [person.name for person in room.last("late", wire.Roster).people] == ["bo", "ana", "late"]
    assert [person.id for person in room.last("bo", wire.Presence).changed] == ["ana2"]
    room.leaves("ana")
    room.passes(0.1)
    assert room.last("bo", wire.Presence).left == ["ana"]
