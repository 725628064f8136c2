"""Charts of a description: how values are spread, and two kinds of rate side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, WIDTH, Panel, Point, data, draw, groups

__all__ = ["Bar", "histogram", "pairs", "rates", "shares"]

PALE = "#a9c4d6"
NARROW, LOW = 330, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a histogram.

    Attributes
    ----------
    left, right
        Where it is drawn.
    share
        How high.
    pale
        Whether it stands for more than it spans.
    at
        The single value it stands for, if it is one: where the axis gets a tick.
    """

    left: float
    right: float
    share: float
    pale: bool = False
    at: float | None = None


def histogram(panel: Panel, bars: Sequence[Bar], across: str, up: str, *, percent: bool = False) -> str:
    """Bars that touch, on the true scale of the value."""
    ends = [min(b.left for b in bars), max(b.right for b in bars)]
    rows = [
        {"left": b.left, "right": b.right, "share": b.share, "floor": 0, "colour": PALE if b.pale else ACCENT}
        for b in bars
    ]
    base = alt.Chart(alt.InlineData(values=rows)).mark_rect(stroke="white", strokeWidth=1)
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1] if percent else sorted({b.at for b in bars if b.at is not None})
    look = ".0%" if percent else ",~f"
    axis = alt.Axis(format=look, values=ticks or alt.Undefined, tickCount=5, grid=False, labelOverlap="greedy")
    drawn = base.encode(
        x=alt.X("left:Q", title=across or None, scale=alt.Scale(domain=ends, nice=False, zero=False), axis=axis),
        x2="right:Q",
        y=alt.Y("floor:Q", title=up, scale=alt.Scale(domainMin=0), axis=alt.Axis(format="~%", tickCount=4)),
        y2="share:Q",
        color=alt.Color("colour:N", scale=None),
    )
    return draw(panel, drawn.properties(width=NARROW, height=LOW))


def shares(panel: Panel, points: Sequence[Point], axis: str) -> str:
    """Bars from 0, one for each word."""
    across = alt.X("value:Q", title=axis, axis=alt.Axis(format="~%", tickCount=5), scale=alt.Scale(domainMin=0))
    base = alt.Chart(data(points)).mark_bar(color=ACCENT, height={"band": 0.6})
    return draw(panel, base.encode(x=across, y=groups(points)).properties(width=NARROW - 60, height=alt.Step(28)))


def rates(panel: Panel, recorded: Sequence[Point], true: Sequence[Point], axis: str) -> str:
    """Recorded rates as dots with intervals, and true ones as diamonds beside them."""
    scale = alt.Scale(domain=[0, min(1.0, 1.05 * max(p.high for p in [*recorded, *true]))], nice=False)
    base = alt.Chart(data(recorded)).encode(y=groups(recorded))
    across = alt.X("low:Q", title=axis, scale=scale, axis=alt.Axis(format="~%", tickCount=5))
    lines = base.mark_rule(color=INK, strokeWidth=1.5, yOffset=-4).encode(x=across, x2="high:Q")
    dots = base.mark_point(color=ACCENT, filled=True, size=55, opacity=1, yOffset=-4).encode(
        x=alt.X("value:Q", scale=scale)
    )
    layers = [lines, dots]
    if true:
        under = alt.Chart(data(true)).encode(y=groups(recorded))
        layers.append(_diamonds(under, "value:Q", scale, offset=5))
    return draw(panel, alt.layer(*layers).properties(width=NARROW - 90, height=alt.Step(26)))


def pairs(panel: Panel, points: Sequence[Point], axis: str) -> str:
    """Two means for each group, joined by a line: ``value`` as a dot, ``across`` as a diamond."""
    scale = alt.Scale(domain=[0, min(1.0, 1.08 * max(max(p.value, p.across) for p in points))], nice=False)
    base = alt.Chart(data(points)).encode(y=groups(points))
    across = alt.X("value:Q", title=axis, scale=scale, axis=alt.Axis(format="~%", tickCount=6))
    lines = base.mark_rule(color="#b8c0c8", strokeWidth=2).encode(x=across, x2="across:Q")
    dots = base.mark_point(color=ACCENT, filled=True, size=75, opacity=1).encode(x=across)
    layers = lines + dots + _diamonds(base, "across:Q", scale, offset=0)
    return draw(panel, layers.properties(width=WIDTH, height=alt.Step(30)))


def _diamonds(base: alt.Chart, at: str, scale: alt.Scale, *, offset: int) -> alt.Chart:
    marks = base.mark_point(shape="diamond", color=GUIDE, filled=False, strokeWidth=2, size=60, yOffset=offset)
    drawn: alt.Chart = marks.encode(x=alt.X(at, scale=scale))
    return drawn
