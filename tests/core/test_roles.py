"""A role is a participant's, may change at any time, and alone decides what it may do."""

from __future__ import annotations

import pytest

from jupyter_videoroom.core.participant import GRANTS
from jupyter_videoroom.protocol import messages as wire

from .harness import RoomHarness


def test_a_new_role_is_told_to_its_owner_and_seen_by_all(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.forget()
    room.becomes("bo", "guest")
    room.passes(0.1)
    assert room.last("bo", wire.Granted) == wire.Granted(role="guest", grants=GRANTS["guest"])
    [seen] = room.last("ana", wire.Presence).changed
    assert (seen.id, seen.role, seen.listens) == ("bo", "guest", True)
    assert not [message for message in room.heard["ana"] if isinstance(message, wire.Granted)]
    # Also where both roles may do the same.
    room.becomes("ana", "host")
    room.passes(0.1)
    assert room.last("ana", wire.Granted).role == "host"
    assert room.last("bo", wire.Presence).changed[0].role == "host"


def test_the_same_role_again_is_no_news(room: RoomHarness) -> None:
    room.enters("ana", "bo")
    room.passes(1)
    room.forget()
    room.becomes("bo", "member")
    room.passes(0.1)
    room.hears("bo")


def test_what_is_granted_no_more_ends_and_is_refused(room: RoomHarness) -> None:
    room.enters("bo")
    room.enters("kernel", user="u-bo", kind="kernel")
    for name in ("bo", "kernel"):
        room.says(name, wire.Join(call="main"))
    room.says("bo", wire.SetMedia(media=wire.Media(audio=True)), wire.SetHand(raised=True))
    room.says("kernel", wire.SetTracks(tracks=[wire.Track(stream="s", name="sim", kind="video")]))
    room.becomes("bo", "guest")
    room.becomes("kernel", "guest")
    bo, kernel = (room.room.people[name] for name in ("bo", "kernel"))
    assert (bo.media, bo.hand, kernel.tracks) == (wire.Media(), None, [])
    assert bo.call == "main"
    room.says("bo", wire.SetHand(raised=True))
    assert room.last("bo", wire.Problem).code == "not-allowed"
    room.becomes("bo", "member")
    room.says("bo", wire.SetHand(raised=True))
    assert bo.hand


@pytest.mark.parametrize("reach", ["becomes", "resumes", "resyncs"])
def test_where_a_role_may_join_no_call_calls_and_rings_end(
    room: RoomHarness, reach: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GRANTS, "guest", wire.Grants(join=False))
    room.enters("ana", "bo", "cy", "di")
    private = room.calls("ana", "bo")
    room.says("bo", wire.Accept(invite=private))
    ring = room.calls("cy", "di")
    room.forget()
    for name in ("bo", "di"):
        getattr(room, reach)(name, "guest")
    assert room.last("bo", wire.CallLeft) == wire.CallLeft(call=private, reason="ended")
    assert room.last("ana", wire.CallLeft) == wire.CallLeft(call=private, reason="ended")
    assert room.last("cy", wire.InviteEnded) == wire.InviteEnded(invite=ring, name="di", outcome="gone")
    assert {room.state(name) for name in ("ana", "bo", "cy", "di")} == {"available"}
