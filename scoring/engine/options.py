"""How a card is to be fitted: what a person may choose."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scoring.domain.cuts import Cuts
from scoring.domain.errors import InputError
from scoring.domain.scale import Scale

__all__ = ["STANDARD_SCALE", "FitOptions", "Minimum"]


MOST_CROSSINGS = 5
"""A card that a person can read has no more."""

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
        Least goods and least bads in a line; on small files 3 % of all, but never fewer than 5.
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
        if not 0 <= self.crossings <= MOST_CROSSINGS:
            raise InputError(f"a card has 0 to {MOST_CROSSINGS} crossings, not {self.crossings}")
        if self.price is not None and not (math.isfinite(self.price) and self.price > 0):
            raise InputError("price must be a positive number")
        if not 0 <= self.min_share <= 0.5:
            raise InputError("min_share must lie between 0 and 0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """What every line of a table must hold, in weight."""

    total: float
    goods: float
    bads: float

    @classmethod
    def of(cls, options: FitOptions, goods: float, bads: float) -> Minimum:
        """The minima for a sample with so many goods and bads."""
        return cls(
            total=options.min_share * (goods + bads),
            goods=_scaled(options.min_count, goods),
            bads=_scaled(options.min_count, bads),
        )

    def met(self, total: float, goods: float, bads: float) -> bool:
        """Whether a line may hold so much; what sums of weights such as 0.1 lack of a whole number is no lack."""
        return all(
            held >= least * (1 - 1e-9) for held, least in ((total, self.total), (goods, self.goods), (bads, self.bads))
        )


def _scaled(count: int, all_of_them: float) -> float:
    return min(count, max(5, math.ceil(0.03 * all_of_them)))
