"""How often is too often, and what observers are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_videoroom.core import effects as fx
from jupyter_videoroom.core.limits import MANY, Limit, Limits
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.errors import Refusal

from .harness import RoomHarness


def test_a_burst_then_the_rate_for_each_by_themselves() -> None:
    limits = Limits({"chat": Limit(per_second=2, burst=3)})
    assert [limits.take("chat", "ana", 100.0) for _ in range(5)] == [True, True, True, False, False]
    assert limits.take("chat", "bo", 100.0)
    assert limits.wait("chat", "ana", 100.0) == pytest.approx(0.5)
    assert limits.take("chat", "ana", 100.5)
    assert not limits.take("chat", "ana", 100.5)
    assert limits.take("anything else", "ana", 100.0)


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, 3)), min_size=1, max_size=200))
def test_never_more_than_the_burst_and_the_rate(steps: list[tuple[float, int]]) -> None:
    limits, now, allowed = Limits({"x": Limit(per_second=5, burst=10)}), 0.0, 0
    for pause, amount in steps:
        now += pause
        if limits.take("x", "ana", now, amount):
            allowed += amount
        assert allowed <= 10 + 5 * now + 1e-6


def test_below_one_is_never() -> None:
    limits = Limits({"chat": Limit(per_second=0, burst=0), "names": Limit(per_second=0.01, burst=0.5)})
    assert not limits.take("chat", "ana", 0.0)
    assert not limits.take("names", "ana", 1e9)
    limits.charge("chat", "ana", 0.0)


def test_rooms_share_their_limits() -> None:
    limits = Limits({"chat": Limit(per_second=1, burst=1)})
    rooms = [RoomHarness(limits=limits) for _ in range(2)]
    for room in rooms:
        room.enters("ana")
        room.says("ana", wire.Say(key="k", text="x"))
    assert len(rooms[0].kept()) == 1
    assert rooms[1].last("ana", wire.Problem).code == "too-fast"


def test_a_room_s_chat_is_limited_for_all_together() -> None:
    room = RoomHarness(Rules(limits={"room-chat": Limit(per_second=1, burst=1)}))
    room.enters("ana", "bo")
    room.says("ana", wire.Say(key="k", text="x"))
    room.says("bo", wire.Say(key="k", text="x"))
    assert room.last("bo", wire.Problem).code == "too-fast"


def test_the_quiet_are_forgotten() -> None:
    limits = Limits({"x": Limit(per_second=100, burst=1)})
    for i in range(2 * MANY):
        limits.take("x", f"user {i}", now=float(i))
    assert len(limits._empty_at) <= MANY + 1


class CountingLimits(Limits):
    """Knows how many keys have been looked at."""

    looked_at = 0

    def _forget_the_quiet(self, now: float) -> None:
        self.looked_at += len(self._empty_at)
        super()._forget_the_quiet(now)


def test_many_who_are_not_quiet_cost_no_more_each_than_few() -> None:
    limits = CountingLimits({"x": Limit(per_second=0.001, burst=1)})
    for i in range(16 * MANY):
        limits.charge("x", f"user {i}", now=float(i) / 1000)
    assert limits.looked_at <= 2 * 16 * MANY
    assert len(limits._empty_at) == 16 * MANY


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("chat", wire.Say(key="k", text="x")),
        ("switches", wire.SetAway(away=True)),
        ("names", wire.Rename(name="x")),
        ("invites", wire.Invite(to="u-bo")),
        ("joins", wire.Join(call="main")),
        ("reactions", wire.React(reaction="clap")),
        ("reactions", wire.SetHand(raised=True)),
        ("reports", wire.Trouble(code="no-device")),
        ("reports", wire.Timing(joined=1.0)),
    ],
)
def test_what_everybody_notices_is_limited_by_user(what: str, message: wire.ClientMessage) -> None:
    room = RoomHarness(Rules(limits={what: Limit(per_second=1, burst=2)}))
    room.enters("ana", "bo")
    room.enters("ana2", user="u-ana")
    for name in ("ana", "ana2", "ana2"):
        room.says(name, message)
    assert room.last("ana2", wire.Problem).code == "too-fast"
    assert fx.Refused("ana2", "too-fast") in room.facts()
    room.forget()
    room.passes(5)
    room.says("ana", message)
    assert "too-fast" not in [m.code for m in room.heard["ana"] if isinstance(m, wire.Problem)]


def test_a_room_has_places_and_a_user_has_tabs() -> None:
    room = RoomHarness(Rules(room_people=3, user_tabs=2))
    room.enters("ana", "bo")
    room.room.people.check_enterable("u-ana")
    room.enters("ana2", user="u-ana")
    with pytest.raises(Refusal, match="room-full"):
        room.room.people.check_enterable("u-cy")
    room.leaves("bo")
    with pytest.raises(Refusal, match="too-many-tabs"):
        room.room.people.check_enterable("u-ana")
    room.room.people.check_enterable("u-cy")


def test_observers_are_told_of_sessions_calls_and_rings(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    invite = room.calls("ana", "bo")
    room.says("bo", wire.Accept(invite=invite))
    room.passes(2)
    room.says("ana", wire.HangUp())
    room.leaves("bo")
    kinds = [type(fact).__name__ for fact in room.facts()]
    assert kinds == ["Entered", "Entered", "InviteClosed", "CallStarted", "CallEnded", "Left"]
    ended = next(fact for fact in room.facts() if isinstance(fact, fx.CallEnded))
    assert (ended.kind, ended.people) == ("private", 2)
    assert ended.seconds == pytest.approx(2)
    left = room.facts()[-1]
    assert isinstance(left, fx.Left)
    assert (left.user, left.reason) == ("u-bo", "left-room")
    assert left.seconds == pytest.approx(2.1)


def test_a_page_s_failures_name_the_peer_s_user(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.says("ana", wire.Trouble(code="no-route", peer="bo"), wire.Trouble(code="no-route", peer="somebody else"))
    assert room.facts()[-2:] == [
        fx.Failed("ana", "u-ana", "no-route", "u-bo"),
        fx.Failed("ana", "u-ana", "no-route", None),
    ]
