"""Values with their intervals beneath each other, and a line to compare them with."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, WIDTH, Panel, Point, data, draw, groups

__all__ = ["dots"]

ROW = 26


def dots(panel: Panel, points: Sequence[Point], across: str, guide: float) -> str:
    """The SVG: a row for each point, in the order given, and a dashed line at ``guide``."""
    ends = [end for point in points for end in (point.low, point.high)] + [guide]
    margin = 0.05 * (max(ends) - min(ends) or 1.0)
    scale = alt.Scale(domain=[min(ends) - margin, max(ends) + margin], nice=False, zero=False)
    base = alt.Chart(data(points)).encode(y=groups(points))
    rules = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=alt.X("low:Q", title=across, scale=scale, axis=alt.Axis(tickCount=6)), x2="high:Q"
    )
    marks = base.mark_point(color=ACCENT, filled=True, size=60, opacity=1).encode(
        x=alt.X("value:Q", title=across, scale=scale)
    )
    line = alt.Chart(alt.InlineData(values=[{"at": guide}])).mark_rule(color=GUIDE, strokeDash=[5, 4])
    layers = line.encode(x=alt.X("at:Q", title=across, scale=scale)) + rules + marks
    return draw(panel, layers.properties(width=WIDTH - 100, height=max(2, len(points)) * ROW))
