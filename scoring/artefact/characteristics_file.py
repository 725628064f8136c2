"""The characteristics file (TOML): what may be known about a person, written by a person."""

from __future__ import annotations

import tomllib
from pathlib import Path

from scoring.artefact.declaration import read_field
from scoring.artefact.table import Table
from scoring.domain.errors import CounterscoreError, FileError
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text

__all__ = ["read_characteristics", "read_toml"]


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
    fields = tuple(read_field(item) for item in table.items("characteristic", "characteristic"))
    inputs = tuple(read_field(item) for item in table.items("input", "input"))
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
