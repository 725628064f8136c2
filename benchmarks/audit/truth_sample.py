"""A replicate: other people from the population, their outcomes lived again, what a lender would write down of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from audits.decisions.cube import Attribute, Axis, AxisKind, Cube
from benchmarks.audit.truth_world import LIVES, Truth
from scoring.domain.card import Card
from scoring.population.world import GROUPS

__all__ = ["ATTRIBUTES", "Decided", "Design", "Drawn", "Outcomes", "Universe"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

ATTRIBUTES = tuple(Attribute(name=name, levels=tuple(sorted(levels))) for name, levels in GROUPS.items())
_MIGRATION = list(GROUPS).index("migration_background")
_YES = ATTRIBUTES[_MIGRATION].levels.index("yes")

OLD_CUT, TRIAL = 8, 0.05
"""Of the lender of the past: points asked for, and the share of those below whom it approved by way of trial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Who is approved.

    Attributes
    ----------
    by
        ``"card"``: at the card's cut-off; ``"lender"``: by the lender of the past, who knows more than the score.
    overrides
        The probability that a decision by the card is turned round, whoever it is.
    """

    by: str = "card"
    overrides: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What is written down of an outcome.

    Attributes
    ----------
    label_bias
        The probability that a person with a migration background who repaid is written down as a default.
    of_everybody
        Else the outcomes of the approved only.
    """

    label_bias: float = 0.0
    of_everybody: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A population and what is written down of it.

    Attributes
    ----------
    setting, record
        Names in :mod:`benchmarks.audit.truth_world`.
    group_size
        The share of people with a migration background; the population's own if None.
    """

    setting: str = "fair"
    record: str = "honest"
    decided: Decided = Decided()
    outcomes: Outcomes = Outcomes()
    group_size: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A replicate: what an auditor gets, and the same with every outcome as it was."""

    cube: Cube
    honest: Cube


class Universe:
    """A population under a design.

    Attributes
    ----------
    codes
        Shape (people, attributes): places of the groups in sorted levels.
    score, pd
        Shape (people,): of the card.
    true_pd, approval
        Shape (people,): probability of default and of approval.
    weight
        Shape (people,): how likely a person is drawn, against the others; mean 1.
    """

    def __init__(self, truth: Truth, design: Design, card: Card) -> None:
        self.design = design
        self.codes = np.column_stack([truth.groups[one.name] for one in ATTRIBUTES]).astype(np.int64)
        self.score = truth.scores[design.record].astype(np.int64)
        pds = np.array([float(pd) for pd in card.pd_table.pds])
        self.pd = pds[self.score - card.pd_table.lowest]
        self.true_pd = truth.bads / LIVES
        if design.decided.by == "lender":
            self.approval = np.where(truth.points >= OLD_CUT, 1.0, TRIAL)
        else:
            assert card.cut_off is not None, "the card decides nothing"  # noqa: S101
            passes = (self.score >= card.cut_off).astype(np.float64)
            self.approval = np.abs(passes - design.decided.overrides)
        self.migrant = self.codes[:, _MIGRATION] == _YES
        share = self.migrant.mean()
        wanted = share if design.group_size is None else design.group_size
        self.weight = np.where(self.migrant, wanted / share, (1 - wanted) / (1 - share))

    @cached_property
    def _sides(self) -> tuple[Column, Column]:
        return np.flatnonzero(self.migrant), np.flatnonzero(~self.migrant)

    def _chosen(self, people: int, generator: np.random.Generator) -> Column:
        """Places of people drawn with replacement."""
        if self.design.group_size is None:
            return generator.integers(len(self.score), size=people)
        inside, outside = (side[generator.integers(len(side), size=people)] for side in self._sides)
        return np.where(generator.random(people) < self.design.group_size, inside, outside)

    def draw(self, people: int, generator: np.random.Generator) -> Drawn:
        """A replicate of so many people."""
        who = self._chosen(people, generator)
        bad = generator.random(people) < self.true_pd[who]
        approved = generator.random(people) < self.approval[who]
        said = self.design.outcomes
        written = bad | (self.migrant[who] & (generator.random(people) < said.label_bias))
        recorded = np.where(approved | said.of_everybody, written.astype(np.int64), -1)
        honest = self._cube(who, approved, bad.astype(np.int64))
        same = np.array_equal(recorded, bad)
        return Drawn(cube=honest if same else self._cube(who, approved, recorded), honest=honest)

    def _cube(self, who: Column, approved: Column, outcome: Column) -> Cube:
        """The people of these places as the cube that the audit's reader would make."""
        score, pd = self.score[who], self.pd[who]
        lowest, sizes = int(score.min()), [len(one.levels) for one in ATTRIBUTES]
        parts = [*self.codes[who].T, score - lowest, approved.astype(np.int64), outcome + 1]
        sizes += [int(score.max()) - lowest + 1, 2, 3]
        kept, cell, people = np.unique(np.ravel_multi_index(parts, sizes), return_inverse=True, return_counts=True)
        *codes, position, decided, known = np.unravel_index(kept, sizes)
        loss = np.where(outcome < 0, 0.0, -np.log(np.where(outcome == 1, pd, 1 - pd)))

        def total(values: Column) -> Column:
            return np.bincount(cell, weights=values, minlength=len(kept))

        return Cube(
            attributes=ATTRIBUTES,
            codes=np.column_stack(codes),
            axis=Axis(kind=AxisKind.SCORE),
            position=(position + lowest).astype(np.float64),
            approved=decided == 1,
            outcome=known - 1,
            people=people,
            weight=people.astype(np.float64),
            weight2=people.astype(np.float64),
            expected=total(pd),
            expected2=total(pd**2),
            loss=total(loss),
            bucket=np.full(len(kept), -1),
            weighted=False,
            predicted=True,
        )
