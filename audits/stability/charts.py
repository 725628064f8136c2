"""Charts of a comparison: an index or a gap against its limits, by name or over time, and shares before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, Panel, Point, data, draw, groups

__all__ = ["Guided", "over_time", "shares", "sideways"]

WIDTH = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """An axis with lines to look out for.

    Attributes
    ----------
    guides
        Values at which a dashed line stands.
    marked
        Whether ``across`` of each point is drawn as a diamond.
    percent
        Whether values are shares.
    """

    title: str
    guides: tuple[float, ...]
    marked: bool = False
    percent: bool = False

    def scale(self, points: Sequence[Point]) -> alt.Scale:
        """From the lowest to the highest of all that is drawn."""
        values = [*self.guides, *(p.low for p in points), *(p.high for p in points)]
        values += [p.across for p in points] if self.marked else []
        low, high = min(values), max(values)
        room = 0.04 * ((high - low) or 1.0)
        return alt.Scale(domain=[low - room if low < 0 else 0.0, high + room], nice=False)

    @property
    def format(self) -> str:
        """How its numbers are written."""
        return "+.1%" if self.percent else ".2f"


def sideways(panel: Panel, points: Sequence[Point], axis: Guided) -> str:
    """A dot with its interval in each row."""
    scale = axis.scale(points)
    across = alt.X("low:Q", title=axis.title, scale=scale, axis=alt.Axis(format=axis.format, tickCount=6))
    base = alt.Chart(data(points)).encode(y=groups(points))
    layers = [
        _guides(axis).encode(x=alt.X("at:Q", scale=scale)),
        base.mark_rule(color=INK, strokeWidth=1.5).encode(x=across, x2="high:Q"),
        base.mark_point(color=ACCENT, filled=True, size=60, opacity=1).encode(x=alt.X("value:Q", scale=scale)),
    ]
    if axis.marked:
        marks = base.mark_point(shape="diamond", color=GUIDE, filled=False, strokeWidth=2, size=45)
        layers.append(marks.encode(x=alt.X("across:Q", scale=scale)))
    return draw(panel, alt.layer(*layers).properties(width=WIDTH, height=alt.Step(26)))


def over_time(panel: Panel, points: Sequence[Point], axis: Guided, across: str) -> str:
    """A dot with its interval for each period, in order; the name of a period is its ``group``."""
    scale = axis.scale(points)
    order = [p.group for p in points]
    labels = alt.Axis(labelAngle=-45 if len(order) > 8 else 0, labelOverlap="greedy", grid=False)
    base = alt.Chart(data(points)).encode(x=alt.X("group:N", title=across, sort=order, axis=labels))
    up = alt.Y("low:Q", title=axis.title, scale=scale, axis=alt.Axis(format=axis.format, tickCount=5))
    layers = [
        _guides(axis).encode(y=alt.Y("at:Q", scale=scale)),
        base.mark_line(color=ACCENT, strokeWidth=1, opacity=0.6).encode(y=alt.Y("value:Q", scale=scale)),
        base.mark_rule(color=INK, strokeWidth=1.5).encode(y=up, y2="high:Q"),
        base.mark_point(color=ACCENT, filled=True, size=55, opacity=1).encode(y=alt.Y("value:Q", scale=scale)),
    ]
    return draw(panel, alt.layer(*layers).properties(width=max(220, min(560, 45 * len(order))), height=170))


def shares(panel: Panel, points: Sequence[Point], axis: str) -> str:
    """The share of each bin: ``value`` as a dot, ``across`` as a diamond, joined by a line."""
    top = 1.08 * max(max(p.value, p.across) for p in points)
    scale = alt.Scale(domain=[0, min(1.0, top)], nice=False)
    across = alt.X("value:Q", title=axis, scale=scale, axis=alt.Axis(format="~%", tickCount=5))
    names = alt.Axis(labelLimit=260)
    base = alt.Chart(data(points)).encode(y=alt.Y("group:N", title=None, sort=[p.group for p in points], axis=names))
    layers = (
        base.mark_rule(color="#b8c0c8", strokeWidth=2).encode(x=across, x2="across:Q"),
        base.mark_point(color=ACCENT, filled=True, size=60, opacity=1).encode(x=across),
        base.mark_point(shape="diamond", color=GUIDE, filled=False, strokeWidth=2, size=55).encode(
            x=alt.X("across:Q", scale=scale)
        ),
    )
    return draw(panel, alt.layer(*layers).properties(width=200, height=alt.Step(22)))


def _guides(axis: Guided) -> alt.Chart:
    rows = [{"at": at} for at in axis.guides]
    drawn: alt.Chart = alt.Chart(alt.InlineData(values=rows)).mark_rule(color=GUIDE, strokeDash=[5, 4])
    return drawn
