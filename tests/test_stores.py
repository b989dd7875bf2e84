"""What every store promises. Another store is one more line in STORES."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_videoroom.protocol.codec import changed
from jupyter_videoroom.protocol.messages import ChatLine, Missed, SharedObject
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.port import Keep, Store
from jupyter_videoroom.stores.sqlite import SqliteStore

KEEP = Keep(lines=100)
FILE = "videoroom/rooms.sqlite"
STORES: dict[str, Callable[[Path, str], Store]] = {
    "memory": lambda _, __: MemoryStore(keep=KEEP),
    "sqlite": lambda folder, deployment: SqliteStore(folder / FILE, deployment=deployment, keep=KEEP),
}
PLOT = SharedObject(id=0, at=1.5, user="ana", name="Ana", type="image/png", title="A plot", size=2)
HELLO = ChatLine(id=0, key="k", at=1.5, user="ana", name="Ana", text="Hello\n`x`")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = STORES[request.param](tmp_path, "here")
    yield made
    asyncio.run(made.close())


@pytest.fixture(params=STORES)
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Of two servers with one data directory."""
    one, other = (STORES[request.param](tmp_path, name) for name in ("here", "there"))
    yield one, other
    for store in (one, other):
        asyncio.run(store.close())


def test_a_ticket_is_spent_once(store: Store) -> None:
    async def scenario() -> list[bool]:
        return [await store.spend(ticket, until=30, now=0) for ticket in ("a", "b", "a")]

    assert asyncio.run(scenario()) == [True, True, False]


def test_spent_tickets_are_forgotten_after_their_time(store: Store) -> None:
    async def scenario() -> list[bool]:
        return [await store.spend("a", until=30, now=0), await store.spend("b", until=61, now=31)]

    assert asyncio.run(scenario()) == [True, True]
    kept = store._spent if isinstance(store, MemoryStore) else _rows(store, "select ticket from spent")
    assert list(kept) == ["b"]


def test_missed_calls_are_kept_for_their_user_and_room(store: Store) -> None:
    calls = [Missed(user="u", name=f"caller {i}", at=float(i), outcome="gone") for i in range(60)]

    async def scenario() -> None:
        for call in calls:
            await store.add_missed("algebra", "bo", call)
        kept = await store.missed("algebra", "bo")
        numbers = [number for number, _ in kept]
        assert [call for _, call in kept] == calls[-50:]
        assert numbers == sorted(set(numbers))
        assert await store.missed("botany", "bo") == await store.missed("algebra", "cy") == []
        # They are there until somebody was told of them, and then those that nobody was told of.
        await store.forget_missed("botany", "bo", numbers[-1])
        await store.forget_missed("algebra", "bo", numbers[29])
        assert await store.missed("algebra", "bo") == kept[30:]
        await store.forget_missed("algebra", "bo", numbers[-1])
        assert await store.missed("algebra", "bo") == []

    asyncio.run(scenario())


def test_chat_lines_are_numbered_in_their_order(store: Store) -> None:
    lines = [changed(HELLO, key=f"k{i}", text=f"line {i}") for i in range(20)]

    async def scenario() -> tuple[list[ChatLine], list[ChatLine]]:
        added = await asyncio.gather(*(store.add_line("algebra", line) for line in lines))
        return added, await store.lines("algebra", "bo", 200)

    added, read = asyncio.run(scenario())
    assert [line.text for line in added] == [line.text for line in lines]
    assert [line.id for line in added] == sorted({line.id for line in added})
    assert read == added


def test_a_line_that_is_sent_again_is_kept_once(store: Store) -> None:
    async def scenario() -> tuple[ChatLine, ChatLine, list[ChatLine]]:
        first = await store.add_line("algebra", HELLO)
        again = await store.add_line("algebra", changed(HELLO, text="something else", at=9.0))
        # A key is its author's own, in that room.
        await store.add_line("algebra", changed(HELLO, user="bo"))
        await store.add_line("botany", HELLO)
        return first, again, await store.lines("algebra", "cy", 200)

    first, again, lines = asyncio.run(scenario())
    assert again == first == changed(HELLO, id=first.id)
    assert [line.user for line in lines] == ["ana", "bo"]


def test_private_lines_are_for_two(store: Store) -> None:
    async def scenario() -> dict[str, int]:
        await store.add_line("algebra", changed(HELLO, to="bo", to_name="Bo"))
        return {user: len(await store.lines("algebra", user, 200)) for user in ("ana", "bo", "cy")}

    assert asyncio.run(scenario()) == {"ana": 1, "bo": 1, "cy": 0}


def test_no_missed_call_has_the_number_of_one_that_was_forgotten(store: Store) -> None:
    """Another page of the same user may not know yet that it was."""

    async def scenario() -> None:
        numbers = []
        for at in range(3):
            await store.add_missed("algebra", "bo", Missed(user="u", name="Ana", at=float(at), outcome="gone"))
            ((number, _),) = await store.missed("algebra", "bo")
            await store.forget_missed("algebra", "bo", number)
            numbers.append(number)
        assert numbers == sorted(set(numbers))

    asyncio.run(scenario())


def test_what_one_server_keeps_is_nothing_to_another(stores: tuple[Store, Store]) -> None:
    one, other = stores

    async def scenario() -> None:
        line, plot = await one.add_line("algebra", HELLO), await one.add_object("algebra", PLOT, b"xy")
        await one.add_missed("algebra", "bo", Missed(user="u", name="Ana", at=1.0, outcome="gone"))
        await one.save_setting("algebra", "locked", True, 1.0)
        assert await one.spend("ticket", until=30, now=0)

        assert await other.settings("algebra") == {}
        assert await other.lines("algebra", "ana", 10) == []
        assert await other.objects("algebra") == []
        assert await other.object("algebra", plot.id) is None
        assert await other.missed("algebra", "bo") == []
        await other.forget_missed("algebra", "bo", 1_000_000)
        assert await other.spend("ticket", until=30, now=0)
        # The same key and the same room; and what is too much there is not taken from here.
        assert (await other.add_line("algebra", changed(HELLO, text="Elsewhere"))).text == "Elsewhere"
        await asyncio.gather(*(other.add_line("algebra", changed(HELLO, key=f"k{i}")) for i in range(3 * KEEP.lines)))
        for i in range(30):
            await other.add_object("algebra", changed(PLOT, title=f"plot {i}"), b"z")
        assert await one.lines("algebra", "bo", 10) == [line]
        assert await one.object("algebra", plot.id) == (plot, b"xy")
        assert len(await one.missed("algebra", "bo")) == 1

    asyncio.run(scenario())


def test_a_room_keeps_the_newest_lines(store: Store) -> None:
    async def scenario() -> tuple[list[ChatLine], list[ChatLine]]:
        await asyncio.gather(*(store.add_line("algebra", changed(HELLO, key=f"k{i}")) for i in range(3 * KEEP.lines)))
        return await store.lines("algebra", "bo", 1_000), await store.lines("algebra", "bo", 2)

    all_of_them, two = asyncio.run(scenario())
    assert [line.key for line in all_of_them] == [f"k{i}" for i in range(2 * KEEP.lines, 3 * KEEP.lines)]
    assert two == all_of_them[-2:]


@pytest.mark.parametrize("rooms", [1, 2, 5])
def test_no_room_grows_for_ever_whatever_is_said_in_others(store: Store, rooms: int) -> None:
    names = [f"room {i}" for i in range(rooms)]

    async def scenario() -> list[list[ChatLine]]:
        adding = (store.add_line(room, changed(HELLO, key=f"k{i}")) for i in range(3 * KEEP.lines) for room in names)
        await asyncio.gather(*adding)
        return [await store.lines(room, "bo", 1_000) for room in names]

    for lines in asyncio.run(scenario()):
        assert [line.key for line in lines] == [f"k{i}" for i in range(2 * KEEP.lines, 3 * KEEP.lines)]
    assert max(Counter(rooms_of_lines(store)).values()) < 2 * KEEP.lines


def test_what_is_shown_is_kept_with_its_bytes_the_newest_of_a_room(store: Store) -> None:
    async def scenario() -> tuple[list[SharedObject], Any, Any]:
        for i in range(30):
            await store.add_object("algebra", changed(PLOT, title=f"plot {i}"), b"%d" % i)
        await store.add_object("botany", PLOT, b"x")
        listed = await store.objects("algebra")
        return listed, await store.object("algebra", listed[-1].id), await store.object("botany", listed[-1].id)

    listed, found, elsewhere = asyncio.run(scenario())
    assert [plot.title for plot in listed] == [f"plot {i}" for i in range(10, 30)]
    assert [plot.id for plot in listed] == sorted({plot.id for plot in listed})
    assert found == (listed[-1], b"29")
    assert elsewhere is None


def small(request: pytest.FixtureRequest, tmp_path: Path, **keep: float) -> Store:
    """A store of the kind that the test is about, which keeps less."""
    kept = Keep(**keep)  # type: ignore[arg-type]
    if request.param == "memory":
        return MemoryStore(keep=kept)
    return SqliteStore(tmp_path / "small.sqlite", deployment="here", keep=kept)


@pytest.fixture(params=STORES)
def of_three_rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = small(request, tmp_path, rooms=3, seconds=100.0)
    yield made
    asyncio.run(made.close())


async def is_used(store: Store, room: str, at: float) -> None:
    """Somebody writes, shows something, misses a call, and sets something."""
    await store.add_line(room, changed(HELLO, at=at))
    await store.add_object(room, changed(PLOT, at=at), b"xy")
    await store.add_missed(room, "bo", Missed(user="u", name="Ana", at=at, outcome="gone"))
    await store.save_setting(room, "lock", at, at)


async def kept(store: Store, rooms: list[str]) -> list[str]:
    """Those of which anything is kept, and then everything is."""
    found = []
    for room in rooms:
        of_it = (
            await store.lines(room, "bo", 10),
            await store.objects(room),
            await store.missed(room, "bo"),
            await store.settings(room),
        )
        assert len({bool(rows) for rows in of_it}) == 1, of_it
        found += [room] if of_it[0] else []
    return found


def test_of_too_many_rooms_those_go_that_nobody_used_for_longest_and_never_one_in_use(of_three_rooms: Store) -> None:
    store, rooms = of_three_rooms, [f"room {i}" for i in range(8)]

    async def scenario() -> None:
        for at, room in enumerate(rooms[:5], 1):
            await is_used(store, room, at)
        await store.use(["room 0"], 6)
        assert await kept(store, rooms) == ["room 0", "room 3", "room 4"]
        await is_used(store, "room 5", 7)
        # A name alone is nothing to keep, and takes nobody's place.
        await store.use(["room 3", "room 7"], 8)
        assert await kept(store, rooms) == ["room 0", "room 3", "room 5"]
        # Four in use are four.
        await is_used(store, "room 6", 9)
        await store.use(["room 0", "room 3", "room 5", "room 6"], 10)
        assert await kept(store, rooms) == ["room 0", "room 3", "room 5", "room 6"]

    asyncio.run(scenario())


def test_what_belongs_to_a_room_goes_when_nobody_was_there_for_long(of_three_rooms: Store) -> None:
    store = of_three_rooms

    async def scenario() -> None:
        for room in ("left", "visited"):
            await is_used(store, room, 1)
        await store.use(["visited"], 60)
        await store.use(["elsewhere"], 102)
        assert await kept(store, ["left", "visited"]) == ["visited"]

    asyncio.run(scenario())


@pytest.fixture(params=STORES)
def of_few_bytes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = small(request, tmp_path, objects=5, object_bytes=100, all_object_bytes=250, missed_of_room=60)
    yield made
    asyncio.run(made.close())


def test_what_is_shown_takes_no_more_bytes_than_a_room_may_have(of_few_bytes: Store) -> None:
    async def shows(room: str, *sizes: int) -> list[int]:
        for size in sizes:
            await of_few_bytes.add_object(room, changed(PLOT, size=size), b"x" * size)
        return [object.size for object in await of_few_bytes.objects(room)]

    async def scenario() -> None:
        assert await shows("algebra", 40, 50, 10) == [40, 50, 10]
        assert await shows("algebra", 1) == [50, 10, 1]
        assert await shows("algebra", *range(5)) == [0, 1, 2, 3, 4]
        # One is shown, whatever its size.
        assert await shows("algebra", 120) == [120]
        assert await shows("botany", 90) == [90]
        # In all rooms together, the oldest goes.
        assert await shows("chemistry", 60) == [60]
        assert await shows("algebra") == []
        assert await shows("botany") == [90]
        assert await shows("algebra", 300) == [300]
        assert await shows("botany") == await shows("chemistry") == []

    asyncio.run(scenario())


def test_users_who_never_come_back_leave_no_more_missed_calls_than_a_room_may_have(of_few_bytes: Store) -> None:
    async def scenario() -> None:
        for i in range(100):
            call = Missed(user="u", name="Ana", at=float(i), outcome="gone")
            await of_few_bytes.add_missed("algebra", f"user {i}", call)
        waiting = [len(await of_few_bytes.missed("algebra", f"user {i}")) for i in range(100)]
        assert waiting == [0] * 40 + [1] * 60

    asyncio.run(scenario())


def test_a_missed_call_of_long_ago_is_of_no_interest(store: Store) -> None:
    async def scenario() -> None:
        for day in (0, 20, 40):
            call = Missed(user="u", name="Ana", at=day * 86_400.0, outcome="gone")
            await store.add_missed("algebra", "bo", call)
        assert [call.at / 86_400 for _, call in await store.missed("algebra", "bo")] == [20, 40]

    asyncio.run(scenario())


def test_settings_are_as_they_were_saved_last_and_no_change_of_what_was_loaded_is_one_of_them(store: Store) -> None:
    async def scenario() -> None:
        assert await store.settings("algebra") == {}
        settings = {"lock": {"closed": True}, "bans": ["bo", "cy \u2028"], "since": 1.5, "nobody": None}
        await store.save_setting("algebra", "lock", {}, 1)
        for part, value in settings.items():
            await store.save_setting("algebra", part, value, 2)
        loaded = await store.settings("algebra")
        assert loaded == settings
        loaded["lock"]["closed"] = False
        settings["bans"] = []
        kept = await store.settings("algebra")
        assert (kept["lock"], kept["bans"]) == ({"closed": True}, ["bo", "cy \u2028"])
        bans = ["bo"]
        saving = asyncio.ensure_future(store.save_setting("algebra", "bans", bans, 3))
        await asyncio.sleep(0)
        bans.append("cy")
        await saving
        assert (await store.settings("algebra"))["bans"] == ["bo"]
        assert await store.settings("botany") == await store.settings("chemistry") == {}

    asyncio.run(scenario())


def test_what_is_used_up_is_known_until_its_time_is_over(store: Store) -> None:
    async def scenario() -> None:
        assert not await store.is_spent("participant")
        assert await store.spend("participant", until=600, now=0)
        assert await store.spend("ticket", until=30, now=0)
        assert await store.spend("another", until=90, now=60)
        assert (await store.is_spent("participant"), await store.is_spent("ticket")) == (True, False)

    asyncio.run(scenario())


def test_no_object_has_the_number_of_one_that_an_earlier_server_showed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Browsers have those in their caches."""

    async def life(kind: str) -> list[int]:
        store = STORES[kind](tmp_path, "here")
        shown = await asyncio.gather(*(store.add_object("algebra", PLOT, b"xy") for _ in range(3)))
        await store.close()
        return [object.id for object in shown]

    for kind in STORES:
        first = asyncio.run(life(kind))
        later = time.time() + 1
        monkeypatch.setattr(time, "time", lambda later=later: later)
        assert not set(asyncio.run(life(kind))) & set(first)


def _rows(store: Store, query: str) -> list[str]:
    assert isinstance(store, SqliteStore)
    return [row[0] for row in store._db.execute(query)]


def rooms_of_lines(store: Store) -> list[str]:
    """The room of each line that takes space, read or not."""
    if isinstance(store, MemoryStore):
        return [room for room, kept in store._rooms.items() for _ in kept.lines]
    return _rows(store, "select room from chat")
