"""The benchmark of the audit against the truth: what a replicate is, what counts as an error, what is stated."""

from __future__ import annotations

import numpy as np
import pytest

from audits.fairness.audit import audit_cube
from audits.fairness.measures import Measure
from audits.fairness.plan import Plan
from audits.fairness.result import Found
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Threshold, scale_of
from audits.fairness.verdict import Verdict
from benchmarks.audit.truth_coverage import JUDGED
from benchmarks.audit.truth_document import KEPT, document
from benchmarks.audit.truth_page import page
from benchmarks.audit.truth_replicate import KEYS, Judged, Rate, agreement, judged, mean_rate, plain, plan_of, rate
from benchmarks.audit.truth_run import Cell, Results, edge, whole
from benchmarks.audit.truth_sample import ATTRIBUTES, Decided, Outcomes
from benchmarks.audit.truth_table import COMPARED, TABLE
from benchmarks.audit.truth_values import REFERENCES, true_values
from benchmarks.audit.truth_world import RECORDS, SETTINGS
from tests.support.truth_universe import universe

MIGRATION = [one.name for one in ATTRIBUTES].index("migration_background")
YES = ATTRIBUTES[MIGRATION].levels.index("yes")


def test_a_replicate_has_as_many_people_as_asked_for() -> None:
    drawn = universe().draw(700, np.random.default_rng(1))

    assert drawn.cube.total == 700
    assert drawn.cube is drawn.honest
    assert (drawn.cube.outcome >= 0).all()


def test_the_same_generator_gives_the_same_replicate() -> None:
    first, again = (universe().draw(500, np.random.default_rng(3)).cube for _ in range(2))

    assert np.array_equal(first.people, again.people)
    assert np.array_equal(first.expected, again.expected)


def test_label_bias_makes_defaults_of_one_group_only() -> None:
    drawn = universe(outcomes=Outcomes(label_bias=0.5)).draw(3000, np.random.default_rng(1))

    def bads(*, migrant: bool) -> list[int]:
        chosen = [(one.codes[:, MIGRATION] == YES) == migrant for one in (drawn.cube, drawn.honest)]
        cubes = (drawn.cube, drawn.honest)
        return [int(c.people[m & (c.outcome == 1)].sum()) for c, m in zip(cubes, chosen, strict=True)]

    written, true = bads(migrant=True)
    assert written > true * 1.5
    assert len(set(bads(migrant=False))) == 1


def test_outcomes_of_the_approved_only_leave_the_declined_unknown() -> None:
    cube = universe(outcomes=Outcomes(of_everybody=False)).draw(2000, np.random.default_rng(1)).cube

    assert np.array_equal(cube.outcome < 0, ~cube.approved)


def test_overrides_turn_a_tenth_of_decisions_whoever_it_is() -> None:
    there = universe(decided=Decided(overrides=0.1))

    assert sorted(set(there.approval)) == pytest.approx([0.1, 0.9])


def test_group_size_changes_who_is_drawn_and_not_what_they_are() -> None:
    there = universe(group_size=0.05)
    cube = there.draw(20_000, np.random.default_rng(1)).cube
    share = cube.people[cube.codes[:, MIGRATION] == YES].sum() / cube.total

    assert share == pytest.approx(0.05, abs=0.008)
    assert there.weight.mean() == pytest.approx(1)
    key = (Measure.ADVERSE_IMPACT_RATIO, *COMPARED)
    assert true_values(there)[key] == pytest.approx(true_values(universe())[key])


def test_true_values_are_what_a_very_large_replicate_finds() -> None:
    """Written out from definitions; the audit's own estimate comes near them. Four standard errors for each."""
    there = universe()
    values = true_values(there)
    report = audit_cube(there.draw(400_000, np.random.default_rng(9)).cube, plan_of(200, 1))
    for group in report.groupings:
        for one in group.comparisons:
            expected = values[one.measure, group.attributes[0], one.group[0]]
            found = one.finding
            assert isinstance(found, Found)
            half = (found.interval.high - found.interval.low) / 2
            assert abs(found.value - expected) < 2.1 * half + 1e-9, (one.measure, one.group)


def test_taking_scores_off_changes_no_interval_of_a_given_level() -> None:
    """Which is why replicates may be audited without them; what is drawn differs by chance alone."""
    cube = universe().draw(3000, np.random.default_rng(2)).cube
    plan = Plan(
        thresholds={JUDGED: Threshold(name="none", limit=0.5, scale=scale_of(JUDGED), source="this test")},
        references=REFERENCES,
        draws=200,
        together=1,
    )
    reports = [audit_cube(one, plan) for one in (cube, plain(cube))]
    for one, other in zip(*(report.groupings for report in reports), strict=True):
        found = [{(c.group, c.measure): c.finding for c in g.comparisons} for g in (one, other)]
        for measure in DEFAULT_THRESHOLDS:
            for key, finding in found[0].items():
                if key[1] is measure and isinstance(finding, Found):
                    again = found[1][key]
                    assert isinstance(again, Found)
                    assert finding.interval.low == pytest.approx(again.interval.low)
                    assert finding.interval.high == pytest.approx(again.interval.high)


def test_audited_both_ways_replicates_say_the_same() -> None:
    found = agreement(universe(), 3000, 6, draws=400)

    assert found.words.value > 0.97
    assert found.reach == pytest.approx(found.plain_reach, abs=0.15)


def told(word: Verdict, low: float, high: float, replicates: int = 4) -> Judged:
    """One replicate in which the first comparison got a word, the others none."""
    shape = (replicates, len(KEYS))
    tables = {name: np.full(shape, np.nan) for name in ("low", "high", "alone_low", "alone_high")}
    for name, end in zip(tables, (low, high, low, high), strict=True):
        tables[name][:, :] = end if name.startswith("alone") else np.nan
        tables[name][0, 0] = end
    words = np.full(shape, Verdict.SUPPRESSED.value, dtype=object)
    words[0, 0] = word.value
    return Judged(people=10_000, word=words, **tables)


def test_a_breach_is_a_false_alarm_only_where_the_true_value_lies_within() -> None:
    assert KEYS[0][0] is Measure.ADVERSE_IMPACT_RATIO
    found = told(Verdict.BREACH, 0.5, 0.7)
    inside, outside = np.full(len(KEYS), 0.01), np.full(len(KEYS), 0.01)
    inside[0], outside[0] = 0.9, 0.6
    for measure in (Measure.ADVERSE_IMPACT_RATIO,):
        places = [place for place, key in enumerate(KEYS) if key[0] is measure and place]
        inside[places] = outside[places] = 1.0

    assert whole("fair", found, inside, 200).alarms.value == 0.25
    assert whole("fair", found, outside, 200).alarms.value == 0
    assert whole("fair", found, inside, 200).misses.value == 0.25
    assert whole("fair", found, outside, 200).misses.value == 0


def test_within_is_a_false_reassurance_only_where_the_true_value_lies_outside() -> None:
    found = told(Verdict.WITHIN, 0.85, 0.95)
    values = np.where([key[0] is Measure.ADVERSE_IMPACT_RATIO for key in KEYS], 1.0, 0.01)
    inside, outside = values.copy(), values.copy()
    inside[0], outside[0] = 0.9, 0.7

    assert whole("fair", found, inside, 200).reassurances.value == 0
    assert whole("fair", found, outside, 200).reassurances.value == 0.25


def test_limits_at_the_edge_just_hold_the_farthest_value_or_just_do_not() -> None:
    values = np.where([key[0] is Measure.ADVERSE_IMPACT_RATIO for key in KEYS], 1.1, -0.01)
    values[0] = 0.7
    for inside in (True, False):
        limit = edge(values, inside=inside)[Measure.ADVERSE_IMPACT_RATIO]
        assert (limit.low <= 0.7 <= limit.high) is inside
        assert limit.limit == pytest.approx(0.7)


def test_a_pooled_share_is_as_uncertain_as_its_replicates_are_alike() -> None:
    """Ten comparisons that always go together are worth one."""
    held = np.array([10.0, 0.0] * 50)
    found, single = mean_rate(held, np.full(100, 10.0)), rate(50, 100)

    assert found.value == 0.5
    assert found.high - found.low == pytest.approx(single.high - single.low, rel=0.05)


def test_every_knob_is_stated_for_every_primary_measure_in_both_languages() -> None:
    knobs = {stated.knob.en for stated in TABLE}

    assert {(s.knob.en, s.measure) for s in TABLE} == {(k, m) for k in knobs for m in DEFAULT_THRESHOLDS}
    assert len(TABLE) == len(knobs) * 3
    for stated in TABLE:
        assert stated.why.en
        assert stated.why.nl != stated.why.en
        assert stated.design.setting in SETTINGS
        assert stated.design.record in RECORDS
        assert stated.design.record in SETTINGS[stated.design.setting].records


def test_each_measure_is_spoken_for_once_for_every_knob() -> None:
    """But predictive values of the approved, which are known where the outcomes of the approved are."""
    for knob in {stated.knob.en for stated in TABLE}:
        spoken = [measure for stated in TABLE if stated.knob.en == knob for measure in stated.speaks_for]
        assert len(spoken) == len(set(spoken))
        missing = set(Measure) - set(spoken)
        assert missing <= {Measure.PREDICTIVE_VALUE_DIFFERENCE, Measure.PREDICTIVE_VALUE_RATIO}
        assert bool(missing) == knob.startswith("Selection")


def test_label_bias_is_stated_to_be_invisible_and_selection_where_outcomes_are_needed() -> None:
    unseen = {(s.knob.en.partition(":")[0], s.measure) for s in TABLE if not s.detectable}

    assert unseen == {("Label bias", m) for m in DEFAULT_THRESHOLDS} | {
        ("Selection", m) for m in DEFAULT_THRESHOLDS if m is not Measure.ADVERSE_IMPACT_RATIO
    }


def test_reference_groups_are_groups() -> None:
    assert {one.name: REFERENCES[one.name] in one.levels for one in ATTRIBUTES} == dict.fromkeys(REFERENCES, True)


@pytest.fixture(scope="module")
def results() -> Results:
    """A few replicates of one design, and of one stated cell."""
    there = universe()
    run, values = judged(there, 800, 3, draws=200, say=lambda _: None), true_values(there)
    said = {800: {word: rate(int((run.word[:, 0] == word.value).sum()), 3) for word in Verdict}}
    return Results(
        replicates=3,
        agreement=agreement(there, 800, 2, draws=200),
        wholes=(whole("fair", run, np.array([values[key] for key in KEYS]), 200),),
        cells=(Cell(stated=TABLE[0], truth=0.9, said=said, power={800: rate(2, 3)}),),
        coverage={Measure.AUC_DIFFERENCE: rate(2, 3)},
        selective={},
        labels=(),
    )


def test_what_other_benchmarks_wrote_into_the_table_is_kept(results: Results) -> None:
    written = document(results, {"en": "a", "nl": "b"}, {"proxies": {"found": 1}})

    assert written["proxies"] == {"found": 1}
    assert written["alternatives"] is None
    assert set(KEPT) < set(written)


def test_the_table_has_the_form_that_reports_read(results: Results) -> None:
    written = document(results, {"en": "a", "nl": "b"}, {})
    (row,) = written["rows"]

    assert written["format"] == 1
    assert written["false_alarms"]["nominal"] == 0.05
    assert [row["power"][0][name] for name in ("people", "rate")] == [800, 0.6667]
    assert row["false_alarms"]["people"] == 800
    assert row["why"]["nl"].endswith("Ware waarde 0,900, grens 0,95.")
    assert written["coverage"] == [{"measure": "auc_difference", **_rounded(rate(2, 3)), "nominal": 0.95}]


def _rounded(found: Rate) -> dict[str, float]:
    return {name: round(value, 4) for name, value in (("rate", found.value), ("low", found.low), ("high", found.high))}


def test_the_page_names_the_command_and_every_cell(results: Results) -> None:
    text = page(results, "python -m here", {"cores": "2"}, 4000, {})

    assert "python -m here" in text
    assert TABLE[0].knob.en in text
    assert "66.7 %" in text
    assert " nan" not in text
