"""Charts of what stands beside the decisions: a number by group, and rows of shares with a panel for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, Panel, Point, data, draw, groups

__all__ = ["RowPoint", "by_group", "by_row"]

WIDTH = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPoint:
    """The share of a group in one row, its interval, and the reference group's share if it is known."""

    row: str
    group: str
    value: float
    low: float
    high: float
    reference: float | None


def by_group(panel: Panel, points: Sequence[Point], axis: str, reference: float | None, *, percent: bool) -> str:
    """A dot with its interval for each group, and a line where the reference group is."""
    top = 1.05 * max([*(p.high for p in points), *([] if reference is None else [reference])])
    scale = alt.Scale(domain=[0, (min(1.0, top) if percent else top) or 1.0], nice=False)
    look = alt.Axis(format="~%" if percent else ",~r", tickCount=5)
    across = alt.X("low:Q", title=axis, scale=scale, axis=look)
    base = alt.Chart(data(points)).encode(y=groups(points))
    layers = [
        base.mark_rule(color=INK, strokeWidth=1.5).encode(x=across, x2="high:Q"),
        base.mark_point(color=ACCENT, filled=True, size=60, opacity=1).encode(x=alt.X("value:Q", scale=scale)),
    ]
    if reference is not None:
        guide = alt.Chart(alt.InlineData(values=[{"at": reference}])).mark_rule(color=GUIDE, strokeDash=[5, 4])
        layers.insert(0, guide.encode(x=alt.X("at:Q", scale=scale)))
    return draw(panel, alt.layer(*layers).properties(width=WIDTH, height=alt.Step(26)))


def by_row(panel: Panel, points: Sequence[RowPoint], axis: str) -> str:
    """A panel for each group, a row for each reason or month."""
    names = list(dict.fromkeys(p.row for p in points))
    groups_ = list(dict.fromkeys(p.group for p in points))
    rows = [
        {"row": p.row, "group": p.group, "value": p.value, "low": p.low, "high": p.high, "reference": p.reference}
        for p in points
    ]
    scale = alt.Scale(domain=[0, min(1.0, 1.05 * max(p.high for p in points))], nice=False)
    across = alt.X("low:Q", title=axis, scale=scale, axis=alt.Axis(format="~%", tickCount=4))
    up = alt.Y("row:N", title=None, sort=names, scale=alt.Scale(domain=names), axis=alt.Axis(labelLimit=140))
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=up)
    known = base.transform_filter("isValid(datum.reference)")
    layers = alt.layer(
        base.mark_rule(color=INK, strokeWidth=1.5).encode(x=across, x2="high:Q"),
        base.mark_point(color=ACCENT, filled=True, size=50, opacity=1).encode(x=alt.X("value:Q", scale=scale)),
        known.mark_point(shape="diamond", color=GUIDE, filled=False, strokeWidth=2, size=45).encode(
            x=alt.X("reference:Q", scale=scale)
        ),
    ).properties(width=150, height=alt.Step(20))
    header = alt.Header(title=None, labelFontSize=12, labelLimit=150)
    return draw(panel, layers.facet(facet=alt.Facet("group:N", header=header, sort=groups_), columns=3))
