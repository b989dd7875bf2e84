"""The host and its live rooms, without a server: who gets whose seat, and what becomes of those who are refused one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.errors import Refusal

from .house import House

GUEST = wire.Grants(publish=False, data=False)
EVERYTHING = wire.SetMedia(media=wire.Media(audio=True, video=True, screen=True))


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, match=f"^{code}:")


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("kinds", [("browser", "kernel"), ("kernel", "browser")])
def test_a_ticket_of_another_kind_takes_nobody_s_seat(kinds: tuple[wire.Kind, wire.Kind], restarted: bool) -> None:
    async def scenario() -> None:
        house, (one, other) = House(), kinds
        ana = await house.enters("ana", kind=one)
        ana.says(wire.Join(call="main"))
        if restarted:
            await house.restarts()
        with refused("wrong-kind"):
            await house.enters("ana", kind=other, resume=ana.resume, signed_in=other == "browser")
        assert ana.closed == ((1012, "server-stopping") if restarted else None)
        back = await house.enters("ana", kind=one, resume=ana.resume)
        assert back.me == ana.me
        assert len(house.host.rooms["algebra"].core.people) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("known", [True, False])
def test_who_comes_back_may_do_what_the_present_ticket_grants(known: bool, restarted: bool) -> None:
    async def scenario() -> None:
        house = House()
        ana, bo = await house.enters("ana"), await house.enters("bo")
        ana.says(wire.Join(call="main"), EVERYTHING, wire.SetHand(raised=True))
        await house.passes(0.1)
        if restarted:
            await house.restarts()
            bo = await house.enters("bo", resume=bo.resume)
        seq = ana.received if known else 2**40
        back = await house.enters("ana", resume=wire.Resume(token=ana.token, seq=seq), grants=GUEST)
        await house.passes(0.1)
        assert back.me == ana.me
        assert back.last(wire.Welcome).grants == GUEST
        shown = next(p for p in house.host.people("algebra") if p.id == ana.me)
        assert (shown.media, shown.hand, shown.call) == (wire.Media(), None, "main")
        if not restarted:
            assert shown in bo.last(wire.Presence).changed
        back.sent = back.last(wire.Welcome).received
        back.says(EVERYTHING)
        assert back.last(wire.Problem).code == "not-allowed"
        # And what a later ticket grants again, is granted.
        again = await house.enters("ana", resume=back.resume)
        again.sent = again.last(wire.Welcome).received
        again.says(EVERYTHING)
        assert house.host.people("algebra")[-1 if restarted else 0].media.video

    asyncio.run(scenario())


def test_who_may_be_in_no_call_any_more_leaves_it_and_lets_no_ring_go_on() -> None:
    async def scenario() -> None:
        house = House()
        ana, bo, cy = [await house.enters(user) for user in ("ana", "bo", "cy")]
        ana.says(wire.Join(call="main"))
        cy.says(wire.Invite(to="bo"))
        for line in (ana, bo):
            back = await house.enters(line.last(wire.Welcome).user, resume=line.resume, grants=wire.Grants(join=False))
            assert back.me == line.me
        assert [p.state for p in house.host.people("algebra")] == ["available"] * 3
        assert cy.last(wire.InviteEnded).outcome == "gone"

    asyncio.run(scenario())


def test_what_a_kernel_may_publish_no_more_is_not_there_any_more() -> None:
    async def scenario() -> None:
        house = House()
        kernel = await house.enters("ana", kind="kernel")
        kernel.says(wire.SetTracks(tracks=[wire.Track(stream="s", name="sim", kind="video")]))
        assert house.host.people("algebra")[0].tracks
        await house.enters("ana", kind="kernel", resume=kernel.resume, grants=GUEST)
        assert not house.host.people("algebra")[0].tracks

    asyncio.run(scenario())


def test_a_kernel_that_was_introduced_is_not_taken_over_with_the_ticket_of_who_it_was() -> None:
    async def scenario() -> None:
        house = House()
        kernel = await house.enters("somebody", kind="kernel", signed_in=False)
        old = kernel.resume
        kernel.says(wire.Introduce(ticket=house.ticket("ana", kind="kernel")))
        await house.settles()
        assert [p.user for p in house.host.people("algebra")] == ["ana"]
        other = await house.enters("somebody", kind="kernel", resume=old)
        assert other.me != kernel.me
        assert kernel.closed is None
        back = await house.enters("ana", kind="kernel", resume=kernel.resume)
        assert back.me == kernel.me

    asyncio.run(scenario())


def test_another_user_s_token_is_refused() -> None:
    async def scenario() -> None:
        house = House()
        ana = await house.enters("ana")
        with refused("wrong-user"):
            await house.enters("bo", resume=ana.resume)

    asyncio.run(scenario())


def test_a_clock_that_was_set_back_is_no_reason_to_forget_who_was_here() -> None:
    async def scenario() -> None:
        house = House()
        ana = await house.enters("ana")
        ana.says(wire.Join(call="main"))
        house.now -= 300  # the machine's clock is corrected, and the server started again
        await house.restarts()
        back = await house.enters("ana", resume=ana.resume)
        assert back.me == ana.me
        assert back.last(wire.Joined).call == "main"

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("rules", "code"),
    [(replace(Rules(), user_tabs=0), "too-many-tabs"), (replace(Rules(), room_people=0), "room-full")],
)
def test_a_refusal_at_the_door_leaves_no_room_behind(rules: Rules, code: str) -> None:
    async def scenario() -> None:
        house = House(rules=rules)
        with refused(code):
            await house.enters("ana")
        assert not house.host.rooms

    asyncio.run(scenario())
