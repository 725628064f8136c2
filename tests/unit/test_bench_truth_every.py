"""Every measure, knob by knob: what is stated of each, what counts as seen, and what the committed figures say."""

from __future__ import annotations

from typing import Any

import pytest

from audits.fairness.known_errors import known_errors
from audits.fairness.measures import Measure
from audits.shared.intervals import Interval
from benchmarks.audit.truth import PAGE
from benchmarks.audit.truth_coverage import JUDGED
from benchmarks.audit.truth_every import PART, document, lies_apart, seen
from benchmarks.audit.truth_every_page import HEADING, section
from benchmarks.audit.truth_sample import Outcomes
from benchmarks.audit.truth_table import COMPARED, TABLE, of_every_measure
from benchmarks.audit.truth_text import put_in
from benchmarks.audit.truth_values import true_values
from tests.support.truth_universe import universe


def test_each_knob_states_something_of_each_measure_once() -> None:
    stated = [(each.knob.en, measure) for each, measure, _ in of_every_measure()]

    assert len(stated) == len(set(stated)) == len({each.knob.en for each in TABLE}) * len(Measure)


def test_predictive_values_of_approval_are_known_where_outcomes_of_the_approved_are() -> None:
    of_the_approved = {m: said for each, m, said in of_every_measure() if not each.design.outcomes.of_everybody}

    assert of_the_approved[Measure.PREDICTIVE_VALUE_DIFFERENCE]
    assert of_the_approved[Measure.SELECTION_ODDS_RATIO]
    assert not of_the_approved[Measure.NEGATIVE_VALUE_DIFFERENCE]
    assert not of_the_approved[Measure.AUC_DIFFERENCE]


@pytest.mark.parametrize(
    ("measure", "low", "high", "true", "apart"),
    [
        (Measure.ADVERSE_IMPACT_RATIO, 0.8, 0.99, 0.9, True),
        (Measure.ADVERSE_IMPACT_RATIO, 0.8, 1.01, 0.9, False),
        (Measure.ADVERSE_IMPACT_RATIO, 1.01, 1.2, 0.9, False),
        (Measure.AUC_DIFFERENCE, 0.01, 0.1, 0.05, True),
        (Measure.AUC_DIFFERENCE, -0.1, -0.01, 0.05, False),
        (Measure.SCORE_DISTANCE, 0.0, 0.1, 0.05, False),
        (Measure.SCORE_DISTANCE, 0.01, 0.1, 0.05, True),
    ],
)
def test_a_difference_is_seen_where_the_whole_interval_lies_on_the_true_side_of_none(
    measure: Measure,
    low: float,
    high: float,
    true: float,
    apart: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert lies_apart(Interval(low=low, high=high, level=0.95), measure, true) is apart


def test_honest_outcomes_give_every_measure_an_interval_and_hidden_ones_worst_cases_or_none() -> None:
    honest, hidden = universe(), universe(outcomes=Outcomes(of_everybody=False))
    told = [seen(one, true_values(one), 2000, 3, lambda _: None) for one in (honest, hidden)]

    assert set(told[0]) == set(Measure) - {JUDGED}
    assert {found.shown for found in told[0].values()} == {3}
    assert told[1][Measure.AUC_DIFFERENCE].shown == 0
    assert told[1][Measure.AUC_DIFFERENCE].holds is None
    bounded = told[1][Measure.TRUE_POSITIVE_DIFFERENCE]
    assert bounded.holds is not None
    assert (bounded.shown, bounded.holds.value, bounded.apart.value) == (3, 1, 0)


def test_the_section_has_a_line_for_each_knob_and_measure() -> None:
    there = universe()
    values = true_values(there)
    runs = [seen(there, values, 1000, 2, lambda _: None)]
    told = {stated.design: (values, runs) for stated, _, _ in of_every_measure()}
    found = document(told, "python -m here", 4000)
    text = section(found)

    assert text.count("| auc_difference |") == len({each.knob for each in TABLE})
    assert text.startswith(HEADING)
    assert put_in(f"# A page\n\n{HEADING}\n\nold\n\n## Next\n", HEADING, text) == f"# A page\n\n{text}\n## Next\n"
    value = values[Measure.AUC_DIFFERENCE, *COMPARED]
    assert f"| auc_difference | detectable | {value:.3f} |" in text


def committed() -> dict[str, Any]:
    table = known_errors()
    assert table is not None
    found: dict[str, Any] = table[PART]
    return found


def test_the_committed_page_prints_the_committed_table() -> None:
    assert section(committed()) in PAGE.read_text(encoding="utf-8")


def test_what_is_stated_beforehand_is_what_is_committed() -> None:
    stated = {(each.knob.en, measure.value): said for each, measure, said in of_every_measure() if measure != JUDGED}
    told = {
        (knob["knob"]["en"], one["measure"]): one["detectable"]
        for knob in committed()["knobs"]
        for one in knob["measures"]
    }

    assert told == stated


def test_intervals_of_what_is_detectable_hold_the_truth_in_the_committed_table() -> None:
    """At the nominal rate but for chance: of some four hundred shares a few lie beyond their intervals."""
    shares = [
        size["holds"]
        for knob in committed()["knobs"]
        for one in knob["measures"]
        if one["detectable"]
        for size in one["sizes"]
    ]

    assert all(share is not None and share["rate"] >= 0.9 for share in shares)
    assert sum(share["high"] < 0.95 for share in shares) / len(shares) < 0.05


def test_wrong_labels_carry_intervals_away_from_the_truth_and_hidden_outcomes_show_nothing() -> None:
    """Why these are stated not to be detectable."""
    labels, selection = (
        {one["measure"]: one["sizes"][-1] for one in knob["measures"]}
        for word in ("Label bias", "Selection")
        for knob in committed()["knobs"]
        if knob["knob"]["en"].startswith(word)
    )

    assert labels["calibration_difference"]["holds"]["rate"] < 0.5
    assert labels["adverse_impact_ratio"]["holds"]["rate"] > 0.9
    assert selection["auc_difference"]["holds"] is None
    assert selection["true_positive_rate_difference"]["holds"]["rate"] == 1
    assert selection["true_positive_rate_difference"]["apart"]["rate"] == 0
