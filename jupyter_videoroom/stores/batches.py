"""Work for a database that one thread does: what is asked while it is busy is done next, together, with one commit."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from .port import StoreError, StoreLocked

log = logging.getLogger(__name__)

T = TypeVar("T")
Job: TypeAlias = Callable[[sqlite3.Connection], Any]

REFUSED = "Chat, missed calls and shown outputs are refused for now, because"
LOCKED = (
    f"{REFUSED} another program holds %s (%s), such as a backup, a program that synchronises folders, or a browser for "
    "databases. Operator of this server: end that program, or let it take a copy."
)
FAILING = (
    f"{REFUSED} %s fails: %s. Operator of this server: make room on that disk, and see that this server may write to "
    "it."
)


class Batches:
    """Many writers wait for the disk as long as one, and for another program that holds the file as long as one."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path
        self._waiting: list[tuple[Job, asyncio.Future[Any]]] = []
        self._working: asyncio.Task[None] | None = None
        self._closed = False
        self._failing = False
        self._thread = ThreadPoolExecutor(1, "videoroom-store")

    async def do(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """What this job returns, once it is on the disk; or a StoreError."""
        if self._closed:
            raise StoreError("the server is stopping")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, done))
        if self._working is None or self._working.done():
            self._working = asyncio.ensure_future(self._work())
        return await done

    async def close(self) -> None:
        self._closed = True
        if self._working:
            await self._working
        self._thread.shutdown()
        self._db.close()

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            results = await self._results([job for job, _ in batch])
            error = next((result for result in results if isinstance(result, Exception)), None)
            self._report(error)
            if isinstance(error, StoreLocked):
                # What was asked meanwhile has waited for the same program.
                batch, self._waiting = batch + self._waiting, []
                results = [error] * len(batch)
            for (_, done), result in zip(batch, results, strict=True):
                _settle(done, result)

    async def _results(self, jobs: list[Job]) -> list[Any]:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, jobs)
        except Exception as error:
            return [_explained(error)] * len(jobs)

    def _commit(self, jobs: list[Job]) -> list[Any]:
        """Do all of them, with one wait for another program that holds the file, and one commit."""
        self._db.execute("begin immediate")
        try:
            with self._db:
                return [job(self._db) for job in jobs]
        except Exception as error:
            if len(jobs) == 1 or _is_locked(error):
                return [_explained(error)] * len(jobs)
        # One bad job is no reason to refuse what was asked along with it.
        return [self._commit([job])[0] for job in jobs]

    def _report(self, error: Exception | None) -> None:
        """Say in the log when trouble begins and when it is over; those who asked are told each time."""
        if error and not self._failing:
            log.error(LOCKED if isinstance(error, StoreLocked) else FAILING, self._path, error)
        elif self._failing and not error:
            log.warning("%s works again: chat, missed calls and shown outputs are kept.", self._path)
        self._failing = error is not None


def _is_locked(error: Exception) -> bool:
    """Whether somebody else held the file for longer than we wait; they would while each job waits for itself, too."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _explained(error: Exception) -> StoreError:
    return (StoreLocked if _is_locked(error) else StoreError)(str(error))


def _settle(done: asyncio.Future[Any], result: Any) -> None:
    """The one who asked may have stopped waiting."""
    if done.cancelled():
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
