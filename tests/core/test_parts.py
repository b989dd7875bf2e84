"""A feature is a part: these tests add some to a real room, as a file and a line would."""

from __future__ import annotations

import math

import pytest

from jupyter_videoroom.core.effects import Effects, Entered, Left, Send, SendHistory, SendMissed
from jupyter_videoroom.core.limits import Limit
from jupyter_videoroom.core.part import Handler, Part, RoomPort
from jupyter_videoroom.core.participant import Participant
from jupyter_videoroom.core.parts import standard_parts
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire

from .harness import RoomHarness

WAVES = {"waves": Limit(per_second=0.01, burst=2)}


class Wave(wire.Message, frozen=True, tag="wave"):
    """A message of a feature that does not exist."""

    word: str


class Waves(Part):
    """Of each participant one wave is kept for ten seconds, and told to those who come meanwhile."""

    def __init__(self, room: RoomPort) -> None:
        self._people = room.people
        self._waves: dict[str, float] = {}
        self.handlers = {
            Wave: Handler(self._wave, grant="data", pace="waves", key=lambda message: str(message.word)),
        }

    def brief(self, participant: Participant, now: float) -> Effects:
        return [Send((participant.id,), told(id, "waves")) for id in self._waves]

    def advance(self, now: float) -> Effects:
        ended = [id for id, ends in self._waves.items() if ends <= now]
        return [effect for id in ended for effect in self._end(id, "is tired")]

    def left(self, participant: Participant, reason: wire.Departure, now: float) -> Effects:
        return self._end(participant.id, f"has left: {reason}")

    def restrict(self, participant: Participant, now: float) -> Effects:
        return [] if participant.grants.data else self._end(participant.id, "may not wave")

    def postpone(self, seconds: float, now: float) -> None:
        self._waves = {id: ends + seconds for id, ends in self._waves.items()}
        self._schedule()

    def _wave(self, participant: Participant, message: Wave, now: float) -> Effects:
        self._waves[participant.id] = now + 10
        self._schedule()
        return [Send(self._people.audience, told(participant.id, message.word))]

    def _end(self, id: str, why: str) -> Effects:
        if self._waves.pop(id, None) is None:
            return []
        self._schedule()
        return [Send(self._people.audience, told(id, why))]

    def _schedule(self) -> None:
        self.due = min(self._waves.values(), default=math.inf)


def told(id: str, word: str) -> wire.ServerMessage:
    """What is sent of a wave: any message of the server will do."""
    return wire.Problem(code="wave", message=f"{id} {word}", fix="")


def heard(room: RoomHarness, name: str) -> list[str]:
    return [m.message for m in room.heard[name] if isinstance(m, wire.Problem) and m.code == "wave"]


def waves(room: RoomHarness, name: str, word: str = "waves") -> None:
    room._perform(room.room.receive(name, Wave(word=word), room.now))  # type: ignore[arg-type]


@pytest.fixture
def room() -> RoomHarness:
    harness = RoomHarness(Rules(limits=WAVES), parts=lambda room: [*standard_parts(room)[:-1], Waves(room)])
    harness.enters("ana", "bo")
    return harness


def test_its_message_is_handled_and_told_to_all(room: RoomHarness) -> None:
    waves(room, "ana")
    assert heard(room, "ana") == heard(room, "bo") == ["ana waves"]


def test_its_message_is_refused_where_it_is_not_granted_or_too_much(room: RoomHarness) -> None:
    room.enters("gus", role="guest")
    waves(room, "gus", "gus's")
    assert room.last("gus", wire.Problem).key == "gus's"
    assert room.last("gus", wire.Problem).code == "not-allowed"
    for _ in range(3):
        waves(room, "ana")
    assert room.last("ana", wire.Problem).code == "too-fast"


def test_newcomers_those_told_anew_and_those_restored_are_briefed(room: RoomHarness) -> None:
    waves(room, "ana")
    room.forget()
    room.enters("cy")
    room.enters("di", call="main")
    room.resyncs("bo")
    assert heard(room, "cy") == heard(room, "di") == heard(room, "bo") == ["ana waves"]
    room.forget()
    room.resumes("bo")
    assert heard(room, "bo") == []


def test_it_is_called_when_it_is_due_and_waits_when_the_server_did_not_listen(room: RoomHarness) -> None:
    waves(room, "ana")
    room.passes(9)
    assert heard(room, "bo") == ["ana waves"]
    # The server stood still for so long.
    room.now += 60
    room.passes(0)
    assert heard(room, "bo") == ["ana waves"]
    room.passes(2)
    assert heard(room, "bo") == ["ana waves", "ana is tired"]


def test_it_hears_of_departures_and_of_lost_grants(room: RoomHarness) -> None:
    waves(room, "ana")
    waves(room, "bo")
    room.becomes("bo", "guest")
    room.leaves("ana")
    assert heard(room, "bo")[2:] == ["bo may not wave", "ana has left: left-room"]


class Doorkeeper(Part):
    """Guests wait until somebody lets them in."""

    def __init__(self, room: RoomPort) -> None:
        self._room = room

    def holds(self, participant: Participant) -> bool:
        return participant.role == "guest"

    def brief(self, participant: Participant, now: float) -> Effects:
        word = "is inside" if participant.inside else "waits"
        return [Send((participant.id,), told(participant.id, word))]


@pytest.fixture
def kept() -> RoomHarness:
    harness = RoomHarness(parts=lambda room: [*standard_parts(room), Doorkeeper(room)])
    harness.enters("ana", "bo")
    harness.enters("gus", role="guest")
    return harness


def everything(room: RoomHarness) -> None:
    """What all who are inside hear of, and some of what single ones do."""
    room.says("bo", wire.SetHand(raised=True), wire.Join(call="main"), wire.Say(key="k", text="Hello"))
    room.says("ana", wire.Rename(name="Anna"), wire.Join(call="main"), wire.React(reaction="clap"))
    room.says("ana", wire.Say(key="l", text="For Gus", to="u-gus"), wire.HangUp(), wire.Invite(to="u-gus"))
    room.stores()
    room.enters("cy")
    room.leaves("cy")
    room.passes(1)


def test_who_waits_holds_a_seat_and_hears_nothing_of_the_room(kept: RoomHarness) -> None:
    assert heard(kept, "gus") == ["gus waits"]
    sent_from_the_store = [e for e in kept.other if isinstance(e, (SendHistory, SendMissed))]
    assert {effect.participant for effect in sent_from_the_store} == {"ana", "bo"}
    kept.forget()
    everything(kept)
    assert {type(message) for message in kept.heard["gus"]} <= {wire.Ping}
    # Nobody hears of them either, and nobody can reach them.
    told_of = [m for m in kept.heard["ana"] if isinstance(m, wire.Presence)]
    assert "gus" not in {person.id for message in told_of for person in message.changed}
    assert [m.code for m in kept.heard["ana"] if isinstance(m, wire.Problem)] == ["nobody-there"] * 2
    assert not [fact for fact in kept.facts() if isinstance(fact, Entered) and fact.participant == "gus"]


def test_who_waits_does_nothing_in_the_room_but_keeps_the_seat(kept: RoomHarness) -> None:
    kept.forget()
    messages = (wire.Join(call="main"), wire.SetHand(raised=True), wire.Rename(name="Gustav"), wire.Invite(to="u-bo"))
    kept.says("gus", *messages)
    assert [m.code for m in kept.heard["gus"] if isinstance(m, wire.Problem)] == ["not-inside"] * 4
    kept.passes(60)
    kept.loses_socket("gus")
    kept.passes(0.2)
    kept.resyncs("gus", "guest")
    kept.passes(0.2)
    assert heard(kept, "gus") == ["gus waits"]
    assert not [m for m in kept.heard["ana"] if isinstance(m, wire.Presence)]
    kept.forget()
    kept.says("gus", wire.Leave())
    kept.passes(1)
    assert "gus" not in kept.room.people
    assert not [fact for fact in kept.facts() if isinstance(fact, Left)]
    assert not [m for m in kept.heard["ana"] if isinstance(m, wire.Presence)]


def test_who_is_let_in_is_told_everything_and_seen_by_all(kept: RoomHarness) -> None:
    everything(kept)
    kept.forget()
    kept._perform(kept.room.let_in("gus", kept.now))
    kept.passes(0.1)
    assert heard(kept, "gus") == ["gus is inside"]
    assert {person.id for person in kept.last("gus", wire.Roster).people} == {"ana", "bo", "gus"}
    assert [person.id for person in kept.last("ana", wire.Presence).changed] == ["gus"]
    assert Entered("gus", "u-gus", "browser") in kept.other
    kept.forget()
    kept.says("ana", wire.Say(key="m", text="Welcome"))
    kept.stores()
    assert kept.last("gus", wire.Said).line.text == "Welcome"
