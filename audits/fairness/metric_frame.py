"""The audited decisions as a fairlearn MetricFrame, for those who work with fairlearn.

The favourable outcome is *repaid* and the favourable decision *approved*, so fairlearn's rates of the same names are
this audit's. Nothing of the audit itself uses fairlearn; the tests compare the two.

Source: https://fairlearn.org/main/user_guide/assessment/index.html
"""

from __future__ import annotations

from typing import Any

import numpy as np

from audits.fairness.sample import Decisions
from scoring.domain.errors import InputError

__all__ = ["metric_frame"]


def metric_frame(decisions: Decisions, attribute: str) -> Any:  # noqa: ANN401 - fairlearn publishes no types
    """Selection rate, true and false positive rate by group of one attribute, and the number of people.

    Raises
    ------
    InputError
        If there is no such attribute, or an outcome is missing: fairlearn would count it as something.
    """
    from fairlearn.metrics import MetricFrame, count, false_positive_rate, selection_rate, true_positive_rate

    found = next((one for one in decisions.attributes if one.name == attribute), None)
    if found is None:
        raise InputError(f"the decisions have no attribute '{attribute}'")
    if (decisions.outcome < 0).any():
        raise InputError("some outcomes are not recorded", remedy="Leave these decisions out, and say so")
    return MetricFrame(
        metrics={
            "count": count,
            "selection_rate": selection_rate,
            "true_positive_rate": true_positive_rate,
            "false_positive_rate": false_positive_rate,
        },
        y_true=1 - decisions.outcome,
        y_pred=decisions.approved.astype(np.int64),
        sensitive_features={attribute: np.array(found.levels, dtype=object)[found.codes]},
    )
