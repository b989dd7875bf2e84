"""Which server this is, among all that share a data directory.

Jupyter's servers have no names. So each keeps a file with a random id there, which says where it is served and which
it holds locked while it runs: two at the same time are never the same, and one that starts again finds its own.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from .files import lock, open_private


class Place(NamedTuple):
    """Where a server is served. Its `address`, a port or a socket, is as configured, and may change at a restart."""

    root: str
    base_url: str
    address: str


class Claim:
    """The id of this server, and the lock by which no other has it. A new one is given the `place` to write down."""

    def __init__(self, path: Path, place: Place | None = None) -> None:
        self.id = path.stem
        self._file = open_private(path)
        try:
            lock(self._file)
            if place:
                self._file.write(json.dumps(place._asdict()).encode())
                os.fsync(self._file.fileno())
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Let the next start have it."""
        self._file.close()


def claim(folder: Path, place: Place) -> Claim:
    """The id that this server had before, or a new one. An OSError where the folder keeps no files or no locks."""
    for path in _earlier(folder, place):
        with suppress(BlockingIOError):  # that one is running
            return Claim(path)
    return _begin(folder / f"{secrets.token_hex(12)}.json", place)


def _begin(path: Path, place: Place) -> Claim:
    try:
        return Claim(path, place)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def _earlier(folder: Path, place: Place) -> list[Path]:
    """Those of servers with this root and base URL: first at the same address, the oldest first."""
    fitting = [entry for entry in _entries(folder) if entry[2][:2] == place[:2]]
    return [path for _, path, _ in sorted(fitting, key=lambda entry: (entry[2].address != place.address, *entry[:2]))]


def _entries(folder: Path) -> Iterator[tuple[float, Path, Place]]:
    """When each was made, where it is, and what it says. What cannot be read is held by another, or nobody's."""
    for path in folder.glob("*.json"):
        with suppress(OSError, ValueError, TypeError):
            yield path.stat().st_mtime, path, Place(**json.loads(path.read_text("utf-8")))
