"""The rooms of a process, without a server: who gets whose seat, and what becomes of those who are refused one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest
from tornado.web import Application

from jupyter_videoroom.core.limits import Limit
from jupyter_videoroom.core.participant import GRANTS
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.server.app import VideoRoomApp
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.port import Keep

from .harness import Line, RoomsHarness, refused

GUEST = GRANTS["guest"]
EVERYTHING = wire.SetMedia(media=wire.Media(audio=True, video=True, screen=True))


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("kinds", [("browser", "kernel"), ("kernel", "browser")])
def test_a_ticket_of_another_kind_takes_nobody_s_seat(kinds: tuple[wire.Kind, wire.Kind], restarted: bool) -> None:
    async def scenario() -> None:
        harness, (one, other) = RoomsHarness(), kinds
        ana = await harness.enters("ana", kind=one)
        ana.says(wire.Join(call="main"))
        if restarted:
            await harness.restarts()
        with refused("wrong-kind"):
            await harness.enters("ana", kind=other, resume=ana.resume)
        assert ana.closed == ((1012, "server-stopping") if restarted else None)
        back = await harness.enters("ana", kind=one, resume=ana.resume)
        assert back.me == ana.me
        assert len(harness.people()) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("known", [True, False])
def test_who_comes_back_may_do_what_the_role_of_now_grants(known: bool, restarted: bool) -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        ana.says(wire.Join(call="main"), EVERYTHING, wire.SetHand(raised=True))
        await harness.passes(0.1)
        if restarted:
            await harness.restarts()
            bo = await harness.enters("bo", resume=bo.resume)
        seq = ana.received if known else 2**40
        harness.roles["ana"] = "guest"
        back = await harness.enters("ana", resume=wire.Resume(token=ana.token, seq=seq))
        await harness.passes(0.1)
        assert back.me == ana.me
        assert back.last(wire.Welcome).grants == GUEST
        shown = next(p for p in harness.people() if p.id == ana.me)
        assert (shown.media, shown.hand, shown.call) == (wire.Media(), None, "main")
        if not restarted:
            assert shown in bo.last(wire.Presence).changed
        back.sent = back.last(wire.Welcome).received
        back.says(EVERYTHING)
        assert back.last(wire.Problem).code == "not-allowed"
        # And what a later role grants again, is granted.
        harness.roles["ana"] = "member"
        again = await harness.enters("ana", resume=back.resume)
        again.sent = again.last(wire.Welcome).received
        again.says(EVERYTHING)
        assert harness.people()[-1 if restarted else 0].media.video

    asyncio.run(scenario())


def test_who_may_be_in_no_call_any_more_leaves_it_and_lets_no_ring_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, "guest", wire.Grants(join=False))

    async def scenario() -> None:
        harness = RoomsHarness()
        ana, bo, cy = [await harness.enters(user) for user in ("ana", "bo", "cy")]
        ana.says(wire.Join(call="main"))
        cy.says(wire.Invite(to="bo"))
        for line in (ana, bo):
            user = line.last(wire.Welcome).user
            harness.roles[user] = "guest"
            back = await harness.enters(user, resume=line.resume)
            assert back.me == line.me
        assert [p.state for p in harness.people()] == ["available"] * 3
        assert cy.last(wire.InviteEnded).outcome == "gone"

    asyncio.run(scenario())


def test_what_a_kernel_may_publish_no_more_is_not_there_any_more() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        kernel = await harness.enters("ana", kind="kernel")
        kernel.says(wire.SetTracks(tracks=[wire.Track(stream="s", name="sim", kind="video")]))
        assert harness.people()[0].tracks
        harness.roles["ana"] = "guest"
        await harness.enters("ana", kind="kernel", resume=kernel.resume)
        assert not harness.people()[0].tracks

    asyncio.run(scenario())


def test_a_kernel_that_was_introduced_is_not_taken_over_with_the_ticket_of_who_it_was() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        kernel = await harness.enters("somebody", kind="kernel")
        old = kernel.resume
        kernel.says(wire.Introduce(ticket=harness.ticket("ana", kind="kernel")))
        await harness.settles()
        assert [p.user for p in harness.people()] == ["ana"]
        other = await harness.enters("somebody", kind="kernel", resume=old)
        assert other.me != kernel.me
        assert kernel.closed is None
        back = await harness.enters("ana", kind="kernel", resume=kernel.resume)
        assert back.me == kernel.me

    asyncio.run(scenario())


def test_another_user_s_token_is_refused() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana = await harness.enters("ana")
        with refused("wrong-user"):
            await harness.enters("bo", resume=ana.resume)

    asyncio.run(scenario())


def test_a_clock_that_was_set_back_is_no_reason_to_forget_who_was_here() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana = await harness.enters("ana")
        ana.says(wire.Join(call="main"))
        harness.now -= 300  # the machine's clock is corrected, and the server started again
        await harness.restarts()
        back = await harness.enters("ana", resume=ana.resume)
        assert back.me == ana.me
        assert back.last(wire.Joined).call == "main"

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("rules", "code"),
    [(replace(Rules(), user_tabs=0), "too-many-tabs"), (replace(Rules(), room_people=0), "room-full")],
)
def test_a_refusal_at_entering_leaves_no_room_behind(rules: Rules, code: str) -> None:
    async def scenario() -> None:
        harness = RoomsHarness(rules=rules)
        with refused(code):
            await harness.enters("ana")
        assert not harness.live()

    asyncio.run(scenario())


async def goes(harness: RoomsHarness, line: Line, how: str) -> None:
    """Out of the room, in one of the ways in which people leave."""
    if how == "leaves":
        line.says(wire.Leave())
    elif how == "closes the page":
        line.closes()
    else:
        line.breaks()
        await harness.passes(20)
    await harness.settles()


@pytest.mark.parametrize("how", ["leaves", "closes the page", "is lost"])
@pytest.mark.parametrize("lives", [1, 2])
def test_who_has_left_is_not_brought_back_by_a_token_of_an_earlier_life(how: str, lives: int) -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        for line in (ana, bo):
            line.says(wire.Join(call="main"))
        tokens = [ana.resume]
        if lives == 2:
            await harness.restarts()
            ana, bo = await harness.enters("ana", resume=ana.resume), await harness.enters("bo", resume=bo.resume)
            tokens.append(ana.resume)
        await goes(harness, ana, how)
        for token in tokens:  # the one of the life before at once, too
            again = await harness.enters("ana", resume=token)
            assert again.me != ana.me
            again.closes()
        await harness.restarts()
        for token in tokens:
            again = await harness.enters("ana", resume=token)
            assert (again.me != ana.me, again.all(wire.Joined)) == (True, [])
        # The page that was open all the time is where it was.
        back = await harness.enters("bo", resume=bo.resume)
        assert back.me == bo.me

    asyncio.run(scenario())


def test_a_user_is_in_so_many_places_at_once_in_all_rooms_together() -> None:
    async def scenario() -> None:
        harness = RoomsHarness(rules=Rules(user_participants=2))
        ana = await harness.enters("ana", "algebra")
        await harness.enters("ana", "botany", kind="kernel")
        with refused("too-many-places"):
            await harness.enters("ana", "chemistry")
        assert [live.name for live in harness.live()] == ["algebra", "botany"]
        await harness.enters("bo", "chemistry")
        # Who is here already comes back, and a kernel's introduction is no way round.
        ana = await harness.enters("ana", "algebra", resume=ana.resume)
        kernel = await harness.enters("somebody", "chemistry", kind="kernel")
        kernel.says(wire.Introduce(ticket=harness.ticket("ana", "chemistry", kind="kernel")))
        await harness.settles()
        assert kernel.last(wire.Problem).code == "too-many-places"
        ana.says(wire.Leave())
        await harness.enters("ana", "chemistry")

    asyncio.run(scenario())


def test_so_many_rooms_are_in_use_at_once() -> None:
    async def scenario() -> None:
        harness = RoomsHarness(rules=Rules(rooms=2))
        ana, _ = await harness.enters("ana", "algebra"), await harness.enters("bo", "botany")
        with refused("too-many-rooms"):
            await harness.enters("cy", "chemistry")
        await harness.enters("cy", "algebra")
        ana.closes()
        await harness.enters("cy", "botany")
        assert len(harness.live()) == 2

    asyncio.run(scenario())


def test_a_room_that_is_opened_is_used_as_are_all_others_in_which_somebody_is() -> None:
    async def scenario() -> None:
        harness = RoomsHarness(MemoryStore(keep=Keep(rooms=2, seconds=100.0)))
        for room in ("algebra", "botany", "chemistry"):
            line = await harness.enters("ana", room)
            line.says(wire.Say(key="k", text="Hello"))
            await harness.settles()
            if room != "algebra":
                line.closes()
            harness.now += 60
        await harness.enters("ana", "drawing")
        assert [
            len(await harness.stores.chat.lines(room, "ana", 9)) for room in ("algebra", "botany", "chemistry")
        ] == [
            1,
            0,
            1,
        ]

    asyncio.run(scenario())


def test_so_many_bytes_are_shown_in_a_minute() -> None:
    async def scenario() -> None:
        limits = {"object-bytes": Limit(per_second=100, burst=1_000)}
        harness = RoomsHarness(rules=Rules(limits=limits))
        ana, elsewhere = await harness.enters("ana"), await harness.enters("ana", "botany")

        async def shows(line: Line, room: str, size: int) -> None:
            await harness.rooms.show(line.token, room=room, type="text/plain", title="", body=b"x" * size)

        await shows(ana, "algebra", 900)
        with refused("too-fast"):
            await shows(elsewhere, "botany", 200)
        harness.now += 2
        await shows(elsewhere, "botany", 200)

    asyncio.run(scenario())


def test_a_server_is_active_while_somebody_is_in_a_call_and_not_idle_while_somebody_is_in_a_room() -> None:
    async def scenario() -> None:
        harness, app = RoomsHarness(), VideoRoomApp()
        app.rooms = harness.rooms
        app.serverapp = SimpleNamespace(web_app=Application())
        activity = app.serverapp.web_app.settings
        assert app.current_activity() is None
        ana = await harness.enters("ana")
        app._record_activity()
        assert (app.current_activity(), "videoroom_last_activity" in activity) == (1, False)
        ana.says(wire.Join(call="main"))
        app._record_activity()
        assert "videoroom_last_activity" in activity

    asyncio.run(scenario())
