"""Tests that are coroutines, without a plugin."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable

import pytest

# Less than the timeout of pytest, whose exception may come up in any task, and end only that.
SECONDS = 120
TIDYING = 20


def play(test: pytest.Function, tidy_up: Callable[[], Awaitable[None]]) -> bool | None:
    """For `pytest_pyfunc_call`: run a coroutine, and tidy up behind it. What is none is left to pytest."""
    if not inspect.iscoroutinefunction(test.obj):
        return None
    arguments = {name: test.funcargs[name] for name in inspect.signature(test.obj).parameters}

    async def run() -> None:
        try:
            await asyncio.wait_for(test.obj(**arguments), SECONDS)
        finally:
            await asyncio.wait_for(tidy_up(), TIDYING)

    asyncio.run(run())
    return True
