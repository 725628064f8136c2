"""Options that record the reading of protected attributes, the same for every command that reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.domain.errors import InputError

if TYPE_CHECKING:
    from audits.decisions.access import Recorded

__all__ = ["AccessLog", "DeleteAfter", "Necessity", "Purpose", "Reader", "access_record", "say_unrecorded"]

AccessLog = Annotated[
    Path | None, typer.Option("--access-log", metavar="FILE", help="Record that the groups were read, and why.")
]
Purpose = Annotated[str, typer.Option("--purpose", help="What the groups are read for (access log).")]
Reader = Annotated[str, typer.Option("--reader", help="Role of who reads them (access log).")]
Necessity = Annotated[str, typer.Option("--necessity", help="Why other data would not do (access log).")]
DeleteAfter = Annotated[
    datetime | None,
    typer.Option("--delete-after", formats=["%Y-%m-%d"], help="Last day they are kept (access log)."),
]


def access_record(
    path: Path | None, purpose: str, reader: str, necessity: str, delete_after: datetime | None
) -> Recorded | None:
    """What the options state, to be written before the first group is read; None where no record is asked for.

    Raises
    ------
    InputError
        If something is stated and no record is named, or a record is named and a word is missing.
    """
    from audits.decisions.access import Access, recorded

    if path is None:
        if purpose or reader or necessity or delete_after:
            raise InputError("a purpose is stated, but nowhere to record it", remedy="Name the record: --access-log")
        return None
    if delete_after is None:
        raise InputError("the access record lacks the day of deletion", remedy="Give --delete-after 2027-06-30")
    stated = Access(purpose=purpose, person_or_role=reader, necessity=necessity, delete_after=delete_after.date())
    return recorded(path, stated, lambda: datetime.now(UTC))


def say_unrecorded(path: Path | None) -> None:
    """Say that groups were read without a record, where none was named."""
    if path is None:
        typer.echo("counterscore: the groups were read without a record of it; --access-log keeps one", err=True)
