"""An audit of files from end to end; the command and the demo share it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audits.decisions.access import Recorded
    from audits.decisions.schema import Columns
    from audits.fairness.outcome import AuditReport
    from audits.fairness.plan import Plan

__all__ = ["Question", "examine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be audited.

    Attributes
    ----------
    decisions, groups, key
        The file of decisions; that of the groups, and the column that joins them, or None.
    by, columns
        The attributes, and which column has which role.
    plan
        What is judged; None for the default plan.
    need
        A column of what people asked for, to compare approval among people who asked for the same; or None.
    cut_off
        The lowest passing score, if it is known: for overrides.
    access
        Where the reading of the groups is recorded, or None.
    """

    decisions: Path
    by: tuple[str, ...]
    columns: Columns
    groups: Path | None = None
    key: str | None = None
    plan: Plan | None = None
    need: str | None = None
    cut_off: float | None = None
    access: Recorded | None = None


def examine(question: Question, progress: Callable[[str], AbstractContextManager[None]]) -> AuditReport:
    """Read the files and judge them; ``progress`` is told what is being done.

    Raises
    ------
    FileError, DataError, InputError
        If a file, a value or the plan is not what it must be.
    """
    from audits.decisions.read import open_decisions
    from audits.fairness.audit import audit_opened

    with open_decisions(
        question.decisions,
        by=question.by,
        columns=question.columns,
        groups=question.groups,
        key=question.key,
        extra=[question.need] if question.need else [],
        access=question.access,
    ) as opened:
        return audit_opened(opened, question.plan, need=question.need, cut_off=question.cut_off, progress=progress)
