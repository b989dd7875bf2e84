from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from ..browser.servers import Jupyter
from ..coroutines import play
from .visitor import hang_up

_numbers = itertools.count(1)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with Jupyter(tmp_path_factory.mktemp("server")) as jupyter:
        yield jupyter


@pytest.fixture
def room() -> str:
    return f"algebra {next(_numbers)}"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tests here may be coroutines; the lines that they open are hung up behind them."""
    return play(pyfuncitem, hang_up)
