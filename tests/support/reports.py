"""Audit reports of people made in memory."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from audits.decisions.cube import Source
from audits.fairness.audit import audit_cube
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import Plan, default_plan
from tests.support.cubes import Array, cube_of, random_people

__all__ = ["HOSTILE", "hostile_report", "report_of", "report_on"]

HOSTILE = ("<script>alert(1)</script>", "</style><b>", "</svg>\"' onload='x", "{{ 7 * 7 }} {x}", "| a ` *b* [c](d)")
"""Names that would be something else than text if they were not escaped."""


@cache
def report_of(people: int, *, unknown: bool = False, judged: bool = False, scored: bool = True) -> AuditReport:
    """The audit of random people by sex and age; ``unknown``: outcomes of the approved only."""
    columns = random_people(people, 5)
    if unknown:
        columns["outcome"] = np.where(columns["approved"], columns["outcome"], -1)
    plan = replace(default_plan(with_pd=scored), draws=200, judge_combinations=judged)
    return report_on(columns, ("sex", "age"), plan, scored=scored)


def report_on(columns: dict[str, Array], by: tuple[str, ...], plan: Plan, *, scored: bool = True) -> AuditReport:
    """The audit of these people by these columns."""
    more: dict[str, Any] = {"score": columns["score"], "pd": columns["pd"]} if scored else {}
    cube = cube_of({name: columns[name] for name in by}, columns["approved"], columns["outcome"], **more)
    source = Source(role="decisions", name=f"{by[0]}.csv", sha256="sha256:" + "0" * 64)
    return audit_cube(replace(cube, sources=(source,)), plan)


@cache
def hostile_report() -> AuditReport:
    """Groups, an attribute and a file whose names are hostile."""
    columns = random_people(6000, 5)
    name = "<img src=x onerror=alert(1)>"
    columns[name] = np.array(HOSTILE)[np.arange(6000) % len(HOSTILE)]
    return report_on(columns, (name, "sex"), replace(default_plan(with_pd=True), draws=200))
