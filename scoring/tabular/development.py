"""A development sample: the readings of a file with its outcomes and weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.characteristic import MISSING_WORDS, canonical_label
from scoring.domain.errors import DataError, InputError
from scoring.domain.registry import Registry
from scoring.tabular.readings import TableReadings, read_table
from scoring.tabular.source import DataFile

__all__ = ["Sample", "kept_rows", "read_development"]

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a card is fitted or measured on.

    Attributes
    ----------
    table
        Readings of every declared field.
    bad
        Shape (rows,): whether the outcome was bad.
    weight
        Shape (rows,): positive sample weights, or None where all count the same.
    """

    table: TableReadings
    bad: Mask
    weight: np.ndarray[tuple[int], np.dtype[np.float64]] | None


def read_development(
    file: DataFile,
    registry: Registry,
    *,
    target: str,
    bad: str,
    weight: str | None = None,
    exclude: Sequence[str] = (),
) -> Sample:
    """Read a development sample.

    Parameters
    ----------
    exclude
        ``COLUMN=VALUE`` pairs: rows with that value are left out, before outcomes are looked at.

    Raises
    ------
    DataError
        If a column is missing, an outcome is unknown, or all outcomes are of one class.
    InputError
        If the target is also declared as a characteristic.
    """
    if target in registry.names:
        raise InputError(
            f"the target '{target}' is also declared as a characteristic",
            remedy="Remove it from the characteristics file: a card must not read the outcome it predicts",
        )
    also = (target, *([weight] if weight else []), *(_pair(item)[0] for item in exclude))
    table = read_table(file, registry, also=also)
    keep = kept_rows(file, exclude)
    if not keep.any():
        raise DataError("every row is excluded", where=file.path.name, remedy="Check --exclude")
    outcomes = _outcomes(file, target, bad, keep)
    weights = _weights(file, weight)[keep] if weight else None
    return Sample(table=table.select(keep), bad=outcomes, weight=weights)


def kept_rows(file: DataFile, exclude: Sequence[str]) -> Mask:
    """Shape (rows,): the rows that :func:`read_development` keeps of a file with these ``COLUMN=VALUE`` pairs.

    Raises
    ------
    InputError
        If an item is no pair.
    DataError
        If a column is missing.
    """
    keep = np.ones(file.rows, dtype=bool)
    for column, value in map(_pair, exclude):
        keep &= np.array([_label(raw) != value for raw in file.column(column)], dtype=bool)
    return keep


def _outcomes(file: DataFile, target: str, bad: str, keep: Mask) -> Mask:
    labels = [_label(raw) for raw in file.column(target)]
    for row, label in enumerate(labels):
        if label is None and keep[row]:
            raise DataError(
                "the outcome is unknown",
                where=f"{file.path.name}, row {row + 1}, column {target}",
                remedy="Leave such rows out of the file, or use --exclude",
            )
    kept = [label for label, wanted in zip(labels, keep, strict=True) if wanted]
    values = sorted({str(label) for label in kept})
    if canonical_label(bad) not in values and _as_number(bad) not in values:
        shown = ", ".join(values[:5])
        raise DataError(
            f"no outcome is '{bad}'", where=f"{file.path.name}, column {target}", remedy=f"The values are: {shown}"
        )
    wanted = {canonical_label(bad), _as_number(bad)}
    outcomes = np.array([label in wanted for label in kept], dtype=bool)
    if outcomes.all() or not outcomes.any():
        raise DataError(
            "all outcomes are of one class", where=f"{file.path.name}, column {target}", remedy="Give goods and bads"
        )
    return outcomes


def _weights(file: DataFile, column: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weights = np.empty(file.rows)
    for row, raw in enumerate(file.column(column)):
        try:
            weights[row] = float(raw)
        except (TypeError, ValueError):
            weights[row] = np.nan
        if not (np.isfinite(weights[row]) and weights[row] > 0):
            raise DataError(
                "the weight is not a positive number",
                where=f"{file.path.name}, row {row + 1}, column {column}",
                remedy="Give every row a positive weight",
            )
    return weights


def _pair(item: str) -> tuple[str, str]:
    column, separator, value = item.partition("=")
    if not separator or not column:
        raise InputError(f"--exclude '{item}' is not COLUMN=VALUE", remedy="Write for example outcome=indeterminate")
    return column, _as_number(value)


def _label(raw: Any) -> str | None:  # noqa: ANN401 - a raw value of any type
    if raw is None or (isinstance(raw, float | np.floating) and np.isnan(raw)):
        return None
    if isinstance(raw, np.generic):
        raw = raw.item()
    if isinstance(raw, str):
        return None if raw.strip().lower() in MISSING_WORDS else _as_number(raw)
    return canonical_label(float(raw) if isinstance(raw, int) else raw)


def _as_number(text: str) -> str:
    """A text that is a whole number in any spelling, as that number; any other text as it is."""
    try:
        number = float(text)
    except ValueError:
        return text.strip()
    return canonical_label(number) if number.is_integer() else text.strip()
