"""The lender of the past: whom it approved, and therefore whose outcome anybody knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring.population.parameters import PARAMETERS
from scoring.population.streams import Streams, Words
from scoring.population.world import Knobs

__all__ = ["approved", "legacy_points"]

Column = np.ndarray[tuple[int], np.dtype[Any]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


def legacy_points(recorded: Mapping[str, Column]) -> Column:
    """Points from 0 to 13 of the lender's old rule, from recorded characteristics only.

    Income and room for the payment earn most; a home of one's own earns one, an open arrear or several new credits
    forgo some. What the register does not know earns the lesser half.
    """
    income = recorded["net_monthly_income"]
    burden = np.nan_to_num(recorded["monthly_instalments"]) / np.maximum(income, 1)
    payment = recorded["requested_amount"] / recorded["term_months"]
    costs = np.nan_to_num(recorded["monthly_housing_costs"]) + np.nan_to_num(recorded["monthly_instalments"])
    ratio = payment / np.maximum(income - costs, 1)
    arrears, recent = recorded["open_arrears"], recorded["recent_credits"]
    points = sum((income >= least).astype(np.int64) for least in (1500, 2000, 2800))
    points = points + sum((ratio <= most).astype(np.int64) for most in (0.15, 0.30, 0.50))
    points = points + sum((burden <= most).astype(np.int64) for most in (0.10, 0.25))
    points = points + np.where(np.isnan(arrears), 1, np.where(arrears == 0, 2, 0))
    points = points + np.where(np.isnan(recent), 0, (recent <= 1).astype(np.int64))
    points = points + (np.nan_to_num(recorded["register_reports"]) == 0)
    return np.asarray(points + (recorded["housing_tenure"] == "owner"))


def approved(recorded: Mapping[str, Column], streams: Streams, places: Words, knobs: Knobs) -> Flags:
    """Whom the lender approved: enough points, or a trial of those below."""
    trial = streams.below("trial", places, PARAMETERS.trial_share)
    return np.asarray((legacy_points(recorded) >= knobs.approval_cut) | trial)
