"""The trade-off between a card's length and its loss, as ``fit`` reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output import table
from audits.evaluation.document import Interval, Length

if TYPE_CHECKING:
    from scoring.engine.structure import Structure

__all__ = ["curve_document", "curve_lines"]

Z = 1.959963984540054
"""Standard errors on either side of a 95 % interval."""


def curve_document(structure: Structure) -> list[Length]:
    """One row per length, the longest card first; every figure out of fold, with its 95 % interval."""
    return [
        {
            "price": point.price,
            "attributes": point.attributes,
            "log_loss": _interval(point.loss, point.loss_error),
            "above_chosen": _interval(point.loss_above, point.loss_above_error),
            "auc": _interval(point.auc, point.auc_error),
            "chosen": point.chosen,
        }
        for point in structure.curve
    ]


def _interval(value: float, error: float) -> Interval:
    return {"value": value, "low": value - Z * error, "high": value + Z * error}


def curve_lines(structure: Structure) -> list[str]:
    """The same as a table."""
    if not structure.curve:
        return []
    rows: list[tuple[str, ...]] = [("lines", "log-loss", "95 % interval", "AUC", "95 % interval", "price", "")]
    rows += [
        (
            f"{point.attributes:.0f}",
            f"{point.loss:.4f}",
            f"{point.loss - Z * point.loss_error:.4f} to {point.loss + Z * point.loss_error:.4f}",
            f"{point.auc:.4f}",
            f"{point.auc - Z * point.auc_error:.4f} to {point.auc + Z * point.auc_error:.4f}",
            f"{point.price:g}",
            "chosen" if point.chosen else "",
        )
        for point in structure.curve
    ]
    return ["length against loss, out of fold (choose another with --price):", table(rows, ">>>>>><")]
