from __future__ import annotations

import pytest

from .script import RoomScript


@pytest.fixture
def room() -> RoomScript:
    return RoomScript()
