"""Errors of rates at a common cut-off, of their ratios and paired differences, against a bootstrap of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from audits.shared.cut_off import CutOff
from audits.shared.estimate import Estimate, auc_of, mean_of
from audits.shared.ranking import auc_covariance

Rows = np.ndarray[Any, np.dtype[Any]]

RATE = 0.65
ROWS = 1_500


def rows(seed: int) -> dict[str, Rows]:
    rng = np.random.default_rng(seed)
    group = rng.random(ROWS) < 0.3
    risk = rng.normal(size=ROWS) - 0.4 * group
    bad = rng.random(ROWS) < 1 / (1 + np.exp(1.8 + 1.2 * risk))
    first = np.rint(20 * risk + rng.normal(size=ROWS) * 10)
    second = np.rint(first + 6 * group + rng.normal(size=ROWS) * 8)
    return {"group": group, "bad": bad, "first": first, "second": second, "people": np.ones(ROWS)}


def figures(of: dict[str, Rows]) -> dict[str, Estimate]:
    cuts = {name: CutOff.at(of[name], of["people"], RATE) for name in ("first", "second")}
    ratio = {name: cut.rate_in(of["group"]).over(cut.rate_in(~of["group"])) for name, cut in cuts.items()}
    repaid = {
        name: cut.rate_in(of["group"] & ~of["bad"]) - cut.rate_in(~of["group"] & ~of["bad"])
        for name, cut in cuts.items()
    }
    everybody = np.ones(len(of["bad"]), dtype=bool)
    order = {name: auc_of(of[name], ~of["bad"], of["people"], everybody) for name in cuts}
    return {
        "ratio": ratio["first"],
        "ratio, paired": ratio["second"] - ratio["first"],
        "rate of repaid, paired": repaid["second"] - repaid["first"],
        "AUC, paired": order["second"] - order["first"],
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_closed_errors_are_those_of_a_bootstrap_of_rows(seed: int) -> None:
    people = rows(seed)
    rng = np.random.default_rng(100 + seed)
    draws: dict[str, list[float]] = {}
    for _ in range(600):
        taken = rng.integers(0, ROWS, ROWS)
        for name, estimate in figures({key: column[taken] for key, column in people.items()}).items():
            draws.setdefault(name, []).append(estimate.value)
    for name, estimate in figures(people).items():
        assert estimate.error == pytest.approx(np.std(draws[name]), rel=0.12), name


def test_paired_errors_are_smaller_than_of_two_samples() -> None:
    found = figures(rows(3))
    assert found["ratio, paired"].error < found["ratio"].error


def test_an_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """The truth is that of the population the samples come from, approximated on many samples."""
    estimates = [figures(rows(seed))["ratio, paired"] for seed in range(1_000, 1_400)]
    truth = float(np.mean([estimate.value for estimate in estimates]))
    inside = [estimate.interval(0.95).low <= truth <= estimate.interval(0.95).high for estimate in estimates]
    assert 0.92 <= np.mean(inside) <= 0.98


def test_the_paired_auc_is_delongs() -> None:
    people = rows(4)
    found = figures(people)["AUC, paired"]
    c = auc_covariance(people["second"], people["first"], ~people["bad"], people["bad"])
    assert found.error == pytest.approx(float(c[0, 0] + c[1, 1] - 2 * c[0, 1]) ** 0.5, rel=1e-10)


def test_cells_give_what_rows_give() -> None:
    people = rows(5)
    keys = np.column_stack([people[name] for name in ("group", "bad", "first", "second")])
    cells, counts = np.unique(keys, axis=0, return_counts=True)
    grouped = {
        "group": cells[:, 0] == 1,
        "bad": cells[:, 1] == 1,
        "first": cells[:, 2],
        "second": cells[:, 3],
        "people": counts,
    }
    for name, estimate in figures(people).items():
        of_cells = figures(grouped)[name]
        assert of_cells.value == pytest.approx(estimate.value, abs=1e-12), name
        assert of_cells.error == pytest.approx(estimate.error, rel=1e-10), name


def test_the_cut_off_approves_exactly_the_rate_whatever_the_ties() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        order, people = rng.integers(0, 6, 40), rng.integers(1, 9, 40)
        rate = float(rng.uniform(0.02, 0.98))
        cut = CutOff.at(order, people, rate)
        assert people @ cut.approved / people.sum() == pytest.approx(rate, abs=1e-9)


def test_a_mean_has_the_error_of_the_textbook() -> None:
    values = np.array([0.1, 0.7, 0.2, 0.9])
    assert mean_of(values, np.ones(4)).error == pytest.approx(values.std(ddof=1) / 2)
    assert not mean_of(values, np.ones(4), np.array([True, False, False, False])).known
