"""Rooms and their stores: missed calls, departures, and what people notice of a store that fails or is slow."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from jupyter_videoroom.protocol import messages as wire
from jupyter_videoroom.stores import port
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.port import StoreError, StoreLocked, Stores
from jupyter_videoroom.stores.sqlite import SqliteStore

from .harness import Line, RoomsHarness, refused


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


def rings_in_vain(caller: Line, callee: str) -> None:
    caller.says(wire.Invite(to=callee))
    caller.says(wire.Cancel(invite=caller.last(wire.Ringing).invite))


async def misses_a_call(harness: RoomsHarness) -> None:
    """Bo closes the page while Ana rings."""
    ana, bo = await harness.enters("ana"), await harness.enters("bo")
    ana.says(wire.Invite(to="bo"))
    bo.closes()
    await harness.settles()
    ana.closes()
    await harness.settles()


def test_a_kernel_takes_nobody_s_missed_calls() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        await misses_a_call(harness)
        kernel = await harness.enters("bo", kind="kernel")
        kernel.acknowledges()
        bo = await harness.enters("bo")
        assert (kernel.all(wire.Missed), [missed.user for missed in bo.all(wire.Missed)]) == ([], ["ana"])

    asyncio.run(scenario())


def test_a_kernel_that_is_there_hears_of_no_missed_call() -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        kernel = await harness.enters("bo", kind="kernel")
        ana.says(wire.Invite(to="bo"))
        bo.closes()
        await harness.settles()
        kernel.acknowledges()
        assert not kernel.all(wire.Missed)
        assert len((await harness.enters("bo")).all(wire.Missed)) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("restarted", [False, True])
def test_a_missed_call_is_told_until_a_page_has_it(restarted: bool) -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        await misses_a_call(harness)
        for _ in range(2):
            page = await harness.enters("bo")
            assert len(page.all(wire.Missed)) == 1
            (told,) = [frame.seq for frame in page.frames if isinstance(frame.body, wire.Missed)]
            page.acknowledges(told - 1)
            page.breaks()  # before it could say that it has this one, too
            await harness.passes(20)
            if restarted:
                await harness.restarts()
        page = await harness.enters("bo")
        page.acknowledges()
        page.closes()
        await harness.settles()
        assert not (await harness.enters("bo")).all(wire.Missed)

    asyncio.run(scenario())


@pytest.mark.parametrize("known", [True, False])
def test_a_page_that_comes_back_is_told_once_of_what_it_has_not_got(known: bool) -> None:
    async def scenario() -> None:
        harness = RoomsHarness()
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        bo.acknowledges()
        before = bo.received
        bo.breaks()
        rings_in_vain(ana, "bo")
        await harness.settles()
        back = await harness.enters("bo", resume=wire.Resume(token=bo.token, seq=before if known else 2**40))
        assert back.last(wire.Welcome).resumed == known
        assert len(back.all(wire.Missed)) == 1
        rings_in_vain(ana, "bo")
        await harness.settles()
        assert len(back.all(wire.Missed)) == 2
        back.acknowledges()
        await harness.settles()
        assert await harness.stores.missed.missed("algebra", "bo") == []

    asyncio.run(scenario())


def test_every_page_is_told_of_a_missed_call_also_where_another_has_it_already(tmp_path: Path) -> None:
    async def scenario() -> None:
        harness = RoomsHarness(SqliteStore(tmp_path / "rooms.sqlite", deployment="here"))
        ana, first, second = [await harness.enters(user) for user in ("ana", "bo", "bo")]
        for count in (1, 2, 3):
            rings_in_vain(ana, "bo")
            await harness.settles()
            first.acknowledges()
            await harness.settles()
            assert (len(first.all(wire.Missed)), len(second.all(wire.Missed))) == (count, count)
        await harness.rooms.stop()

    asyncio.run(scenario())


def test_a_missed_call_that_cannot_be_stored_is_told_to_those_who_are_there() -> None:
    async def scenario() -> None:
        harness = RoomsHarness(Failing(FULL))
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        rings_in_vain(ana, "bo")
        await harness.settles()
        assert len(bo.all(wire.Missed)) == 1

    asyncio.run(scenario())


def test_a_departure_is_on_the_disk(tmp_path: Path) -> None:
    async def scenario() -> None:
        harness = RoomsHarness(SqliteStore(tmp_path / "rooms.sqlite", deployment="here"))
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        for line in (ana, bo):
            line.says(wire.Join(call="main"))
        ana.says(wire.Leave())
        await harness.rooms.stop()
        harness.stores = Stores.all_in(SqliteStore(tmp_path / "rooms.sqlite", deployment="here"))
        harness.starts()
        assert (await harness.enters("ana", resume=ana.resume)).me != ana.me
        assert (await harness.enters("bo", resume=bo.resume)).me == bo.me
        await harness.rooms.stop()

    asyncio.run(scenario())


def test_pages_that_leave_while_a_missed_call_is_looked_up_keep_it_from_nobody() -> None:
    async def scenario() -> None:
        store = Slow()
        harness = RoomsHarness(store)
        store.going.set()
        ana, *pages = [await harness.enters(user) for user in ("ana", "bo", "bo", "bo")]
        store.going.clear()
        rings_in_vain(ana, "bo")
        await asyncio.sleep(0)
        for page in pages[:2]:
            page.says(wire.Leave())
        store.going.set()
        await harness.settles()
        assert [len(page.all(wire.Missed)) for page in pages] == [0, 0, 1]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("error", "written", "read", "shown"),
    [(FULL, "not-stored", "not-read", "server-trouble"), (LOCKED, "store-locked", "store-locked", "store-locked")],
)
def test_who_is_there_while_the_store_fails_is_told_why(error: StoreError, written: str, read: str, shown: str) -> None:
    async def scenario() -> None:
        harness = RoomsHarness(Failing(error))
        ana = await harness.enters("ana")
        assert ana.last(wire.Problem).code == read
        ana.says(wire.Say(key="k", text="Hello"))
        await harness.settles()
        assert (ana.last(wire.Problem).code, ana.last(wire.Problem).key) == (written, "k")
        with refused(shown):
            await harness.rooms.show(ana.token, room="algebra", type="text/plain", title="", body=b"Hello")
        # And goes on, restarts and all.
        ana.says(wire.Join(call="main"))
        await harness.restarts()
        back = await harness.enters("ana", resume=ana.resume)
        assert (back.me, back.last(wire.Joined).call) == (ana.me, "main")

    asyncio.run(scenario())


def test_a_ticket_is_good_once_also_while_the_store_fails() -> None:
    async def scenario() -> None:
        harness = RoomsHarness(Failing(LOCKED))
        hello = wire.Hello(version=wire.PROTOCOL_VERSION, ticket=harness.ticket("ana"))
        await harness.rooms.enter(Line(), hello, lambda ticket: True)
        with refused("ticket-used"):
            await harness.rooms.enter(Line(), hello, lambda ticket: True)
        await harness.settles()

    asyncio.run(scenario())


def test_a_store_that_does_not_answer_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "ENTRY_SECONDS", 0.01)

    async def scenario() -> None:
        store = Slow()
        harness = RoomsHarness(store)
        ana = await harness.knocks("ana")
        ana.says(wire.Join(call="main"))
        assert ana.last(wire.Joined).call == "main"
        assert not ana.all(wire.History)
        store.going.set()
        await harness.settles()
        assert len(ana.all(wire.History)) == 1

    asyncio.run(scenario())


def test_what_the_store_answers_late_goes_to_the_socket_that_is_there_then() -> None:
    async def scenario() -> None:
        store = Slow()
        harness = RoomsHarness(store)
        store.going.set()
        await harness.enters("bo")
        first = await harness.enters("ana")
        store.going.clear()
        first.breaks()
        coming = [asyncio.ensure_future(harness.knocks("ana", resume=first.resume)) for _ in range(2)]
        await asyncio.sleep(0)
        assert not [task for task in coming if task.done()]
        store.going.set()
        second, third = await asyncio.gather(*coming)
        await harness.settles()
        # One seat, of which the last one has the socket; the one before is told so, and its end is nobody's.
        assert second.closed == (4409, "replaced")
        assert (third.closed, third.me) == (None, first.me)
        second.room.disconnected(second.seat, second, 1001)
        assert len(harness.people()) == 2
        third.sent = third.last(wire.Welcome).received
        third.says(wire.Say(key="k", text="Hello"))
        await harness.settles()
        assert [len(line.all(wire.Said)) for line in (first, second, third)] == [0, 0, 1]

    asyncio.run(scenario())


def test_what_the_store_answers_late_is_nothing_to_a_room_of_the_same_name() -> None:
    async def scenario() -> None:
        store = Slow()
        harness = RoomsHarness(store)
        store.going.set()
        ana = await harness.knocks("ana")
        store.going.clear()
        ana.says(wire.Say(key="k", text="Hello"))
        ana.closes()
        assert not harness.live()
        store.going.set()
        bo = await harness.enters("bo")
        assert [live.name for live in harness.live()] == ["algebra"]
        assert [bo.room] == harness.live()
        assert [line.text for line in bo.last(wire.History).lines] == ["Hello"]

    asyncio.run(scenario())


class SpentElsewhere:
    """A new kind of store, which keeps what is used up and nothing else."""

    def __init__(self) -> None:
        self.spent: set[str] = set()
        self.closed = 0

    async def spend(self, id: str, *, until: float, now: float) -> bool:
        fresh = id not in self.spent
        self.spent.add(id)
        return fresh

    async def is_spent(self, id: str) -> bool:
        return id in self.spent

    async def close(self) -> None:
        self.closed += 1


class Counted(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    async def use(self, rooms: Collection[str], now: float) -> None:
        self.calls.append("use")

    async def close(self) -> None:
        self.calls.append("close")


def test_stores_of_several_kinds_are_one(tmp_path: Path) -> None:
    async def scenario() -> None:
        tickets, rest = SpentElsewhere(), Counted()
        disk = SqliteStore(tmp_path / "rooms.sqlite", deployment="here")
        harness = RoomsHarness(stores=Stores(tickets, chat=disk, missed=rest, outputs=rest, settings=disk))
        await disk.save_setting("algebra", "lock", True, 1.0)
        ana, bo = await harness.enters("ana"), await harness.enters("bo")
        ana.says(wire.Say(key="k", text="Hello"), wire.Invite(to="bo"))
        bo.closes()
        await harness.settles()
        await harness.rooms.show(ana.token, room="algebra", type="text/plain", title="", body=b"words")
        assert len(tickets.spent) == 3  # two tickets, and one who has left
        assert [line.text for line in await disk.lines("algebra", "ana", 9)] == ["Hello"]
        assert (len(await rest.missed("algebra", "bo")), len(await rest.objects("algebra"))) == (1, 1)
        assert (await rest.lines("algebra", "ana", 9), await disk.objects("algebra")) == ([], [])
        assert harness.live()[0].room.settings == {"lock": True}
        back = await harness.enters("bo")
        assert [len(back.all(kind)) for kind in (wire.Missed, wire.History, wire.Shared)] == [1, 1, 1]
        await harness.rooms.stop()
        assert (rest.calls, tickets.closed) == (["use", "close"], 1)
        with pytest.raises(StoreError, match="stopping"):
            await disk.lines("algebra", "ana", 9)

    asyncio.run(scenario())
