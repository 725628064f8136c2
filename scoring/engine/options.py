"""How a card is to be fitted: what a person may choose."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.cuts import Cuts
from scoring.domain.errors import InputError
from scoring.domain.scale import Scale

__all__ = ["LEAST_COUNT", "STANDARD_SCALE", "FitOptions", "Minimum"]


MOST_CROSSINGS = 5
"""A card that a person can read has no more."""

SEPARATION_FROM = 50
"""From so many goods and bads on it is believed that a value tells almost all of one class: of fewer it is chance."""

LEAST_COUNT = 5
"""Fewer goods or bads in a line would be one person's luck, whatever the options say."""

EXACT = 2**53
"""From here on a whole number is not exact to every reader of JSON."""

Weight = float | np.ndarray[Any, np.dtype[Any]]

STANDARD_SCALE = Scale(base=600, odds=30, pdo=20)
"""600 points at odds of 30 to 1; 20 points double the odds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitOptions:
    """Options of a fit.

    Attributes
    ----------
    max_attributes
        Most lines per table for known values; missing, special and refused values come on top. None: 8, and up to 32
        where that proves itself out of fold.
    max_characteristics
        Most characteristics in the card; None for as many as tell.
    crossings
        Most crossings, 0 to 5; each must prove itself out of fold.
    price
        What one more line must gain in log-likelihood; None: chosen out of fold.
    min_share
        Least share of the weight in a line, 0 to 0.5.
    min_count
        Least goods and least bads in a line, 5 or more; on small files 3 % of all, but never fewer than 5. Fewer of a
        class only where twice as many were to be expected, of a rare class up to four times as many.
    cuts
        Lines that a person fixed; such a characteristic is in no crossing, and none of its lines are merged.
    seed
        Seed of every random draw.
    scale
        Where the score stands for which odds.
    cut_off, band
        The lowest passing score, if there is one, and the width of "just passing" in points.
    """

    max_attributes: int | None = None
    max_characteristics: int | None = None
    crossings: int = 3
    price: float | None = None
    min_share: float = 0.01
    min_count: int = 10
    cuts: tuple[Cuts, ...] = ()
    seed: int = 0
    scale: Scale = STANDARD_SCALE
    cut_off: int | None = None
    band: int = 20

    def __post_init__(self) -> None:
        counts = [self.min_count, self.band]
        counts += [count for count in (self.max_attributes, self.max_characteristics) if count is not None]
        if min(counts) < 1 or self.seed < 0:
            raise InputError(
                "max_attributes, max_characteristics, min_count and band must be 1 or more, and the seed 0 or more"
            )
        if self.min_count < LEAST_COUNT:
            raise InputError(
                f"min_count must be {LEAST_COUNT} or more",
                remedy="The certificate of a card promises so many goods and bads in each line",
            )
        if max(self.seed, self.band) >= EXACT:
            raise InputError(
                "the seed and the band are written into the card, where a number of 2^53 or more would be rounded",
                remedy="Choose a smaller one",
            )
        if not 0 <= self.crossings <= MOST_CROSSINGS:
            raise InputError(f"a card has 0 to {MOST_CROSSINGS} crossings, not {self.crossings}")
        if self.price is not None and not (math.isfinite(self.price) and self.price > 0):
            raise InputError("price must be a positive number")
        if not 0 <= self.min_share <= 0.5:
            raise InputError("min_share must lie between 0 and 0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """What every line of a table must hold, in weight.

    Attributes
    ----------
    total
        In all.
    goods, bads
        Of either class.
    few_goods, few_bads
        From how much in all a line may hold fewer of a class: where twice as many were to be expected of a class that
        is half of all or more, and up to four times as many of a rare one. That so few are there is then no accident
        but what the line has to tell. Lines are chosen by how far they lie apart, so that of a rare class luck alone
        makes few of twice as many.
    """

    total: float
    goods: float
    bads: float
    few_goods: float = math.inf
    few_bads: float = math.inf

    @classmethod
    def of(cls, options: FitOptions, goods: float, bads: float, *, rarer: float | None = None) -> Minimum:
        """The minima for a sample with so many goods and bads.

        Parameters
        ----------
        rarer
            How many there are of the rarer class in all, where the sample is a part; by the sample if None.
        """
        least = [_scaled(options.min_count, count) for count in (goods, bads)]
        rarer = min(goods, bads) if rarer is None else rarer
        shares = [count / (goods + bads) for count in (goods, bads)]
        few = [
            (4 - 4 * min(share, 0.5)) * own / share if rarer >= SEPARATION_FROM else math.inf
            for own, share in zip(least, shares, strict=True)
        ]
        return cls(
            total=options.min_share * (goods + bads), goods=least[0], bads=least[1], few_goods=few[0], few_bads=few[1]
        )

    def met(self, total: Weight, goods: Weight, bads: Weight, slack: float = 0.0) -> Any:  # noqa: ANN401
        """Whether a line may hold so much, or which lines may; what sums of weights such as 0.1 lack is no lack.

        Parameters
        ----------
        total, goods, bads
            Numbers, or arrays of one shape.
        slack
            What the sums may lack besides.
        """

        def holds(held: Weight, least: float) -> Any:  # noqa: ANN401
            return held >= least * (1 - 1e-9) - slack

        return (
            holds(total, self.total)
            & (holds(goods, self.goods) | holds(total, self.few_goods))
            & (holds(bads, self.bads) | holds(total, self.few_bads))
        )


def _scaled(count: int, all_of_them: float) -> float:
    return min(count, max(LEAST_COUNT, math.ceil(0.03 * all_of_them)))
