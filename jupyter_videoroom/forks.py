"""A forked process (os.fork, multiprocessing) has a copy of everything but the thread that does the work."""

from __future__ import annotations

import os

FORKED = (
    "This process was forked from the one that is in the room, and has no part in it: pass what it makes back to that "
    "one, or connect from here, with jupyter_videoroom.connect(name)."
)


def check_process(pid: int) -> None:
    """RuntimeError in any other process than this one."""
    if os.getpid() != pid:
        raise RuntimeError(FORKED)
