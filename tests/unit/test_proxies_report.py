from __future__ import annotations

import numpy as np
import pytest

from audits.proxies.report import Mark, mark, proxies
from audits.shared.finding import Known, NotGiven, Reason
from audits.shared.intervals import Interval
from scoring.domain.errors import DataError, InputError
from tests.support.counted import Frame
from tests.support.proxied import COLUMNS, people


def value(finding: object) -> float:
    assert isinstance(finding, Known)
    return finding.value


def test_characteristics_are_ranked_by_how_much_they_tell_of_the_group() -> None:
    (found,) = proxies(Frame(people()), ["origin"], COLUMNS).attributes
    assert [rows[0].column for rows in found.characteristics] == COLUMNS
    assert found.reference == "here"
    assert [rows[0].mark for rows in found.characteristics] == [Mark.MARKED, Mark.MARKED, Mark.NOT_MARKED]


def test_leaving_the_proxy_out_brings_the_rates_nearer_and_leaving_out_noise_does_not() -> None:
    (found,) = proxies(Frame(people()), ["origin"], COLUMNS).attributes
    change = {}
    for rows in found.characteristics:
        row = next(each for each in rows if each.group == "elsewhere")
        assert row.without is not None
        assert isinstance(row.without.change, Known)
        assert value(row.without.after) - value(row.without.before) == pytest.approx(row.without.change.value)
        change[row.column] = row.without.change.interval
    assert change["points_housing"].low > 0.05
    assert change["points_age_of_file"].high < 0.05


def test_the_card_as_a_whole_comes_first_by_score_or_by_probability() -> None:
    by_score, by_pd = (
        proxies(Frame(people()), ["origin"], COLUMNS, axis=axis).attributes[0].card for axis in ("score", "pd")
    )
    assert {row.group for row in by_score} == {"elsewhere", "here"}
    assert value(by_score[0].predicts) == pytest.approx(value(by_pd[0].predicts), abs=1e-9)


def test_without_a_score_nothing_is_left_out() -> None:
    report = proxies(Frame(people()), ["origin"], COLUMNS, axis=None)
    assert report.rate is None
    assert all(row.without is None for rows in report.attributes[0].characteristics for row in rows)


def test_what_the_group_owes_to_its_risk_alone_is_gone_among_people_of_the_same_risk() -> None:
    """Points that follow from the risk and chance, and a group that is riskier: the AUC shows it, the strata do not."""
    rng = np.random.default_rng(3)
    risk = rng.random(6_000)
    group = rng.random(6_000) < risk
    columns = {
        "origin": np.where(group, "a", "b").astype(object),
        "points_x": np.rint(-10 * risk),
        "risk": np.rint(risk * 200) / 200,
        "score": -risk,
        "approved": (risk < 0.5).astype(np.int64),
        "outcome": np.full(6_000, -1),
    }
    (found,) = proxies(Frame(columns), ["origin"], ["points_x"], risk="risk").attributes
    row = found.characteristics[0][0]
    assert abs(value(row.predicts) - 0.5) > 0.25
    assert abs(value(row.given_risk) - 0.5) < 0.06
    (unknown,) = proxies(Frame(columns), ["origin"], ["points_x"]).attributes
    assert unknown.characteristics[0][0].given_risk == NotGiven(reason=Reason.NO_OUTCOMES)


def test_a_small_group_is_hidden_with_the_one_that_would_give_it_away() -> None:
    columns = people()
    columns["origin"][:7] = "far"
    (found,) = proxies(Frame(columns), ["origin"], COLUMNS).attributes
    hidden = {row.group for row in found.card if row.people is None}
    assert "far" in hidden
    assert len(hidden) == 2
    assert all(row.mark is Mark.NOT_GIVEN for row in found.card if row.group in hidden)


def test_three_rows_give_no_number() -> None:
    columns = {name: column[:3] for name, column in people(50).items()}
    columns["origin"] = np.array(["a", "b", "a"], dtype=object)
    report = proxies(Frame(columns), ["origin"], COLUMNS)
    assert all(row.mark is Mark.NOT_GIVEN for rows in report.attributes[0].characteristics for row in rows)


def test_one_group_only_is_refused() -> None:
    columns = people(100) | {"origin": np.full(100, "a", dtype=object)}
    with pytest.raises(DataError, match="one group only"):
        proxies(Frame(columns), ["origin"], COLUMNS)


def test_an_empty_column_is_refused_and_gaps_are_counted() -> None:
    columns = people(1_000)
    columns["points_housing"][:40] = np.nan
    assert proxies(Frame(columns), ["origin"], COLUMNS).left_out == {"points_housing": 40}
    columns["points_housing"][:] = np.nan
    with pytest.raises(DataError, match="points_housing"):
        proxies(Frame(columns), ["origin"], COLUMNS)


@pytest.mark.parametrize(("attributes", "columns"), [([], COLUMNS), (["origin"], []), (["origin"], ["x", "x"])])
def test_nothing_to_compare_is_refused(attributes: list[str], columns: list[str]) -> None:
    with pytest.raises(InputError):
        proxies(Frame(people(100)), attributes, columns)


@pytest.mark.parametrize("rate", [0.0, 1.0, float("nan"), -1])
def test_a_rate_that_parts_nobody_is_refused(rate: float) -> None:
    with pytest.raises(InputError):
        proxies(Frame(people(100)), ["origin"], COLUMNS, rate=rate)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.61, 0.7, Mark.MARKED), (0.2, 0.39, Mark.MARKED), (0.45, 0.58, Mark.NOT_MARKED), (0.3, 0.7, Mark.UNCLEAR)],
)
def test_the_whole_interval_is_judged(low: float, high: float, expected: Mark) -> None:
    assert mark(Known(value=(low + high) / 2, interval=Interval(low=low, high=high, level=0.95))) is expected
