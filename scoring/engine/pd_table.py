"""The score to PD table: the scale, written out once so that everybody looks up the same decimals."""

from __future__ import annotations

from scoring.domain.card import PdTable
from scoring.domain.scale import Scale

__all__ = ["pd_table"]

DIGITS = 10


def pd_table(scale: Scale, lowest: int, highest: int) -> PdTable:
    """The probability of default of every whole score, with ten significant digits.

    Examples
    --------
    >>> pd_table(Scale(base=600, odds=30, pdo=20), 600, 601).pds
    ('0.03225806452', '0.03119381309')
    """
    return PdTable(lowest=lowest, pds=tuple(_decimal(scale.pd(score)) for score in range(lowest, highest + 1)))


def _decimal(pd: float) -> str:
    text = f"{pd:.{DIGITS}g}"
    return text if "e" not in text else f"{pd:.{DIGITS + 20}f}".rstrip("0")
