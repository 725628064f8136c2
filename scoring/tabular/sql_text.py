"""Texts, names and paths in DuckDB's SQL: quoted, whatever they hold."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["literal", "pattern", "quoted"]


def literal(text: str) -> str:
    """A text."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name of a column."""
    return '"' + name.replace('"', '""') + '"'


def pattern(path: Path) -> str:
    """A path to read, as a text: signs of a pattern stand for themselves, so that no sibling is read in its place."""
    return literal(re.sub(r"([\[*?])", r"[\1]", str(path.resolve())))
