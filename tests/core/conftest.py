from __future__ import annotations

import pytest

from .harness import RoomHarness


@pytest.fixture
def room() -> RoomHarness:
    return RoomHarness()
