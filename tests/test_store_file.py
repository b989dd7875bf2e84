"""The store on disk: what its file holds and survives, and what becomes of it where others use the file, too."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_videoroom.protocol.codec import changed
from jupyter_videoroom.protocol.messages import ChatLine, Missed
from jupyter_videoroom.stores import schema
from jupyter_videoroom.stores.port import StoreError, StoreLocked
from jupyter_videoroom.stores.sqlite import SqliteStore

from .test_stores import FILE, HELLO, KEEP, PLOT, rooms_of_lines


def test_what_is_on_disk_is_there_again_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / FILE

    async def write() -> None:
        store = SqliteStore(file, deployment="here")
        await store.add_line("algebra", HELLO)
        await store.add_missed("algebra", "bo", Missed(user="u", name="Ana", at=1.0, outcome="gone"))
        await store.save_setting("algebra", "lock", True, 1.0)
        await store.spend("ticket", until=30, now=0)
        modes = {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
        assert modes == {0o600}
        await store.close()

    async def read() -> tuple[list[ChatLine], list[Any], bool]:
        store = SqliteStore(file, deployment="here")
        found = await store.lines("algebra", "bo", 10), await store.missed("algebra", "bo")
        assert await store.settings("algebra") == {"lock": True}
        fresh = await store.spend("ticket", until=30, now=1)
        await store.close()
        return *found, fresh

    asyncio.run(write())
    lines, missed, fresh = asyncio.run(read())
    assert [line.text for line in lines] == [HELLO.text]
    assert [call.name for _, call in missed] == ["Ana"]
    assert not fresh


def test_a_disk_that_is_full_is_said_to_those_who_write(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = SqliteStore(tmp_path / "rooms.sqlite", deployment="here")
        store._db.execute("pragma max_page_count = 20")
        lines = [changed(HELLO, key=f"k{i}", text="x" * 4_000) for i in range(200)]
        await store.add_line("algebra", lines[0])
        big, small = store.add_object("algebra", PLOT, b"x" * 300_000), store.add_line("algebra", HELLO)
        results = await asyncio.gather(big, small, return_exceptions=True)
        assert [type(result) for result in results] == [StoreError, ChatLine]
        with pytest.raises(StoreError, match="full"):
            await asyncio.gather(*(store.add_line("algebra", line) for line in lines))
        # What was answered before is there.
        assert await store.lines("algebra", "bo", 10)
        await store.close()

    asyncio.run(scenario())


def test_a_server_that_stops_often_does_not_keep_everything(tmp_path: Path) -> None:
    async def life(number: int) -> int:
        store = SqliteStore(tmp_path / "rooms.sqlite", deployment="here", keep=KEEP)
        await asyncio.gather(*(store.add_line("algebra", changed(HELLO, key=f"{number} {i}")) for i in range(30)))
        kept = len(rooms_of_lines(store))
        await store.close()
        return kept

    assert max(asyncio.run(life(number)) for number in range(10)) < 2 * KEEP.lines


@pytest.mark.parametrize("hold", ["begin exclusive", "begin immediate", "begin; select * from chat"])
def test_a_file_that_somebody_else_holds_is_waited_for_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, hold: str
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.01)
    attempts: list[str] = []

    async def scenario(holder: sqlite3.Connection) -> None:
        store = SqliteStore(tmp_path / "rooms.sqlite", deployment="here")
        for statement in hold.split(";"):
            holder.execute(statement).fetchall()
        store._db.set_trace_callback(attempts.append)
        tickets = [f"ticket {i}" for i in range(8)]
        failed = await asyncio.gather(*(store.spend(t, until=30, now=0) for t in tickets), return_exceptions=True)
        assert [type(failure) for failure in failed] == [StoreLocked] * 8
        # The first waits, and all that came meanwhile have waited with it.
        assert len([attempt for attempt in attempts if attempt.startswith("begin")]) == 1
        holder.execute("rollback")
        assert await asyncio.gather(*(store.spend(t, until=30, now=0) for t in tickets)) == [True] * 8
        await store.close()

    with contextlib.closing(sqlite3.connect(tmp_path / "rooms.sqlite", isolation_level=None)) as holder:
        asyncio.run(scenario(holder))
    begun, over = (record.getMessage() for record in caplog.records)
    assert "locked" in begun
    assert "works again" in over


HOLDER = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("begin exclusive")
print("held", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def held_by_another_program(file: Path) -> Iterator[None]:
    command = [sys.executable, "-c", HOLDER, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        try:
            yield
        finally:
            holder.communicate()


def test_another_program_that_holds_the_file_is_named_and_waited_for_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.3)
    file = tmp_path / "rooms.sqlite"

    async def scenario() -> None:
        store = SqliteStore(file, deployment="here")
        waits: list[str] = []
        store._db.set_trace_callback(waits.append)
        with held_by_another_program(file):
            first = asyncio.ensure_future(store.add_line("algebra", HELLO))
            await asyncio.sleep(0.05)  # it is waiting for the other program now
            meanwhile = [store.spend(f"ticket {i}", until=30, now=0) for i in range(8)]
            failed = await asyncio.gather(first, *meanwhile, store.lines("algebra", "bo", 1), return_exceptions=True)
            assert [type(failure) for failure in failed] == [StoreLocked] * 10
            assert len([statement for statement in waits if statement.startswith("begin")]) == 1
        assert await store.spend("ticket 1", until=30, now=0)
        await store.close()

    asyncio.run(scenario())
    begun, over = (record.getMessage() for record in caplog.records)
    assert f"another program holds {file}" in begun
    assert "works again" in over


def test_one_bad_request_is_refused_and_those_beside_it_are_not(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = SqliteStore(tmp_path / "rooms.sqlite", deployment="here")
        bad, good = changed(HELLO, text="half a character: \ud83d"), changed(HELLO, key="good")
        adding = [store.add_line("algebra", line) for line in (changed(HELLO, key="first"), bad, good)]
        results = await asyncio.gather(*adding, return_exceptions=True)
        assert [isinstance(result, StoreError) for result in results] == [False, True, False]
        assert [line.key for line in await store.lines("algebra", "bo", 10)] == ["first", "good"]
        await store.close()

    asyncio.run(scenario())


def test_two_processes_write_to_one_file(tmp_path: Path) -> None:
    async def scenario() -> None:
        one, other = (SqliteStore(tmp_path / "rooms.sqlite", deployment="here") for _ in range(2))
        lines = [changed(HELLO, key=f"k{i}") for i in range(50)]
        both = await asyncio.gather(*(store.add_line("algebra", line) for line in lines for store in (one, other)))
        # A key is kept once, and both are told the same.
        assert both[::2] == both[1::2]
        assert await one.lines("algebra", "bo", 200) == await other.lines("algebra", "bo", 200) == both[::2]
        assert await one.spend("ticket", until=30, now=0)
        assert not await other.spend("ticket", until=30, now=0)
        await one.add_missed("algebra", "bo", Missed(user="u", name="Ana", at=1.0, outcome="gone"))
        ((number, _),) = await other.missed("algebra", "bo")
        await other.forget_missed("algebra", "bo", number)
        assert await one.missed("algebra", "bo") == []
        for store in (one, other):
            await store.close()

    asyncio.run(scenario())


# As it was before there were deployments, and in WAL.
EARLIER = """
pragma journal_mode = wal;
create table spent (ticket text primary key, until real not null) without rowid;
create table missed (
    id integer primary key, room text not null, user text not null,
    caller text not null, name text not null, at real not null, outcome text not null
);
create index missed_by_user on missed (room, user, id);
create table chat (
    id integer primary key autoincrement, room text not null, key text not null, at real not null,
    user text not null, name text not null, text text not null, recipient text, recipient_name text not null,
    unique (room, user, key)
);
create index chat_by_room on chat (room, id);
create table object (
    id integer primary key autoincrement, room text not null, at real not null, user text not null, name text not null,
    type text not null, title text not null, size integer not null, body blob not null
);
create index object_by_room on object (room, id);
insert into spent values ('ticket', 30);
insert into missed (room, user, caller, name, at, outcome) values ('algebra', 'bo', 'u', 'Ana', 1.0, 'gone');
insert into chat (id, room, key, at, user, name, text, recipient_name)
    values (7, 'algebra', 'k', 1.5, 'ana', 'Ana', 'Hello', '');
insert into object (id, room, at, user, name, type, title, size, body)
    values (8, 'algebra', 1.5, 'ana', 'Ana', 'image/png', 'A plot', 2, x'7879');
"""


def test_what_is_in_a_file_of_an_earlier_version_is_taken_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "rooms.sqlite")) as earlier:
        earlier.executescript(EARLIER)

    async def scenario(deployment: str) -> tuple[list[str], int, Any, bool]:
        store = SqliteStore(tmp_path / "rooms.sqlite", deployment=deployment)
        lines = [line.text for line in await store.lines("algebra", "bo", 10)]
        missed, shown = await store.missed("algebra", "bo"), await store.object("algebra", 8)
        fresh = await store.spend("ticket", until=30, now=0)
        assert (await store.add_line("algebra", changed(HELLO, key="next"))).id > 7
        assert await store.settings("algebra") == {}
        await store.close()
        return lines, len(missed), shown, fresh

    assert asyncio.run(scenario("here")) == (["Hello"], 1, (changed(PLOT, id=8), b"xy"), False)
    assert asyncio.run(scenario("there")) == ([], 0, None, True)
    assert len(caplog.records) == 1


# As it was before missed calls were numbered for good.
EARLIER_1 = """
create table spent (deployment text not null, ticket text not null, until real not null, \
primary key (deployment, ticket));
create table missed (
        id integer primary key, deployment text not null, room text not null, user text not null,
        caller text not null, name text not null, at real not null, outcome text not null);
create index missed_of_user on missed (deployment, room, user, id);
insert into missed values (3, 'there', 'algebra', 'bo', 'u', 'Ana', 1.0, 'gone');
insert into spent values ('here', 'ticket', 30);
pragma user_version = 1;
"""


def test_a_file_with_deployments_keeps_what_is_whose(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "rooms.sqlite")) as earlier:
        earlier.executescript(EARLIER_1)

    async def scenario(deployment: str) -> tuple[list[int], bool]:
        store = SqliteStore(tmp_path / "rooms.sqlite", deployment=deployment)
        numbers = [number for number, _ in await store.missed("algebra", "bo")]
        fresh = await store.spend("ticket", until=30, now=0)
        await store.close()
        return numbers, fresh

    assert asyncio.run(scenario("here")) == ([], False)
    assert asyncio.run(scenario("there")) == ([3], True)
    assert not caplog.records


def test_a_file_from_before_rooms_had_settings_keeps_all_that_is_in_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = SqliteStore(tmp_path / "rooms.sqlite", deployment="here")
        line = await store.add_line("algebra", HELLO)
        await store.close()
        with contextlib.closing(sqlite3.connect(tmp_path / "rooms.sqlite")) as earlier:
            earlier.executescript("drop table settings; pragma user_version = 2;")
        store = SqliteStore(tmp_path / "rooms.sqlite", deployment="here")
        await store.save_setting("algebra", "lock", True, 2.0)
        assert (await store.lines("algebra", "bo", 10), await store.settings("algebra")) == ([line], {"lock": True})
        await store.close()

    asyncio.run(scenario())


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "rooms.sqlite")) as later:
        later.execute("pragma user_version = 99")
    before = (tmp_path / "rooms.sqlite").read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        SqliteStore(tmp_path / "rooms.sqlite", deployment="here")
    assert (tmp_path / "rooms.sqlite").read_bytes() == before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        SqliteStore(tmp_path / "file" / "rooms.sqlite", deployment="here")
