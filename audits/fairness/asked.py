"""What is asked of an audit in Python: what the caller names, and from the plan what the caller leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from audits.decisions.schema import Columns
from audits.fairness.plan import Plan, read_plan
from scoring.domain.errors import InputError

__all__ = ["attributes_of", "columns_of", "file_of", "key_of", "plan_of"]


def plan_of(given: object) -> Plan | None:
    """A plan as it is, or read from the file that it is the path of; None for none.

    Raises
    ------
    InputError
        If it is neither.
    FileError, DeclarationError
        As :func:`audits.fairness.plan.read_plan`.
    """
    if given is None or isinstance(given, Plan):
        return given
    if isinstance(given, str | Path):
        return read_plan(given)
    said = f"the plan is a {type(given).__name__}"
    raise InputError(said, remedy="Give a Plan, as read_plan('plan.toml') does, or the path of its file")


def attributes_of(by: Sequence[str] | str | None, plan: Plan | None) -> tuple[str, ...]:
    """The attributes; a text is the name of one.

    Raises
    ------
    InputError
        If neither the caller nor the plan names one.
    """
    named = (by,) if isinstance(by, str) else by
    if named is None and plan is not None:
        named = plan.bound.by
    if named is None:
        raise InputError(
            "no group column is named", remedy="Name at least one: --by sex, by=['sex'] in Python, or by in the plan"
        )
    return tuple(named)


def columns_of(named: Mapping[str, str | None], plan: Plan | None) -> Columns:
    """The columns by role, the decision and the outcome under their names in the schema where nobody names them."""
    planned = {} if plan is None or plan.bound.columns is None else plan.bound.columns
    found = {role: name or planned.get(role) for role, name in named.items()}
    return Columns(
        outcome=found["outcome"] or "outcome",
        approved=found["approved"] or "approved",
        score=found["score"],
        pd=found["pd"],
        weight=found["weight"],
        cluster=found["cluster"],
    )


def key_of(key: str | None, plan: Plan | None, *, groups: bool) -> str | None:
    """The column that joins the groups, where they lie apart."""
    planned = None if plan is None or plan.bound.columns is None or not groups else plan.bound.columns.get("key")
    return key or planned


def file_of(groups: object) -> Path | None:
    """The file of groups beside a file of decisions; None where there is none.

    Raises
    ------
    InputError
        If it is a table.
    """
    if groups is None or isinstance(groups, str | Path):
        return None if groups is None else Path(groups)
    raise InputError("a file of decisions goes with a file of groups", remedy="Give both as files or as tables")
