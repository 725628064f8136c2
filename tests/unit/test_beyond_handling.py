"""Appeals, consent and handling by group: what they find, and whom they do not show."""

from __future__ import annotations

import numpy as np
import pytest

from audits.beyond.appeals import Appeals, appeals
from audits.beyond.beyond import Beyond, look_beyond
from audits.beyond.consent import Consent, consent
from audits.beyond.figures import Alike, Found, Rate, Why, Withheld
from audits.beyond.handling import Handling, handling
from scoring.domain.errors import DataError
from tests.support.grouped_people import BY, People, alike, lender, rate, sex, woman


@pytest.fixture(scope="module")
def people() -> People:
    return lender()


@pytest.fixture(scope="module")
def beyond(people: People) -> Beyond:
    return look_beyond(people, BY)


# Appeals


def test_appeals_that_are_heard_less_often_and_later_are_found(beyond: Beyond) -> None:
    assert isinstance(beyond.appeals, Appeals)
    found = beyond.appeals.by[0]

    assert alike(woman(found.appealed)).interval.low < 0 < alike(woman(found.appealed)).interval.high
    assert alike(woman(found.overturned)).interval.high < -0.1
    days = next(each for each in found.days if each.group == "woman")
    assert isinstance(days.difference, Found)
    assert days.difference.interval.low > 0


def test_a_pending_appeal_counts_neither_way(people: People, beyond: Beyond) -> None:
    assert isinstance(beyond.appeals, Appeals)
    columns = people.columns
    heard = (columns["appealed"] == 1) & (columns["overturned"] >= 0)
    counted = sum(rate(share).proportion.of for share in beyond.appeals.by[0].overturned)

    assert counted == heard.sum()
    assert beyond.appeals.pending == (columns["appealed"] == 1).sum() - heard.sum()


def test_an_appeal_that_led_to_approval_is_still_an_appeal() -> None:
    source = People(sex=["man", "woman"] * 200, approved=[1, 0, 0, 0] * 100, appealed=[1, 1, 0, 0] * 100)
    found = appeals(source, BY, 0.95)

    assert isinstance(found, Appeals)
    assert found.people == 400
    assert {absent.part for absent in found.absent} == {"overturned", "days_to_review", "reviewers"}


def test_a_reviewer_of_few_appeals_is_hidden_with_the_next(beyond: Beyond) -> None:
    assert isinstance(beyond.appeals, Appeals)
    found = {each.name: each.overturned for each in beyond.appeals.reviewers}

    assert isinstance(found["r1"], Rate)
    assert found["r2"] == Withheld(why=Why.FEW)
    assert found["r3"] == Withheld(why=Why.FEW)


def test_a_difference_that_comes_from_who_reviews_is_gone_with_the_same_reviewer() -> None:
    """One reviewer hears mostly women and changes little; each treats men and women alike."""
    rng = np.random.default_rng(8)
    women = rng.random(4_000) < 0.5
    strict = rng.random(4_000) < np.where(women, 0.8, 0.2)
    source = People(
        sex=np.where(women, "woman", "man"),
        approved=np.zeros(4_000, dtype=int),
        appealed=np.ones(4_000, dtype=int),
        overturned=(rng.random(4_000) < np.where(strict, 0.1, 0.5)).astype(int),
        reviewer=np.where(strict, "strict", "mild"),
    )
    found = appeals(source, BY, 0.95)
    assert isinstance(found, Appeals)
    by = found.by[0]
    plain, same = woman(by.overturned).difference, by.same_reviewer[1]

    assert isinstance(plain, Found)
    assert plain.interval.high < -0.15
    assert isinstance(same, Alike)
    assert same.found.interval.low < 0 < same.found.interval.high
    assert by.same_reviewer[0] is None


def test_appeals_that_nobody_signed_are_not_heard_by_the_same_reviewer() -> None:
    """Where nobody is named, one group is favoured: by different people, for all that anyone knows."""
    half = [0, 1] * 200
    source = People(
        sex=[*["man", "woman"] * 200, *["man", "woman"] * 200],
        approved=[0] * 800,
        appealed=[1] * 800,
        overturned=[*[1, 0] * 200, *np.sort(half)],
        reviewer=[*[""] * 400, *["r1"] * 400],
    )
    found = appeals(source, BY, 0.95)
    assert isinstance(found, Appeals)
    same = found.by[0].same_reviewer[1]

    assert isinstance(same, Alike)
    assert same.found.value == 0
    assert [(each.name, rate_of(each.overturned)) for each in found.reviewers] == [("not stated", 0.5), ("r1", 0.5)]


@pytest.mark.parametrize("name", ["not stated", "Niet  Opgegeven"])
def test_a_reviewer_who_is_called_as_nobody_is_refused(name: str) -> None:
    source = People(
        sex=["man", "woman"] * 200,
        approved=[0] * 400,
        appealed=[1] * 400,
        overturned=[0, 1] * 200,
        reviewer=[name] * 400,
    )
    with pytest.raises(DataError, match="a reviewer is called 'not stated'"):
        appeals(source, BY, 0.95)


def rate_of(found: Rate | Withheld) -> float:
    """The share itself."""
    assert isinstance(found, Rate)
    return found.proportion.rate


# Consent


def test_refusal_that_costs_one_group_approval_is_found_in_that_group(beyond: Beyond) -> None:
    assert isinstance(beyond.consent, Consent)
    by = beyond.consent.by[0]
    effects = {effect.group: effect for effect in by.effects}

    assert isinstance(woman(by.refused).difference, Found)
    assert woman(by.refused).alike is None  # refusal comes before the score
    assert isinstance(effects["woman"].alike, Alike)
    assert effects["woman"].alike.found.interval.high < -0.05
    assert effects["man"].alike == Withheld(why=Why.SAME)


def test_both_sides_of_a_small_cell_are_hidden() -> None:
    """Twelve who refused: how many others there are would tell who they were."""
    refused = [1] * 12 + [0] * 488
    source = People(
        sex=["man"] * 500 + ["woman"] * 500,
        approved=[1, 0] * 500,
        consent_refused=refused + [1, 0, 0, 1] * 125,
    )
    found = consent(source, BY, 0.95)
    assert isinstance(found, Consent)

    for effect in found.by[0].effects:
        assert isinstance(effect.refused, Withheld)
        assert isinstance(effect.others, Withheld)
    assert isinstance(found.effect.refused, Rate)


# Handling


def test_the_cut_off_that_fewest_decisions_go_against_is_found(beyond: Beyond) -> None:
    assert isinstance(beyond.handling, Handling)
    assert [(each.card, each.at, each.given) for each in beyond.handling.cut_offs] == [("", 510.0, False)]


def test_overrides_on_both_sides_of_a_given_cut_off() -> None:
    rng = np.random.default_rng(6)
    women, score = rng.random(8_000) < 0.5, rng.integers(450, 550, 8_000)
    against = rng.random(8_000) < np.where(women & (score >= 500), 0.2, 0.1)
    source = People(
        sex=np.where(women, "woman", "man"),
        score=score.astype(float),
        approved=((score >= 500) != against).astype(int),
    )
    found = handling(source, BY, 0.95, cut_off=500)
    assert isinstance(found, Handling)
    by = found.by[0]

    assert rate(woman(by.declined_above)).proportion.rate == pytest.approx(0.2, abs=0.03)
    assert alike(woman(by.declined_above)).value == pytest.approx(0.1, abs=0.03)
    assert rate(woman(by.approved_below)).proportion.rate == pytest.approx(0.1, abs=0.03)
    assert alike(woman(by.approved_below)).interval.low < 0 < alike(woman(by.approved_below)).interval.high
    assert by.referred == ()
    assert [absent.part for absent in found.absent] == ["referral"]


def test_each_card_has_a_cut_off_of_its_own_and_probabilities_run_the_other_way() -> None:
    pd = np.tile(np.linspace(0.01, 0.2, 20), 40)
    card = np.repeat(["a", "b"], 400)
    approved = np.where(card == "a", pd <= 0.1, pd <= 0.05).astype(int)
    source = People(sex=np.tile(["man", "woman"], 400), pd=pd, card=card, approved=approved)
    found = handling(source, BY, 0.95)
    assert isinstance(found, Handling)

    assert [each.at for each in found.cut_offs] == pytest.approx([0.1, 0.05])


def test_a_card_that_approves_everybody_has_no_cut_off() -> None:
    source = People(sex=["man", "woman"] * 50, score=np.arange(100.0), approved=[1] * 100)
    found = handling(source, BY, 0.95)

    assert isinstance(found, Handling)
    assert found.cut_offs[0].at is None


def test_who_is_hidden_among_decisions_is_hidden_in_every_table_below_and_above_the_cut_off() -> None:
    """Below and above are everybody: a group shown in one table and in the decisions could be had in the other."""
    sides = {
        "a": ((2000, 1900), (2000, 200)),
        "d": ((100, 70), (240, 40)),
        "c": ((150, 110), (80, 30)),
        "b": ((6, 1), (5, 1)),
    }
    group, score, approved = [], [], []
    for name, (above, below) in sides.items():
        for (people, yes), at in ((above, 60), (below, 20)):
            group += [name] * people
            score += [at] * people
            approved += [1] * yes + [0] * (people - yes)
    source = People(sex=group, score=np.array(score, dtype=float), approved=approved)
    found = look_beyond(source, sex("a", "b", "c", "d"), cut_off=50).handling
    assert isinstance(found, Handling)
    hidden = [
        {share.group for share in table if isinstance(share.rate, Withheld)}
        for table in (found.by[0].approved_below, found.by[0].declined_above)
    ]

    assert hidden[0] == hidden[1] >= {"b", "c"}
