"""The file of the SQLite store: its tables, and how one of an earlier version becomes one of this."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from ..files import open_private
from .port import StoreError

log = logging.getLogger(__name__)

# Others who use the same file hold it for milliseconds. Who waits longer is told, before pages take us for dead.
BUSY_SECONDS = 2.0

# The number of the schema, as the file says it.
VERSION = 3
TABLES = {
    "spent": "deployment text not null, ticket text not null, until real not null, primary key (deployment, ticket)",
    "room": "deployment text not null, room text not null, used real not null, primary key (deployment, room)",
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
    "settings": """
        deployment text not null, room text not null, part text not null, at real not null, value text not null,
        primary key (deployment, room, part)""",
}
# The tables in which a room has rows.
OF_ROOMS = ("missed", "chat", "object", "settings")
INDEXES = (
    "create index if not exists missed_of_user on missed (deployment, room, user, id)",
    "create index if not exists chat_of_room on chat (deployment, room, id)",
    "create index if not exists object_of_room on object (deployment, room, id)",
    # So that sizes are added up without a look at the bytes.
    "create index if not exists object_size on object (deployment, id, size)",
)


def open_file(path: Path, deployment: str) -> sqlite3.Connection:
    """The file, with this version's tables; an OSError or sqlite3.Error where it cannot be used."""
    # What people write to each other is for nobody else on the machine.
    open_private(path).close()
    # Transactions are begun and ended by us, and nowhere by themselves.
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
            _make_table(db, table, f"create table {table} ({columns})", known.get(table), deployment)
        for index in INDEXES:
            db.execute(index)
        for table in OF_ROOMS:
            used = f"select deployment, room, max(at) from {table} group by deployment, room"  # noqa: S608
            db.execute(f"insert or ignore into room {used}")
        db.execute(f"pragma user_version = {VERSION}")
    if version == 0 and TABLES.keys() & known.keys():
        log.warning("%s was of an earlier version: what it held belongs to this server now.", path)


def _make_table(db: sqlite3.Connection, table: str, wanted: str, known: str | None, deployment: str) -> None:
    if known == wanted:
        return
    if known:
        db.execute(f"alter table {table} rename to old_{table}")
    db.execute(wanted)
    if known:
        _move_rows(db, table, deployment)


def _move_rows(db: sqlite3.Connection, table: str, deployment: str) -> None:
    columns = [row[1] for row in db.execute(f"pragma table_info(old_{table})")]
    moved = ", ".join(columns)
    if "deployment" in columns:
        db.execute(f"insert into {table} ({moved}) select {moved} from old_{table}")  # noqa: S608
    else:
        query = f"insert into {table} (deployment, {moved}) select ?, {moved} from old_{table}"  # noqa: S608
        db.execute(query, (deployment,))
    db.execute(f"drop table old_{table}")
