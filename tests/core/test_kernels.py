"""Whose a kernel is, and what it is called: by its owner's name, whenever that is known, unless it chose another."""

from __future__ import annotations

import pytest

from jupyter_videoroom.core.effects import Introduced, Issue, Redeem
from jupyter_videoroom.core.kernels import Kernels
from jupyter_videoroom.core.participant import Entry, account_label
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.errors import Refusal

from .harness import RoomHarness

RANDOM = "3f2a" + "0" * 28
TICKET = wire.Introduce(ticket="t")


def comes(room: RoomHarness, id: str, user: str, name: str = "", account: str = "Anonymous Io") -> None:
    room.room.enter(Entry(id=id, user=user, account=account, name=name, kind="kernel"), room.now)
    room.passes(0.1)


def is_introduced(room: RoomHarness, id: str, user: str) -> None:
    room._perform(room.room.part(Kernels).introduced(id, user, "Anonymous Leda", "member", room.now))
    room.passes(0.1)


def told(room: RoomHarness, reader: str, about: str) -> wire.Participant:
    """What somebody heard last of somebody."""
    changed = [p for m in room.heard[reader] if isinstance(m, wire.Presence) for p in m.changed if p.id == about]
    return changed[-1]


def test_without_a_name_it_is_called_after_its_owner(room: RoomHarness) -> None:
    room.enters("ana")
    comes(room, "k1", "u-ana")
    comes(room, "k2", "u-else")
    comes(room, "k3", "u-ana", name="simulation")
    names = {person.id: person.name for person in room.room.people}
    assert names == {"ana": "ana", "k1": "kernel of ana", "k2": "kernel of Anonymous Io", "k3": "simulation"}


def test_it_takes_the_name_of_an_owner_who_comes_later_and_follows_it(room: RoomHarness) -> None:
    room.enters("bo")
    comes(room, "k", "u-ana")
    room.forget()
    room.enters("ana")
    assert told(room, "bo", "k").name == "kernel of ana"
    room.says("ana", wire.Rename(name="Ana B."))
    room.passes(0.1)
    assert told(room, "bo", "k").name == "kernel of Ana B."
    room.leaves("ana")
    room.passes(0.1)
    assert room.room.people["k"].name == "kernel of Ana B."


def test_of_an_owner_s_tabs_it_is_called_by_one_that_is_there(room: RoomHarness) -> None:
    room.enters("ana")
    room.enters("ana 2", user="u-ana")
    comes(room, "k", "u-ana")
    assert room.room.people["k"].name == "kernel of ana"
    room.leaves("ana")
    assert room.room.people["k"].name == "kernel of ana 2"


def test_a_name_that_it_chose_stays_until_it_chooses_none(room: RoomHarness) -> None:
    room.enters("ana")
    comes(room, "k", "u-ana", name="simulation")
    room.says("ana", wire.Rename(name="Ana B."))
    assert room.room.people["k"].name == "simulation"
    room.says("k", wire.Rename(name="\u200b"))
    assert room.room.people["k"].name == "kernel of Ana B."
    room.says("k", wire.Rename(name="edges"))
    room.says("ana", wire.Rename(name="Ana"))
    assert room.room.people["k"].name == "edges"


def test_a_ticket_makes_it_its_user_s_where_it_is(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    comes(room, "k", RANDOM)
    for name in ("ana", "bo", "k"):
        room.says(name, wire.Join(call="main"))
    room.says("k", wire.Ask(to="ana"), wire.Ask(to="bo"))
    room.says("bo", wire.Consent(kernel="k", allowed=True))
    room.passes(0.1)
    room.forget()
    room.says("k", TICKET)
    assert room.other == [Redeem("k", "t")]
    is_introduced(room, "k", "u-ana")
    now = told(room, "bo", "k")
    assert (now.user, now.account, now.name, now.call) == ("u-ana", "u-ana", "kernel of ana", "main")
    # Who has not answered yet is asked about who it is, and who has is not.
    assert room.last("ana", wire.Asked) == wire.Asked(kernel="k", user="u-ana", name="kernel of ana")
    room.hears("bo")
    assert room.room.people["bo"].shares == ["k"]
    assert [Issue("k")] == [effect for effect in room.other if isinstance(effect, Issue)]
    assert room.facts() == [Introduced("k", "u-ana")]


def test_introduced_again_nothing_is_told(room: RoomHarness) -> None:
    room.enters("ana")
    comes(room, "k", RANDOM)
    is_introduced(room, "k", "u-ana")
    room.forget()
    is_introduced(room, "k", "u-ana")
    is_introduced(room, "gone", "u-ana")
    assert (dict(room.heard), room.other) == ({}, [])


def test_a_name_that_it_chose_outlives_the_introduction(room: RoomHarness) -> None:
    comes(room, "k", RANDOM, name="simulation")
    is_introduced(room, "k", "u-ana")
    assert room.room.people["k"].public().name == "simulation"


def test_a_page_is_nobody_s_kernel(room: RoomHarness) -> None:
    room.enters("ana")
    room.says("ana", TICKET)
    assert room.last("ana", wire.Problem).code == "not-allowed"


def test_a_ticket_that_is_no_good_changes_nothing(room: RoomHarness) -> None:
    comes(room, "k", RANDOM)
    room.forget()
    room._perform(room.room.part(Kernels).not_introduced("k", Refusal("ticket-used")))
    assert (room.last("k", wire.Problem).code, room.last("k", wire.Problem).about) == ("ticket-used", "introduce")
    assert room.room.people["k"].user == RANDOM


def test_an_introduction_is_no_way_round_the_limit_of_tabs() -> None:
    room = RoomHarness(Rules(user_tabs=1))
    room.enters("ana")
    comes(room, "k", RANDOM)
    is_introduced(room, "k", "u-ana")
    assert room.last("k", wire.Problem).code == "too-many-tabs"
    assert room.room.people["k"].user == RANDOM


@pytest.mark.parametrize(
    ("user", "account", "label"),
    [
        ("ana@example.org", "Ana", "ana@example.org"),
        ("bo", "Ana", "bo"),
        (RANDOM, "Anonymous Io", "Anonymous Io 3f2a"),
        ("3f2a0000-0000-4000-8000-000000000000", "Bo", "Bo 3f2a"),
        ("\u202eana\n", "Ana", "ana"),
        ("\u200b", "Ana", "Ana"),
    ],
)
def test_an_account_is_shown_by_what_no_two_share(user: str, account: str, label: str) -> None:
    assert account_label(user, account) == label
