"""The trade-off between a card's length and its loss, as ``fit`` reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output import table
from audits.evaluation.document import Interval, Length

if TYPE_CHECKING:
    from scoring.engine.estimate import Estimate
    from scoring.engine.structure import Structure

__all__ = ["curve_document", "curve_lines"]


def curve_document(structure: Structure) -> list[Length]:
    """One row per length, the longest card first; every figure out of fold, with its 95 % interval."""
    return [
        {
            "price": point.price,
            "attributes": point.attributes,
            "log_loss": _interval(point.loss),
            "above_chosen": _interval(point.above),
            "auc": _interval(point.auc),
            "chosen": point.chosen,
        }
        for point in structure.curve
    ]


def _interval(estimate: Estimate) -> Interval:
    low, high = estimate.interval
    return {"value": estimate.value, "low": low, "high": high}


def curve_lines(structure: Structure) -> list[str]:
    """The same as a table."""
    if not structure.curve:
        return []
    rows: list[tuple[str, ...]] = [("mean lines", "log-loss", "95 % interval", "AUC", "95 % interval", "price", "")]
    rows += [
        (
            f"{length['attributes']:.1f}",
            *_words(length["log_loss"]),
            *_words(length["auc"]),
            f"{length['price']:g}",
            "chosen" if length["chosen"] else "",
        )
        for length in curve_document(structure)
    ]
    return [
        "length against loss, out of fold (choose another with --price); lines are a mean over cards that were made",
        "on parts of the rows, before neighbours that earn the same become one: the card may have fewer or more:",
        table(rows, ">>>>>><"),
    ]


def _words(figure: Interval) -> tuple[str, str]:
    return f"{figure['value']:.4f}", f"{figure['low']:.4f} to {figure['high']:.4f}"
