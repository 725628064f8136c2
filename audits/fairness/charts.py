"""Charts of the report that no other page has: approval rates and ratios by group."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, WIDTH, Panel, Point, data, draw, groups

__all__ = ["forest", "group_bars"]


def group_bars(panel: Panel, points: Sequence[Point], axis: str) -> str:
    """Bars from 0 with interval lines, one for each group, in the order given."""
    base = alt.Chart(data(points)).encode(y=groups(points))
    shares = alt.Scale(domain=[0, min(1.0, max(p.high for p in points) * 1.05)], nice=False)
    across = alt.X("value:Q", title=axis, scale=shares, axis=alt.Axis(format=".0%", tickCount=6))
    bars = base.mark_bar(color=ACCENT, opacity=0.45, height={"band": 0.6}).encode(x=across)
    lines = base.mark_rule(color=INK, strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q")
    return draw(panel, (bars + lines).properties(width=WIDTH, height=alt.Step(30)))


def forest(panel: Panel, points: Sequence[Point], axis: str, low: float, high: float) -> str:
    """Ratios with their intervals against two limits, on a logarithmic scale around 1."""
    reach = 1.05 * max(high, 1 / low, *(max(p.high, 1 / p.low) for p in points))
    ratios = alt.Scale(type="log", domain=[1 / reach, reach], nice=False)
    ticks = [t for t in (0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.25, 2.0, 3.0, 5.0, 10.0) if 1 / reach <= t <= reach]
    across = alt.X("low:Q", title=axis, scale=ratios, axis=alt.Axis(values=ticks, format="~g", grid=False))
    base = alt.Chart(data(points)).encode(y=groups(points))
    lines = base.mark_rule(color=INK, strokeWidth=2).encode(x=across, x2="high:Q")
    dots = base.mark_point(color=ACCENT, filled=True, size=80, opacity=1).encode(x=alt.X("value:Q", scale=ratios))
    marks = alt.Chart(alt.InlineData(values=[{"at": low}, {"at": high}]))
    limits = marks.mark_rule(color=GUIDE, strokeDash=[5, 4]).encode(x=alt.X("at:Q", scale=ratios))
    one = alt.Chart(alt.InlineData(values=[{"at": 1}])).mark_rule(color="#b8c0c8").encode(x=alt.X("at:Q", scale=ratios))
    return draw(panel, (one + limits + lines + dots).properties(width=WIDTH, height=alt.Step(30)))
