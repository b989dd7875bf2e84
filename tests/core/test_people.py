"""Presence: who is told of whom, and how often."""

from __future__ import annotations

import pytest

from jupyter_videoroom.core.effects import Drop
from jupyter_videoroom.core.participant import Entry
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import encode
from jupyter_videoroom.protocol.names import clean_name

from .harness import RoomHarness


def test_a_newcomer_gets_the_whole_list_and_the_others_the_change(room: RoomHarness) -> None:
    room.enters("ana")
    room.forget()
    room.enters("bo")
    assert [person.id for person in room.last("bo", wire.Roster).people] == ["ana", "bo"]
    assert [person.id for person in room.last("ana", wire.Presence).changed] == ["bo"]


def test_many_who_come_at_once_cost_one_message_each(room: RoomHarness) -> None:
    room.enters("ana")
    room.forget()
    room.enters(*(f"p{i}" for i in range(50)))
    told = [message for message in room.heard["ana"] if isinstance(message, wire.Presence)]
    assert sum(len(message.changed) for message in told) == 50
    assert len(told) <= 2  # the first may go out at once, the rest wait for the tick


def test_who_comes_and_goes_within_a_tick_is_never_spoken_of(room: RoomHarness) -> None:
    room.enters("ana")
    room.forget()
    room.room.enter(Entry(id="bo", user="u-bo", account="bo", name="bo"), room.now)
    room.leaves("bo")
    room.passes(1)
    assert not [m for m in room.heard["ana"] if isinstance(m, wire.Presence)]


def test_leaving_is_told_once(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.forget()
    room.leaves("bo")
    room.passes(1)
    assert room.last("ana", wire.Presence) == wire.Presence(changed=[], left=["bo"])
    assert Drop("bo") in room.other


def test_silence_shows_first_and_ends_the_session_within_15_seconds(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.passes(5, answering=("ana", "bo"))
    room.passes(12.6, answering=("ana",))
    assert room.state("bo") == "reconnecting"
    room.passes(2, answering=("ana",))
    assert "bo" not in room.room.people
    assert room.last("ana", wire.Presence).left == ["bo"]


def test_a_sign_of_life_ends_the_silence(room: RoomHarness) -> None:
    room.enters("ana")
    room.passes(13, answering=())
    assert room.state("ana") == "reconnecting"
    room.says("ana", wire.Pong())
    assert room.state("ana") == "available"


def test_a_lost_socket_has_its_lease_to_return(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.loses_socket("bo")
    assert room.state("bo") == "reconnecting"
    room.passes(10, answering=("ana",))
    room.resumes("bo")
    assert room.state("bo") == "available"
    room.loses_socket("bo")
    room.passes(15, answering=("ana",))
    assert "bo" not in room.room.people


def test_a_socket_that_breaks_after_a_silence_gives_no_new_lease(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.passes(10, answering=("ana",))
    room.loses_socket("bo")
    room.passes(4.5, answering=("ana",))
    assert "bo" not in room.room.people


def test_a_server_that_did_not_listen_blames_nobody(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.passes(4)
    room.now += 20  # a blocked event loop: nothing was read, and nothing done
    room.passes(0.1, answering=())
    assert (room.state("ana"), room.state("bo")) == ("available", "available")


@pytest.mark.parametrize("hours", [0.01, 8])
def test_who_is_heard_after_a_sleep_is_not_heard_in_the_future(room: RoomHarness, hours: float) -> None:
    room.enters("ana", "bo", "cy")
    room.passes(4)
    # The machine slept, a virtual one was paused, or its clock was set: pages are read before the timers ring.
    room.now += hours * 3600
    room.says("ana", wire.Pong())
    room.passes(0.1, answering=())
    assert {room.state(name) for name in ("ana", "bo", "cy")} == {"available"}
    # From here on their leases are as long as ever.
    room.passes(12.5, answering=("bo",))
    assert (room.state("ana"), room.state("bo")) == ("reconnecting", "available")
    room.passes(2, answering=("bo",))
    assert [person.id for person in room.room.people] == ["bo"]


def test_a_clock_that_goes_back_and_forth_sends_nobody_off(room: RoomHarness) -> None:
    room.enters("ana")
    for step in (3600, 0.4, 8 * 3600, 0.4, 3600):
        room.now += step
        room.passes(0.1, answering=())
    assert room.state("ana") == "available"


def test_a_hidden_page_is_away_and_not_lost(room: RoomHarness) -> None:
    room.enters("ana")
    room.says("ana", wire.SetAway(away=True))
    assert room.state("ana") == "away"
    room.says("ana", wire.SetAway(away=False))
    assert room.state("ana") == "available"


def test_credentials_are_renewed_before_they_expire(room: RoomHarness) -> None:
    room.enters("ana")
    room.forget()
    room.passes(250)
    assert room.issued("ana") == 1


def test_names_may_clash_since_people_are_ids(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.says("bo", wire.Rename(name="ana"))
    assert room.room.people["bo"].name == "ana"
    assert room.room.people["bo"].id == "bo"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("  Ana \n Maria ", "Ana Maria"),
        ("\u202eevil", "evil"),
        ("a\u0000b\u200bc", "abc"),
        ("", "fallback"),
        ("\u2066\u2069", "fallback"),
        ("x" * 100, "x" * 64),
        ("Jose\u0301", "José"),
        ("e\u0301" * 64, "é" * 64),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),  # text stays text: it is never shown as HTML
    ],
)
def test_a_name_is_one_line_of_visible_text(given: str, shown: str) -> None:
    assert clean_name(given, "fallback") == shown


def test_an_empty_name_becomes_the_account_s(room: RoomHarness) -> None:
    room.enters("ana")
    room.says("ana", wire.Rename(name="Anna"), wire.Rename(name="  "))
    assert room.room.people["ana"].name == "ana"


def test_only_who_may_only_listen_is_told_so(room: RoomHarness) -> None:
    room.enters("ana")
    room.enters("gus", role="guest")
    gus, ana = (room.room.people[name].public() for name in ("gus", "ana"))
    assert room.last("ana", wire.Presence).changed == [gus]
    assert (gus.listens, gus.role) == (True, "guest")
    assert b"listens" not in encode(ana)
    assert b'"listens":true' in encode(gus)
    room.resumes("gus")
    room.passes(1)
    assert b"listens" not in encode(room.last("ana", wire.Presence))


def test_a_problem_of_a_track_is_what_can_be_seen_of_it(room: RoomHarness) -> None:
    room.enters("ana", "k", kind="kernel")
    track = wire.Track(stream="s", name="ed\u200bges ", kind="video", problem="\u202efailed\nagain")
    room.says("k", wire.SetTracks(tracks=[track]))
    [told] = room.room.people["k"].tracks
    assert (told.name, told.problem) == ("edges", "failed again")
