"""Calls: who is in which, who offers, and who hears of it."""

from __future__ import annotations

import pytest

from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.errors import Refusal

from .harness import RoomHarness

OFFER = wire.Description(kind="offer", sdp="v=0")


def joined(members: list[str], started: float, peers: list[wire.Peer]) -> wire.Joined:
    media = wire.Mesh(peers=peers, uplink=Rules().uplink)
    return wire.Joined(call="main", kind="main", started=started, members=members, media=media)


def problem(code: str, about: str) -> wire.Problem:
    return Refusal(code).as_problem(about)


def test_the_newcomer_is_told_to_offer_and_gives_way(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.forget()
    room.says("ana", wire.Join(call="main"))
    room.says("bo", wire.Join(call="main"))
    started = room.now
    room.hears(
        "bo",
        joined(["ana", "bo"], started, [wire.Peer(participant="ana", polite=True, offer=True)]),
    )
    room.hears(
        "ana",
        joined(["ana"], started, []),
        wire.MemberJoined(call="main", participant="bo", media=wire.MeshMember(polite=False, offer=False)),
    )


def test_a_kernel_never_gives_way(room: RoomHarness) -> None:
    room.enters("ana")
    room.enters("kernel", kind="kernel")
    room.says("ana", wire.Join(call="main"))
    room.says("kernel", wire.Join(call="main"))
    assert room.last("kernel", wire.Joined).media.peers == [wire.Peer(participant="ana", polite=False, offer=False)]
    assert room.last("ana", wire.MemberJoined).media == wire.MeshMember(polite=True, offer=True)


def test_signals_go_to_the_peer_with_the_sender_stamped(room: RoomHarness) -> None:
    room.enters("ana", "bo", "cy")
    room.says("ana", wire.Join(call="main"))
    room.says("bo", wire.Join(call="main"))
    room.forget()
    room.says("bo", wire.Signal(to="ana", connection="c1", payload=OFFER))
    room.hears("ana", wire.Signalled(sender="bo", connection="c1", payload=OFFER))
    room.hears("cy")


@pytest.mark.parametrize("to", ["cy", "nobody", "bo"])
def test_no_signal_leaves_the_call(room: RoomHarness, to: str) -> None:
    room.enters("ana", "bo", "cy")
    room.says("ana", wire.Join(call="main"))
    room.says("bo", wire.Join(call="main"))
    room.forget()
    room.says("bo", wire.Signal(to=to, connection="c1", payload=OFFER))
    room.hears("bo", problem("peer-gone", "signal"))
    room.hears("cy")


def test_joining_and_leaving_at_will(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.says("ana", wire.Join(call="main"))
    room.says("bo", wire.Join(call="main"), wire.SetMedia(media=wire.Media(audio=True)))
    assert room.state("bo") == "in-call"
    room.forget()
    room.says("bo", wire.HangUp())
    room.hears("bo", wire.CallLeft(call="main", reason="hung-up"))
    room.hears("ana", wire.MemberLeft(call="main", participant="bo", reason="hung-up"))
    assert room.state("bo") == "available"
    assert room.room.people["bo"].media == wire.Media()
    room.says("bo", wire.Join(call="main"))
    assert room.last("bo", wire.Joined).media.peers[0].participant == "ana"


def test_one_may_stay_alone_in_the_main_call(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.says("ana", wire.Join(call="main"))
    room.says("bo", wire.Join(call="main"), wire.HangUp())
    assert room.state("ana") == "in-call"


def test_a_refusal_is_all_that_a_refused_message_does(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.calls("ana", "bo")
    room.forget()
    room.says("bo", wire.Join(call="elsewhere"), wire.Accept(invite="none"), wire.Invite(to="u-bo"))
    room.hears("bo", problem("no-such-call", "join"), problem("invite-gone", "accept"), problem("yourself", "invite"))
    room.hears("ana")


def test_hanging_up_outside_a_call_is_nothing(room: RoomHarness) -> None:
    room.enters("ana")
    room.forget()
    room.says("ana", wire.HangUp())
    room.hears("ana")


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("main", "main", "in-a-call"), ("private", "main", "no-such-call")],
)
def test_a_join_that_cannot_be(room: RoomHarness, first: str, second: str, code: str) -> None:
    room.enters("ana")
    room.says("ana", wire.Join(call=first), wire.Join(call=second))
    assert code in [m.code for m in room.heard["ana"] if isinstance(m, wire.Problem)]


def test_a_full_call_says_so() -> None:
    room = RoomHarness(Rules(mesh_limit=2))
    room.enters("ana", "bo", "cy")
    for name in ("ana", "bo", "cy"):
        room.says(name, wire.Join(call="main"))
    assert room.last("cy", wire.Problem).code == "call-full"
    assert room.state("cy") == "available"


def test_a_private_call_is_closed_to_others(room: RoomHarness) -> None:
    room.enters("ana", "bo", "cy")
    invite = room.calls("ana", "bo")
    room.says("bo", wire.Accept(invite=invite))
    room.says("cy", wire.Join(call=invite))
    assert room.last("cy", wire.Problem).code == "no-such-call"


def test_credentials_follow_the_call(room: RoomHarness) -> None:
    room.enters("ana")
    room.forget()
    room.says("ana", wire.Join(call="main"))
    assert room.issued("ana") == 1
    room.says("ana", wire.HangUp())
    assert room.issued("ana") == 2


def test_after_a_restart_a_call_is_taken_up_again() -> None:
    room = RoomHarness()
    room.enters("ana", call="private-1")
    room.enters("bo", call="private-1")
    assert room.last("bo", wire.Joined).kind == "private"
    assert room.last("bo", wire.Joined).media.peers == [wire.Peer(participant="ana", polite=True, offer=True)]
    assert room.last("ana", wire.MemberJoined).participant == "bo"
    room.passes(60)
    assert room.state("ana") == room.state("bo") == "in-call"


def test_after_a_restart_a_call_is_as_old_as_it_is() -> None:
    room = RoomHarness()
    began = room.now - 600
    room.enters("cy")
    room.says("cy", wire.Join(call="main"))
    room.enters("ana", call="main", call_began=began)
    room.enters("bo", call="main", call_began=room.now + 5)
    assert room.last("ana", wire.Joined).started == began
    assert room.last("bo", wire.Joined).started == began


def test_after_a_restart_nobody_waits_alone_in_a_private_call() -> None:
    room = RoomHarness()
    room.enters("ana", call="private-1")
    room.passes(10)
    assert room.state("ana") == "in-call"
    room.passes(10)
    assert room.last("ana", wire.CallLeft).reason == "ended"
    assert room.state("ana") == "available"


@pytest.mark.parametrize("before", [True, False])
def test_a_sleep_is_no_part_of_the_wait_for_the_other_side(before: bool) -> None:
    """Whether the call was taken up before the sleep or after it, and before the server noticed it."""
    room = RoomHarness()
    room.enters("cy")
    room.passes(1)
    if before:
        room.enters("ana", call="private-1")
    room.now += 8 * 3600
    if not before:
        room.enters("ana", call="private-1")
    room.passes(10)
    assert room.state("ana") == "in-call"
    room.passes(10)
    assert room.last("ana", wire.CallLeft).reason == "ended"


def test_a_resync_tells_everything_again(room: RoomHarness) -> None:
    room.enters("ana", "bo", "cy")
    for name in ("ana", "bo", "cy"):
        room.says(name, wire.Join(call="main"))
    room.loses_socket("bo")
    room.forget()
    room.resyncs("bo")
    room.passes(0.1)
    peers = [
        wire.Peer(participant="ana", polite=True, offer=True),
        wire.Peer(participant="cy", polite=False, offer=False),
    ]
    assert room.last("bo", wire.Joined).media.peers == peers
    assert len(room.last("bo", wire.Roster).people) == 3
