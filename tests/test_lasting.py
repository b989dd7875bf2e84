"""What outlasts a server: its id, its key and its store, in whatever data directory it is given."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, NoReturn

import pytest

from jupyter_videoroom import files
from jupyter_videoroom.config import VideoRooms
from jupyter_videoroom.deployment import Claim, Place, claim
from jupyter_videoroom.lasting import Lasting
from jupyter_videoroom.protocol.codec import changed
from jupyter_videoroom.protocol.messages import ChatLine, SharedObject
from jupyter_videoroom.stores.memory import MemoryStore
from jupyter_videoroom.stores.sqlite import SqliteStore
from jupyter_videoroom.tokens import load_key

HOME = Place("/home/ana", "/", "8888")
LINE = ChatLine(id=0, key="k", at=1.5, user="ana", name="Ana", text="Hello")


@pytest.fixture
def begins(tmp_path: Path) -> Iterator[Callable[[Place], Claim]]:
    """Servers in one data directory, which stop at the end of the test."""
    with contextlib.ExitStack() as running:

        def begin(place: Place) -> Claim:
            claimed = claim(tmp_path / "servers", place)
            running.callback(claimed.release)
            return claimed

        yield begin


Begins = Callable[[Place], Claim]


def test_a_server_that_starts_again_is_the_same_one(begins: Begins) -> None:
    first = begins(HOME)
    first.release()
    assert begins(HOME).id == first.id


@pytest.mark.parametrize("place", [HOME, HOME._replace(address="8889")])
def test_two_at_the_same_time_are_two_and_stay_what_they_are(begins: Begins, place: Place) -> None:
    one, other = begins(HOME), begins(place)
    assert one.id != other.id
    other.release()
    assert begins(place).id == other.id


@pytest.mark.parametrize("place", [HOME._replace(root="/home/bo"), HOME._replace(base_url="/user/bo/")])
def test_another_folder_and_another_base_url_are_another_server(begins: Begins, place: Place) -> None:
    first = begins(HOME)
    first.release()
    assert begins(place).id != first.id


def test_of_several_that_stopped_each_is_found_by_its_address_in_any_order(begins: Begins) -> None:
    places = [HOME._replace(address=str(port)) for port in (8888, 8889, 8890)]
    ran = {place: begins(place) for place in places}
    for claimed in ran.values():
        claimed.release()
    for place in reversed(places):
        assert begins(place).id == ran[place].id


def test_a_server_at_another_port_is_the_oldest_that_does_not_run(begins: Begins) -> None:
    one, other = begins(HOME), begins(HOME)
    for claimed in (one, other):
        claimed.release()
    assert [begins(HOME._replace(address="4711")).id for _ in range(2)] == [one.id, other.id]


@pytest.mark.parametrize("record", ["", "{", "[]", "7", '{"root": "/home/ana"}', "\udcff"])
def test_a_record_that_cannot_be_read_is_nobody_s(begins: Begins, tmp_path: Path, record: str) -> None:
    (tmp_path / "servers").mkdir()
    (tmp_path / "servers" / "broken.json").write_bytes(record.encode(errors="surrogateescape"))
    assert begins(HOME).id != "broken"


SERVER = """
import sys
from pathlib import Path
from jupyter_videoroom.deployment import Place, claim
claimed = claim(Path(sys.argv[1]) / "servers", Place(*sys.argv[2:]))
print(claimed.id, flush=True)
sys.stdin.read()
"""


def test_a_process_that_was_killed_is_found_again_at_once(begins: Begins, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVER, str(tmp_path), *HOME]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        id = server.stdout.readline().strip()
        assert begins(HOME).id != id
        server.kill()
    assert begins(HOME).id == id


def test_the_key_is_made_once_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "videoroom" / "signing.key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    # A mode that was widened by a copy is narrowed again.
    path.chmod(0o644)
    assert load_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_half_a_key_is_none(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    path.write_bytes(b"x" * 16)
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key


def start(folder: Path, **options: Any) -> Lasting:
    return Lasting(VideoRooms(**options), folder, HOME, f"{folder.parent} (JUPYTER_DATA_DIR)")


async def stop(server: Lasting) -> None:
    await server.store.close()
    server.release()


def test_a_good_folder_keeps_all_and_nothing_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def life(texts: list[str]) -> tuple[str, bytes]:
        server = start(tmp_path)
        assert [line.text for line in await server.store.lines("algebra", "bo", 10)] == texts
        await server.store.add_line("algebra", LINE)
        await stop(server)
        return server.deployment, server.key

    assert asyncio.run(life([])) == asyncio.run(life(["Hello"]))
    assert caplog.records == []


def test_processes_of_one_deployment_share_what_they_keep(tmp_path: Path) -> None:
    async def scenario() -> None:
        one, other = (start(tmp_path, deployment="school") for _ in range(2))
        assert (one.deployment, one.key) == (other.deployment, other.key) == ("school", other.key)
        line = await one.store.add_line("algebra", LINE)
        assert await other.store.lines("algebra", "bo", 10) == [line]
        for server in (one, other):
            await stop(server)

    asyncio.run(scenario())


# What may be wrong with a data directory. Root may write anywhere: so errors that the system gives to others are given
# by the calls that meet them.
def fails(code: int) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    return fail


def nothing_may_be_opened(patch: pytest.MonkeyPatch, _: Path) -> AbstractContextManager[object]:
    patch.setattr(os, "open", fails(errno.EROFS))
    return nullcontext()


def no_locks(patch: pytest.MonkeyPatch, _: Path) -> AbstractContextManager[object]:
    patch.setattr("fcntl.flock", fails(errno.ENOLCK))
    return nullcontext()


def no_modes(patch: pytest.MonkeyPatch, folder: Path) -> AbstractContextManager[object]:
    patch.setattr(os, "fchmod", fails(errno.EPERM))
    patch.setattr(files, "OTHERS", stat.S_IRWXU)  # as if the owner's bits were everybody's
    return nullcontext()


def a_file_in_its_place(_: pytest.MonkeyPatch, folder: Path) -> AbstractContextManager[object]:
    folder.write_text("")
    return nullcontext()


def a_file_above_it(_: pytest.MonkeyPatch, folder: Path) -> AbstractContextManager[object]:
    folder.parent.rmdir()
    folder.parent.write_text("")
    return nullcontext()


def _a_folder_in_the_place_of(name: str) -> Callable[[pytest.MonkeyPatch, Path], AbstractContextManager[object]]:
    def prepare(_: pytest.MonkeyPatch, folder: Path) -> AbstractContextManager[object]:
        (folder / name).mkdir(parents=True)
        return nullcontext()

    return prepare


def a_file_in_the_place_of_the_servers(_: pytest.MonkeyPatch, folder: Path) -> AbstractContextManager[object]:
    folder.mkdir()
    (folder / "servers").write_text("")
    return nullcontext()


def no_database(_: pytest.MonkeyPatch, folder: Path) -> AbstractContextManager[object]:
    folder.mkdir()
    (folder / "rooms.sqlite").write_bytes(b"no database" * 1_000)
    return nullcontext()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(folder / "rooms.sqlite", isolation_level=None)) as holder:
        holder.execute("begin exclusive")
        yield


def held_by_another(patch: pytest.MonkeyPatch, folder: Path) -> AbstractContextManager[object]:
    patch.setattr("jupyter_videoroom.stores.schema.BUSY_SECONDS", 0.01)
    return _held(folder)


@contextmanager
def _full() -> Iterator[None]:
    """No file may grow: the system itself refuses what is written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def full(_: pytest.MonkeyPatch, __: Path) -> AbstractContextManager[object]:
    return _full()


NOTHING_KEPT = [
    nothing_may_be_opened,
    no_locks,
    no_modes,
    a_file_in_its_place,
    a_file_above_it,
    a_file_in_the_place_of_the_servers,
    full,
]


def _a_device_in_the_place_of(name: str) -> Callable[[pytest.MonkeyPatch, Path], AbstractContextManager[object]]:
    def prepare(_: pytest.MonkeyPatch, folder: Path) -> AbstractContextManager[object]:
        folder.mkdir()
        (folder / name).symlink_to("/dev/full")
        return nullcontext()

    return prepare


NO_STORE = [
    _a_folder_in_the_place_of("rooms.sqlite"),
    _a_device_in_the_place_of("rooms.sqlite"),
    no_database,
    held_by_another,
]
NO_KEY = [_a_folder_in_the_place_of("signing.key"), _a_device_in_the_place_of("signing.key")]


@pytest.mark.parametrize("spoil", [*NOTHING_KEPT, *NO_STORE, *NO_KEY])
def test_what_a_folder_cannot_keep_is_in_memory_and_one_line_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[pytest.MonkeyPatch, Path], AbstractContextManager[object]],
) -> None:
    folder = tmp_path / "data" / "videoroom"
    folder.parent.mkdir()

    async def scenario() -> None:
        server = start(folder)
        line = await server.store.add_line("algebra", LINE)
        assert await server.store.lines("algebra", "bo", 10) == [line]
        assert len(server.key) == 32
        assert server.deployment
        assert isinstance(server.store, SqliteStore if spoil in NO_KEY else MemoryStore)
        await stop(server)

    with monkeypatch.context() as patch, spoil(patch, folder):
        asyncio.run(scenario())
    [said] = [record.getMessage() for record in caplog.records]
    assert "in memory only" in said
    assert ("who is in which call" in said) == (spoil not in NO_STORE)
    assert ("chat, missed calls" in said) == (spoil not in NO_KEY)
    assert "The operator of this server" in said
    assert "JUPYTER_DATA_DIR" in said


def test_who_means_it_is_told_nothing_and_no_file_is_made(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    server = start(tmp_path / "videoroom", deployment="school", secret_key="k" * 32, store="memory")
    assert (server.deployment, server.key) == ("school", b"k" * 32)
    assert list(tmp_path.iterdir()) == []
    assert caplog.records == []


def test_a_folder_that_is_well_again_is_used_at_the_next_start(tmp_path: Path) -> None:
    async def life(*, well: bool) -> None:
        with nullcontext() if well else _full():
            server = start(tmp_path)
            assert isinstance(server.store, SqliteStore if well else MemoryStore)
            await stop(server)

    asyncio.run(life(well=False))
    assert list((tmp_path / "servers").iterdir()) == []
    asyncio.run(life(well=True))


@pytest.mark.parametrize("kind", ["sqlite", "memory"])
def test_a_store_keeps_as_much_as_the_operator_says(tmp_path: Path, kind: str) -> None:
    plot = SharedObject(id=0, at=0.0, user="ana", name="Ana", type="image/png", title="", size=600)

    async def scenario() -> None:
        server = start(
            tmp_path,
            store=kind,
            chat_keep=2,
            keep_rooms=2,
            keep_days=1.0,
            room_object_bytes=1_024,
            all_object_bytes=2_000,
        )
        for room in ("algebra", "botany", "chemistry", "drawing"):
            for _ in range(2):
                await server.store.add_object(room, plot, b"x" * 600)
            for i in range(3):
                await server.store.add_line(room, changed(LINE, key=f"k{i}"))
        shown = [len(await server.store.objects(room)) for room in ("algebra", "botany", "chemistry", "drawing")]
        assert shown == [0, 1, 1, 1]
        assert len(await server.store.lines("algebra", "ana", 9)) == 2
        await server.store.use(["algebra", "botany"], 3.0)
        assert [len(await server.store.lines(room, "ana", 9)) for room in ("algebra", "chemistry")] == [2, 0]
        await server.store.use([], 90_000.0)
        assert await server.store.lines("algebra", "ana", 9) == []
        await stop(server)

    asyncio.run(scenario())
