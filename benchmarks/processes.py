"""What a process and its children cost, as the kernel of the machine tells it."""

from __future__ import annotations

import os
import time
from pathlib import Path

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
    return sum(_clock(one) for one in tree(pid))


def memory(pid: int) -> int:
    """Bytes that they hold in RAM; what they share counts for each."""
    return sum(int(text.split()[1]) * PAGE for one in tree(pid) if (text := _read(Path(f"/proc/{one}/statm"))))


def _clock(pid: int) -> float:
    """A process's own clock, which counts nanoseconds where proc(5) has hundredths: clock_getcpuclockid(3)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:  # the process has ended meanwhile
        return 0.0


def _fields(stat: Path) -> list[str]:
    """The fields after the name in parentheses: state, parent, group, ..."""
    return _read(stat).rpartition(")")[2].split()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended meanwhile
        return ""
