"""The host and its live rooms, without a server: who gets whose seat, and what becomes of those who are refused one."""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_videoroom import host
from jupyter_videoroom.core.limits import Limit
from jupyter_videoroom.core.rules import Rules
from jupyter_videoroom.host import MAX_STRANGERS, Strangers
from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.protocol.errors import Refusal
from jupyter_videoroom.stores.keep import Keep
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.port import StoreError, StoreLocked
from jupyter_videoroom.stores.sqlite import SqliteStore

from .house import House, Line

GUEST = wire.Grants(publish=False, data=False)
EVERYTHING = wire.SetMedia(media=wire.Media(audio=True, video=True, screen=True))


class Failing(MemoryStore):
    """A store on a disk that is full, or in a file that another program holds."""

    def __init__(self, error: StoreError) -> None:
        super().__init__()
        self.error = error

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return super().__getattribute__("fail") if inspect.iscoroutinefunction(found) else found

    async def fail(self, *_: Any, **__: Any) -> Any:
        raise self.error


class Slow(MemoryStore):
    """A store that answers nothing until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.going = asyncio.Event()

    async def spend(self, *args: Any, **named: Any) -> bool:
        await self.going.wait()
        return await super().spend(*args, **named)

    async def missed(self, *args: Any) -> list[tuple[int, wire.Missed]]:
        await self.going.wait()
        return await super().missed(*args)

    async def lines(self, *args: Any) -> list[wire.ChatLine]:
        await self.going.wait()
        return await super().lines(*args)


FULL, LOCKED = StoreError("the disk is full"), StoreLocked("database is locked")


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


def rings_in_vain(caller: Line, callee: str) -> None:
    caller.says(wire.Invite(to=callee))
    caller.says(wire.Cancel(invite=caller.last(wire.Ringing).invite))


async def misses_a_call(house: House) -> None:
    """Bo closes the page while Ana rings."""
    ana, bo = await house.enters("ana"), await house.enters("bo")
    ana.says(wire.Invite(to="bo"))
    bo.closes()
    await house.settles()
    ana.closes()
    await house.settles()


def test_a_kernel_takes_nobody_s_missed_calls() -> None:
    async def scenario() -> None:
        house = House()
        await misses_a_call(house)
        kernel = await house.enters("bo", kind="kernel")
        kernel.acknowledges()
        bo = await house.enters("bo")
        assert (kernel.all(wire.Missed), [missed.user for missed in bo.all(wire.Missed)]) == ([], ["ana"])

    asyncio.run(scenario())


def test_a_kernel_that_is_there_hears_of_no_missed_call() -> None:
    async def scenario() -> None:
        house = House()
        ana, bo = await house.enters("ana"), await house.enters("bo")
        kernel = await house.enters("bo", kind="kernel")
        ana.says(wire.Invite(to="bo"))
        bo.closes()
        await house.settles()
        kernel.acknowledges()
        assert not kernel.all(wire.Missed)
        assert len((await house.enters("bo")).all(wire.Missed)) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("restarted", [False, True])
def test_a_missed_call_is_told_until_a_page_has_it(restarted: bool) -> None:
    async def scenario() -> None:
        house = House()
        await misses_a_call(house)
        for _ in range(2):
            page = await house.enters("bo")
            assert len(page.all(wire.Missed)) == 1
            (told,) = [frame.seq for frame in page.frames if isinstance(frame.body, wire.Missed)]
            page.acknowledges(told - 1)
            page.breaks()  # before it could say that it has this one, too
            await house.passes(20)
            if restarted:
                await house.restarts()
        page = await house.enters("bo")
        page.acknowledges()
        page.closes()
        await house.settles()
        assert not (await house.enters("bo")).all(wire.Missed)

    asyncio.run(scenario())


@pytest.mark.parametrize("known", [True, False])
def test_a_page_that_comes_back_is_told_once_of_what_it_has_not_got(known: bool) -> None:
    async def scenario() -> None:
        house = House()
        ana, bo = await house.enters("ana"), await house.enters("bo")
        bo.acknowledges()
        before = bo.received
        bo.breaks()
        rings_in_vain(ana, "bo")
        await house.settles()
        back = await house.enters("bo", resume=wire.Resume(token=bo.token, seq=before if known else 2**40))
        assert back.last(wire.Welcome).resumed == known
        assert len(back.all(wire.Missed)) == 1
        rings_in_vain(ana, "bo")
        await house.settles()
        assert len(back.all(wire.Missed)) == 2
        back.acknowledges()
        await house.settles()
        assert await house.store.missed("algebra", "bo") == []

    asyncio.run(scenario())


def test_every_page_is_told_of_a_missed_call_also_where_another_has_it_already(tmp_path: Path) -> None:
    async def scenario() -> None:
        house = House(SqliteStore(tmp_path / "rooms.sqlite", deployment="here"))
        ana, first, second = [await house.enters(user) for user in ("ana", "bo", "bo")]
        for count in (1, 2, 3):
            rings_in_vain(ana, "bo")
            await house.settles()
            first.acknowledges()
            await house.settles()
            assert (len(first.all(wire.Missed)), len(second.all(wire.Missed))) == (count, count)
        await house.host.stop()

    asyncio.run(scenario())


def test_a_missed_call_that_cannot_be_stored_is_told_to_those_who_are_there() -> None:
    async def scenario() -> None:
        house = House(Failing(FULL))
        ana, bo = await house.enters("ana"), await house.enters("bo")
        rings_in_vain(ana, "bo")
        await house.settles()
        assert len(bo.all(wire.Missed)) == 1

    asyncio.run(scenario())


async def goes(house: House, line: Line, how: str) -> None:
    """Out of the room, in one of the ways in which people leave."""
    if how == "leaves":
        line.says(wire.Leave())
    elif how == "closes the page":
        line.closes()
    else:
        line.breaks()
        await house.passes(20)
    await house.settles()


@pytest.mark.parametrize("how", ["leaves", "closes the page", "is lost"])
@pytest.mark.parametrize("lives", [1, 2])
def test_who_has_left_is_not_brought_back_by_a_token_of_an_earlier_life(how: str, lives: int) -> None:
    async def scenario() -> None:
        house = House()
        ana, bo = await house.enters("ana"), await house.enters("bo")
        for line in (ana, bo):
            line.says(wire.Join(call="main"))
        tokens = [ana.resume]
        if lives == 2:
            await house.restarts()
            ana, bo = await house.enters("ana", resume=ana.resume), await house.enters("bo", resume=bo.resume)
            tokens.append(ana.resume)
        await goes(house, ana, how)
        for token in tokens:  # the one of the life before at once, too
            again = await house.enters("ana", resume=token)
            assert again.me != ana.me
            again.closes()
        await house.restarts()
        for token in tokens:
            again = await house.enters("ana", resume=token)
            assert (again.me != ana.me, again.all(wire.Joined)) == (True, [])
        # The page that was open all the time is where it was.
        back = await house.enters("bo", resume=bo.resume)
        assert back.me == bo.me

    asyncio.run(scenario())


def test_a_departure_is_on_the_disk(tmp_path: Path) -> None:
    async def scenario() -> None:
        house = House(SqliteStore(tmp_path / "rooms.sqlite", deployment="here"))
        ana, bo = await house.enters("ana"), await house.enters("bo")
        for line in (ana, bo):
            line.says(wire.Join(call="main"))
        ana.says(wire.Leave())
        await house.host.stop()
        house.store = SqliteStore(tmp_path / "rooms.sqlite", deployment="here")
        house.starts()
        assert (await house.enters("ana", resume=ana.resume)).me != ana.me
        assert (await house.enters("bo", resume=bo.resume)).me == bo.me
        await house.host.stop()

    asyncio.run(scenario())


def test_pages_that_leave_while_a_missed_call_is_looked_up_keep_it_from_nobody() -> None:
    async def scenario() -> None:
        store = Slow()
        house = House(store)
        store.going.set()
        ana, *pages = [await house.enters(user) for user in ("ana", "bo", "bo", "bo")]
        store.going.clear()
        rings_in_vain(ana, "bo")
        await asyncio.sleep(0)
        for page in pages[:2]:
            page.says(wire.Leave())
        store.going.set()
        await house.settles()
        assert [len(page.all(wire.Missed)) for page in pages] == [0, 0, 1]

    asyncio.run(scenario())


def test_a_user_is_in_so_many_places_at_once_in_all_rooms_together() -> None:
    async def scenario() -> None:
        house = House(rules=Rules(user_participants=2))
        ana = await house.enters("ana", "algebra")
        await house.enters("ana", "botany", kind="kernel")
        with refused("too-many-stays"):
            await house.enters("ana", "chemistry")
        assert list(house.host.rooms) == ["algebra", "botany"]
        await house.enters("bo", "chemistry")
        # Who is here already comes back, and a kernel's introduction is no way round.
        ana = await house.enters("ana", "algebra", resume=ana.resume)
        kernel = await house.enters("somebody", "chemistry", kind="kernel", signed_in=False)
        kernel.says(wire.Introduce(ticket=house.ticket("ana", "chemistry", kind="kernel")))
        await house.settles()
        assert kernel.last(wire.Problem).code == "too-many-stays"
        ana.says(wire.Leave())
        await house.enters("ana", "chemistry")

    asyncio.run(scenario())


def test_so_many_rooms_are_in_use_at_once() -> None:
    async def scenario() -> None:
        house = House(rules=Rules(rooms=2))
        ana, _ = await house.enters("ana", "algebra"), await house.enters("bo", "botany")
        with refused("too-many-rooms"):
            await house.enters("cy", "chemistry")
        await house.enters("cy", "algebra")
        ana.closes()
        await house.enters("cy", "botany")
        assert len(house.host.rooms) == 2

    asyncio.run(scenario())


def test_a_room_that_is_opened_is_used_as_are_all_others_in_which_somebody_is() -> None:
    async def scenario() -> None:
        house = House(MemoryStore(keep=Keep(rooms=2, seconds=100.0)))
        for room in ("algebra", "botany", "chemistry"):
            line = await house.enters("ana", room)
            line.says(wire.Say(key="k", text="Hello"))
            await house.settles()
            if room != "algebra":
                line.closes()
            house.now += 60
        await house.enters("ana", "drawing")
        assert [len(await house.store.lines(room, "ana", 9)) for room in ("algebra", "botany", "chemistry")] == [
            1,
            0,
            1,
        ]

    asyncio.run(scenario())


def test_so_many_bytes_are_shown_in_a_minute() -> None:
    async def scenario() -> None:
        limits = {"object-bytes": Limit(per_second=100, burst=1_000)}
        house = House(rules=Rules(limits=limits))
        ana, elsewhere = await house.enters("ana"), await house.enters("ana", "botany")

        async def shows(line: Line, room: str, size: int) -> None:
            await house.host.show(line.token, room=room, type="text/plain", title="", body=b"x" * size)

        await shows(ana, "algebra", 900)
        with refused("too-fast"):
            await shows(elsewhere, "botany", 200)
        house.now += 2
        await shows(elsewhere, "botany", 200)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("error", "written", "read", "shown"),
    [(FULL, "not-stored", "not-read", "server-trouble"), (LOCKED, "store-locked", "store-locked", "store-locked")],
)
def test_whoever_is_there_while_the_store_fails_is_told_why(
    error: StoreError, written: str, read: str, shown: str
) -> None:
    async def scenario() -> None:
        house = House(Failing(error))
        ana = await house.enters("ana")
        assert ana.last(wire.Problem).code == read
        ana.says(wire.Say(key="k", text="Hello"))
        await house.settles()
        assert (ana.last(wire.Problem).code, ana.last(wire.Problem).key) == (written, "k")
        with refused(shown):
            await house.host.show(ana.token, room="algebra", type="text/plain", title="", body=b"Hello")
        # And goes on, restarts and all.
        ana.says(wire.Join(call="main"))
        await house.restarts()
        back = await house.enters("ana", resume=ana.resume)
        assert (back.me, back.last(wire.Joined).call) == (ana.me, "main")

    asyncio.run(scenario())


def test_a_ticket_is_good_once_also_while_the_store_fails() -> None:
    async def scenario() -> None:
        house = House(Failing(LOCKED))
        hello = wire.Hello(version=wire.PROTOCOL_VERSION, ticket=house.ticket("ana"))
        await house.host.enter(Line(), hello, signed_in=True)
        with refused("ticket-used"):
            await house.host.enter(Line(), hello, signed_in=True)
        await house.settles()

    asyncio.run(scenario())


def test_a_store_that_does_not_answer_keeps_nobody_at_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "DOOR_SECONDS", 0.01)

    async def scenario() -> None:
        store = Slow()
        house = House(store)
        ana = await house.knocks("ana")
        ana.says(wire.Join(call="main"))
        assert ana.last(wire.Joined).call == "main"
        assert not ana.all(wire.History)
        store.going.set()
        await house.settles()
        assert len(ana.all(wire.History)) == 1

    asyncio.run(scenario())


def test_what_the_store_answers_late_goes_to_the_socket_that_is_there_then() -> None:
    async def scenario() -> None:
        store = Slow()
        house = House(store)
        store.going.set()
        await house.enters("bo")
        first = await house.enters("ana")
        store.going.clear()
        first.breaks()
        coming = [asyncio.ensure_future(house.knocks("ana", resume=first.resume)) for _ in range(2)]
        await asyncio.sleep(0)
        assert not [task for task in coming if task.done()]
        store.going.set()
        second, third = await asyncio.gather(*coming)
        await house.settles()
        # One seat, of which the last one has the socket; the one before is told so, and its end is nobody's.
        assert second.closed == (4409, "replaced")
        assert (third.closed, third.me) == (None, first.me)
        second.seat.room.disconnected(second.seat, second, 1001)
        assert len(house.host.rooms["algebra"].core.people) == 2
        third.sent = third.last(wire.Welcome).received
        third.says(wire.Say(key="k", text="Hello"))
        await house.settles()
        assert [len(line.all(wire.Said)) for line in (first, second, third)] == [0, 0, 1]

    asyncio.run(scenario())


def test_what_the_store_answers_late_is_nothing_to_a_room_of_the_same_name() -> None:
    async def scenario() -> None:
        store = Slow()
        house = House(store)
        store.going.set()
        ana = await house.knocks("ana")
        store.going.clear()
        ana.says(wire.Say(key="k", text="Hello"))
        ana.closes()
        assert not house.host.rooms
        store.going.set()
        bo = await house.enters("bo")
        assert list(house.host.rooms) == ["algebra"]
        assert bo.seat.room is house.host.rooms["algebra"]
        assert [line.text for line in bo.last(wire.History).lines] == ["Hello"]

    asyncio.run(scenario())


class Waiting:
    """Somebody who shows nothing."""

    def __init__(self) -> None:
        self.dropped = False

    def drop(self) -> None:
        self.dropped = True


def test_of_those_who_show_no_ticket_the_oldest_has_to_go_where_there_are_too_many() -> None:
    strangers, waiting = Strangers(), [Waiting() for _ in range(MAX_STRANGERS + 2)]
    for stranger in waiting[:-1]:
        strangers.come(stranger)
    assert [stranger.dropped for stranger in waiting] == [True] + [False] * (MAX_STRANGERS + 1)
    # Whoever has shown one makes room.
    strangers.go(waiting[5])
    strangers.go(waiting[5])
    strangers.come(waiting[-1])
    assert [stranger for stranger in waiting if stranger.dropped] == waiting[:1]
