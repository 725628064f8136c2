"""The whole audit as one value, and the ways an analyst takes it further."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from audits.beyond.beyond import Beyond
from audits.decisions.cube import Cube, Source
from audits.fairness.plan import Plan
from audits.fairness.result import GroupingResult
from audits.fairness.verdict import Verdict, worst
from scoring.domain.text import Text

__all__ = ["AuditReport"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """The whole audit.

    Attributes
    ----------
    sources
        The files it read, by digest.
    people
        How many decisions.
    unknown_outcomes
        How many of them have no recorded outcome.
    plan
        What was judged.
    primary
        How many primary comparisons there are, those without an interval included, such as suppressed ones.
    intervals
        How many of them have an interval: these share the error.
    level
        The level of each of these, so that all hold together at the plan's.
    cube
        What all numbers were computed from.
    groupings
        One result for each attribute and each combination.
    left_open
        What whoever ran the audit could still choose, though there is a plan.
    notices
        What a reader has to know of these numbers besides: repeated people, for example.
    beyond
        What stands beside the decisions; None for a cube, which has nothing of it.
    absent
        Roles of the schema that the decisions do not have; None where that is not known.
    """

    sources: tuple[Source, ...]
    people: int
    unknown_outcomes: int
    plan: Plan
    primary: int
    intervals: int
    level: float
    cube: Cube = field(repr=False)
    groupings: tuple[GroupingResult, ...]
    left_open: tuple[Text, ...]
    notices: tuple[Text, ...] = ()
    beyond: Beyond | None = None
    absent: tuple[str, ...] | None = None

    @property
    def attributes(self) -> tuple[GroupingResult, ...]:
        """The results of the attributes one by one."""
        return tuple(result for result in self.groupings if len(result.attributes) == 1)

    @property
    def overall(self) -> Verdict:
        """The worst verdict of all; *within* only if every primary comparison is."""
        return worst(result.verdict for result in self.groupings if result.verdict is not None)

    def to_json(self) -> str:
        """The report as JSON, as ``counterscore audit --json-out`` writes it without notes and conditions."""
        from audits.fairness.document import to_document

        return json.dumps(to_document(self), ensure_ascii=False, indent=2, allow_nan=False)

    def to_frame(self) -> Any:  # noqa: ANN401 - pandas is there where fairlearn is, and nothing else of ours needs it
        """The comparisons as a pandas DataFrame, a row each; ``audits.fairness.document.FRAME`` are its columns."""
        import pandas as pd

        from audits.fairness.document import FRAME, comparison_rows

        return pd.DataFrame(comparison_rows(self), columns=list(FRAME))

    def metric_frame(self, attribute: str) -> Any:  # noqa: ANN401 - fairlearn publishes no types
        """The same people as a fairlearn ``MetricFrame`` by one attribute."""
        from audits.fairness.metric_frame import metric_frame

        return metric_frame(self.cube, attribute)

    def _repr_html_(self) -> str:
        """What a notebook shows: the overall word and the primary comparisons."""
        from audits.fairness.summary import to_html

        return to_html(self)
