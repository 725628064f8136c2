from __future__ import annotations

import numpy as np
import pytest

from audits.alternatives.judgement import Judgement, Standing, judge
from audits.alternatives.measured import nearer
from audits.alternatives.words import say
from audits.shared.estimate import Estimate
from audits.shared.finding import Known
from scoring.domain.errors import DataError, InputError
from scoring.domain.text import Language
from tests.support.candidates import MANIFEST, people
from tests.support.counted import Frame


@pytest.fixture(scope="module")
def found() -> Judgement:
    return judge(Frame(people()), MANIFEST, ["origin"])


def test_a_more_even_card_that_ranks_as_well_dominates_and_is_open(found: Judgement) -> None:
    standings = {each.entry.digest: each.standing for each in found.cards}
    assert standings == {
        "sha256:aa": Standing.CHOSEN,
        "sha256:bb": Standing.DOMINATES,
        "sha256:cc": Standing.NOT_BETTER,
    }
    assert [each.entry.digest for each in found.open] == ["sha256:bb"]


def test_a_reason_given_by_a_person_closes_the_finding() -> None:
    found = judge(Frame(people()), MANIFEST, ["origin"], reasons={"bb": "needs data\nthat we may not keep"})
    assert found.open == ()
    assert found.cards[1].standing is Standing.DOMINATES
    assert found.cards[1].reason == "needs data that we may not keep"


def test_the_front_leaves_out_who_is_beaten_on_both(found: Judgement) -> None:
    (front,) = found.fronts
    assert front.group == "elsewhere"
    assert "sha256:bb" in front.digests
    assert "sha256:cc" not in front.digests


def test_the_chosen_card_differs_from_itself_by_nothing(found: Judgement) -> None:
    change = found.cards[0].accuracy.auc_change
    assert isinstance(change, Known)
    assert (change.value, change.interval.low, change.interval.high) == (0, 0, 0)


def test_the_interval_that_decides_is_wider_than_that_by_itself(found: Judgement) -> None:
    one = found.cards[1].disparities[0]
    assert isinstance(one.nearer, Known)
    assert isinstance(one.nearer_jointly, Known)
    assert one.nearer_jointly.interval.low < one.nearer.interval.low
    assert found.joint == pytest.approx(0.975)


def test_a_more_even_card_that_ranks_worse_than_the_tolerance_does_not_dominate() -> None:
    columns = people()
    rng = np.random.default_rng(1)
    columns["score_bb"] = np.rint(columns["score_bb"] + rng.normal(size=6_000) * 25)
    found = judge(Frame(columns), MANIFEST, ["origin"])
    assert found.cards[1].standing is Standing.COSTS


def test_a_card_that_is_uneven_for_another_attribute_does_not_dominate() -> None:
    columns = people()
    rng = np.random.default_rng(1)
    age = rng.random(6_000) < 0.4
    columns["age"] = np.where(age, "young", "old").astype(object)
    columns["score_bb"] = np.rint(columns["score_bb"] - 6 * age)
    found = judge(Frame(columns), MANIFEST, ["origin", "age"], tolerance=0.2)
    assert found.cards[1].standing is Standing.COSTS


@pytest.mark.parametrize(("young", "standing"), [(0.01, Standing.DOMINATES), (0.4, Standing.COSTS)])
def test_a_group_that_is_farther_counts_once_it_is_shown_to_be(young: float, standing: Standing) -> None:
    """So the page says: of sixty people it cannot be shown."""
    columns = people()
    few = np.random.default_rng(1).random(6_000) < young
    columns["age"] = np.where(few, "young", "old").astype(object)
    columns["score_bb"] = np.rint(columns["score_bb"] - 4 * few)
    card = judge(Frame(columns), MANIFEST, ["origin", "age"], tolerance=0.05).cards[1]
    farther = next(each.nearer for each in card.disparities if each.attribute == "age")

    assert isinstance(farther, Known)
    assert farther.value < 0
    assert card.standing is standing
    said = say("about_dominates", Language.EN, joint="", tolerance="", source="", level="")
    assert "no group is shown to be farther" in said


def test_three_rows_are_not_judged() -> None:
    columns = {name: column[:3] for name, column in people().items()}
    columns["origin"] = np.array(["a", "b", "a"], dtype=object)
    columns["approved"] = np.array([1, 0, 1])
    found = judge(Frame(columns), MANIFEST, ["origin"])
    assert not found.judged
    assert found.fronts == ()


def test_without_outcomes_nothing_is_judged() -> None:
    columns = people() | {"outcome": np.full(6_000, -1)}
    assert not judge(Frame(columns), MANIFEST, ["origin"]).judged


def test_one_group_only_is_refused() -> None:
    with pytest.raises(DataError, match="one group only"):
        judge(Frame(people() | {"origin": np.full(6_000, "a", dtype=object)}), MANIFEST, ["origin"])


def test_an_empty_column_of_scores_is_refused() -> None:
    with pytest.raises(DataError, match="score_bb"):
        judge(Frame(people() | {"score_bb": np.full(6_000, np.nan)}), MANIFEST, ["origin"])


@pytest.mark.parametrize("reasons", [{"zz": "why"}, {"": "why"}, {"sha256:": "why"}, {"bb": " "}, {"aa": "chosen"}])
def test_a_reason_that_fits_no_candidate_is_refused(reasons: dict[str, str]) -> None:
    with pytest.raises(InputError):
        judge(Frame(people()), MANIFEST, ["origin"], reasons=reasons)


@pytest.mark.parametrize("options", [{"tolerance": -0.1}, {"tolerance": float("nan")}, {"rate": 1.0}, {"rate": 0.0}])
def test_options_that_mean_nothing_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError):
        judge(Frame(people()), MANIFEST, ["origin"], rate=options.get("rate"), tolerance=options.get("tolerance", 0.01))


def test_decisions_that_are_all_alike_need_a_rate() -> None:
    columns = people() | {"approved": np.ones(6_000, dtype=np.int64)}
    with pytest.raises(DataError, match="alike"):
        judge(Frame(columns), MANIFEST, ["origin"])
    assert judge(Frame(columns), MANIFEST, ["origin"], rate=0.6).judged


def test_nearer_to_equal_counts_from_either_side() -> None:
    """0.8 to 0.95, and 0.8 to 1/0.95, are the same step; 0.8 to 1/0.7 is a step away."""
    ones = np.full(100, 1e-4)

    def ratio(value: float) -> Estimate:
        return Estimate(value=value, parts=ones * np.tile([1, -1], 50), people=np.ones(100))

    for value, expected in [(0.95, 0.15), (1 / 0.95, 0.15), (1 / 0.7, -0.1), (0.7, -0.1)]:
        for turned in (False, True):
            pair = [ratio(value), ratio(0.8)]
            one, other = [each.inverse() for each in pair] if turned else pair
            step = nearer(one, other, 0.95)
            assert isinstance(step, Known)
            assert step.value == pytest.approx(expected)
            assert step.interval.low <= step.value <= step.interval.high
