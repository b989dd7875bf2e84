"""What a call's media need is the engine's to say: the mesh's rules, and a room with another engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from jupyter_videoroom.core.mesh import Mesh
from jupyter_videoroom.core.participant import Entry, Participant
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.engines.port import Member
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.codec import to_plain

from .harness import RoomHarness


class Radio(wire.Record, frozen=True, tag_field="engine", tag="radio"):
    """Everybody is on one frequency, and knows by it who comes."""

    frequency: str
    licence: str


class Station:
    """An engine for two at a time. It tells those who are in a call nothing about a newcomer."""

    limit = 2

    def joined(self, call: str, member: Member, members: Sequence[Member]) -> Any:
        return Radio(frequency=call, licence=f"{member.id} of {len(members)}")

    def member_joined(self, call: str, member: Member, newcomer: Member) -> None:
        return None


def test_a_room_tells_what_its_engine_says_and_nothing_of_a_mesh() -> None:
    room = RoomHarness(engine=Station())
    room.enters("ana", "bo", "cy")
    for name in ("ana", "bo", "cy"):
        room.says(name, wire.Join(call="main"))
    bo = room.last("bo", wire.Joined)
    assert to_plain(bo.media) == {"engine": "radio", "frequency": "main", "licence": "bo of 2"}
    assert bo.members == ["ana", "bo"]
    assert room.last("ana", wire.MemberJoined) == wire.MemberJoined(call="main", participant="bo", media=None)
    assert room.last("cy", wire.Problem).code == "call-full"
    room.resyncs("ana")
    assert to_plain(room.last("ana", wire.Joined).media)["licence"] == "ana of 2"


def members(*kinds: wire.Kind) -> list[Participant]:
    """In the order of joining."""
    entries = [
        Entry(id=f"{kind}-{place}", user="u", account="u", name="", kind=kind) for place, kind in enumerate(kinds)
    ]
    return [Participant(entry, 0.0) for entry in entries]


@pytest.mark.parametrize("first", ["browser", "kernel"])
@pytest.mark.parametrize("second", ["browser", "kernel"])
def test_in_each_pair_of_a_mesh_one_offers_one_gives_way_and_both_are_told_the_same(
    first: wire.Kind, second: wire.Kind
) -> None:
    mesh = Mesh(Rules())
    call = members(first, "browser", second, "kernel")
    told = {member.id: {peer.participant: peer for peer in mesh.joined("main", member, call).peers} for member in call}
    for place, newcomer in enumerate(call):
        for member in call[:place]:
            there, here = told[newcomer.id][member.id], told[member.id][newcomer.id]
            assert there.offer is not here.offer
            assert there.polite is not here.polite
            assert there.polite is (newcomer.kind == "browser")
            # Among two of a kind the newcomer offers; otherwise the browser does.
            assert there.offer is (newcomer.kind == member.kind or newcomer.kind == "browser")
            # Who is in the call is told the same when the newcomer comes.
            news = mesh.member_joined("main", member, newcomer)
            assert (news.polite, news.offer) == (here.polite, here.offer)
