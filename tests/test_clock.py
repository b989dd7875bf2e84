"""The clock: forward with the machine's, never back with it."""

from __future__ import annotations

import time

import pytest

from jupyter_videoroom.clock import steady_clock


def test_a_correction_is_outlived_and_a_sleep_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, monotonic = [1_000.0], [5.0]
    monkeypatch.setattr(time, "time", lambda: wall[0])
    monkeypatch.setattr(time, "monotonic", lambda: monotonic[0])
    clock = steady_clock()
    assert clock() == 1_000.0
    monotonic[0] += 2
    wall[0] = 400.0
    assert clock() == 1_002.0
    wall[0] = 9_000.0
    assert clock() == 9_000.0
