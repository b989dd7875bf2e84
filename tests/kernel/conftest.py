from __future__ import annotations

import asyncio
import inspect
import itertools
from collections.abc import Iterator

import pytest

from ..browser.servers import Jupyter
from .guest import part_all

_numbers = itertools.count(1)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with Jupyter(tmp_path_factory.mktemp("server")) as jupyter:
        yield jupyter


@pytest.fixture
def name() -> str:
    """Of a room that no other test uses."""
    return f"kernel {next(_numbers)}"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tests here may be coroutines; whom they let in is shown out behind them."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}

    async def play() -> None:
        try:
            await pyfuncitem.obj(**arguments)
        finally:
            await part_all()

    asyncio.run(play())
    return True
