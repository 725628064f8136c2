"""Charts of an evaluation that no other page has: the ROC, goods and bads by score, and a table of the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, Panel, draw

__all__ = ["Bin", "Curve", "Line", "card_table", "roc", "spread"]

PALE = "#a9c4d6"
SIDE = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A ROC.

    Attributes
    ----------
    points
        Shares of goods and of bads at or below a score, lowest score first; the last is (1, 1).
    marked
        Where they lie farthest apart.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    marked: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Scores from ``left`` to below ``right``, as drawn, and the shares of goods and of bads that have them."""

    left: float
    right: float
    goods: float
    bads: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a table of the card; share and rates are None where too few people are.

    Attributes
    ----------
    name
        Unique in its table.
    """

    name: str
    points: int
    share: float | None
    rate: float | None
    low: float | None
    high: float | None


def roc(panel: Panel, curves: Sequence[Curve], across: str, up: str) -> str:
    """One curve or two, against the diagonal; a vertical line from the diagonal to where a curve is farthest."""
    full = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format=".0%", tickCount=5)
    rows: list[dict[str, Any]] = [
        {"card": curve.name, "goods": goods, "bads": bads, "order": place}
        for curve in curves
        for place, (goods, bads) in enumerate([(0.0, 0.0), *curve.points])
    ]
    marks = [{"card": c.name, "goods": c.marked[0], "bads": c.marked[1]} for c in curves if c.marked]
    x = alt.X("goods:Q", title=across, scale=full, axis=axis)
    y = alt.Y("bads:Q", title=up, scale=full, axis=axis)
    names = [curve.name for curve in curves]
    legend = (
        alt.Legend(title=None, orient="bottom-right", labelFontSize=12, symbolType="stroke", symbolSize=600)
        if names[1:]
        else None
    )
    colour = alt.Color("card:N", scale=alt.Scale(domain=names, range=[ACCENT, GUIDE]), legend=legend)
    dash = alt.StrokeDash("card:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 3]]), legend=legend)
    ends = alt.Chart(alt.InlineData(values=[{"start": 0, "end": 1}]))
    diagonal = ends.mark_rule(color="#8b949e", strokeDash=[3, 4]).encode(
        x=alt.X("start:Q", title=across), x2="end:Q", y=alt.Y("start:Q", title=up), y2="end:Q"
    )
    base = alt.Chart(alt.InlineData(values=rows))
    lines = base.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour, strokeDash=dash, order="order:Q")
    under = alt.Chart(alt.InlineData(values=marks))
    stems = under.mark_rule(strokeWidth=1.5).encode(
        x=x, y=alt.Y("goods:Q", title=up, scale=full), y2="bads:Q", color=colour
    )
    dots = under.mark_point(filled=True, size=60, opacity=1).encode(x=x, y=y, color=colour)
    return draw(panel, alt.layer(diagonal, lines, stems, dots).properties(width=SIDE, height=SIDE))


def spread(
    panel: Panel, bins: Sequence[Bin], labels: tuple[str, str], axes: tuple[str, str], cut_off: int | None
) -> str:
    """Goods as filled bars, bads as an outline, on the true scale of the score."""
    one, two = labels
    rows = [
        {"left": b.left, "right": b.right, "goods": b.goods, "bads": b.bads, "floor": 0, "one": one, "two": two}
        for b in bins
    ]
    ends = [bins[0].left, bins[-1].right]
    scale = alt.Scale(domain=ends, nice=False, zero=False)
    x = alt.X("left:Q", title=axes[0], scale=scale, axis=alt.Axis(format="d", tickCount=8, grid=False))
    top = alt.Scale(domain=[0, 1.05 * max(max(b.goods, b.bads) for b in bins)], nice=False)
    y = alt.Y("floor:Q", title=axes[1], scale=top, axis=alt.Axis(format="~%", tickCount=5))
    look = alt.Scale(domain=list(labels), range=[PALE, GUIDE])
    legend = alt.Legend(title=None, orient="top-right", labelFontSize=12, symbolType="square")
    base = alt.Chart(alt.InlineData(values=rows))
    goods = base.mark_rect(stroke="white", strokeWidth=1).encode(
        x=x, x2="right:Q", y=y, y2="goods:Q", color=alt.Color("one:N", scale=look, legend=legend)
    )
    bads = base.mark_rect(fill=None, strokeWidth=2).encode(
        x=x, x2="right:Q", y=y, y2="bads:Q", stroke=alt.Stroke("two:N", scale=look, legend=None)
    )
    layers = [goods, bads]
    if cut_off is not None and ends[0] <= cut_off <= ends[1]:
        at = alt.Chart(alt.InlineData(values=[{"at": cut_off}]))
        layers.append(at.mark_rule(color=INK, strokeDash=[5, 4]).encode(x=alt.X("at:Q", scale=scale)))
    return draw(panel, alt.layer(*layers).properties(width=640, height=220))


def card_table(
    panel: Panel, lines: Sequence[Line], axes: tuple[str, str, str], most: tuple[int, float, float], everybody: float
) -> str:
    """A table of the card: points and share as bars, bad rate as dots with intervals, line beside line.

    Parameters
    ----------
    most
        The greatest points, share and rate of all tables: every table is drawn on one scale.
    everybody
        The bad rate of all rows.
    """
    rows = [
        {"line": n.name, "points": n.points, "share": n.share, "rate": n.rate, "low": n.low, "high": n.high}
        for n in lines
    ]
    base = alt.Chart(alt.InlineData(values=rows))
    named = alt.Axis(labelLimit=230, labelPadding=6, ticks=False, domain=False)
    order = [n.name for n in lines]

    def up(axis: alt.Axis | None) -> alt.Y:
        return alt.Y("line:N", title=None, sort=order, scale=alt.Scale(domain=order), axis=axis)

    def across(field: str, title: str, top: float, look: str) -> alt.X:
        return alt.X(
            field, title=title, scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(format=look, tickCount=4)
        )

    points = base.mark_bar(color=ACCENT, height={"band": 0.6}).encode(
        x=across("points:Q", axes[0], most[0], "d"), y=up(named)
    )
    share = base.mark_bar(color=PALE, height={"band": 0.6}).encode(
        x=across("share:Q", axes[1], most[1], "~%"), y=up(None)
    )
    rate = across("low:Q", axes[2], most[2], "~%")
    known = base.transform_filter("isValid(datum.rate)")
    rules = known.mark_rule(color=INK, strokeWidth=1.5).encode(x=rate, x2="high:Q", y=up(None))
    dots = known.mark_point(color=ACCENT, filled=True, size=45, opacity=1).encode(x="rate:Q", y=up(None))
    all_rows = alt.Chart(alt.InlineData(values=[{"at": everybody}]))
    guide = all_rows.mark_rule(color=GUIDE, strokeDash=[5, 4]).encode(x=alt.X("at:Q"))
    sized = [
        chart.properties(width=width, height=alt.Step(22))
        for chart, width in ((points, 180), (share, 130), (alt.layer(guide, rules, dots), 190))
    ]
    return draw(panel, alt.hconcat(*sized, spacing=18))
