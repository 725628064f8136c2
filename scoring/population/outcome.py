"""The outcome: the twelve months after the observation, lived once for the record and many times for the truth.

Every time begins from the same state with the credit granted. The recorded outcome is one such life, and the true
probability of default is the share of defaults among the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from scoring.population.circumstances import Circumstances
from scoring.population.life import Life
from scoring.population.month import live
from scoring.population.parameters import PARAMETERS
from scoring.population.streams import Streams, Words

__all__ = ["Lived", "Outcome", "count_defaults", "dearness", "live_outcome"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


class Outcome(IntEnum):
    """What became of a credit; ``name.lower()`` is the word in files."""

    GOOD = 0
    INDETERMINATE = 1
    BAD = 2
    UNOBSERVED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What happened in one outcome window; shape (persons,).

    Attributes
    ----------
    defaulted, late
        Whether an obligation was 90 days, or 30 days, past due at the end of a month.
    month
        The month of default, from 1; 0 for none.
    """

    defaulted: Flags
    late: Flags
    month: Whole


def dearness(observed: Whole, month: int, drift: float) -> Whole:
    """Living costs in per mille of those of 2022, in a month of history or outcome."""
    years = np.maximum((observed + month - PARAMETERS.history_months) // 12, 0)
    return 1000 + years * round(1000 * drift)


def live_outcome(start: Life, who: Circumstances, streams: Streams, stream: str, places: Words, drift: float) -> Lived:
    """Live the outcome window once; ``start`` is left as it is."""
    life = start.copy()
    persons = len(places)
    defaulted, late = np.zeros(persons, dtype=bool), np.zeros(persons, dtype=bool)
    month = np.zeros(persons, dtype=np.int64)
    for number in range(PARAMETERS.outcome_months):
        dear = dearness(who.observed, PARAMETERS.history_months + number, drift)
        live(life, who, streams, stream, places, number, dear, borrow=False)
        bad = life.defaulted()
        month = np.where(bad & ~defaulted, number + 1, month)
        defaulted |= bad
        late |= life.late()
    return Lived(defaulted=defaulted, late=late, month=month)


def count_defaults(
    start: Life, who: Circumstances, streams: Streams, places: Words, drift: float, draws: range
) -> Whole:
    """In how many of these numbered re-simulations each person defaults."""
    count = np.zeros(len(places), dtype=np.int64)
    for number in draws:
        count += live_outcome(start, who, streams, f"again {number}", places, drift).defaulted
    return count
