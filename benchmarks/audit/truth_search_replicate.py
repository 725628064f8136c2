"""One replicate: a card made of half the people, what the audit says of it on the other half, and what is true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audits.alternatives.judgement import TOLERANCE, Judged, Standing, judge
from audits.alternatives.manifest import Entry, Manifest
from audits.alternatives.weights import reweighing
from audits.proxies.report import LIMIT, Mark, proxies
from audits.shared.finding import Finding, Known
from benchmarks.audit.truth_search_sample import (
    GROUP,
    REFERENCE,
    SETTINGS,
    Column,
    Frame,
    Lives,
    lives,
    population,
    registry,
)
from benchmarks.audit.truth_search_values import bands, evenness, kendall, membership, membership_within, pairs_in_order
from scoring.artefact.card_json import card_digest
from scoring.batch.lookup import points_matrix
from scoring.batch.score import score_table
from scoring.domain.card import Card
from scoring.engine.alternatives import Candidate, Wanted, candidates
from scoring.engine.assemble import Origin
from scoring.engine.fit import fit_card
from scoring.engine.options import FitOptions
from scoring.engine.ranking import gini_against_truth

__all__ = ["Answer", "Best", "Covered", "Order", "Task", "replicate"]

MEMBER = "yes"
OPTIONS = FitOptions(crossings=0, max_attributes=6)
ORIGIN = Origin(target="defaulted", bad="1")
RATE = 0.7
"""The share that every card approves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a replicate is to be of.

    Attributes
    ----------
    persons
        Half of them make the card, half are judged.
    population
        How many people truth is taken from.
    """

    setting: str
    number: int
    persons: int
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Whether the intervals of a characteristic hold the population's value; None where there is no interval.

    Attributes
    ----------
    predicts, given_outcome, given_risk
        By itself, among people of the same recorded outcome, and within bands of true risk.
    """

    characteristic: str
    predicts: bool | None
    given_outcome: bool | None
    given_risk: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the report on proxies said.

    Attributes
    ----------
    first, true_first
        The characteristic that it ranks first, and the one that truly tells most.
    marked, strong
        Those that it marks, and those of which it is true that they lie beyond the limit of marks.
    kendall
        Rank correlation of its strengths with the population's.
    same, pairs
        Pairs of characteristics in the population's order, and all pairs.
    """

    first: str
    true_first: str
    marked: tuple[str, ...]
    strong: tuple[str, ...]
    kendall: float
    same: int
    pairs: int
    covered: tuple[Covered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """A candidate that was said to dominate, against the chosen card in the whole population.

    Attributes
    ----------
    making, what
        How it was made.
    nearer
        The true ratio of the lower approval rate to the higher, less the chosen card's.
    gini
        Its Gini against true risk, less the chosen card's.
    """

    making: str
    what: str
    nearer: float
    gini: float

    @property
    def less_disparate(self) -> bool:
        """Whether its true disparity is smaller."""
        return self.nearer > 0

    @property
    def no_less_accurate(self) -> bool:
        """Whether it ranks by true risk at least as well."""
        return self.gini >= 0

    @property
    def within_tolerance(self) -> bool:
        """Whether it loses no more by true risk than the judge tolerates; a Gini is twice an AUC less one."""
        return self.gini >= -2 * TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A replicate.

    Attributes
    ----------
    others
        How many candidates were judged; None where none were made.
    nearer
        Whether any was said to be nearer to equal, at a cost, perhaps, or none.
    dominating
        All that were said to dominate, the one that was measured nearest to equal first.
    """

    setting: str
    order: Order
    others: int | None = None
    nearer: bool = False
    dominating: tuple[Best, ...] = ()


def replicate(task: Task) -> Answer:
    """Make a card of the first half of the people, audit it on the second, and look up what is true."""
    setting, everybody = SETTINGS[task.setting], population(task.setting, task.population)
    people = lives(setting, task.persons, setting.stream + task.number)
    first = np.arange(task.persons) < task.persons // 2
    developed, bad = people.readings.select(first), people.bad[first]
    fitted = fit_card(developed, registry(), bad, weight=None, options=OPTIONS, origin=ORIGIN)
    held = Lives(
        readings=people.readings.select(~first),
        member=people.member[~first],
        bad=people.bad[~first],
        true_pd=people.true_pd[~first],
    )
    order = _order(fitted.card, held, everybody, setting.knobs.label_bias)
    if task.setting == "fair":
        return Answer(setting=task.setting, order=order)
    weights = {"reweighing": reweighing(_names(people.member[first]), bad)}
    made = candidates(
        fitted,
        developed,
        registry(),
        bad,
        weight=None,
        options=OPTIONS,
        origin=ORIGIN,
        wanted=Wanted(leave_one_out=True, weights=weights),
    )
    cards = _judged(made, held)
    by_digest = {card_digest(each.card): each for each in made}
    dominating = sorted(
        (card for card in cards if card.standing is Standing.DOMINATES), key=lambda card: -_measured(card)
    )
    return Answer(
        setting=task.setting,
        order=order,
        others=len(made) - 1,
        nearer=any(card.standing in _NEARER for card in cards),
        dominating=tuple(_best(made[0], by_digest[card.entry.digest], everybody) for card in dominating),
    )


_NEARER = {Standing.DOMINATES, Standing.PERHAPS, Standing.COSTS}


def _names(member: Column) -> Column:
    return np.where(member, MEMBER, REFERENCE).astype(object)


def _frame(held: Lives, score: Column, more: dict[str, Column]) -> Frame:
    approved = (score >= np.quantile(score, 1 - RATE)).astype(np.int64)
    outcome = held.bad.astype(np.int64)
    return Frame({GROUP: _names(held.member), "outcome": outcome, "score": score, "approved": approved} | more)


def _order(card: Card, held: Lives, everybody: Lives, label_bias: float) -> Order:
    """Audit the card's points on the people held out, and compare with everybody."""
    names = [entry.characteristic for entry in card.entries]
    points = dict(zip(names, points_matrix(card, held.readings).T.astype(np.float64), strict=True))
    frame = _frame(held, _scores(card, held), {**points, "true_pd": held.true_pd})
    by_outcome, by_risk = (
        {rows[0].column: rows for rows in proxies(frame, [GROUP], names, risk=risk).attributes[0].characteristics}
        for risk in (None, "true_pd")
    )
    # A person who repaid counts as a default as often as the recording makes one of them.
    bad = everybody.true_pd + (1 - everybody.true_pd) * label_bias * everybody.member
    strata = {"outcome": [bad, 1 - bad], "risk": bands(everybody.true_pd)}
    true, covered = {}, []
    for name, column in zip(names, points_matrix(card, everybody.readings).T, strict=True):
        row = next(each for each in by_outcome[name] if each.group == MEMBER)
        other = next(each for each in by_risk[name] if each.group == MEMBER)
        value = membership(column, everybody.member)
        true[name] = abs(value - 0.5)
        covered.append(
            Covered(
                characteristic=name,
                predicts=_holds(row.predicts, value),
                given_outcome=_holds(row.given_risk, membership_within(column, everybody.member, strata["outcome"])),
                given_risk=_holds(other.given_risk, membership_within(column, everybody.member, strata["risk"])),
            )
        )
    ranked = list(by_outcome)
    # Where a characteristic stands in the report, last place lowest, against how strong it truly is.
    places = [-float(ranked.index(name)) for name in names]
    same, opposite = pairs_in_order(places, [true[name] for name in names])
    return Order(
        first=str(ranked[0]),
        true_first=max(true, key=lambda name: true[name]),
        marked=tuple(name for name in names if by_outcome[name][0].mark is Mark.MARKED),
        strong=tuple(name for name in names if true[name] > LIMIT),
        kendall=kendall(places, [true[name] for name in names]),
        same=same,
        pairs=same + opposite,
        covered=tuple(covered),
    )


def _holds(finding: Finding, value: float) -> bool | None:
    return finding.interval.low <= value <= finding.interval.high if isinstance(finding, Known) else None


def _judged(made: tuple[Candidate, ...], held: Lives) -> tuple[Judged, ...]:
    """The judgement of every candidate on people who made none of them."""
    entries: list[Entry] = []
    columns: dict[str, Column] = {}
    for n, each in enumerate(made):
        scores = score_table(each.card, held.readings)
        columns |= {f"s{n}": scores.score.astype(np.float64), f"p{n}": scores.pd}
        entries.append(
            Entry(digest=card_digest(each.card), score=f"s{n}", pd=f"p{n}", making=each.making.value, what=each.what)
        )
    frame = _frame(held, columns["s0"], columns)
    return judge(frame, Manifest(chosen=entries[0], others=tuple(entries[1:])), [GROUP], rate=RATE).cards


def _measured(card: Judged) -> float:
    """How much nearer to equal the judge measured it; one group is compared, so there is one number."""
    (one,) = card.disparities
    return one.nearer.value if isinstance(one.nearer, Known) else -1.0


def _best(chosen: Candidate, other: Candidate, everybody: Lives) -> Best:
    before, after = (_scores(each.card, everybody) for each in (chosen, other))
    even = [evenness(score, everybody.member, RATE) for score in (before, after)]
    ginis = [gini_against_truth(score, everybody.true_pd) for score in (before, after)]
    return Best(making=other.making.value, what=other.what, nearer=even[1] - even[0], gini=ginis[1] - ginis[0])


def _scores(card: Card, people: Lives) -> Column:
    return np.asarray(score_table(card, people.readings).score, dtype=np.float64)
