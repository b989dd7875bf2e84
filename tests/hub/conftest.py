from __future__ import annotations

import itertools

import pytest

from ..coroutines import play
from ..server.visitor import hang_up

_numbers = itertools.count(1)


@pytest.fixture
def room() -> str:
    return f"geometry {next(_numbers)}"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tests here may be coroutines; the lines that they open are hung up behind them."""
    return play(pyfuncitem, hang_up)
