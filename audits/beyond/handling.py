"""Handling by people: referral, and decisions against what the score alone would say, by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.beyond.counted import count
from audits.beyond.figures import Absent, Share
from audits.beyond.grouped import Cells, Column, Compared, Grouped, cells
from audits.beyond.hiding import together
from audits.beyond.persons import persons, sizes
from audits.beyond.shares import shares
from audits.decisions.cut_off import fewest_against
from audits.shared.small_cells import FEWEST_PEOPLE

__all__ = ["CutOff", "Handling", "HandlingBy", "handling"]

REFERRED = "referred"


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """Where the score alone parts approval from decline.

    Attributes
    ----------
    card
        Empty where the file names no card.
    at
        The lowest passing score; the highest passing probability where people are ordered by that. None where no one
        cut-off parts anybody: all of a card's people were decided alike.
    given
        Whether it was given; else it is the one that the fewest decisions go against.
    """

    card: str
    at: float | None
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingBy:
    """Handling by one attribute; a part without columns is empty.

    Attributes
    ----------
    referred
        Of all with a record of it.
    approved_below, declined_above
        Approved of those who do not pass by their score, and declined of those who do: the low-side and high-side
        overrides of credit scoring (Siddiqi 2006). Declines for another reason, such as affordability, are among the
        latter.
    """

    compared: Compared
    referred: tuple[Share, ...]
    approved_below: tuple[Share, ...]
    declined_above: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """Referral and override."""

    cut_offs: tuple[CutOff, ...]
    by: tuple[HandlingBy, ...]
    absent: tuple[Absent, ...]


def handling(
    source: Grouped, compared: Sequence[Compared], level: float, cut_off: float | None = None
) -> Handling | Absent:
    """Compare referral and override, of all and of people with the same score.

    Parameters
    ----------
    cut_off
        The lowest passing score of every card in the file, or the highest passing probability where it has no score;
        left out, it is found from the decisions, card by card.
    """
    scored, referral = bool(source.present & {"score", "pd"}), REFERRED in source.present
    if not scored and not referral:
        return Absent(part="handling", needs=(REFERRED, "score"))
    absent = [] if referral else [Absent(part="referral", needs=(REFERRED,))]
    absent += [] if scored else [Absent(part="override", needs=("score",))]
    position = ["position"] if scored else []
    referred = cells(source, compared, [*position, REFERRED]) if referral else None
    judged = _judged(source, compared, cut_off) if scored else None
    return Handling(
        cut_offs=() if judged is None else judged.cut_offs,
        by=tuple(_by(referred, judged, each, level) for each in compared),
        absent=tuple(absent),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """Everybody, and whether they pass by their score.

    Attributes
    ----------
    safety
        Shape (cells,): where they stand, rising with safety whichever way the file orders people.
    upwards
        Whether that is the position itself; else its negative.
    passes
        Shape (cells,): 1 or 0; -1 where no cut-off is found.
    """

    decided: Cells
    safety: Column
    upwards: bool
    passes: Column
    cut_offs: tuple[CutOff, ...]


def _by(referred: Cells | None, judged: _Judged | None, compared: Compared, level: float) -> HandlingBy:
    below, above = ((), ()) if judged is None else _overrides(judged, compared, level)
    return HandlingBy(
        compared=compared,
        referred=() if referred is None else _referred(referred, compared, level),
        approved_below=below,
        declined_above=above,
    )


def _referred(everybody: Cells, compared: Compared, level: float) -> tuple[Share, ...]:
    recorded = everybody.columns[REFERRED] >= 0
    known, unknown = everybody.where(recorded), everybody.where(~recorded)
    counted = count(known, known.columns[REFERRED] == 1, compared)
    return shares(counted, together(compared, [*counted.sides[:2], sizes(unknown, compared)]), level)


def _overrides(judged: _Judged, compared: Compared, level: float) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """Those below and above the cut-off are everybody it parts: who is hidden in one table is in the other.

    Where few people stand between the cut-off and the edge of a range, nothing is shown of either.
    """
    decided, passes = judged.decided, judged.passes
    approved = decided.columns["approved"]
    below, above = (count(decided.where(passes == side), approved[passes == side] != side, compared) for side in (0, 1))
    unparted = [sizes(decided.where((passes < 0) & (approved == side)), compared) for side in (0, 1)]
    both = compared.unseen if _few_between(judged, compared) else together(compared, unparted, [below, above])
    return shares(below, both, level), shares(above, both, level)


def _few_between(judged: _Judged, compared: Compared) -> bool:
    """Whether few of a group pass below the edge of a range or do not pass above it, or are parted by no cut-off there.

    How many of a group stand above an edge is printed, so the difference to those who pass would be. Groups that are
    not shown by range are one: how many of them stand there follows.
    """
    groups, own = len(compared.attribute.levels), judged.decided.groups[compared.attribute.name]
    row = np.where(np.isin(own, sorted(compared.ranged)), own, groups)
    edges = np.sort(np.array(compared.edges) * (1 if judged.upwards else -1))
    size = len(edges) + 1
    places = np.arange(3 * (groups + 1) * size).reshape(3, groups + 1, size)
    at_edge = np.searchsorted(edges, judged.safety, "right")
    there = persons(judged.decided, places[judged.passes, row, at_edge], places.size)
    return any(
        0 < there.of(some.tolist()) < FEWEST_PEOPLE
        for at in range(1, size)
        for group in range(groups + 1)
        for some in (places[1, group, :at], places[0, group, at:], places[-1, group, :at], places[-1, group, at:])
    )


def _judged(source: Grouped, compared: Sequence[Compared], cut_off: float | None) -> _Judged:
    card = ["card"] if "card" in source.present else []
    found = cells(source, compared, ["approved", "position", *card])
    upwards = "score" in source.present
    safety = found.columns["position"] if upwards else -found.columns["position"]
    names = found.columns["card"].astype(str) if card else np.full(len(found.people), "")
    passes, cut_offs = np.full(len(found.people), -1), []
    for name in np.unique(names):
        mine = names == name
        at = fewest_against(safety[mine], found.columns["approved"][mine], found.people[mine])
        if cut_off is not None:
            at = float(cut_off if upwards else -cut_off)
        if at is not None:
            passes[mine] = safety[mine] >= at
        shown = at if at is None or upwards else -at
        cut_offs.append(CutOff(card=str(name), at=shown, given=cut_off is not None))
    return _Judged(decided=found, safety=safety, upwards=upwards, passes=passes, cut_offs=tuple(cut_offs))
