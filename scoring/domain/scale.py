"""The scale: from log-odds to score and back.

Odds are good:bad, so points go up with safety. ``factor = pdo / ln 2``; ``offset = base - factor * ln(odds)``;
``score = offset + factor * ln(good:bad odds)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scoring.domain.errors import CardError

__all__ = ["Scale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where the score stands for which odds.

    Attributes
    ----------
    base
        A score.
    odds
        The good:bad odds at that score.
    pdo
        Points that double the odds.

    Examples
    --------
    >>> scale = Scale(base=600, odds=30, pdo=20)
    >>> round(scale.factor, 4), round(scale.offset, 4)
    (28.8539, 501.8622)
    >>> round(scale.pd(620), 5) == round(1 / 61, 5)
    True
    """

    base: float
    odds: float
    pdo: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) for x in (self.base, self.odds, self.pdo)):
            raise CardError("the scale's base, odds and pdo must be finite numbers")
        if self.odds <= 0 or self.pdo <= 0:
            raise CardError("the scale's odds and pdo must be positive")

    @property
    def factor(self) -> float:
        """Points per unit of log-odds."""
        return self.pdo / math.log(2)

    @property
    def offset(self) -> float:
        """The score at odds of one to one."""
        return self.base - self.factor * math.log(self.odds)

    def score(self, log_odds: float) -> float:
        """The exact score for log good:bad odds."""
        return self.offset + self.factor * log_odds

    def log_odds(self, score: float) -> float:
        """The log good:bad odds at a score."""
        return (score - self.offset) / self.factor

    def pd(self, score: float) -> float:
        """The probability of default at a score."""
        z = self.log_odds(score)
        return math.exp(-z) / (1 + math.exp(-z)) if z > 0 else 1 / (1 + math.exp(z))
