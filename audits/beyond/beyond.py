"""Everything beyond the decision in one result: the parts that a file has columns for, and the names of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from audits.beyond.appeals import Appeals, appeals
from audits.beyond.consent import Consent, consent
from audits.beyond.counted import count
from audits.beyond.figures import Absent
from audits.beyond.grouped import Compared, Grouped, cells
from audits.beyond.handling import Handling, handling
from audits.beyond.hiding import together
from audits.beyond.linked import without_linked
from audits.beyond.months import Months, months
from audits.beyond.need import Need, need
from audits.beyond.reasons import Reasons, reasons
from audits.beyond.recourse import Recourse, recourse

__all__ = ["LEVEL", "Beyond", "look_beyond"]

LEVEL = 0.95

Part = TypeVar("Part", Reasons, Recourse, Appeals, Consent, Handling, Months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """What stands beside the decisions. Nothing of it is judged; a part is None where its columns are absent.

    Attributes
    ----------
    level
        Of every interval by itself.
    compared
        The attributes, each with its reference group.
    absent
        The parts that are not there, and pieces of those that are, each with the roles it needs.
    """

    level: float
    compared: tuple[Compared, ...]
    reasons: Reasons | None
    recourse: Recourse | None
    appeals: Appeals | None
    consent: Consent | None
    handling: Handling | None
    months: Months | None
    need: Need | None
    absent: tuple[Absent, ...]


def look_beyond(
    source: Grouped,
    compared: Sequence[Compared],
    level: float = LEVEL,
    cut_off: float | None = None,
    asked: str | None = None,
) -> Beyond:
    """Every part by every attribute; people are counted, whatever their weight.

    Parameters
    ----------
    compared
        The attributes, with the groups hidden that the report on the decisions does not print.
    cut_off
        The lowest passing score, if it is known: for overrides.
    asked
        A column of numbers that say what people asked for; None where there is none.

    Raises
    ------
    DataError
        If reasons or dates are not what they must be.
    """
    compared = _closed(source, compared)
    found = (
        reasons(source, compared, level),
        recourse(source, compared, level),
        appeals(source, compared, level),
        consent(source, compared, level),
        handling(source, compared, level, cut_off),
        months(source, compared, level),
    )
    absent = [part for part in found if isinstance(part, Absent)]
    for part in found:
        if isinstance(part, Appeals | Handling):
            absent += part.absent
    if isinstance(found[1], Recourse) and "recourse_cost" not in source.present:
        absent.append(Absent(part="recourse_cost", needs=("recourse_cost",)))
    return Beyond(
        level=level,
        compared=tuple(compared),
        reasons=_there(found[0]),
        recourse=_there(found[1]),
        appeals=_there(found[2]),
        consent=_there(found[3]),
        handling=_there(found[4]),
        months=_there(found[5]),
        need=None if asked is None else need(source, compared, asked, level),
        absent=tuple(absent),
    )


def _closed(source: Grouped, compared: Sequence[Compared]) -> list[Compared]:
    """The attributes with the groups whose decisions are hidden, so that no other table shows them."""
    everybody = cells(source, compared, ["approved"])
    approved = everybody.columns["approved"] == 1
    return without_linked(everybody, [together(each, [], [count(everybody, approved, each)]) for each in compared])


def _there(part: Part | Absent) -> Part | None:
    return None if isinstance(part, Absent) else part
