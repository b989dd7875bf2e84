"""The store on disk, for one machine: what was answered has survived a crash of the server, and of the machine."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ..protocol.codec import changed
from ..protocol.messages import ChatLine, Missed, SharedObject
from .batches import Batches
from .keep import Keep
from .port import RoomSettings, StoreError
from .schema import OF_ROOMS, open_file

# Between two looks at what a room has too much of, in lines of that room.
PRUNE_EVERY = 64

COLUMNS = "id, key, at, user, name, text, recipient, recipient_name"
OBJECT = "id, at, user, name, type, title, size"


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
        self._batches = Batches(self._db, path)
        self._do = self._batches.do

    async def spend(self, id: str, *, until: float, now: float) -> bool:
        def job(db: sqlite3.Connection) -> bool:
            db.execute("delete from spent where until < ?", (now,))
            row = (self._deployment, id, until)
            return db.execute("insert or ignore into spent values (?, ?, ?)", row).rowcount == 1

        return await self._do(job)

    async def is_spent(self, id: str) -> bool:
        query = "select 1 from spent where deployment = ? and ticket = ?"
        return await self._do(lambda db: db.execute(query, (self._deployment, id)).fetchone() is not None)

    async def use(self, rooms: Collection[str], now: float) -> None:
        def job(db: sqlite3.Connection) -> None:
            touched = [(now, self._deployment, room) for room in rooms]
            db.executemany("update room set used = ? where deployment = ? and room = ?", touched)
            query = "select room, used from room where deployment = ? order by used desc"
            known = db.execute(query, (self._deployment,)).fetchall()
            too_many = max(self._keep.rooms, len(rooms))
            oldest = now - self._keep.seconds
            self._forget(db, [room for i, (room, used) in enumerate(known) if i >= too_many or used < oldest])
            for room in self._added.keys() - set(rooms):
                del self._added[room]

        await self._do(job)

    async def add_missed(self, room: str, user: str, missed: Missed) -> None:
        def job(db: sqlite3.Connection) -> None:
            self._touch(db, room, missed.at)
            row = (self._deployment, room, user, missed.user, missed.name, missed.at, missed.outcome)
            db.execute(
                "insert into missed (deployment, room, user, caller, name, at, outcome) values (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            db.execute("delete from missed where at < ?", (missed.at - self._keep.missed_seconds,))
            self._delete_but_newest(db, "missed", self._keep.missed, room=room, user=user)
            self._delete_but_newest(db, "missed", self._keep.missed_of_room, room=room)

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
            self._touch(db, room, line.at)
            self._prune(db, room)
            return stored

        return await self._do(job)

    async def lines(self, room: str, user: str, limit: int) -> list[ChatLine]:
        def job(db: sqlite3.Connection) -> list[ChatLine]:
            query = (
                f"select {COLUMNS} from chat where deployment = ? and room = ? "  # noqa: S608
                "and (recipient is null or recipient = ? or user = ?) order by id desc limit ?"
            )
            rows = db.execute(query, (self._deployment, room, user, user, min(limit, self._keep.lines)))
            return [_line(row) for row in rows][::-1]

        return await self._do(job)

    async def add_object(self, room: str, object: SharedObject, body: bytes) -> SharedObject:
        def job(db: sqlite3.Connection) -> SharedObject:
            self._touch(db, room, object.at)
            shown = (object.at, object.user, object.name, object.type, object.title, object.size, body)
            added = db.execute(
                "insert into object (deployment, room, at, user, name, type, title, size, body) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._deployment, room, *shown),
            )
            self._delete_but_newest(db, "object", self._keep.objects, room=room)
            self._delete_but_bytes(db, self._keep.object_bytes, room=room)
            self._delete_but_bytes(db, self._keep.all_object_bytes)
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

    async def settings(self, room: str) -> RoomSettings:
        query = "select part, value from settings where deployment = ? and room = ?"
        found = await self._do(lambda db: db.execute(query, (self._deployment, room)).fetchall())
        return {part: json.loads(value) for part, value in found}

    async def save_setting(self, room: str, part: str, value: Any, now: float) -> None:
        row = (self._deployment, room, part, now, json.dumps(value))

        def job(db: sqlite3.Connection) -> None:
            self._touch(db, room, now)
            db.execute("insert or replace into settings values (?, ?, ?, ?, ?)", row)

        await self._do(job)

    async def close(self) -> None:
        await self._batches.close()

    def _touch(self, db: sqlite3.Connection, room: str, now: float) -> None:
        """Something is kept of this room from now on."""
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

    def _which(self, of: dict[str, str]) -> tuple[str, tuple[str, ...]]:
        """A condition, and its values: what is this deployment's, and of these columns."""
        return " and ".join(f"{column} = ?" for column in ("deployment", *of)), (self._deployment, *of.values())


def _line(row: tuple[Any, ...]) -> ChatLine:
    id, key, at, user, name, text, to, to_name = row
    return ChatLine(id=id, key=key, at=at, user=user, name=name, text=text, to=to, to_name=to_name)


def _object(row: tuple[Any, ...]) -> SharedObject:
    id, at, user, name, type, title, size = row
    return SharedObject(id=id, at=at, user=user, name=name, type=type, title=title, size=size)
