"""The store on disk, for one machine: what was answered has survived a crash of the server, and of the machine."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from ..files import open_private
from ..protocol.codec import changed
from ..protocol.messages import ChatLine, Missed, SharedObject
from .port import StoreError

log = logging.getLogger(__name__)

T = TypeVar("T")
Job: TypeAlias = Callable[[sqlite3.Connection], Any]

KEEP_MISSED = 50
# Users who sign in anew with every browser never come back for theirs.
KEEP_SECONDS = 30 * 86_400.0
KEEP_OBJECTS = 20
# Between two looks at what a room has too much of, in lines of that room.
PRUNE_EVERY = 64
# Others who use the same file hold it for milliseconds. Who waits longer is told, before pages take us for dead.
BUSY_SECONDS = 2.0

# The number of the schema, as the file says it.
VERSION = 2
TABLES = {
    "spent": "deployment text not null, ticket text not null, until real not null, primary key (deployment, ticket)",
    "missed": """
        id integer primary key autoincrement, deployment text not null, room text not null, user text not null,
        caller text not null, name text not null, at real not null, outcome text not null""",
    "chat": """
        id integer primary key autoincrement, deployment text not null, room text not null, key text not null,
        at real not null, user text not null, name text not null, text text not null,
        recipient text, recipient_name text not null, unique (deployment, room, user, key)""",
    "object": """
        id integer primary key autoincrement, deployment text not null, room text not null,
        at real not null, user text not null, name text not null,
        type text not null, title text not null, size integer not null, body blob not null""",
}
INDEXES = (
    "create index if not exists missed_of_user on missed (deployment, room, user, id)",
    "create index if not exists chat_of_room on chat (deployment, room, id)",
    "create index if not exists object_of_room on object (deployment, room, id)",
)
COLUMNS = "id, key, at, user, name, text, recipient, recipient_name"
OBJECT = "id, at, user, name, type, title, size"


class SqliteStore:
    """Implements `Store` with one file, of which others see what has their own `deployment`. `keep`: lines of a room.

    One thread does all the work. What is asked while it is busy is done next, together and with one commit, so that
    many writers wait for the disk as long as one.
    """

    def __init__(self, path: Path, *, deployment: str, keep: int = 2_000) -> None:
        self._deployment = deployment
        self._path = path
        self._keep = keep
        self._waiting: list[tuple[Job, asyncio.Future[Any]]] = []
        self._working: asyncio.Task[None] | None = None
        self._closed = False
        self._failing = False
        self._added: Counter[str] = Counter()
        self._thread = ThreadPoolExecutor(1, "videoroom-store")
        try:
            self._db = _open(path, deployment)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{path} cannot be used: {error}") from error

    async def spend(self, ticket: str, *, until: float, now: float) -> bool:
        def job(db: sqlite3.Connection) -> bool:
            db.execute("delete from spent where until < ?", (now,))
            return (
                db.execute("insert or ignore into spent values (?, ?, ?)", (self._deployment, ticket, until)).rowcount
                == 1
            )

        return await self._do(job)

    async def add_missed(self, room: str, user: str, missed: Missed) -> None:
        def job(db: sqlite3.Connection) -> None:
            row = (self._deployment, room, user, missed.user, missed.name, missed.at, missed.outcome)
            db.execute(
                "insert into missed (deployment, room, user, caller, name, at, outcome) values (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            theirs = "deployment = ? and room = ? and user = ?"
            db.execute(
                "delete from missed where at < ? or id in "  # noqa: S608
                f"(select id from missed where {theirs} order by id desc limit -1 offset ?)",
                (missed.at - KEEP_SECONDS, self._deployment, room, user, KEEP_MISSED),
            )

        await self._do(job)

    async def missed(self, room: str, user: str) -> list[tuple[int, Missed]]:
        def job(db: sqlite3.Connection) -> list[tuple[int, Missed]]:
            query = (
                "select id, caller, name, at, outcome from missed "
                "where deployment = ? and room = ? and user = ? order by id"
            )
            rows = db.execute(query, (self._deployment, room, user))
            return [(id, Missed(user=by, name=name, at=at, outcome=outcome)) for id, by, name, at, outcome in rows]

        return await self._do(job)

    async def forget_missed(self, room: str, user: str, until: int) -> None:
        query = "delete from missed where deployment = ? and room = ? and user = ? and id <= ?"
        await self._do(lambda db: db.execute(query, (self._deployment, room, user, until)))

    async def add_line(self, room: str, line: ChatLine) -> ChatLine:
        def job(db: sqlite3.Connection) -> ChatLine:
            said = (line.key, line.at, line.user, line.name, line.text, line.to, line.to_name)
            added = db.execute(
                "insert or ignore into chat (deployment, room, key, at, user, name, text, recipient, recipient_name) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._deployment, room, *said),
            )
            if not added.rowcount:
                query = f"select {COLUMNS} from chat where deployment = ? and room = ? and user = ? and key = ?"  # noqa: S608
                return _line(db.execute(query, (self._deployment, room, line.user, line.key)).fetchone())
            stored = changed(line, id=added.lastrowid)
            self._prune(db, room)
            return stored

        return await self._do(job)

    async def lines(self, room: str, user: str, limit: int) -> list[ChatLine]:
        def job(db: sqlite3.Connection) -> list[ChatLine]:
            query = (
                f"select {COLUMNS} from chat where deployment = ? and room = ? "  # noqa: S608
                "and (recipient is null or recipient = ? or user = ?) order by id desc limit ?"
            )
            rows = db.execute(query, (self._deployment, room, user, user, min(limit, self._keep)))
            return [_line(row) for row in rows][::-1]

        return await self._do(job)

    async def add_object(self, room: str, object: SharedObject, body: bytes) -> SharedObject:
        def job(db: sqlite3.Connection) -> SharedObject:
            shown = (object.at, object.user, object.name, object.type, object.title, object.size, body)
            added = db.execute(
                "insert into object (deployment, room, at, user, name, type, title, size, body) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._deployment, room, *shown),
            )
            self._delete_but_newest(db, "object", room, KEEP_OBJECTS)
            return changed(object, id=added.lastrowid)

        return await self._do(job)

    async def objects(self, room: str) -> list[SharedObject]:
        query = f"select {OBJECT} from object where deployment = ? and room = ? order by id"  # noqa: S608
        return await self._do(lambda db: [_object(row) for row in db.execute(query, (self._deployment, room))])

    async def object(self, room: str, id: int) -> tuple[SharedObject, bytes] | None:
        def job(db: sqlite3.Connection) -> tuple[SharedObject, bytes] | None:
            query = f"select {OBJECT}, body from object where deployment = ? and room = ? and id = ?"  # noqa: S608
            row = db.execute(query, (self._deployment, room, id)).fetchone()
            return row and (_object(row[:-1]), row[-1])

        return await self._do(job)

    async def close(self) -> None:
        self._closed = True
        if self._working:
            await self._working
        self._thread.shutdown()
        self._db.close()

    def _prune(self, db: sqlite3.Connection, room: str) -> None:
        # Looking for the oldest costs as much as there are lines, so it is done now and then, and at the first line
        # after a start: a server that stops often must not keep everything.
        self._added[room] += 1
        if (self._added[room] - 1) % min(PRUNE_EVERY, self._keep):
            return
        self._delete_but_newest(db, "chat", room, self._keep)

    def _delete_but_newest(self, db: sqlite3.Connection, table: str, room: str, keep: int) -> None:
        where, which = "deployment = ? and room = ?", (self._deployment, room)
        oldest = f"select id from {table} where {where} order by id desc limit 1 offset ?"  # noqa: S608
        db.execute(f"delete from {table} where {where} and id <= ({oldest})", (*which, *which, keep))  # noqa: S608

    async def _do(self, job: Callable[[sqlite3.Connection], T]) -> T:
        if self._closed:
            raise StoreError("the server is stopping")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, done))
        if self._working is None or self._working.done():
            self._working = asyncio.ensure_future(self._work())
        return await done

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            jobs = [job for job, _ in batch]
            try:
                results = await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, jobs)
            except Exception as error:
                results = [error] * len(batch)
            self._report(next((result for result in results if isinstance(result, Exception)), None))
            for (_, done), result in zip(batch, results, strict=True):
                _settle(done, result)

    def _commit(self, jobs: list[Job]) -> list[Any]:
        """Do all of them, with one wait for whoever else holds the file, and one commit."""
        self._db.execute("begin immediate")
        try:
            with self._db:
                return [job(self._db) for job in jobs]
        except Exception as error:
            if len(jobs) == 1 or _is_locked(error):
                return [error] * len(jobs)
        # One bad job is no reason to refuse what was asked along with it.
        return [self._commit([job])[0] for job in jobs]

    def _report(self, error: Exception | None) -> None:
        """Say in the log when trouble begins and when it is over; whoever asked is told each time."""
        if error and not self._failing:
            log.error(
                "Chat, missed calls and shown outputs are refused for now, because %s fails: %s. Whoever runs this "
                "server: make room on that disk, or end what else holds the file.",
                self._path,
                error,
            )
        elif self._failing and not error:
            log.warning("%s works again: chat, missed calls and shown outputs are kept.", self._path)
        self._failing = error is not None


def _open(path: Path, deployment: str) -> sqlite3.Connection:
    # What people write to each other is for nobody else on the machine.
    open_private(path).close()
    # Transactions are begun and ended here, and nowhere by themselves.
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    try:
        # Not WAL: it shares memory among all who use a file, which network file systems and shared folders cannot.
        db.execute("pragma journal_mode = truncate")
        db.execute("pragma synchronous = full")
        if _version(db) != VERSION:
            _make_tables(db, path, deployment)
    except Exception:
        db.close()
        raise
    return db


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("pragma user_version").fetchone()[0]
    return version


def _make_tables(db: sqlite3.Connection, path: Path, deployment: str) -> None:
    """Those of this version. What is in the file from before there were deployments becomes this one's."""
    db.execute("begin exclusive")
    with db:
        version = _version(db)
        if version == VERSION:  # another server was quicker
            return
        if version > VERSION:
            raise StoreError(f"{path} is of a newer version of jupyter-videoroom")
        known = dict(db.execute("select name, sql from sqlite_master where type = 'table'"))
        for table, columns in TABLES.items():
            wanted = f"create table {table} ({columns})"
            if known.get(table) == wanted:
                continue
            if table in known:
                db.execute(f"alter table {table} rename to old_{table}")
            db.execute(wanted)
            if table in known:
                _move_rows(db, table, deployment)
        for index in INDEXES:
            db.execute(index)
        db.execute(f"pragma user_version = {VERSION}")
    if version == 0 and TABLES.keys() & known.keys():
        log.warning("%s was of an earlier version: what it held belongs to this server now.", path)


def _move_rows(db: sqlite3.Connection, table: str, deployment: str) -> None:
    columns = [row[1] for row in db.execute(f"pragma table_info(old_{table})")]
    moved = ", ".join(columns)
    if "deployment" in columns:
        db.execute(f"insert into {table} ({moved}) select {moved} from old_{table}")  # noqa: S608
    else:
        query = f"insert into {table} (deployment, {moved}) select ?, {moved} from old_{table}"  # noqa: S608
        db.execute(query, (deployment,))
    db.execute(f"drop table old_{table}")


def _is_locked(error: Exception) -> bool:
    """Whether somebody else held the file for longer than we wait; they would while each job waits for itself, too."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _line(row: tuple[Any, ...]) -> ChatLine:
    id, key, at, user, name, text, to, to_name = row
    return ChatLine(id=id, key=key, at=at, user=user, name=name, text=text, to=to, to_name=to_name)


def _object(row: tuple[Any, ...]) -> SharedObject:
    id, at, user, name, type, title, size = row
    return SharedObject(id=id, at=at, user=user, name=name, type=type, title=title, size=size)


def _settle(done: asyncio.Future[Any], result: Any) -> None:
    """Whoever asked may have stopped waiting."""
    if done.cancelled():
        return
    if isinstance(result, Exception):
        done.set_exception(StoreError(str(result)))
    else:
        done.set_result(result)
