"""Plans of an audit, and what a plan cannot say."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audits.decisions.cube import Source
from audits.decisions.schema import Columns
from audits.fairness.audit import audit, audit_cube
from audits.fairness.bound import Bound
from audits.fairness.document import to_document
from audits.fairness.measures import Measure, Scale
from audits.fairness.plan import Plan, default_plan, read_plan
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Threshold
from scoring.domain.errors import DeclarationError, FileError, InputError


def plan_of(folder: Path, text: str) -> Plan:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


def test_a_plan_is_read_with_its_limits_and_references(tmp_path: Path) -> None:
    text = (
        'level = 0.99\ndraws = 400\nseed = 7\ntogether = 3\njudge_combinations = true\n[reference]\nsex = "male"\n'
        '[limit.adverse_impact_ratio]\nname = "house rule"\nlimit = 0.9\nsource = "credit policy 4.2"\n'
    )
    plan = plan_of(tmp_path, text)

    assert (plan.level, plan.draws, plan.seed, plan.together, plan.judge_combinations) == (0.99, 400, 7, 3, True)
    assert dict(plan.references) == {"sex": "male"}
    assert plan.sha256 == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert list(plan.thresholds) == [Measure.ADVERSE_IMPACT_RATIO]
    assert plan.thresholds[Measure.ADVERSE_IMPACT_RATIO].low == 0.9


def test_an_empty_plan_has_the_default_limits(tmp_path: Path) -> None:
    assert dict(plan_of(tmp_path, "").thresholds) == dict(DEFAULT_THRESHOLDS)


def test_without_predictions_the_default_plan_leaves_calibration_out() -> None:
    assert Measure.CALIBRATION_DIFFERENCE not in default_plan(with_pd=False).thresholds
    assert Measure.CALIBRATION_DIFFERENCE in default_plan(with_pd=True).thresholds


def test_a_plan_without_limits_asks_for_no_predictions_where_there_are_none(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "together = 1")

    assert dict(plan.fitting(predicted=False).thresholds) == dict(default_plan(with_pd=False).thresholds)
    assert plan.fitting(predicted=True) is plan
    named = plan_of(tmp_path, "[limit.calibration_difference]\nlimit = 0.1\nsource = 'x'")
    assert named.fitting(predicted=False) is named


def test_a_plan_that_names_no_weight_says_how_to_leave_a_weight_out() -> None:
    bound = Bound(columns={"outcome": "bad", "approved": "approved"})
    with pytest.raises(InputError, match="'weight': none; the audit has weight") as caught:
        bound.check_columns(Columns(outcome="bad", weight="weight"), None)
    assert "rename the column" in caught.value.remedy


DECISIONS = Source(role="decisions", name="d.csv", sha256="sha256:" + "0" * 64)
GROUPS = Source(role="groups", name="g.csv", sha256="sha256:" + "1" * 64)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('by = ["age"]', "the attributes: age; the audit has sex"),
        ("[columns]\noutcome = 'bad'\npd = 'pd'\nweight = 'w'", "the column of 'weight': w; the audit has none"),
        ("[columns]\noutcome = 'bad'", "the column of 'pd': none; the audit has pd"),
        ("[columns]\noutcome = 'bad'\npd = 'pd'\nkey = 'alt'", "the column of 'key': alt; the audit has id"),
        (f"groups = 'sha256:{'2' * 64}'", "the file of groups: sha256:22"),
    ],
)
def test_an_audit_of_something_else_than_the_plan_names_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        _check(plan_of(tmp_path, text))


def _check(plan: Plan) -> None:
    plan.bound.check_columns(Columns(outcome="bad", pd="pd"), "id")
    plan.bound.check(["sex"], [DECISIONS, GROUPS])


def test_what_a_plan_names_is_not_left_open(tmp_path: Path) -> None:
    text = f'by = ["sex"]\ngroups = "{GROUPS.sha256}"\n[columns]\noutcome = "bad"\npd = "pd"\nkey = "id"\n'
    bound = plan_of(tmp_path, text).bound
    bound.check_columns(Columns(outcome="bad", pd="pd"), "id")
    bound.check(["sex"], [DECISIONS, GROUPS])

    assert bound.left_open == ()
    assert len(plan_of(tmp_path, "").bound.left_open) == 3


def test_a_plan_can_say_that_the_decisions_hold_the_groups(tmp_path: Path) -> None:
    bound = plan_of(tmp_path, 'groups = "none"').bound
    bound.check(["sex"], [DECISIONS])

    with pytest.raises(InputError, match="the file of groups: none; the audit has sha256:1"):
        bound.check(["sex"], [DECISIONS, GROUPS])


def test_groups_in_a_table_of_their_own_are_not_held_by_the_decisions() -> None:
    """In memory too, where no file has a digest."""
    people = np.arange(800)
    decisions = {"id": people, "approved": people % 2, "outcome": people // 2 % 2}
    groups = {"id": people, "sex": np.where(people % 3 == 0, "f", "m")}
    plan = replace(default_plan(with_pd=False), bound=Bound(by=("sex",), groups="none"))

    with pytest.raises(InputError, match="the file of groups: none; the audit has groups apart"):
        audit(decisions, plan, by=["sex"], groups=groups, key="id")
    assert audit({**decisions, **groups}, plan, by=["sex"]).people == 800


def test_what_a_cube_does_not_show_is_left_open() -> None:
    """Another column than the named one may have been counted: nobody can see it in the cube."""
    people = np.arange(800)
    table = {"sex": np.where(people % 3 == 0, "f", "m"), "approved": people % 2, "bad": people // 2 % 2}
    columns = {"outcome": "bad", "approved": "approved"}
    plan = replace(default_plan(with_pd=False), bound=Bound(by=("sex",), columns=columns, groups="none"))
    seen = audit(table, plan, by=["sex"], outcome="bad")
    report = audit_cube(seen.cube, plan)

    assert seen.left_open == ()
    assert [each.en for each in report.left_open] == ["which columns are read", "which file gives the groups"]
    assert to_document(report)["plan"]["left_open"] == [{"en": t.en, "nl": t.nl} for t in report.left_open]


def test_the_four_fifths_screen_is_symmetrical_and_says_what_it_is() -> None:
    screen = DEFAULT_THRESHOLDS[Measure.ADVERSE_IMPACT_RATIO]

    assert (screen.low, screen.high) == (0.8, 1.25)
    assert screen.source == "29 CFR 1607.4(D), an employment guideline: a screening signal, no legal claim"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("levle = 0.9", "no setting 'levle'"),
        ("level = 2.0", "the level is 2"),
        ('level = "high"', "'level' is not a number"),
        ("[limit.honesty]\nlimit = 0.1\nsource = 'x'", "no measure 'honesty'"),
        ("[limit.adverse_impact_ratio]\nlimit = 0.9", "lacks a number or a source"),
        ("[limit.adverse_impact_ratio]\nlimit = 0.9\nsource = ' '", "no name or no source"),
        ("[limit.adverse_impact_ratio]\nlimit = 1.25\nsource = 'x'", "the limit is 1.25"),
        ("[limit.adverse_impact_ratio]\nlimit = nan\nsource = 'x'", "the limit is nan"),
        ("limit = 3", "'limit' is not a table"),
        ("[limit]\nadverse_impact_ratio = 3", "is not a table"),
        ("[reference]\nsex = 3", "'reference' is not a table of texts"),
        ('registered = "long ago"', "cannot say of itself that it was registered"),
        ("draws = 10", "there are 10 draws"),
        ("draws = 1000.5", "'draws' is not a whole number"),
        ("together = 4", "4 attributes are combined"),
        ("judge_combinations = 1", "neither true nor false"),
        ("level = true", "'level' is not a number"),
        ("by = 'sex'", "'by' is not a list of attributes"),
        ("by = []", "'by' is not a list of attributes"),
        ("groups = 'sha256:12'", "'groups' is no digest"),
        ("columns = 3", "'columns' is not a table of texts"),
        ("[columns]\nrace = 'race'", "no setting 'race'"),
        ("[limit.score_distance]\nlimit = -0.1\nsource = 'x'", "the limit is -0.1"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        plan_of(tmp_path, text)


def test_a_plan_that_is_no_toml_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="not valid TOML"):
        plan_of(tmp_path, "= 3")
    with pytest.raises(FileError, match="cannot be read"):
        read_plan(tmp_path / "none.toml")


def test_a_plan_judges_something_on_the_scale_of_its_measure() -> None:
    wrong = Threshold(name="x", limit=0.8, scale=Scale.RATIO, source="y")

    with pytest.raises(DeclarationError, match="names no measure"):
        Plan(thresholds={})
    with pytest.raises(DeclarationError, match="another scale"):
        Plan(thresholds={Measure.TRUE_POSITIVE_DIFFERENCE: wrong})
