"""What stands beside the decisions, for the attributes and with the reference groups of a report."""

from __future__ import annotations

from audits.beyond.beyond import Beyond, look_beyond
from audits.beyond.grouped import Compared
from audits.decisions.read import Opened
from audits.fairness.outcome import AuditReport

__all__ = ["beside"]


def beside(opened: Opened, report: AuditReport, *, need: str | None = None, cut_off: float | None = None) -> Beyond:
    """Reasons, recourse, appeals and what else the decisions have columns for.

    Parameters
    ----------
    need
        A further column of ``opened``: what people asked for.
    cut_off
        The lowest passing score, if it is known.

    Raises
    ------
    DataError
        If a value is not what it must be.
    """
    compared = [
        Compared(
            attribute=attribute,
            reference=result.reference[0],
            hidden=frozenset(attribute.levels.index(group) for (group,) in result.hidden),
            edges=result.edges,
            ranged=frozenset(attribute.levels.index(group) for (group,) in result.ranged),
        )
        for attribute, result in zip(report.cube.attributes, report.attributes, strict=True)
    ]
    return look_beyond(opened, compared, level=report.plan.level, cut_off=cut_off, asked=need)
