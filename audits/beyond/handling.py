"""Handling by people: referral, and decisions against what the score alone would say, by group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.beyond.counted import count, sizes
from audits.beyond.figures import Absent, Share
from audits.beyond.grouped import Cells, Column, Compared, Grouped, cells
from audits.beyond.hiding import together
from audits.beyond.shares import shares
from scoring.domain.errors import InputError

__all__ = ["CutOff", "Handling", "HandlingBy", "check_cut_off", "handling"]

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


def check_cut_off(cut_off: float | None) -> None:
    """Refuse a cut-off that is no number; asked before anything is read.

    Raises
    ------
    InputError
        If it is infinite or NaN.
    """
    if cut_off is not None and not math.isfinite(cut_off):
        raise InputError(f"the cut-off is {cut_off}", remedy="Give the lowest passing score, a finite number")


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
    decided, passes, cut_offs = _judged(source, compared, cut_off) if scored else (None, np.zeros(0), ())
    return Handling(
        cut_offs=cut_offs,
        by=tuple(_by(referred, decided, passes, each, level) for each in compared),
        absent=tuple(absent),
    )


def _by(referred: Cells | None, decided: Cells | None, passes: Column, compared: Compared, level: float) -> HandlingBy:
    below, above = ((), ()) if decided is None else _overrides(decided, passes, compared, level)
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
    return shares(counted, together(compared, [*counted.sides, sizes(unknown, compared)]), level)


def _overrides(
    decided: Cells, passes: Column, compared: Compared, level: float
) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """Those below and above the cut-off are everybody it parts: who is hidden in one table is in the other."""
    approved = decided.columns["approved"]
    below, above = (count(decided.where(passes == side), approved[passes == side] != side, compared) for side in (0, 1))
    unparted = [sizes(decided.where((passes < 0) & (approved == side)), compared) for side in (0, 1)]
    both = together(compared, unparted, [below, above])
    return shares(below, both, level), shares(above, both, level)


def _judged(
    source: Grouped, compared: Sequence[Compared], cut_off: float | None
) -> tuple[Cells, Column, tuple[CutOff, ...]]:
    """Everybody, whether they pass by their score (1, 0; -1 where no cut-off is found), and the cut-offs."""
    card = ["card"] if "card" in source.present else []
    found = cells(source, compared, ["approved", "position", *card])
    upwards = "score" in source.present
    # Safety rises along this axis whichever way the file orders people.
    safety = found.columns["position"] if upwards else -found.columns["position"]
    names = found.columns["card"].astype(str) if card else np.full(len(found.people), "")
    passes, cut_offs = np.full(len(found.people), -1), []
    for name in np.unique(names):
        mine = names == name
        at = _fewest_against(safety[mine], found.columns["approved"][mine], found.people[mine])
        if cut_off is not None:
            at = float(cut_off if upwards else -cut_off)
        if at is not None:
            passes[mine] = safety[mine] >= at
        shown = at if at is None or upwards else -at
        cut_offs.append(CutOff(card=str(name), at=shown, given=cut_off is not None))
    return found, passes, tuple(cut_offs)


def _fewest_against(safety: Column, approved: Column, people: Column) -> float | None:
    """The lowest position from which approval, and below which decline, agrees with the most decisions."""
    levels, place = np.unique(safety, return_inverse=True)
    yes = np.bincount(place, weights=people * (approved == 1), minlength=len(levels))
    no = np.bincount(place, weights=people * (approved == 0), minlength=len(levels))
    agree = np.cumsum(yes[::-1])[::-1] + np.concatenate([[0.0], np.cumsum(no)[:-1]])
    if not yes.sum() or not no.sum():
        return None
    return float(levels[int(np.argmax(agree))])
