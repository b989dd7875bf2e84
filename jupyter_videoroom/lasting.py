"""What is there again after a restart: which server this is, its key, and its store."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from .config import VideoRooms
from .deployment import Place, claim
from .stores.memory import MemoryStore
from .stores.port import DAY, Keep, Store, StoreError
from .stores.sqlite import SqliteStore
from .tokens import load_key, new_key

log = logging.getLogger(__name__)

T = TypeVar("T")

CALLS = "who is in which call"
LINES = "chat, missed calls and shown outputs"
FIX = (
    "The operator of this server can name another directory than %s: one that it may write to "
    "and others may not read, on a disk with room and with locks, and in no other program's hands. To say that this is "
    "meant, set c.VideoRooms.deployment, c.VideoRooms.secret_key and c.VideoRooms.store = 'memory'."
)


class Lasting:
    """What a folder keeps of a server for its next start. What it cannot keep is in memory, as the log says once."""

    def __init__(self, rooms: VideoRooms, folder: Path, place: Place, named: str) -> None:
        """`named`: the directory that the operator can name another of, and by what."""
        self._rooms = rooms
        self._folder = folder
        self._lost: list[str] = []
        everything = f"{CALLS}, {LINES}" if rooms.store == "sqlite" else CALLS
        self._claim = None if rooms.deployment else self._try(everything, lambda: claim(folder / "servers", place))
        self.deployment = rooms.deployment or (self._claim.id if self._claim else secrets.token_hex(12))
        # What belongs to a server that will have another id next time is nobody's then.
        again = bool(rooms.deployment or self._claim)
        self.key = self._find_key(again)
        self.store = self._open_store(again)
        if self._lost:
            lost = "; ".join(self._lost)
            log.warning(f"Kept in memory only, and lost when this server stops: %s. {FIX}", lost, named)

    def release(self) -> None:
        """The server has stopped: the next one that starts in its place may have what was its."""
        if self._claim:
            self._claim.release()

    def _find_key(self, again: bool) -> bytes:
        if self._rooms.secret_key:
            return self._rooms.secret_key.encode()
        kept = self._try(CALLS, lambda: load_key(self._folder / "signing.key")) if again else None
        return kept or new_key()

    def _open_store(self, again: bool) -> Store:
        keep = Keep(
            rooms=self._rooms.keep_rooms,
            seconds=self._rooms.keep_days * DAY,
            lines=self._rooms.chat_keep,
            object_bytes=self._rooms.room_object_bytes,
            all_object_bytes=self._rooms.all_object_bytes,
        )
        if not again or self._rooms.store == "memory":
            return MemoryStore(keep=keep)
        file = self._folder / "rooms.sqlite"
        kept = self._try(LINES, lambda: SqliteStore(file, deployment=self.deployment, keep=keep))
        return kept or MemoryStore(keep=keep)

    def _try(self, what: str, keep: Callable[[], T]) -> T | None:
        try:
            return keep()
        except (OSError, StoreError) as error:
            self._lost.append(f"{what} ({error})")
            return None
