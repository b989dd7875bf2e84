"""Waiting for what is to come: until it is so, or with what was seen instead."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TIMEOUT = 20.0


def until(look: Callable[[], T], right: Callable[[T], bool], what: str, within: float = TIMEOUT) -> T:
    """Looks again and again, and returns the first right thing."""
    end = time.monotonic() + within
    while True:
        seen = look()
        if right(seen):
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {within:g} s; last seen: {seen!r}")
        time.sleep(0.05)
