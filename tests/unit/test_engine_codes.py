"""Pre-binning: few ordered codes, and cuts as short as a printed one should be."""

import numpy as np
import pytest

from scoring.domain.characteristic import Kind, Special
from scoring.domain.text import Text
from scoring.engine.codes import MOST_CODES, encode, quantile_edges
from scoring.tabular.readings import ColumnReadings, read_column
from tests.support.development import characteristic


def column(labels: list[str | None]) -> ColumnReadings:
    return read_column(characteristic("c", kind=Kind.CATEGORICAL), np.array(labels, dtype=object))


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([2, 3], [3.0]),
        ([0.0, 1.0], [1.0]),
        ([99, 101], [100.0]),
        ([0.29, 0.31], [0.3]),
        ([-1, 1], [0.0]),
        ([5], []),
        ([], []),
    ],
)
def test_a_cut_between_two_values_is_the_shortest_number(values: list[float], edges: list[float]) -> None:
    assert quantile_edges(np.array(values, dtype=float), np.ones(len(values))).tolist() == edges


@pytest.mark.parametrize(
    "values",
    [[0.0, 5e-324], [1e308, 1.7e308], [-1.7e308, 1.7e308], [1.0, 1.0 + 2**-52], [1e308, np.nextafter(1e308, 2e308)]],
)
def test_a_cut_parts_even_the_closest_and_the_furthest_numbers(values: list[float]) -> None:
    (edge,) = quantile_edges(np.array(values), np.ones(2)).tolist()
    assert values[0] < edge <= values[1]


def test_many_values_that_differ_in_their_last_digits_keep_their_codes() -> None:
    """Cuts are short relative to the distance between quantiles, not to the size of the numbers."""
    values = 1_000_000 + np.arange(2_000.0)
    edges = quantile_edges(values, np.ones(len(values)))

    assert 0.8 * MOST_CODES <= len(edges) < MOST_CODES
    assert (np.diff(edges) > 0).all()


def test_codes_of_many_values_hold_about_equal_weight() -> None:
    values = np.random.default_rng(0).lognormal(size=20_000)
    edges = quantile_edges(values, np.ones(len(values)))
    share = np.bincount(np.searchsorted(edges, values, side="right")) / len(values)

    assert np.max(share) < 3 / MOST_CODES


def test_each_state_has_a_code_of_its_own() -> None:
    declared = characteristic("x", special=(Special(code="-8", meaning=Text.same("none")),))
    values = read_column(declared, np.array([1.0, 2.0, -8.0, np.nan]))
    coded = encode(declared, values, np.array([False, True, False, True]), np.ones(4))

    assert coded.codes.tolist() == [0, 1, coded.values, coded.missing]
    assert coded.not_provided == coded.size - 1


def test_categories_stand_in_order_of_their_bad_rate_with_rare_ones_as_other() -> None:
    labels = ["good"] * 500 + ["poor"] * 500 + ["odd"]
    bad = np.array([i % 10 == 0 for i in range(500)] + [i % 2 == 0 for i in range(500)] + [False])
    coded = encode(characteristic("c", kind=Kind.CATEGORICAL), column([*labels]), bad, np.ones(1_001))

    assert [group for group in coded.groups if group] == [("good",), ("poor",)]
    assert coded.groups[coded.codes[-1]] == ()


def test_a_column_without_any_value_has_one_group_for_the_unknown() -> None:
    coded = encode(
        characteristic("c", kind=Kind.CATEGORICAL), column([None, None]), np.array([True, False]), np.ones(2)
    )

    assert coded.groups == ((),)
    assert coded.codes.tolist() == [coded.missing] * 2
