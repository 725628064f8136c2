"""Risk: the true probability of default, a function of finances and of nothing else.

No protected attribute enters: groups differ in risk only as far as their circumstances differ.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.population.finances import NEVER_IN_ARREARS, NO_REVOLVING

__all__ = ["INTERCEPT", "true_pd"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

INTERCEPT = -4.65


def true_pd(finances: dict[str, Column]) -> Column:
    """Shape (persons,): the probability of default within twelve months.

    Curved in the buffer, the payment and the arrears, with one interaction: days below zero weigh more where the
    requested payment is high. Tenure has no effect of its own.
    """
    income = finances["net_monthly_income"]
    payment = np.minimum(finances["requested_amount"] / finances["term_months"] / income, 5)
    burden = np.minimum(finances["monthly_instalments"] / income, 5)
    housing = np.minimum(finances["monthly_housing_costs"] / income, 5)
    recovered = finances["months_since_recovery"]
    use = np.where(finances["utilisation"] == NO_REVOLVING, 0.3, finances["utilisation"])
    tight = np.clip((payment - 0.10) / 0.15, 0, 1)
    log_odds = (
        INTERCEPT
        + 1.05 * np.sqrt(finances["open_arrears"])
        + np.where(recovered == NEVER_IN_ARREARS, 0.0, 0.9 * np.exp(-recovered / 18))
        + 2.6 * np.clip(payment - 0.03, 0, 0.5)
        + 2.2 * burden
        + 1.4 * np.clip(housing - 0.25, 0, 0.5)
        + 0.9 * np.clip(use - 0.3, 0, 1)
        + 0.22 * np.minimum(finances["recent_credits"], 5)
        + 1.25 * np.exp(-1.3 * finances["buffer_months"])
        + (0.018 + 0.022 * tight) * np.minimum(finances["days_below_zero"], 60)
        + 0.20 * np.minimum(finances["failed_debits"], 6)
        + 0.11 * (12 - finances["income_months"])
        - 0.35 * np.log(income / 2500)
    )
    return 1 / (1 + np.exp(-log_odds))
