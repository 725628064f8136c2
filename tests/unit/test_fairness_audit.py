"""What an audit says of groups whose counts are known."""

import numpy as np
import pytest

from audits.decisions.cube import NOT_STATED, Cube
from audits.fairness.audit import audit_cube
from audits.fairness.measures import DEFINITIONS, Measure, Scale
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import Plan, default_plan
from audits.fairness.result import Bounds, Comparison, Figure, Found, Why, Withheld
from audits.fairness.statistics import Statistic
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Threshold
from audits.fairness.verdict import Verdict
from audits.shared.intervals import massart
from scoring.domain.errors import DataError, InputError
from tests.support.cubes import Table, cube_of, cube_of_table, random_people

RATIO, EQUAL, CALIBRATION = (
    Measure.ADVERSE_IMPACT_RATIO,
    Measure.TRUE_POSITIVE_DIFFERENCE,
    Measure.CALIBRATION_DIFFERENCE,
)
FAIR: Table = {"men": (30_000, 3_000, 12_000, 9_000), "women": (28_000, 2_800, 11_200, 8_400)}
PLAN = default_plan(with_pd=True)
LIMIT = DEFAULT_THRESHOLDS[EQUAL]
ONLY_RATIO = Plan(thresholds={RATIO: DEFAULT_THRESHOLDS[RATIO]})


def comparison(report: AuditReport, measure: Measure, group: str, place: int = 0) -> Comparison:
    found = report.attributes[place].comparison(measure, (group,))
    assert found is not None
    return found


def value(found: Comparison) -> float:
    assert isinstance(found.finding, Found)
    return found.finding.value


def people_cube(people: dict[str, np.ndarray], by: tuple[str, ...] = ("sex", "age"), **more: np.ndarray) -> Cube:
    return cube_of(
        {name: people[name] for name in by},
        people["approved"],
        people["outcome"],
        score=people["score"],
        pd=people["pd"],
        **more,
    )


def test_many_people_treated_alike_are_within() -> None:
    report = audit_cube(cube_of_table(FAIR), PLAN)

    assert report.overall is Verdict.WITHIN
    assert report.primary == 3


def test_few_people_treated_alike_are_not_within() -> None:
    """The same rates a hundred times smaller settle nothing."""
    few = {group: tuple(count // 100 for count in counts) for group, counts in FAIR.items()}

    assert audit_cube(cube_of_table(few), PLAN).overall is Verdict.INCONCLUSIVE  # type: ignore[arg-type]


@pytest.mark.parametrize("people", [1, 2, 3])
def test_three_rows_are_suppressed(people: int) -> None:
    report = audit_cube(cube_of_table({"a": (1, 0, 0, 0), "b": (people, 0, 0, 0)}), PLAN)

    assert report.overall is Verdict.SUPPRESSED


def test_approving_half_as_often_is_a_breach() -> None:
    report = audit_cube(cube_of_table({"men": FAIR["men"], "women": (14_000, 1_400, 25_200, 9_800)}), PLAN)

    assert comparison(report, RATIO, "women").verdict is Verdict.BREACH
    assert report.overall is Verdict.BREACH


def test_favouring_the_group_is_a_breach_too() -> None:
    report = audit_cube(cube_of_table({"men": (14_000, 1_400, 25_200, 19_800), "women": FAIR["women"]}), PLAN)

    assert comparison(report, RATIO, "women").verdict is Verdict.BREACH


def test_calibration_is_observed_minus_predicted_against_the_reference() -> None:
    report = audit_cube(cube_of_table({"men": (80, 20, 60, 40), "women": (40, 10, 30, 20)}, pd=0.2), PLAN)

    assert value(comparison(report, CALIBRATION, "women")) == pytest.approx(0)
    figure = report.attributes[0].groups[0].figures[Statistic.CALIBRATION]
    assert isinstance(figure, Figure)
    assert figure.value == pytest.approx(0.3 - 0.2)


def test_the_reference_is_the_largest_group_that_is_stated() -> None:
    table = {NOT_STATED: (9000, 100, 500, 400), "b": (400, 50, 100, 50), "a": (300, 50, 100, 50)}

    assert audit_cube(cube_of_table(table), ONLY_RATIO).attributes[0].reference == ("b",)


def test_the_plan_may_name_another_reference() -> None:
    plan = Plan(references={"sex": "women"})

    assert audit_cube(cube_of_table(FAIR), plan).attributes[0].reference == ("women",)


@pytest.mark.parametrize("references", [{"sex": "robots"}, {"age": "women"}])
def test_a_reference_that_is_not_there_is_refused(references: dict[str, str]) -> None:
    with pytest.raises(InputError, match="the plan"):
        audit_cube(cube_of_table(FAIR), Plan(references=references))


def test_a_plan_needs_the_columns_of_its_measures() -> None:
    with pytest.raises(InputError, match="no column of predicted"):
        audit_cube(cube_of_table(FAIR, pd=None), Plan())


def test_one_group_only_is_refused() -> None:
    with pytest.raises(DataError, match="one group only"):
        cube_of_table({"men": (300, 30, 120, 90)})


def test_a_shortfall_counts_people() -> None:
    report = audit_cube(cube_of_table({"men": (120, 80, 100, 100), "women": (30, 20, 60, 90)}), ONLY_RATIO)

    assert report.attributes[0].groups[1].shortfall == pytest.approx(50.0)


def test_a_group_with_no_approval_is_suppressed_and_never_a_pass() -> None:
    report = audit_cube(cube_of_table({"men": (3000, 300, 1200, 900), "women": (0, 0, 900, 300)}), ONLY_RATIO)

    assert comparison(report, RATIO, "women").verdict is Verdict.SUPPRESSED


def test_no_defaults_at_all_leave_comparisons_of_outcomes_suppressed() -> None:
    report = audit_cube(cube_of_table({"men": (3000, 0, 1200, 0), "women": (2000, 0, 900, 0)}), PLAN)

    assert comparison(report, EQUAL, "women").verdict is Verdict.SUPPRESSED
    assert comparison(report, RATIO, "women").verdict is Verdict.WITHIN


def test_a_small_group_hides_the_next_smallest_and_no_number_of_either_is_given() -> None:
    table = {"a": (300, 100, 200, 100), "b": (200, 60, 100, 80), "c": (5, 4, 8, 2)}
    result = audit_cube(cube_of_table(table), ONLY_RATIO).attributes[0]
    hidden = [group for group in result.groups if isinstance(group.people, Withheld)]

    assert [group.group for group in hidden] == [("b",), ("c",)]
    assert all(isinstance(figure, Withheld) for group in hidden for figure in group.figures.values())
    assert {c.verdict for c in result.comparisons if c.measure is RATIO} == {Verdict.SUPPRESSED}


def test_a_measure_without_a_limit_is_reported_without_a_verdict() -> None:
    report = audit_cube(cube_of_table(FAIR), ONLY_RATIO)

    assert [c.measure for c in report.attributes[0].comparisons if c.verdict] == [RATIO]
    assert isinstance(comparison(report, Measure.FALSE_POSITIVE_DIFFERENCE, "women").finding, Found)


def test_every_measure_is_found_where_every_column_is_there() -> None:
    report = audit_cube(people_cube(random_people(6000, 1)), PLAN)

    assert {c.measure for c in report.attributes[0].comparisons if isinstance(c.finding, Found)} == set(Measure)
    assert all(isinstance(figure, Figure) for figure in report.attributes[0].groups[0].figures.values())


def test_pairs_are_compared_with_the_pair_of_the_reference_groups() -> None:
    report = audit_cube(people_cube(random_people(6000, 1)), PLAN)
    pair = report.groupings[2]

    assert pair.attributes == ("sex", "age")
    assert pair.reference == (*report.groupings[0].reference, *report.groupings[1].reference)
    assert pair.verdict is None
    assert len(pair.groups) == 6


def test_pairs_are_judged_if_the_plan_says_so() -> None:
    report = audit_cube(people_cube(random_people(6000, 1)), Plan(judge_combinations=True))

    assert report.groupings[2].verdict is not None
    assert report.primary == 3 * (1 + 2 + 5)


def test_the_same_cube_and_plan_give_the_same_report() -> None:
    cube = people_cube(random_people(3000, 2))

    assert audit_cube(cube, PLAN).groupings == audit_cube(cube, PLAN).groupings


def test_judging_the_same_groups_twice_costs_no_width() -> None:
    """Two names of one attribute move together, so that intervals for both need not be wider than for one."""
    people = random_people(5000, 3)
    once = audit_cube(people_cube(people, ("sex",)), ONLY_RATIO)
    people["gender"] = people["sex"]
    twice = audit_cube(people_cube(people, ("sex", "gender")), Plan(thresholds=ONLY_RATIO.thresholds, together=1))

    assert twice.primary == 2 * once.primary
    assert twice.level == pytest.approx(once.level, abs=0.01)


def test_more_comparisons_make_every_judged_interval_wider_but_never_wider_than_bonferroni() -> None:
    people = random_people(5000, 3)
    few = audit_cube(people_cube(people, ("sex",)), ONLY_RATIO)
    more = audit_cube(people_cube(people, ("sex", "age")), PLAN)

    assert few.level < more.level <= 1 - 0.05 / more.primary


def test_adjusted_p_values_are_never_smaller_than_plain_ones() -> None:
    cube = people_cube(random_people(5000, 3))
    plain, judged = audit_cube(cube, Plan(thresholds={EQUAL: DEFAULT_THRESHOLDS[EQUAL]})), audit_cube(cube, PLAN)
    first, second = (comparison(report, RATIO, "f").finding for report in (plain, judged))

    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert first.p_value is not None
    assert second.p_value is not None
    assert second.p_value >= first.p_value


def test_equal_weights_change_nothing_but_the_number_they_stand_for() -> None:
    people = random_people(4000, 4)
    plain = audit_cube(people_cube(people, ("sex",)), PLAN)
    weighted = audit_cube(people_cube(people, ("sex",), weight=np.full(4000, 3.0)), PLAN)

    for one, other in zip(plain.attributes[0].comparisons, weighted.attributes[0].comparisons, strict=True):
        assert isinstance(one.finding, Found)
        assert isinstance(other.finding, Found)
        assert other.finding.value == pytest.approx(one.finding.value, abs=1e-9)
        assert other.finding.interval.low == pytest.approx(one.finding.interval.low, abs=1e-9)


def test_unequal_weights_leave_fewer_people_s_worth_of_evidence() -> None:
    people = random_people(4000, 4)
    weights = np.where(np.arange(4000) % 2 == 0, 1.0, 9.0)
    figure = (
        audit_cube(people_cube(people, ("sex",), weight=weights), PLAN)
        .attributes[0]
        .groups[0]
        .figures[Statistic.SELECTION_RATE]
    )

    assert isinstance(figure, Figure)
    assert figure.people is not None
    assert figure.effective == pytest.approx(figure.people * 5**2 / 41, rel=0.05)


def test_people_who_stand_in_the_file_four_times_are_no_four_people() -> None:
    """With their clusters named, intervals are about as wide as those of the people themselves."""
    people = random_people(3000, 5)
    copies = {name: np.repeat(column, 4) for name, column in people.items()}
    bucket = np.repeat(np.random.default_rng(1).integers(0, 200, 3000), 4)
    once, unaware, aware = (
        comparison(audit_cube(cube, PLAN), measure, "f").finding
        for measure in (RATIO,)
        for cube in (
            people_cube(people, ("sex",)),
            people_cube(copies, ("sex",)),
            people_cube(copies, ("sex",), bucket=bucket),
        )
    )

    def width(found: object) -> float:
        assert isinstance(found, Found)
        return found.interval.high - found.interval.low

    assert width(unaware) == pytest.approx(width(once) / 2, rel=0.05)
    assert width(aware) == pytest.approx(width(once), rel=0.2)


def test_a_group_of_which_one_person_has_all_approvals_is_not_shown() -> None:
    """Six hundred women, of whom one was approved forty times: her number is a small one."""
    chance = np.random.default_rng(4)
    sex = np.repeat(["f", "m"], [640, 2000])
    approved = np.concatenate([np.zeros(600, dtype=bool), np.ones(40, dtype=bool), chance.random(2000) < 0.6])
    bucket = np.concatenate([chance.integers(0, 200, 600), np.full(40, 7), chance.integers(0, 200, 2000)])
    people = {"sex": sex}, approved, chance.integers(0, 2, 2640)
    rows, persons = (audit_cube(cube_of(*people, bucket=each), ONLY_RATIO) for each in (None, bucket))

    assert isinstance(comparison(rows, RATIO, "f").finding, Found)
    assert comparison(persons, RATIO, "f").finding == Withheld(why=Why.FEW)
    assert persons.overall is Verdict.SUPPRESSED


def test_a_decline_leaves_the_true_positive_rate_between_its_worst_cases() -> None:
    people = random_people(8000, 6)
    whole = audit_cube(people_cube(people, ("sex",)), PLAN)
    known = comparison(whole, EQUAL, "f")
    people["outcome"] = np.where(people["approved"], people["outcome"], -1)
    report = audit_cube(people_cube(people, ("sex",)), PLAN)
    found = comparison(report, EQUAL, "f")

    assert isinstance(found.finding, Bounds)
    assert found.finding.low <= value(known) <= found.finding.high
    calibration = comparison(report, CALIBRATION, "f").finding
    assert isinstance(calibration, Bounds)
    assert calibration.low <= value(comparison(whole, CALIBRATION, "f")) <= calibration.high
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.overlap == Withheld(why=Why.NO_OVERLAP)


def test_decisions_that_were_open_give_an_estimate_of_those_they_were_open_for() -> None:
    people = random_people(60_000, 7)
    chance = np.random.default_rng(8)
    open_ = np.abs(people["score"] - 600) <= 40
    people["approved"] = np.where(open_, chance.random(60_000) < 0.5, people["score"] > 600)
    people["outcome"] = np.where(people["approved"], people["outcome"], -1)
    found = comparison(audit_cube(people_cube(people, ("sex",)), PLAN), EQUAL, "f")

    assert found.overlap is not None
    assert not isinstance(found.overlap, Withheld)
    assert found.overlap.share == pytest.approx(open_.mean(), abs=0.02)
    assert found.overlap.value == pytest.approx(0, abs=0.03)
    assert found.verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize(("declined", "repaid", "defaulted"), [(9, 40, 40), (400, 9, 400), (400, 400, 9), (10, 10, 9)])
def test_open_decisions_of_a_few_people_are_no_estimate(declined: int, repaid: int, defaulted: int) -> None:
    """They stand at one score alone: the estimate would be the share of a few of them that defaulted."""
    people = random_people(4000, 7)
    people["approved"] = people["score"] > 600
    people["outcome"] = np.where(people["approved"], people["outcome"], -1)
    for sex, sides in (("f", (declined, repaid, defaulted)), ("m", (400, 400, 400))):
        more = sum(sides)
        here = {"sex": sex, "age": "30-64", "score": 600.5, "pd": 0.2}
        added = {name: np.full(more, value) for name, value in here.items()}
        added |= {"approved": np.repeat([False, True, True], sides), "outcome": np.repeat([-1, 0, 1], sides)}
        people = {name: np.concatenate([column, added[name]]) for name, column in people.items()}
    report = audit_cube(people_cube(people, ("sex",)), PLAN)

    for measure in (EQUAL, CALIBRATION, Measure.FALSE_POSITIVE_DIFFERENCE):
        assert comparison(report, measure, "f").overlap == Withheld(why=Why.FEW)


def test_predictive_value_needs_outcomes_of_the_approved_alone() -> None:
    people = random_people(8000, 6)
    people["outcome"] = np.where(people["approved"], people["outcome"], -1)
    report = audit_cube(people_cube(people, ("sex",)), PLAN)

    assert isinstance(comparison(report, Measure.PREDICTIVE_VALUE_DIFFERENCE, "f").finding, Found)
    for measure in (Measure.NEGATIVE_VALUE_DIFFERENCE, Measure.FALSE_POSITIVE_DIFFERENCE, EQUAL):
        assert isinstance(comparison(report, measure, "f").finding, Bounds)


def test_a_distance_is_never_negative_and_a_ratio_never_below_nothing() -> None:
    report = audit_cube(people_cube(random_people(2000, 9)), PLAN)
    for result in report.groupings:
        for found in result.comparisons:
            if isinstance(found.finding, Found):
                floor = {Scale.RATIO: 0.0, Scale.DISTANCE: 0.0}.get(DEFINITIONS[found.measure].scale, -np.inf)
                assert floor <= found.finding.interval.low <= found.finding.value <= found.finding.interval.high


def test_the_approval_curve_at_the_cut_off_in_use_is_the_approval_rate() -> None:
    people = random_people(9000, 10)
    result = audit_cube(people_cube(people, ("sex",)), PLAN).attributes[0]
    at = next(cut for cut in result.curve if cut.at >= 590)
    expected = np.mean(people["score"][people["sex"] == "f"] >= at.at)

    assert at.rates[("f",)].value == pytest.approx(expected)


def test_ranges_of_scores_hold_every_shown_person_once() -> None:
    result = audit_cube(people_cube(random_people(9000, 10)), PLAN).attributes[1]

    for group in result.groups:
        assert sum(band.people[group.group] for band in result.distribution) == pytest.approx(1)
    assert result.distribution[0].low is None
    assert result.distribution[-1].high is None


def test_one_person_in_four_thousand_rows_is_one_person() -> None:
    people = random_people(8000, 11)
    chance = np.random.default_rng(12)
    bucket = np.where(people["sex"] == "f", 7, chance.integers(0, 200, 8000))
    report = audit_cube(people_cube(people, ("sex",), bucket=bucket), PLAN)

    assert report.overall is Verdict.SUPPRESSED
    assert isinstance(report.attributes[0].groups[1].people, Withheld)


@pytest.mark.parametrize("light", [0.0, 1e-9])
@pytest.mark.parametrize("whose", ["declined", "women"])
def test_people_who_weigh_next_to_nothing_are_no_evidence(light: float, whose: str) -> None:
    """All declined: the share approved would have no width. Women that all weigh the same are as many as they are."""
    people = random_people(4000, 13)
    mask = ~people["approved"] if whose == "declined" else people["sex"] == "f"
    cube = people_cube(people, ("sex",), weight=np.where(mask, light, 1.0))
    verdict = comparison(audit_cube(cube, ONLY_RATIO), RATIO, "f").verdict

    assert (verdict is Verdict.SUPPRESSED) == (whose == "declined" or light == 0)


def test_a_missing_outcome_elsewhere_lets_no_three_people_pass() -> None:
    """Three defaulters of a group stay three, whether the other group's outcomes are complete or not."""
    limit = DEFAULT_THRESHOLDS[RATIO]
    plan = Plan(thresholds={Measure.FALSE_POSITIVE_RATIO: limit})
    table: Table = {"a": (4000, 900, 1000, 100), "b": (400, 3, 100, 0)}
    for unknown in ((), (5, 6)):
        report = audit_cube(cube_of_table(table, unknown=unknown), plan)
        assert report.overall is Verdict.SUPPRESSED


def test_worst_cases_give_no_small_number_of_defaults_away() -> None:
    """Of 200 approved with an outcome two defaulted: what their rate may be would say so."""
    approved = np.repeat([True, True, False, True, True, False], [900, 100, 300, 198, 2, 200])
    outcome = np.repeat([0, 1, -1, 0, 1, -1], [900, 100, 300, 198, 2, 200])
    sex = np.repeat(["a", "b"], [1300, 400])
    result = audit_cube(cube_of({"sex": sex}, approved, outcome), default_plan(with_pd=False)).attributes[0]

    for measure in (EQUAL, Measure.TRUE_POSITIVE_RATIO, Measure.FALSE_POSITIVE_DIFFERENCE):
        found = result.comparison(measure, ("b",))
        assert found is not None
        assert isinstance(found.finding, Withheld)


@pytest.mark.parametrize("measure", [Measure.AUC_DIFFERENCE, Measure.GINI_DIFFERENCE])
def test_draws_that_do_not_vary_show_nothing(measure: Measure) -> None:
    """Of 35 people each, the scores separate who repaid from who defaulted: in every draw as well."""
    outcome = np.tile([1, 0, 0, 0, 1, 0, 0], 10)
    cube = cube_of(
        {"sex": np.repeat(["f", "m"], 35)},
        np.tile([True, False], 35),
        outcome,
        score=np.where(outcome == 1, 400.0, 600.0) + np.arange(70) % 50,
    )
    limit = Threshold(name="a gap", limit=0.01, scale=Scale.DIFFERENCE, source="an example")
    report = audit_cube(cube, Plan(thresholds={measure: limit}))

    assert comparison(report, measure, "m").finding == Withheld(why=Why.NOTHING_VARIES)
    assert report.overall is Verdict.INCONCLUSIVE
    for group in report.attributes[0].groups:
        assert group.figures[Statistic.AUC] == Withheld(why=Why.NOTHING_VARIES)


def test_a_small_group_has_a_larger_ks_by_chance_and_is_no_breach_for_it() -> None:
    """A hundred women and four thousand men whose scores say the same; KS is the largest of many distances."""
    limit = Threshold(name="a gap", limit=0.01, scale=Scale.DIFFERENCE, source="an example")
    plan = Plan(thresholds={Measure.KS_DIFFERENCE: limit}, draws=200)
    for seed in range(12):
        chance = np.random.default_rng(seed)
        outcome = (chance.random(4100) < 0.25).astype(int)
        cube = cube_of(
            {"sex": np.repeat(["f", "m"], [100, 4000])},
            chance.random(4100) < 0.5,
            outcome,
            score=np.rint(chance.normal(600, 60, 4100) - 30 * outcome),
        )
        result = audit_cube(cube, plan).attributes[0]
        found = result.comparison(Measure.KS_DIFFERENCE, ("f",))
        assert found is not None
        assert isinstance(found.finding, Found)
        assert found.finding.p_value is None
        assert found.verdict is Verdict.INCONCLUSIVE
        men = result.groups[0].figures[Statistic.KS]
        assert isinstance(men, Figure)
        sides = [float((outcome[100:] == one).sum()) for one in (0, 1)]
        assert men.interval.high - men.value == pytest.approx(massart(sides, 0.95))


@pytest.mark.parametrize("unknown", [False, True])
def test_a_suppressed_comparison_widens_no_other(unknown: bool) -> None:  # noqa: FBT001 - a case
    """Three groups of 24 have no interval: the level is that of the comparison that has one."""
    men: Table = {"a": (200, 50, 100, 50), "b": (190, 50, 110, 50)}
    few: Table = {**men, **dict.fromkeys("cde", (6, 6, 6, 6))}
    one, many = (
        audit_cube(cube_of_table(table, unknown=range(380, 400) if unknown else ()), Plan(thresholds={EQUAL: LIMIT}))
        for table in (men, few)
    )

    assert (one.primary, many.primary) == (1, 4)
    assert (one.intervals, many.intervals) == (1, 1)
    assert many.level == one.level == 0.95
    assert isinstance(comparison(many, EQUAL, "b").finding, Bounds if unknown else Found)


@pytest.mark.parametrize("row", [0, 1])
@pytest.mark.parametrize(("few", "withheld"), [(1, True), (9, True), (10, False)])
def test_worst_cases_do_not_say_of_how_few_no_outcome_is_recorded(*, row: int, few: int, withheld: bool) -> None:
    """Those of a difference and of a ratio are equations of the number of approved, or of declined, without one."""
    table: Table = {"a": (500, 100, 300, 200), "b": (400, 90, 250, 160)}
    cube = cube_of_table(table, unknown=())
    columns = [("a", 1, 40), ("a", 0, 60), ("b", row, few), ("b", 1 - row, 50)]
    code, outcome = cube.codes[:, 0], cube.outcome.copy()
    sex, approved = np.repeat(code, cube.people), np.repeat(cube.approved, cube.people)
    outcome = np.repeat(outcome, cube.people)
    for group, decision, number in columns:
        outcome[np.flatnonzero((sex == "ab".index(group)) & (approved == bool(decision)))[:number]] = -1
    result = audit_cube(cube_of({"sex": np.array(["a", "b"])[sex]}, approved, outcome), ONLY_RATIO).attributes[0]

    measures = [Measure.PREDICTIVE_VALUE_DIFFERENCE, Measure.NEGATIVE_VALUE_RATIO, Measure.TRUE_POSITIVE_RATIO]
    for measure in measures:
        found = result.comparison(measure, ("b",))
        assert found is not None
        assert isinstance(found.finding, Withheld if withheld else Bounds)


@pytest.mark.parametrize(("few", "scores", "withheld"), [(4, 3, True), (4, 20, False), (30, 3, False), (0, 3, False)])
def test_of_few_scores_a_mean_does_not_say_how_few_of_a_group_stand_at_one(
    few: int, scores: int, *, withheld: bool
) -> None:
    """A mean, its variance and the number of people are three equations of how many have each grade."""
    chance = np.random.default_rng(3)
    sex = np.repeat(["f", "m"], [600 + few, 1000])
    score = np.concatenate([chance.integers(2, scores + 1, 600), np.ones(few), chance.integers(1, scores + 1, 1000)])
    approved = chance.random(len(sex)) < 0.5
    cube = cube_of({"sex": sex}, approved, chance.integers(0, 2, len(sex)), score=score.astype(float))
    result = audit_cube(cube, ONLY_RATIO).attributes[0]
    women = next(group for group in result.groups if group.group == ("f",))

    assert isinstance(women.figures[Statistic.MEAN_SCORE], Withheld) == withheld
    for measure in (Measure.STANDARDISED_MEAN_DIFFERENCE, Measure.SCORE_DISTANCE):
        found = result.comparison(measure, ("f",))
        assert found is not None
        assert (found.finding == Withheld(why=Why.FEW)) == withheld


def test_no_reason_tells_the_small_group_from_the_one_that_protects_it() -> None:
    """One person and thirty are hidden together: if the thirty were said to protect, one person would be left over."""
    table: Table = {"a": (1, 0, 0, 0), "b": (5, 5, 10, 10), "c": (150, 100, 150, 100), "d": (140, 110, 150, 100)}
    groups = audit_cube(cube_of_table(table), ONLY_RATIO).attributes[0].groups

    assert {one.group[0]: one.people for one in groups if isinstance(one.people, Withheld)} == {
        "a": Withheld(why=Why.FEW),
        "b": Withheld(why=Why.FEW),
    }


@pytest.mark.parametrize(("declined", "withheld"), [(3, True), (40, False)])
def test_worst_cases_of_calibration_are_of_all_who_have_no_outcome(declined: int, *, withheld: bool) -> None:
    """Whether a few of them were approved, they do not say."""
    sex = np.repeat(["a", "b"], [1000, 1000])
    approved, outcome = np.tile([True, False], 1000), np.tile([0, 0, 1, 1], 500)
    for group in ("a", "b"):
        for decision, number in ((True, 4), (False, declined)):
            outcome[np.flatnonzero((sex == group) & (approved == decision))[:number]] = -1
    report = audit_cube(cube_of({"sex": sex}, approved, outcome, pd=np.full(2000, 0.4)), PLAN)

    assert isinstance(comparison(report, CALIBRATION, "b").finding, Withheld if withheld else Bounds)
    assert comparison(report, EQUAL, "b").finding == Withheld(why=Why.FEW)
