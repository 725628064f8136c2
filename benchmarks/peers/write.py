"""The report in files: Markdown with a picture beside it, and JSON with every number."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.peers.chart import chart, rates_chart
from benchmarks.peers.cross_validation import Comparison, Result, difference
from benchmarks.peers.measures import Estimate
from benchmarks.peers.report import Report
from benchmarks.peers.worker import Ended
from scoring.domain.errors import FileError

__all__ = ["as_json", "write_json", "write_markdown"]


def write_markdown(report: Report, path: Path) -> None:
    """Write FILE.md, and FILE.svg and FILE-speed.svg where there is something to draw.

    Raises
    ------
    FileError
        If they cannot be written.
    """
    pictures = []
    drawn = ("", chart(report.comparisons)), ("-speed", rates_chart(report.sections))
    for ending, svg in drawn:
        picture = path.with_name(f"{path.stem}{ending}.svg")
        if svg:
            _write(picture, svg)
        pictures.append(picture.name if svg else "")
    _write(path, report.markdown(*pictures))


def write_json(report: Report, path: Path) -> None:
    """Write every number; folds one by one, and estimates with their standard errors.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    _write(path, json.dumps(as_json(report), indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values; what is not known is null."""
    return {
        "command": report.command,
        "machine": dict(report.machine),
        "comparisons": [_comparison(each) for each in report.comparisons],
        "speed": [
            {
                "title": section.title,
                "base": section.base,
                "per": section.per,
                "lines": [
                    {
                        "what": figure.what,
                        "ended": figure.ended.value,
                        "values": dict(figure.values),
                        "time as a multiple of the base": section.ratio(figure),
                    }
                    for figure in section.figures
                ],
            }
            for section in report.sections
        ],
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "name": comparison.name,
        "rows": comparison.rows,
        "bads": comparison.bads,
        "numeric columns": comparison.numeric,
        "categorical columns": comparison.categorical,
        "left out": [{"column": name, "why": why} for name, why in comparison.left_out],
        "note": comparison.note,
        "repeats": comparison.repeats,
        "folds": comparison.folds,
        "models": [_result(result, comparison) for result in comparison.results],
    }


def _result(result: Result, comparison: Comparison) -> dict[str, Any]:
    if result.ended is not Ended.DONE:
        return {"model": result.model, "ended": result.ended.value}
    gap = difference(result, comparison.card, "auc", comparison.folds)
    return {
        "model": result.model,
        "ended": result.ended.value,
        "estimates": _estimates(result.estimates(comparison.folds)),
        "AUC less the card's": None if gap is None else _estimate(gap),
        "fit seconds": list(result.seconds),
        "folds": [asdict(each) for each in result.measures],
    }


def _estimates(found: Mapping[str, Estimate]) -> dict[str, Any]:
    return {name: _estimate(each) for name, each in found.items()}


def _estimate(estimate: Estimate) -> dict[str, Any]:
    low, high = (None if math.isnan(end) else end for end in estimate.interval)
    error = None if math.isnan(estimate.error) else estimate.error
    return {"mean": estimate.mean, "standard error": error, "low": low, "high": high}


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileError(f"cannot be written ({error.strerror})", where=str(path), remedy="Check the path") from None
