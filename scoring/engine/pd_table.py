"""The score to PD table: the scale, written out once so that everybody looks up the same decimals.

Computed in decimal arithmetic, so that the digits do not depend on a machine's mathematical library.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from scoring.domain.card import PdTable
from scoring.domain.scale import Scale

__all__ = ["pd_table"]

DIGITS = 10


def pd_table(scale: Scale, lowest: int, highest: int) -> PdTable:
    """The probability of default of every whole score.

    Both the probability and its complement have at least ten significant digits, so that scores far out on either
    side still come back from their probability.

    Examples
    --------
    >>> pd_table(Scale(base=600, odds=30, pdo=20), 600, 601).pds
    ('0.03225806452', '0.03119351273')
    """
    return PdTable(lowest=lowest, pds=tuple(_decimal(scale, score) for score in range(lowest, highest + 1)))


def _decimal(scale: Scale, score: int) -> str:
    digits = DIGITS + max(0, math.ceil(math.log10(scale.factor)) - 2)
    magnitude = math.ceil(abs(scale.log_odds(score)) / math.log(10))
    context = Context(prec=2 * (digits + magnitude) + 10, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999)
    with localcontext(context):
        steps = (Decimal(score) - Decimal(scale.base)) / Decimal(scale.pdo)
        odds = Decimal(scale.odds) * (steps * Decimal(2).ln()).exp()  # good:bad
        pd = 1 / (1 + odds)
        last = min(pd.adjusted(), (1 - pd).adjusted()) - digits + 1
        return f"{pd.quantize(Decimal(1).scaleb(last)):f}"
