"""Reasons by group: how often each is given to people who were declined, and at the same score.

How many reasons a group was given in all is known where every decline has as many, as it is with one reason each. So
codes by groups are a table with known sums both ways: a small number must follow neither from the other groups with
the code nor from the other codes of the group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from audits.beyond.counted import Counted, sides
from audits.beyond.equal_score import scores
from audits.beyond.figures import Absent, Share
from audits.beyond.grouped import Cells, Column, Compared, Grouped, cells
from audits.beyond.hiding import crossed_rows, together
from audits.beyond.persons import Persons, sizes
from audits.beyond.shares import shares
from audits.decisions.cube import NOT_STATED
from scoring.domain.errors import DataError

__all__ = ["MOST_REASONS", "Reason", "Reasons", "ReasonsBy", "reasons"]

MOST_REASONS = 40
"""How many reasons a report shows, the most frequent ones first."""

SLOTS = ("reason_1", "reason_2", "reason_3", "reason_4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason code: which share of each group has it among the reasons that are stated."""

    code: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonsBy:
    """The reasons by one attribute."""

    compared: Compared
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Reasons that were given to people who were declined.

    Attributes
    ----------
    people
        How many were declined with at least one reason: whom the shares are of.
    without
        How many were declined without one.
    left_out
        How many rarer reasons are not shown.
    """

    people: int
    without: int
    left_out: int
    by: tuple[ReasonsBy, ...]


def reasons(source: Grouped, compared: Sequence[Compared], level: float) -> Reasons | Absent:
    """Compare the reasons of people who were declined.

    A reason counts wherever it stands among the first four. What is compared among people with the same score is
    whether their reasons differ although their risk is judged to be the same.

    Raises
    ------
    DataError
        If a reason stands twice in one row, which would count as two people, or a later one without a first.
    """
    slots = [slot for slot in SLOTS if slot in source.present]
    if SLOTS[0] not in slots:
        return Absent(part="reasons", needs=(SLOTS[0],))
    every = cells(source, compared, ["approved", *slots])
    _refuse_unordered(source, every, slots)
    score = ["position"] if source.present & {"score", "pd"} else []
    found = [cells(source, compared, ["approved", *score, slot]) for slot in slots]
    declined = [each.where(each.columns["approved"] == 0) for each in found]
    stated = [each.where(_stated(each.columns[slot])) for each, slot in zip(declined, slots, strict=True)]
    codes = _codes(stated, slots)
    every = _numbered(every, slots, codes)
    without = declined[0].where(~_stated(declined[0].columns[slots[0]]))
    return Reasons(
        people=int(stated[0].people.sum()),
        without=int(without.people.sum()),
        left_out=max(len(codes) - MOST_REASONS, 0),
        by=tuple(_by(every, stated, without, slots, codes, each, level) for each in compared),
    )


def _by(
    every: Cells,
    stated: Sequence[Cells],
    without: Cells,
    slots: Sequence[str],
    codes: Sequence[str],
    compared: Compared,
    level: float,
) -> ReasonsBy:
    shown = codes[:MOST_REASONS]
    counted, others = _counted(every, stated, slots, shown, compared)
    compared = together(compared, [sizes(without, compared), sizes(stated[0], compared)])
    hidden = _hidden(counted, others, len(codes) - len(shown), compared)
    return ReasonsBy(
        compared=compared,
        reasons=tuple(
            Reason(code=code, shares=shares(each, replace(compared, hidden=places), level))
            for code, each, places in zip(shown, counted, hidden, strict=True)
        ),
    )


def _hidden(
    counted: Sequence[Counted], others: Persons, left_out: int, compared: Compared
) -> tuple[frozenset[int], ...]:
    """For each code that is shown, the places of the groups for which it is not.

    Parameters
    ----------
    others
        The people with codes that are not shown.
    left_out
        How many codes are not shown: together they are what the shown ones leave over, so they are one hidden row.
    """
    if not counted:
        return ()
    everybody = counted[0].sides[0].each + counted[0].sides[1].each
    return tuple(crossed_rows(counted, compared, (others.each, left_out * everybody) if left_out else None))


def _refuse_unordered(source: Grouped, every: Cells, slots: Sequence[str]) -> None:
    found = every.columns

    def refuse(wrong: Column, what: str, remedy: str) -> None:
        if wrong.any():
            at = int(np.argmax(wrong))
            where = source.first_with({slot: str(found[slot][at]) for slot in slots})
            raise DataError(what, where=where, remedy=remedy)

    for place, slot in enumerate(slots):
        late = _stated(found[slot]) & ~_stated(found[slots[0]])
        refuse(late, f"a decision has a code in {slot} and none in {slots[0]}", "Start with the first")
        for other in slots[place + 1 :]:
            twice = _stated(found[slot]) & (found[slot] == found[other])
            refuse(twice, f"one code stands in both {slot} and {other}", "Give every reason of a decision once")


def _stated(codes: Column) -> Column:
    mask: Column = (codes != "") & (codes != NOT_STATED)
    return mask


def _codes(stated: Sequence[Cells], slots: Sequence[str]) -> list[str]:
    """Every code, the most frequent first."""
    people: dict[str, int] = {}
    for each, slot in zip(stated, slots, strict=True):
        levels, place = np.unique(each.columns[slot].astype(str), return_inverse=True)
        for code, number in zip(levels, np.bincount(place, weights=each.people), strict=True):
            people[str(code)] = people.get(str(code), 0) + round(number)
    return sorted(people, key=lambda code: (-people[code], code))


def _counted(
    every: Cells, stated: Sequence[Cells], slots: Sequence[str], codes: Sequence[str], compared: Compared
) -> tuple[tuple[Counted, ...], Persons]:
    """For each code, those who have it in any place, of those with a first reason; and who has any other.

    Parameters
    ----------
    every
        Those of :func:`_numbered`: who has a code in any place is asked of all places at once.
    """
    base, name, groups = stated[0], compared.attribute.name, len(compared.attribute.levels)
    scored = "position" in base.columns
    levels, place = np.unique(base.columns["position"] if scored else np.zeros(len(base.people)), return_inverse=True)
    stratum = scores(levels, np.bincount(place, weights=base.people, minlength=len(levels)))
    size = int(stratum.max(initial=0)) + 1
    of = np.zeros((groups, size), dtype=np.int64)
    yes = np.zeros((len(codes), groups, size), dtype=np.int64)
    places = {code: at for at, code in enumerate(codes)}
    for each, slot in zip(stated, slots, strict=True):
        at = stratum[np.searchsorted(levels, each.columns["position"])] if scored else np.zeros(len(each.people), int)
        if each is base:
            np.add.at(of, (each.groups[name], at), each.people)
        code = np.array([places.get(str(one), -1) for one in each.columns[slot]], dtype=np.int64)
        shown = code >= 0
        np.add.at(yes, (code[shown], each.groups[name][shown], at[shown]), each.people[shown])
    row, having = every.groups[name], np.array([every.columns[slot] for slot in slots])
    found = tuple(
        Counted(yes=one, of=of, scored=scored, sides=sides(every, row, (having == place).any(axis=0), groups))
        for place, one in enumerate(yes)
    )
    others: Column = np.asarray((having >= len(codes)).any(axis=0))
    return found, sizes(every.where(others), compared)


def _numbered(every: Cells, slots: Sequence[str], codes: Sequence[str]) -> Cells:
    """Those declined with a reason, by all their codes at once: the place of each, -1 for none."""
    stated = every.where((every.columns["approved"] == 0) & _stated(every.columns[slots[0]]))
    places = {code: at for at, code in enumerate(codes)}
    numbers = {slot: np.array([places.get(str(one), -1) for one in stated.columns[slot]], dtype=int) for slot in slots}
    return replace(stated, columns=numbers)
