"""A store is waited for, but not for long."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from .port import StoreError

T = TypeVar("T")

# How long a user who has said hello waits for the store: longer than it waits itself for another program that holds
# its file, and less than a page waits for its welcome.
ENTRY_SECONDS = 4.0


async def in_time(asked: Coroutine[Any, Any, T]) -> T:
    """What a store answers while somebody waits to be let in; a StoreError where it takes too long."""
    try:
        return await asyncio.wait_for(asked, ENTRY_SECONDS)
    except asyncio.TimeoutError:
        raise StoreError("it did not answer in time") from None
