"""What a process and its children cost, as proc(5) tells it."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        if fields := _fields(entry):
            children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found = [pid]
    for parent in found:
        found += children.get(parent, [])
    return found


def cpu(pid: int) -> float:
    """Seconds that they have worked so far."""
    stats = [_fields(Path(f"/proc/{one}/stat")) for one in tree(pid)]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats if fields) / TICK


def memory(pid: int) -> int:
    """Bytes that they hold in RAM; what they share counts for each."""
    return sum(int(text.split()[1]) * PAGE for one in tree(pid) if (text := _read(Path(f"/proc/{one}/statm"))))


def _fields(stat: Path) -> list[str]:
    """The fields after the name in parentheses: state, parent, group, ..."""
    return _read(stat).rpartition(")")[2].split()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended meanwhile
        return ""
