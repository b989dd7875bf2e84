"""What is a number wherever one is asked for, and what is none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from jupyter_videoroom.kernel.numbers import (
    check_block,
    check_buffer,
    check_channels,
    check_fps,
    check_rate,
    check_reading_fps,
    check_reading_rate,
    check_reading_size,
    check_size,
    check_timeout,
)

Check = Callable[[object], Any]
# Of each check a number that it takes, and whether it has to be whole.
CHECKS: list[tuple[Check, int, bool]] = [
    (check_fps, 25, False),
    (check_reading_fps, 25, False),
    (check_buffer, 5, False),
    (check_block, 5, False),
    (check_timeout, 5, False),
    (check_rate, 48_000, True),
    (check_reading_rate, 16_000, True),
    (check_channels, 2, True),
    (lambda side: check_size((side, side)), 320, True),
    (lambda side: check_reading_size((side, side)), 321, True),
]


@pytest.mark.parametrize(("check", "number", "whole"), CHECKS)
@pytest.mark.parametrize(
    "form", [int, float, np.float32, np.int32, np.uint16, np.array, Fraction, Decimal, lambda n: np.array(n, ">i4")]
)
def test_a_number_of_any_kind_is_that_number(check: Check, number: int, whole: bool, form: Callable[..., Any]) -> None:
    assert check(form(number)) == check(number)
    assert {type(value) for value in np.atleast_1d(check(form(number))).tolist()} == {int if whole else float}


@pytest.mark.parametrize(("check", "number", "whole"), CHECKS)
def test_what_is_no_number_is_refused_in_words(check: Check, number: int, whole: bool) -> None:
    for wrong in (True, np.True_, str(number), [number], complex(number), np.array([number]), b"5"):
        with pytest.raises(TypeError, match=r"is a number of|in pixels"):
            check(wrong)
    for outside in (float("nan"), np.float64("inf"), -np.inf, Decimal("sNaN"), 10**400, 10**6 * number + 10**12):
        with pytest.raises(ValueError, match=r"is from .* to .*, not"):
            check(outside)


@pytest.mark.parametrize("check", [check for check, _, whole in CHECKS if whole])
def test_a_part_of_a_sample_or_a_pixel_is_refused(check: Check) -> None:
    with pytest.raises(ValueError, match=r"is a whole number of|is from"):
        check(1.5 if check is check_channels else 8000.5)


def test_a_size_is_two_numbers_in_turn() -> None:
    assert check_size(np.array([320, 240])) == check_size([320.0, np.uint8(240)]) == (320, 240)
    for wrong in ({320, 240}, "24", 320, (320,), (320, 240, 3), np.zeros((2, 2)), {320: 240}):
        with pytest.raises(TypeError, match=r"size is \(width, height\) in pixels|is a number of pixels"):
            check_size(wrong)


def test_what_is_not_given_is_as_it_comes() -> None:
    assert [check(None) for check in (check_reading_fps, check_size, check_reading_size, check_timeout)] == [None] * 4


def test_a_time_that_is_over_is_no_time() -> None:
    assert check_timeout(-3) == 0
