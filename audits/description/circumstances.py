"""The circumstances of each group, its recorded defaults and its true probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.description.distribution import CODES
from audits.description.population import Population, Words
from audits.description.rates import together
from audits.shared.proportion import Proportion
from audits.shared.small_cells import FEWEST_PEOPLE, closed, is_small

__all__ = ["SHARES", "Group", "circumstances"]

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Column = np.ndarray[tuple[int], np.dtype[Any]]

SHARES = ("owners", "no_record", "open_arrears", "bank_shared", "recorded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group; None stands for what is hidden, unknown or not simulated.

    Attributes
    ----------
    name
        As in the file.
    persons
        How many.
    income
        Median recorded net monthly income.
    shares
        By the names of ``SHARES``, each of everybody in the group; ``recorded`` of those with a recorded outcome.
    true_pd, fair_pd
        Mean true probability, and mean under circumstances that do not depend on the group.
    """

    name: str
    persons: int | None
    income: float | None
    shares: dict[str, Proportion | None]
    true_pd: float | None
    fair_pd: float | None


def circumstances(population: Population, words: Words) -> tuple[Group, ...]:
    """Every group of an attribute, small ones without numbers."""
    members = [words.codes == place for place in range(len(words.levels))]
    counts = [int(member.sum()) for member in members]
    few = closed(counts, lambda places: sum(counts[place] for place in places) < FEWEST_PEOPLE)
    shares = {name: _shares(members, *_facts(population)[name], few) for name in SHARES}
    income = population.numbers["net_monthly_income"]
    return tuple(
        Group(
            name=words.levels[place],
            persons=None if place in few else counts[place],
            income=None if place in few else _median(income[member & (income >= 0)]),
            shares={name: shares[name][place] for name in SHARES},
            true_pd=None if place in few else _mean(population.true_pd[member & population.simulated]),
            fair_pd=None if place in few else _mean(population.fair_pd[member & population.simulated]),
        )
        for place, member in enumerate(members)
    )


def _facts(population: Population) -> dict[str, tuple[Flags, Flags]]:
    """By name: of whom it is asked, and of whom it is true."""
    everybody = np.ones(len(population.recorded), dtype=bool)
    home = next(words for words in population.words if words.name == "housing_tenure")
    owner = home.levels.index("owner") if "owner" in home.levels else -1
    bank = population.numbers["buffer_months"]
    return {
        "owners": (everybody, home.codes == owner),
        "no_record": (everybody, np.isnan(population.numbers["active_credits"])),
        "open_arrears": (everybody, population.numbers["open_arrears"] > 0),
        "bank_shared": (everybody, bank != CODES["not_shared"]),
        "recorded": (population.recorded >= 0, population.recorded == 1),
    }


def _shares(members: Sequence[Flags], asked: Flags, true: Flags, few: frozenset[int]) -> list[Proportion | None]:
    cells = [Proportion(count=int((m & asked & true).sum()), of=int((m & asked).sum())) for m in members]
    hidden = closed([c.of for c in cells], lambda places: is_small(together([cells[i] for i in places])), few)
    return [None if place in hidden else cell for place, cell in enumerate(cells)]


def _median(values: Column) -> float | None:
    return float(np.median(values)) if values.size >= FEWEST_PEOPLE else None


def _mean(values: Column) -> float | None:
    return float(values.mean()) if values.size >= FEWEST_PEOPLE else None
