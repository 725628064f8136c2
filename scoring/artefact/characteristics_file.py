"""The characteristics file (TOML): what may be known about a person, written by a person."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

from scoring.artefact.declaration import read_field
from scoring.artefact.table import Table
from scoring.domain.characteristic import Change, Characteristic
from scoring.domain.errors import CounterscoreError, FileError
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text

__all__ = ["MOST_STEPS", "read_characteristics", "read_toml"]

MOST_STEPS = 100_000
"""Most steps from one end of a field to the other: more are no change that a person would choose between."""


def read_toml(path: Path) -> dict[str, object]:
    """The parsed TOML document.

    Raises
    ------
    FileError
        If the file is missing or is no TOML; the message names the line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError(f"is not valid TOML ({error})", where=str(path), remedy="Correct that line") from None


def read_characteristics(path: Path) -> Registry:
    """The registry declared in a characteristics file.

    Raises
    ------
    FileError, DeclarationError
        If the file cannot be read, or says something it cannot say.
    ForbiddenField, NotServable
        If it declares what may never be declared, or claims the servable profile without what that needs.
    """
    table = Table(read_toml(path), path.name)
    fields = tuple(_read_field(item) for item in table.items("characteristic", "characteristic"))
    inputs = tuple(_read_field(item) for item in table.items("input", "input"))
    try:
        registry = Registry(
            profile=table.choice("profile", Profile),
            title=table.texts("title", Text.same(path.stem)),
            approver=table.text("approver", ""),
            characteristics=fields,
            inputs=inputs,
        )
    except CounterscoreError as error:
        error.where = error.where or path.name
        raise
    table.close()
    if registry.profile is Profile.UNDECLARED:
        raise table.broken("a characteristics file declares", remedy='Use profile = "servable" or "benchmark"')
    return registry


def _read_field(table: Table) -> Characteristic:
    """A field whose changes can be searched; a card that says otherwise is still read."""
    field = read_field(table)
    if field.actionable is not None:
        up = field.actionable.direction is Change.UP
        start, end = field.range or (-math.inf, math.inf)
        bound = field.actionable.bound
        if bound is not None:
            start, end = (start, min(end, bound)) if up else (max(start, bound), end)
        if math.isinf(end if up else start):
            name = "max" if up else "min"
            raise table.broken("'actionable' has no end", remedy=f"Declare 'range', or '{name}' in 'actionable'")
        known = math.isfinite(start) and math.isfinite(end)
        if known and (end - start) / field.actionable.step > MOST_STEPS:
            raise table.broken(
                f"'actionable' has more than {MOST_STEPS:,} steps", remedy="Declare a larger 'step', or a smaller range"
            )
    return field
