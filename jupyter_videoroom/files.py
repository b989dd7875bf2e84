"""Files of the data directory: for their owner alone, and locked, or an OSError that says why not."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from io import FileIO
from pathlib import Path

# Jupyter's own switch, for file systems without modes where that does not matter.
INSECURE = "JUPYTER_ALLOW_INSECURE_WRITES"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_private(path: Path) -> FileIO:
    """A plain file to read and write, made if there is none; an OSError where it is none, or others could read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = FileIO(str(path), "r+", opener=lambda name, flags: os.open(name, flags | os.O_CREAT, 0o600))
    try:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "Not a plain file", str(path))
        _keep_others_out(file, path)
    except OSError:
        file.close()
        raise
    return file


def _keep_others_out(file: FileIO, path: Path) -> None:
    if sys.platform == "win32" or not _is_open_to_others(file):
        return
    with suppress(OSError):
        os.fchmod(file.fileno(), 0o600)
    if _is_open_to_others(file) and os.environ.get(INSECURE, "").lower() not in ("1", "true"):
        raise PermissionError(errno.EACCES, f"Other accounts could read this file ({INSECURE}=1 allows it)", str(path))


def _is_open_to_others(file: FileIO) -> bool:
    return bool(os.fstat(file.fileno()).st_mode & OTHERS)


if sys.platform == "win32":
    import msvcrt

    # What is locked there cannot be read by others: so it is a byte that no file of ours has.
    FAR = 1 << 30

    def lock(file: FileIO, *, wait: bool = False) -> None:
        """Hold a file until it is closed; a BlockingIOError where another process does, if that is not waited for."""
        file.seek(FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(error.errno, error.strerror, file.name) from error
        file.seek(0)
else:
    import fcntl

    def lock(file: FileIO, *, wait: bool = False) -> None:
        """Hold a file until it is closed; a BlockingIOError where another process does, if that is not waited for."""
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
