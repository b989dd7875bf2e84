"""The store on disk, for one machine: what was answered has survived a crash of the server, and of the machine."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from ..protocol.codec import changed
from ..protocol.messages import ChatLine, Missed, SharedObject
from .batches import Batches
from .port import Keep, RoomSettings, StoreError
from .schema import OF_ROOMS, open_file

P = ParamSpec("P")
T = TypeVar("T")

# Between two looks at what a room has too much of, in lines of that room.
PRUNE_EVERY = 64

LINE = "id, key, at, user, name, text, recipient, recipient_name"
OBJECT = "id, at, user, name, type, title, size"


def batched(
    job: Callable[Concatenate[SqliteStore, sqlite3.Connection, P], T],
) -> Callable[Concatenate[SqliteStore, P], Coroutine[Any, Any, T]]:
    """Makes of what is to be done with the database what is asked of the store: it waits for the disk."""

    @wraps(job)
    async def ask(store: SqliteStore, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await store.batches.do(lambda db: job(store, db, *args, **kwargs))

    return ask


class SqliteStore:
    """Implements `Store` with one file, of which others see what has their own `deployment`."""

    def __init__(self, path: Path, *, deployment: str, keep: Keep = Keep()) -> None:
        self._deployment = deployment
        self._keep = keep
        self._added: Counter[str] = Counter()
        try:
            self._db = open_file(path, deployment)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{path} cannot be used: {error}") from error
        self.batches = Batches(self._db, path)

    @batched
    def spend(self, db: sqlite3.Connection, id: str, *, until: float, now: float) -> bool:
        db.execute("delete from spent where until < ?", (now,))
        row = (self._deployment, id, until)
        return db.execute("insert or ignore into spent values (?, ?, ?)", row).rowcount == 1

    @batched
    def is_spent(self, db: sqlite3.Connection, id: str) -> bool:
        return self._select(db, "spent", "1", ticket=id).fetchone() is not None

    @batched
    def use(self, db: sqlite3.Connection, rooms: Collection[str], now: float) -> None:
        touched = [(now, self._deployment, room) for room in rooms]
        db.executemany("update room set used = ? where deployment = ? and room = ?", touched)
        newest_first = self._select(db, "room", "room, used", order="used desc").fetchall()
        too_many = max(self._keep.rooms, len(rooms))
        oldest = now - self._keep.seconds
        self._forget(db, [room for i, (room, used) in enumerate(newest_first) if i >= too_many or used < oldest])
        for room in self._added.keys() - set(rooms):
            del self._added[room]

    @batched
    def add_missed(self, db: sqlite3.Connection, room: str, user: str, missed: Missed) -> None:
        self._touch(db, room, missed.at)
        call = {"caller": missed.user, "name": missed.name, "at": missed.at, "outcome": missed.outcome}
        self._insert(db, "missed", room=room, user=user, **call)
        db.execute("delete from missed where at < ?", (missed.at - self._keep.missed_seconds,))
        self._delete_but_newest(db, "missed", self._keep.missed, room=room, user=user)
        self._delete_but_newest(db, "missed", self._keep.missed_of_room, room=room)

    @batched
    def missed(self, db: sqlite3.Connection, room: str, user: str) -> list[tuple[int, Missed]]:
        rows = self._select(db, "missed", "id, caller, name, at, outcome", room=room, user=user)
        return [(id, Missed(user=by, name=name, at=at, outcome=outcome)) for id, by, name, at, outcome in rows]

    @batched
    def forget_missed(self, db: sqlite3.Connection, room: str, user: str, until: int) -> None:
        where, which = self._which({"room": room, "user": user})
        db.execute(f"delete from missed where {where} and id <= ?", (*which, until))  # noqa: S608

    @batched
    def add_line(self, db: sqlite3.Connection, room: str, line: ChatLine) -> ChatLine:
        said = {"text": line.text, "recipient": line.to, "recipient_name": line.to_name}
        added = self._insert(db, "chat", room=room, key=line.key, at=line.at, user=line.user, name=line.name, **said)
        if not added.rowcount:
            return _line(self._select(db, "chat", LINE, room=room, user=line.user, key=line.key).fetchone())
        self._touch(db, room, line.at)
        self._prune(db, room)
        return changed(line, id=added.lastrowid)

    @batched
    def lines(self, db: sqlite3.Connection, room: str, user: str, limit: int) -> list[ChatLine]:
        where, which = self._which({"room": room})
        readable = "(recipient is null or recipient = ? or user = ?)"
        query = f"select {LINE} from chat where {where} and {readable} order by id desc limit ?"  # noqa: S608
        rows = db.execute(query, (*which, user, user, min(limit, self._keep.lines)))
        return [_line(row) for row in rows][::-1]

    @batched
    def add_object(self, db: sqlite3.Connection, room: str, object: SharedObject, body: bytes) -> SharedObject:
        self._touch(db, room, object.at)
        by = {"user": object.user, "name": object.name, "at": object.at}
        shown = {"type": object.type, "title": object.title, "size": object.size, "body": body}
        added = self._insert(db, "object", room=room, **by, **shown)
        self._delete_but_newest(db, "object", self._keep.objects, room=room)
        self._delete_but_bytes(db, self._keep.object_bytes, room=room)
        self._delete_but_bytes(db, self._keep.all_object_bytes)
        return changed(object, id=added.lastrowid)

    @batched
    def objects(self, db: sqlite3.Connection, room: str) -> list[SharedObject]:
        return [_object(row) for row in self._select(db, "object", OBJECT, room=room)]

    @batched
    def object(self, db: sqlite3.Connection, room: str, id: int) -> tuple[SharedObject, bytes] | None:
        row = self._select(db, "object", f"{OBJECT}, body", room=room, id=id).fetchone()
        return row and (_object(row[:-1]), row[-1])

    @batched
    def settings(self, db: sqlite3.Connection, room: str) -> RoomSettings:
        return {part: json.loads(value) for part, value in self._select(db, "settings", "part, value", room=room)}

    async def save_setting(self, room: str, part: str, value: Any, now: float) -> None:
        # As text at once: it may be changed before the database is asked.
        await self._save_text(room, part, json.dumps(value), now)

    @batched
    def _save_text(self, db: sqlite3.Connection, room: str, part: str, text: str, now: float) -> None:
        self._touch(db, room, now)
        row = (self._deployment, room, part, now, text)
        db.execute("insert or replace into settings values (?, ?, ?, ?, ?)", row)

    async def close(self) -> None:
        await self.batches.close()

    def _select(
        self, db: sqlite3.Connection, table: str, columns: str, *, order: str = "rowid", **of: Any
    ) -> sqlite3.Cursor:
        where, which = self._which(of)
        return db.execute(f"select {columns} from {table} where {where} order by {order}", which)  # noqa: S608

    def _insert(self, db: sqlite3.Connection, table: str, **values: Any) -> sqlite3.Cursor:
        """A row, unless there is one already that may be there once only."""
        columns, marks = ", ".join(("deployment", *values)), ", ".join("?" * (len(values) + 1))
        query = f"insert into {table} ({columns}) values ({marks}) on conflict do nothing"  # noqa: S608
        return db.execute(query, (self._deployment, *values.values()))

    def _touch(self, db: sqlite3.Connection, room: str, now: float) -> None:
        db.execute(
            "insert into room values (?, ?, ?) on conflict do update set used = max(used, excluded.used)",
            (self._deployment, room, now),
        )

    def _forget(self, db: sqlite3.Connection, rooms: list[str]) -> None:
        for table in ("room", *OF_ROOMS):
            query = f"delete from {table} where deployment = ? and room = ?"  # noqa: S608
            db.executemany(query, [(self._deployment, room) for room in rooms])

    def _prune(self, db: sqlite3.Connection, room: str) -> None:
        # Looking for the oldest costs as much as there are lines, so it is done now and then, and at the first line
        # after a start: a server that stops often must not keep everything.
        self._added[room] += 1
        if (self._added[room] - 1) % min(PRUNE_EVERY, self._keep.lines) == 0:
            self._delete_but_newest(db, "chat", self._keep.lines, room=room)

    def _delete_but_newest(self, db: sqlite3.Connection, table: str, keep: int, **of: str) -> None:
        where, which = self._which(of)
        oldest = f"select id from {table} where {where} order by id desc limit 1 offset ?"  # noqa: S608
        db.execute(f"delete from {table} where {where} and id <= ({oldest})", (*which, *which, keep))  # noqa: S608

    def _delete_but_bytes(self, db: sqlite3.Connection, keep: int, **of: str) -> None:
        """Delete the oldest objects until the others have no more bytes than this."""
        where, which = self._which(of)
        sizes = db.execute(f"select id, size from object where {where} order by id desc", which)  # noqa: S608
        total = 0
        for number, (id, size) in enumerate(sizes):
            total += size
            if total > keep and number > 0:
                db.execute(f"delete from object where {where} and id <= ?", (*which, id))  # noqa: S608
                return

    def _which(self, of: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
        """A condition, and its values: what is this deployment's, and of these columns."""
        return " and ".join(f"{column} = ?" for column in ("deployment", *of)), (self._deployment, *of.values())


def _line(row: tuple[Any, ...]) -> ChatLine:
    id, key, at, user, name, text, to, to_name = row
    return ChatLine(id=id, key=key, at=at, user=user, name=name, text=text, to=to, to_name=to_name)


def _object(row: tuple[Any, ...]) -> SharedObject:
    id, at, user, name, type, title, size = row
    return SharedObject(id=id, at=at, user=user, name=name, type=type, title=title, size=size)
