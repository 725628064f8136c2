"""Recorded and true default rates by band: of one characteristic, and of the true probability itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.description.distribution import split
from audits.description.population import UNKNOWN, Population, Words
from audits.shared.bands import quantile_bands
from audits.shared.proportion import Proportion
from audits.shared.small_cells import closed, is_small

__all__ = ["MOST_BANDS", "MOST_TRUE_BANDS", "Band", "TrueBand", "number_bands", "together", "true_bands", "word_bands"]

Column = np.ndarray[tuple[int], np.dtype[Any]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Part = tuple[tuple[float, float] | tuple[None, None], str, Flags]
"""Ends, name and members of a band."""

MOST_BANDS = 6
MOST_TRUE_BANDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The persons of one band whose outcome is recorded.

    Attributes
    ----------
    low, high
        The least and the greatest value of its persons; None for a code or a word.
    name
        The code or the word.
    default
        Recorded defaults of so many; None if the band is hidden.
    true_pd
        Their mean true probability; None if the band is hidden or nobody's was simulated.
    """

    low: float | None = None
    high: float | None = None
    name: str = ""
    default: Proportion | None
    true_pd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueBand:
    """A band of the true probability, from ``low`` to ``high``, both held, with the cell of each group."""

    low: float
    high: float
    cells: dict[str, tuple[Proportion, float]]
    """Recorded defaults and mean true probability, by group; no cell is small."""


def together(cells: Sequence[Proportion]) -> Proportion:
    """Several cells as one."""
    return Proportion(count=sum(cell.count for cell in cells), of=sum(cell.of for cell in cells))


def number_bands(population: Population, column: Column) -> tuple[Band, ...]:
    """At most six bands of the real values that hold about equally many persons, then each code that anybody has."""
    real, codes = split(column)
    seen = population.recorded >= 0
    values = column[real & seen]
    ends = quantile_bands(values, np.ones(values.size), MOST_BANDS) if values.size else []
    parts: list[Part] = [((low, high), "", real & _inside(column, (low, high))) for low, high in ends]
    parts += [((None, None), name, flag) for name, flag in codes.items() if (flag & seen).any()]
    return _bands(population, parts)


def word_bands(population: Population, words: Words) -> tuple[Band, ...]:
    """One band for each word."""
    parts: list[Part] = [((None, None), word, words.codes == i) for i, word in enumerate(words.levels)]
    return _bands(population, parts)


def true_bands(population: Population, words: Words | None = None) -> tuple[TrueBand, ...]:
    """At most ten bands of the true probability, with everybody under ``UNKNOWN`` or each group in a cell of its own.

    Neighbours become one band until no cell is small; groups that are small by themselves are left out.
    """
    seen = population.simulated & (population.recorded >= 0)
    if not seen.any():
        return ()
    names = (UNKNOWN,) if words is None else words.levels
    flags = [seen] if words is None else [seen & (words.codes == place) for place in range(len(names))]
    cells = [_defaults(population, flag) for flag in flags]
    hidden = closed([c.of for c in cells], lambda places: is_small(together([cells[i] for i in places])))
    shown = [place for place in range(len(names)) if place not in hidden]
    ends = _true_ends(population.true_pd[seen])
    while shown and ends:
        bands = [[flag & _inside(population.true_pd, end) for flag in flags] for end in ends]
        small = next((i for i, band in enumerate(bands) if _reveals(population, band, shown, hidden)), None)
        if small is None:
            return tuple(
                TrueBand(low=low, high=high, cells={names[i]: _cell(population, band[i]) for i in shown})
                for (low, high), band in zip(ends, bands, strict=True)
            )
        ends = _joined(ends, small)
    return ()


def _true_ends(values: Column) -> list[tuple[float, float]]:
    """Bands of about equally many; 0 is one of its own where more than a band's share never default."""
    never = values == 0
    if never.mean() <= 1 / MOST_TRUE_BANDS:
        return quantile_bands(values, np.ones(values.size), MOST_TRUE_BANDS)
    rest = values[~never]
    return [(0.0, 0.0), *(quantile_bands(rest, np.ones(rest.size), MOST_TRUE_BANDS - 1) if rest.size else [])]


def _bands(population: Population, parts: Sequence[Part]) -> tuple[Band, ...]:
    seen = population.recorded >= 0
    cells = [_defaults(population, flag & seen) for _, _, flag in parts]
    hidden = closed([c.of for c in cells], lambda places: is_small(together([cells[i] for i in places])))
    return tuple(
        Band(
            low=ends[0],
            high=ends[1],
            name=name,
            default=None if place in hidden else cells[place],
            true_pd=None if place in hidden else _mean(population, flag & seen),
        )
        for place, (ends, name, flag) in enumerate(parts)
    )


def _defaults(population: Population, flag: Flags) -> Proportion:
    return Proportion(count=int((population.recorded[flag] == 1).sum()), of=int(flag.sum()))


def _mean(population: Population, flag: Flags) -> float | None:
    known = population.true_pd[flag & population.simulated]
    return float(known.mean()) if known.size else None


def _cell(population: Population, flag: Flags) -> tuple[Proportion, float]:
    return _defaults(population, flag), float(population.true_pd[flag].mean())


def _inside(values: Column, ends: tuple[float, float]) -> Flags:
    return (values >= ends[0]) & (values <= ends[1])


def _reveals(population: Population, band: Sequence[Flags], shown: Sequence[int], hidden: frozenset[int]) -> bool:
    cells = [_defaults(population, flag) for flag in band]
    rest = [together([cells[place] for place in hidden])] if hidden else []
    return any(is_small(cell) for cell in [*(cells[place] for place in shown), *rest])


def _joined(ends: list[tuple[float, float]], place: int) -> list[tuple[float, float]]:
    """The band at this place and its next neighbour, or the one before the last, as one; none if it is alone."""
    if len(ends) == 1:
        return []
    first = min(place, len(ends) - 2)
    return [*ends[:first], (ends[first][0], ends[first + 1][1]), *ends[first + 2 :]]
