"""Refused consent by group, and whether people who refuse are approved as often as others with the same score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.beyond.equal_score import mantel_haenszel
from audits.beyond.figures import Absent, Alike, Found, Rate, Share, Why, Withheld
from audits.beyond.grouped import Cells, Column, Compared, Grouped, cells
from audits.beyond.shares import Counted, count, count_rows, hidden, shares
from audits.shared.intervals import newcombe, wilson
from audits.shared.proportion import Proportion

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
    asked = found.where(found.columns[REFUSED] >= 0)
    refused = asked.columns[REFUSED] == 1
    return Consent(
        people=int(asked.people.sum()),
        effect=_effects(asked, np.zeros(len(asked.people), dtype=np.int64), (None,), level)[0],
        by=tuple(
            ConsentBy(
                compared=each,
                # Refusal comes before the score, which may depend on it: so it is not compared at the same score.
                refused=shares(count(asked, asked.people * refused, each), each, level, alike=False),
                effects=_effects(asked, asked.groups[each.attribute.name], each.attribute.levels, level, each.hidden),
            )
            for each in compared
        ),
    )


def _effects(
    asked: Cells, group: Column, names: Sequence[str | None], level: float, already: frozenset[int] = frozenset()
) -> tuple[Effect, ...]:
    """One for each group; one is hidden with its other side, so that neither follows from the group's total."""
    pairs, sides = [], []
    for place in range(len(names)):
        counted = _approved(asked.where(group == place))
        sides.append(counted)
        pairs.append([Proportion(count=int(counted.yes[i].sum()), of=int(counted.of[i].sum())) for i in (0, 1)])
    hide: dict[int, Why] = {}
    for side in (0, 1):
        for place, why in hidden([pair[side] for pair in pairs], already).items():
            hide[place] = Why.TOO_FEW if Why.TOO_FEW in (why, hide.get(place)) else why
    return tuple(_effect(name, pairs[place], sides[place], hide.get(place), level) for place, name in enumerate(names))


def _effect(name: str | None, pair: Sequence[Proportion], counted: Counted, why: Why | None, level: float) -> Effect:
    if why is not None:
        none = Withheld(why=why)
        return Effect(group=name, refused=none, others=none, difference=none, alike=none)
    others, refused = pair
    alike: Alike | Withheld = Withheld(why=Why.NO_SCORE)
    if counted.scored:
        alike = mantel_haenszel(counted.yes[1], counted.of[1], counted.yes[0], counted.of[0], level)
    return Effect(
        group=name,
        refused=Rate(proportion=refused, interval=wilson(refused, level)),
        others=Rate(proportion=others, interval=wilson(others, level)),
        difference=Found(value=refused.rate - others.rate, interval=newcombe(refused, others, level)),
        alike=alike,
    )


def _approved(base: Cells) -> Counted:
    """Approval by score, the others in row 0 and those who refused in row 1."""
    return count_rows(base, base.columns[REFUSED], base.people * (base.columns["approved"] == 1), 2)
