"""The lender of the past: points from recorded characteristics, a cut, and a trial below it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scoring.population.lender import approved, legacy_points
from scoring.population.parameters import PARAMETERS
from scoring.population.streams import Streams
from scoring.population.world import LIMITS, Knobs, World
from tests.support.population import people

Recorded = dict[str, np.ndarray[Any, np.dtype[Any]]]

PLACES = np.arange(4000, dtype=np.uint64)

BEST = {
    "net_monthly_income": 4000.0,
    "requested_amount": 5000.0,
    "term_months": 60.0,
    "monthly_housing_costs": 1000.0,
    "monthly_instalments": 0.0,
    "open_arrears": 0.0,
    "recent_credits": 1.0,
    "register_reports": 0.0,
    "housing_tenure": "owner",
}
WORST = BEST | {
    "net_monthly_income": 1000.0,
    "requested_amount": 75_000.0,
    "term_months": 12.0,
    "monthly_instalments": 600.0,
    "open_arrears": 1.0,
    "recent_credits": 2.0,
    "register_reports": 3.0,
    "housing_tenure": "lodger",
}


def recorded(**changed: object) -> Recorded:
    return {name: np.array([value]) for name, value in (BEST | changed).items()}


def points(**changed: object) -> int:
    return int(legacy_points(recorded(**changed))[0])


def test_points_go_from_none_to_thirteen() -> None:
    assert points() == LIMITS["approval_cut"][1] == 13
    assert points(**WORST) == 0
    found = legacy_points(people(World.HISTORICAL).characteristics)
    assert found.min() >= 0
    assert found.max() <= 13


@pytest.mark.parametrize(
    ("changed", "lost"),
    [
        ({"net_monthly_income": 2799.0}, 1),
        ({"net_monthly_income": 1999.0}, 2),
        ({"housing_tenure": "tenant"}, 1),
        ({"open_arrears": np.nan}, 1),
        ({"open_arrears": 1.0}, 2),
        ({"open_arrears": -7.0}, 2),
        ({"recent_credits": 2.0}, 1),
        ({"recent_credits": np.nan}, 1),
        ({"register_reports": 1.0}, 1),
        ({"register_reports": np.nan}, 0),
        ({"monthly_instalments": 401.0}, 1),
        ({"monthly_instalments": np.nan}, 0),
        ({"monthly_housing_costs": np.nan}, 0),
        ({"term_months": 6.0}, 1),
    ],
)
def test_each_answer_forgoes_its_points(changed: dict[str, object], lost: int) -> None:
    assert points(**changed) == 13 - lost


def test_who_reaches_the_cut_is_approved_and_a_trial_of_the_others() -> None:
    below = {name: np.repeat(column, len(PLACES)) for name, column in recorded(housing_tenure="tenant").items()}
    streams = Streams(6)
    assert approved(below, streams, PLACES, Knobs(approval_cut=12)).all()
    trial = approved(below, streams, PLACES, Knobs(approval_cut=13))
    assert trial.mean() == pytest.approx(PARAMETERS.trial_share, abs=0.014)


def test_a_higher_cut_approves_nobody_more() -> None:
    found = people(World.FAIR).characteristics
    places = np.arange(2000, dtype=np.uint64)
    chosen = [approved(found, Streams(7), places, Knobs(approval_cut=cut)) for cut in range(14)]
    assert chosen[0].all()
    assert all((less | ~more).all() for less, more in pairwise(chosen))
    assert chosen[13].mean() < 0.3
