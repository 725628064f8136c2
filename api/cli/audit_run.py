"""An audit of files from end to end: read, judge, look beyond the decisions; the command and the demo share it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.domain.text import Language

if TYPE_CHECKING:
    from audits.beyond.beyond import Beyond
    from audits.decisions.access import Recorded
    from audits.decisions.read import Opened
    from audits.decisions.schema import Columns
    from audits.fairness.extra import Extra, Registration
    from audits.fairness.outcome import AuditReport
    from audits.fairness.plan import Plan

__all__ = ["Examined", "Question", "examine"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What an audit found: the report, and what stands beside the decisions.

    Attributes
    ----------
    absent
        Roles that the file does not have.
    registration
        Whether the plan is shown to be older than the decisions; None where no note was given.
    """

    report: AuditReport
    beyond: Beyond
    absent: tuple[str, ...]
    registration: Registration | None = None

    def beside(self, language: Language) -> Extra:
        """What the report says besides its own numbers, in a language."""
        from audits.beyond.document import to_document
        from audits.beyond.sections import beyond_sections
        from audits.fairness.extra import Extra

        return Extra(
            sections=beyond_sections(self.beyond, language),
            documents={"beyond": to_document(self.beyond)},
            registration=self.registration,
            absent=self.absent,
        )


def examine(question: Question, progress: Callable[[str], AbstractContextManager[None]]) -> Examined:
    """Read the files and judge them; ``progress`` is told what is being done.

    Raises
    ------
    FileError, DataError, InputError
        If a file, a value or the plan is not what it must be.
    """
    from audits.beyond.handling import check_cut_off
    from audits.decisions.read import open_decisions
    from audits.fairness.audit import audit_opened

    check_cut_off(question.cut_off)
    with open_decisions(
        question.decisions,
        by=question.by,
        columns=question.columns,
        groups=question.groups,
        key=question.key,
        extra=[question.need] if question.need else [],
        access=question.access,
    ) as opened:
        with progress(f"counting {question.decisions.name}"):
            opened.cube()  # which is kept
        with progress("judging"):
            report = audit_opened(opened, question.plan)
        with progress("looking beyond the decisions"):
            beyond = _beyond(opened, report, question)
        absent = opened.absent
    return Examined(report=report, beyond=beyond, absent=absent)


def _beyond(opened: Opened, report: AuditReport, question: Question) -> Beyond:
    from audits.beyond.beyond import look_beyond
    from audits.beyond.grouped import Compared

    compared = [
        Compared(attribute=attribute, reference=result.reference[0])
        for attribute, result in zip(report.cube.attributes, report.attributes, strict=True)
    ]
    return look_beyond(opened, compared, level=report.plan.level, cut_off=question.cut_off, asked=question.need)
