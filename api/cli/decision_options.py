"""Options that say how a file of decisions is read, the same for every command that compares groups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Approved", "By", "Decisions", "GroupsFile", "Key", "Outcome"]

Decisions = Annotated[Path, typer.Argument(metavar="DECISIONS", help="A CSV or Parquet file of decisions.")]
By = Annotated[str, typer.Option("--by", metavar="COLS", help="Group columns, separated by commas.")]
GroupsFile = Annotated[
    Path | None, typer.Option("--groups", metavar="FILE", help="File with the group columns, kept apart.")
]
Key = Annotated[str | None, typer.Option("--key", metavar="COL", help="Column that joins the two files.")]
Outcome = Annotated[str, typer.Option("--outcome", metavar="COL", help="1 default, 0 repaid, empty not recorded.")]
Approved = Annotated[str, typer.Option("--approved", metavar="COL", help="1 approved, 0 declined.")]
