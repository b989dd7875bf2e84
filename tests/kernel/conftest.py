from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from ..browser.servers import Jupyter
from ..coroutines import play
from ..server.roles import WITH_ROLES
from ..server.visitor import hang_up
from .browser_peer import part_all

_numbers = itertools.count(1)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with Jupyter(tmp_path_factory.mktemp("server"), "lab", WITH_ROLES) as jupyter:
        yield jupyter


@pytest.fixture
def name() -> str:
    """Of a room that no other test uses."""
    return f"kernel {next(_numbers)}"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tests here may be coroutines; those who are still in a room leave it behind them."""
    return play(pyfuncitem, _leave_all)


async def _leave_all() -> None:
    await part_all()
    await hang_up()
