"""Ratios with a fixed number of places: rounded half up in whole arithmetic, kept inside their bounds."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.records.fixed import fixed_ratio


def ratio(above: int, below: int, low: int = -6, high: int = 36) -> float:
    return float(fixed_ratio(np.array([above]), np.array([below]), 2, low, high)[0])


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [(1, 8, 0.13), (1, 3, 0.33), (2, 3, 0.67), (-1, 8, -0.12), (-1, 3, -0.33), (5, 1, 5.0), (0, 7, 0.0)],
)
def test_a_ratio_is_rounded_half_up(above: int, below: int, found: float) -> None:
    """0.125 becomes 0.13, and -0.125 becomes -0.12."""
    assert ratio(above, below) == found


@pytest.mark.parametrize(("above", "below", "found"), [(10**15, 1, 36.0), (-(10**15), 1, -6.0), (1, 10**15, 0.0)])
def test_a_ratio_is_kept_inside_its_bounds_however_large_its_parts(above: int, below: int, found: float) -> None:
    assert ratio(above, below) == found


@pytest.mark.parametrize("below", [0, -5])
def test_a_divisor_below_one_counts_as_one(below: int) -> None:
    assert ratio(3, below) == 3.0


def test_zero_has_no_sign() -> None:
    assert str(ratio(-1, 10**9)) == "0.0"
