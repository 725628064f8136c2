"""Refused consent by group, and whether people who refuse are approved as often as others with the same score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audits.beyond.counted import count, count_rows, is_few
from audits.beyond.equal_score import compared_alike
from audits.beyond.figures import Absent, Alike, Found, Rate, Share, Why, Withheld
from audits.beyond.grouped import Cells, Compared, Grouped, cells
from audits.beyond.hiding import together
from audits.beyond.persons import sizes
from audits.beyond.shares import shares
from audits.shared.intervals import newcombe, wilson

__all__ = ["Consent", "ConsentBy", "Effect", "consent"]

REFUSED = "consent_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Approval of people who refused consent against those who did not, within one group or of everybody.

    Attributes
    ----------
    group
        None for everybody.
    difference, alike
        Those who refused less the others: of all of them, and of people with the same score. The first holds what
        refusal does through the score, the second only what it does beside it.
    """

    group: str | None
    refused: Rate | Withheld
    others: Rate | Withheld
    difference: Found | Withheld
    alike: Alike | Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentBy:
    """Refusal by one attribute, and what goes with it in each group."""

    compared: Compared
    refused: tuple[Share, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Refused consent.

    Attributes
    ----------
    people
        How many were asked: whether they refused is recorded.
    effect
        Of everybody.
    """

    people: int
    effect: Effect
    by: tuple[ConsentBy, ...]


def consent(source: Grouped, compared: Sequence[Compared], level: float) -> Consent | Absent:
    """Compare refusal between groups, and approval between those who refused and those who did not."""
    if REFUSED not in source.present:
        return Absent(part="consent", needs=(REFUSED,))
    score = ["position"] if source.present & {"score", "pd"} else []
    found = cells(source, compared, ["approved", *score, REFUSED])
    recorded, approved = found.columns[REFUSED] >= 0, found.columns["approved"] == 1
    asked = found.where(recorded)
    unasked = [found.where(~recorded & side) for side in (approved | ~approved, approved, ~approved)]
    return Consent(
        people=int(asked.people.sum()),
        effect=_effect(None, asked, level, hidden=False),
        by=tuple(_by(asked, unasked, each, level) for each in compared),
    )


def _by(asked: Cells, unasked: Sequence[Cells], compared: Compared, level: float) -> ConsentBy:
    refused = asked.columns[REFUSED] == 1
    sides = [asked.where(refused), asked.where(~refused)]
    counted = count(asked, refused, compared)
    compared = together(compared, [*counted.sides[:2], sizes(unasked[0], compared)])
    # Both sides are hidden with either: neither follows from the group's total.
    others = [sizes(part, compared) for part in unasked[1:]]
    narrower = together(compared, others, [count(side, side.columns["approved"] == 1, compared) for side in sides])
    group = asked.groups[compared.attribute.name]
    return ConsentBy(
        compared=compared,
        # Refusal comes before the score, which may depend on it: so it is not compared at the same score.
        refused=shares(counted, compared, level, alike=False),
        effects=tuple(
            _effect(name, asked.where(group == place), level, hidden=place in narrower.hidden)
            for place, name in enumerate(compared.attribute.levels)
        ),
    )


def _effect(name: str | None, asked: Cells, level: float, *, hidden: bool) -> Effect:
    """Approval of those who refused in row 1, and of the others in row 0, of one group or of everybody."""
    counted = count_rows(asked, asked.columns[REFUSED], asked.columns["approved"] == 1, 2)
    others, refused = counted.proportion(0), counted.proportion(1)
    if hidden or any(is_few(counted.sides, [side]) for side in (0, 1)):
        none = Withheld(why=Why.FEW)
        return Effect(group=name, refused=none, others=none, difference=none, alike=none)
    alike: Alike | Withheld = Withheld(why=Why.NO_SCORE)
    if counted.scored:
        alike = compared_alike(counted.yes[1], counted.of[1], counted.yes[0], counted.of[0], level)
    return Effect(
        group=name,
        refused=Rate(proportion=refused, interval=wilson(refused, level)),
        others=Rate(proportion=others, interval=wilson(others, level)),
        difference=Found(value=refused.rate - others.rate, interval=newcombe(refused, others, level)),
        alike=alike,
    )
