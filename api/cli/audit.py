"""``audit``: fairness of a file of decisions, answered in four words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, Lang, emit, need, progress, require_extra

__all__ = ["audit", "register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(audit)
