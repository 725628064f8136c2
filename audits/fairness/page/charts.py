"""Charts of the report that no other page has: rates, forests, distributions and curves by group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, WIDTH, Drawable, Panel, Point, data, draw, groups

__all__ = ["Forest", "Step", "curves", "distributions", "forests", "group_bars"]

PALE, GREY = "#a9c4d6", "#b8c0c8"
COLUMNS, SIDE = 3, 165
_TICKS = (0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.25, 2.0, 3.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """One measure: a value with its interval for each group, against two limits.

    Attributes
    ----------
    ratio
        Whether no difference is 1 and the scale logarithmic; else it is 0.
    percent
        Whether values are shares.
    """

    title: str
    points: tuple[Point, ...]
    low: float
    high: float
    ratio: bool
    percent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A group at one cut-off: its rate, the reference's, and the ratio of both."""

    group: str
    at: float
    rate: Point
    reference: float
    ratio: Point


def group_bars(panel: Panel, points: Sequence[Point], axis: str) -> str:
    """Bars from 0 with interval lines, one for each group, in the order given."""
    base = alt.Chart(data(points)).encode(y=groups(points))
    shares = alt.Scale(domain=[0, min(1.0, max(p.high for p in points) * 1.05)], nice=False)
    across = alt.X("value:Q", title=axis, scale=shares, axis=alt.Axis(format=".0%", tickCount=6))
    bars = base.mark_bar(color=ACCENT, opacity=0.45, height={"band": 0.6}).encode(x=across)
    lines = base.mark_rule(color=INK, strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q")
    return draw(panel, (bars + lines).properties(width=WIDTH, height=alt.Step(28)))


def forests(panel: Panel, measures: Sequence[Forest]) -> str:
    """One forest below the other, each on its own scale."""
    drawn = [_forest(one) for one in measures]
    return draw(panel, alt.vconcat(*drawn, spacing=14))


def _forest(one: Forest) -> Drawable:
    scale, axis = _ratio_axis(one) if one.ratio else _difference_axis(one)
    across = alt.X("low:Q", title=one.title, scale=scale, axis=axis)
    base = alt.Chart(data(one.points)).encode(y=groups(one.points))
    lines = base.mark_rule(color=INK, strokeWidth=2).encode(x=across, x2="high:Q")
    dots = base.mark_point(color=ACCENT, filled=True, size=80, opacity=1).encode(x=alt.X("value:Q", scale=scale))
    layers = (
        _marks([1.0 if one.ratio else 0.0], GREY, scale),
        _marks([one.low, one.high], GUIDE, scale, dash=(5, 4)),
        lines,
        dots,
    )
    return alt.layer(*layers).properties(width=WIDTH, height=alt.Step(24))


def _marks(at: Sequence[float], colour: str, scale: alt.Scale, dash: tuple[int, int] = (1, 0)) -> alt.Chart:
    rows = alt.InlineData(values=[{"at": one} for one in at])
    drawn: alt.Chart = (
        alt.Chart(rows).mark_rule(color=colour, strokeDash=list(dash)).encode(x=alt.X("at:Q", scale=scale))
    )
    return drawn


def _ratio_axis(one: Forest) -> tuple[alt.Scale, alt.Axis]:
    ends = [p.high for p in one.points] + [1 / p.low for p in one.points if p.low > 0]
    reach = 1.05 * max(one.high, 1 / one.low, *ends)
    ticks = [tick for tick in _TICKS if 1 / reach <= tick <= reach]
    scale = alt.Scale(type="log", domain=[1 / reach, reach], nice=False, clamp=True)
    return scale, alt.Axis(values=ticks, format="~g", grid=False)


def _difference_axis(one: Forest) -> tuple[alt.Scale, alt.Axis]:
    low = min(one.low, *(p.low for p in one.points), 0.0)
    high = max(one.high, *(p.high for p in one.points))
    room = 0.05 * (high - low)
    decimals = 0 if one.percent and high - low > 0.06 else 1 if one.percent else 2
    mark = "%" if one.percent else "f"
    scale = alt.Scale(domain=[low - room if low < 0 else 0.0, high + room], nice=False, zero=False)
    return scale, alt.Axis(format=f".{decimals}{mark}", tickCount=6, grid=False)


def distributions(
    panel: Panel,
    shares: Sequence[tuple[str, Sequence[tuple[float, float]]]],
    edges: Sequence[str],
    axes: tuple[str, str],
) -> str:
    """The share of each group by range, one panel for each group, with that of the reference as a dashed line.

    Parameters
    ----------
    shares
        Each group with its share and the reference's in every range.
    edges
        What is written between two ranges: numbers of ours, never names from a file.
    """
    rows = [
        {"group": group, "place": place, "own": own, "base": base}
        for group, each in shares
        for place, (own, base) in enumerate([*each, each[-1]])
    ]
    top = 1.08 * max(max(pair) for _, each in shares for pair in each)
    number = len(edges) + 1
    labelled = list(range(1, number, max(1, round(number / 5))))
    words = alt.Axis(labelExpr=_labels(edges), values=labelled, grid=False, title=axes[0])
    across = alt.X("place:Q", axis=words, scale=alt.Scale(domain=[0, number], nice=False))
    up = alt.Scale(domain=[0, top], nice=False)
    height = alt.Axis(format="~%", tickCount=4)
    base = alt.Chart(alt.InlineData(values=rows))
    bars = base.mark_area(color=PALE, interpolate="step-after").encode(
        x=across, y=alt.Y("own:Q", title=axes[1], scale=up, axis=height)
    )
    line = base.mark_line(color=GUIDE, interpolate="step-after", strokeDash=[4, 3], strokeWidth=1.5).encode(
        x=across, y=alt.Y("base:Q", title=axes[1], scale=up)
    )
    return draw(panel, _panels(alt.layer(bars, line).properties(width=SIDE, height=105), [g for g, _ in shares]))


def _labels(edges: Sequence[str]) -> str:
    """An expression that finds the words of an edge by its place."""
    quoted = ",".join("'" + "".join(c for c in one if c.isdigit() or c in ",.%−") + "'" for one in ["", *edges])
    return f"[{quoted}][datum.value]"


def curves(
    panel: Panel,
    steps: Sequence[Step],
    axes: tuple[str, str, str],
    limits: tuple[float, float] | None,
    now: float | None,
    percent: bool,  # noqa: FBT001 - the unit of the axis
) -> str:
    """Approval by cut-off above, the ratio beneath, one panel for each group."""
    order = list(dict.fromkeys(step.group for step in steps))
    ends = [min(step.at for step in steps), max(step.at for step in steps)]
    places = alt.Scale(domain=ends, nice=False, zero=False, padding=6)
    across = alt.X("at:Q", title=axes[0], scale=places, axis=alt.Axis(format="~%" if percent else "d", tickCount=4))
    rows = [
        {
            "group": s.group,
            "at": s.at,
            "rate": s.rate.value,
            "rate_low": s.rate.low,
            "rate_high": s.rate.high,
            "base": s.reference,
            "ratio": s.ratio.value,
            "low": s.ratio.low,
            "high": s.ratio.high,
            "first": place == 0 or s.group != steps[place - 1].group,
            "now": now,
            "under": None if limits is None else limits[0],
            "over": None if limits is None else limits[1],
        }
        for place, s in enumerate(steps)
    ]
    base = alt.Chart(alt.InlineData(values=rows))
    once = base.transform_filter("datum.first")
    here = [once.mark_rule(color=INK, strokeWidth=1).encode(x=alt.X("now:Q", scale=places))] if now is not None else []
    rates = alt.Scale(domain=[0, 1], nice=False)
    upper = [
        *here,
        base.mark_area(color=PALE, opacity=0.7).encode(
            x=across, y=alt.Y("rate_low:Q", title=axes[1], scale=rates), y2="rate_high:Q"
        ),
        base.mark_line(color=GUIDE, strokeDash=[5, 4], strokeWidth=1.5).encode(
            x=across, y=alt.Y("base:Q", title=axes[1], scale=rates)
        ),
        base.mark_line(color=ACCENT, strokeWidth=2).encode(
            x=across, y=alt.Y("rate:Q", title=axes[1], scale=rates, axis=alt.Axis(format=".0%", tickCount=4))
        ),
    ]
    lower = [*here, *_ratios(base, steps, across, axes[2], limits)]
    drawn = [
        _panels(alt.layer(*layers).properties(width=SIDE, height=height), order)
        for layers, height in ((upper, 130), (lower, 110))
    ]
    return draw(panel, alt.vconcat(*drawn, spacing=10))


def _ratios(
    base: alt.Chart, steps: Sequence[Step], across: alt.X, title: str, limits: tuple[float, float] | None
) -> list[alt.Chart]:
    ends = [step.ratio.low for step in steps] + [1 / step.ratio.high for step in steps] + [limits[0] if limits else 1.0]
    reach = 1.05 / max(0.05, min(1.0, *ends))
    scale = alt.Scale(type="log", domain=[1 / reach, reach], nice=False, clamp=True)
    ticks = [tick for tick in _TICKS if 1 / reach <= tick <= reach]
    up = alt.Y("ratio:Q", title=title, scale=scale, axis=alt.Axis(values=ticks, format="~g"))
    once = base.transform_filter("datum.first")
    guides = [
        once.mark_rule(color=GUIDE, strokeDash=[5, 4]).encode(y=alt.Y(f"{end}:Q", title=title, scale=scale))
        for end in (("under", "over") if limits is not None and all(map(math.isfinite, limits)) else ())
    ]
    return [
        *guides,
        base.mark_area(color=PALE, opacity=0.7).encode(
            x=across, y=alt.Y("low:Q", title=title, scale=scale), y2="high:Q"
        ),
        base.mark_line(color=ACCENT, strokeWidth=2).encode(x=across, y=up),
    ]


def _panels(chart: Drawable, order: Sequence[str]) -> Drawable:
    header = alt.Header(title=None, labelFontSize=12, labelLimit=SIDE)
    panels = chart.facet(facet=alt.Facet("group:N", header=header, sort=list(order)), columns=COLUMNS)
    resolved: Drawable = panels.resolve_axis(x="independent", y="independent")
    return resolved
