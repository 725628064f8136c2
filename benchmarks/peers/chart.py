"""The pictures: AUC of each peer less the card's, with intervals, and how many rows or people a second each takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, Panel, draw
from benchmarks.peers.cross_validation import Comparison
from benchmarks.peers.report import gaps
from benchmarks.peers.speed import Section
from benchmarks.peers.worker import Ended
from scoring.domain.text import Language

__all__ = ["chart", "rates_chart"]

TITLE = "AUC of each peer less the card's, by file"
ABOUT = (
    "One panel for each file. A dot is the mean difference over folds, its line the 95% interval; to the right of the "
    "dashed line the peer ranks better. The numbers stand in the first table of the report."
)


def chart(comparisons: Sequence[Comparison]) -> str:
    """The SVG; empty where no peer can be shown beside the card."""
    rows = [
        {"file": name, "group": group, "value": gap.mean, "low": gap.interval[0], "high": gap.interval[1], "zero": 0.0}
        for name, group, gap in gaps(comparisons)
    ]
    if not rows:
        return ""
    base = alt.Chart(alt.InlineData(values=rows))
    order = list(dict.fromkeys(str(row["group"]) for row in rows))
    down = alt.Y("group:N", title=None, sort=order, axis=alt.Axis(labelLimit=200))
    title = "AUC less the card's"
    lines = base.mark_rule(color=INK, strokeWidth=1.5).encode(y=down, x=alt.X("low:Q", title=title), x2="high:Q")
    dots = base.mark_point(color=ACCENT, filled=True, size=55, opacity=1).encode(
        y=down, x=alt.X("value:Q", title=title)
    )
    zero = base.mark_rule(color=GUIDE, strokeDash=[5, 4]).encode(x=alt.X("zero:Q", title=title))
    header = alt.Header(title=None, labelFontSize=12, labelLimit=300)
    files = [each.name for each in comparisons]
    layers = (zero + lines + dots).properties(width=360, height=22 * len(order))
    panels = layers.facet(facet=alt.Facet("file:N", header=header, sort=files), columns=1)
    return draw(Panel(identity="auc", title=TITLE, about=ABOUT, language=Language.EN), panels)


RATES_TITLE = "Rows or people a second, by task"
RATES_ABOUT = (
    "One panel for each task, with a scale of its own that grows by factors of ten. A dot further to the right is "
    "faster. The numbers stand in the speed tables of the report."
)


def rates_chart(sections: Sequence[Section]) -> str:
    """The SVG of all tables of rates; empty where there is none."""
    shown = [section for section in sections if section.faster and len(section.figures) > 1]
    panels = [_rates(section) for section in shown if any(f.ended is Ended.DONE for f in section.figures)]
    if not panels:
        return ""
    picture = alt.vconcat(*panels).resolve_scale(x="independent", y="independent")
    return draw(Panel(identity="rates", title=RATES_TITLE, about=RATES_ABOUT, language=Language.EN), picture)


def _rates(section: Section) -> Any:  # noqa: ANN401 - a chart
    rows = [
        {"line": figure.what, "rate": figure.values[section.per]}
        for figure in section.figures
        if figure.ended is Ended.DONE
    ]
    scale, order = alt.Scale(type="log", nice=True), [str(row["line"]) for row in rows]
    return (
        alt.Chart(alt.InlineData(values=rows), title=alt.Title(section.title, anchor="start", fontSize=12))
        .mark_point(color=ACCENT, filled=True, size=55, opacity=1)
        .encode(
            y=alt.Y("line:N", title=None, sort=order, axis=alt.Axis(labelLimit=260)),
            x=alt.X("rate:Q", title=section.per, scale=scale, axis=alt.Axis(format="~s", tickCount=5)),
        )
        .properties(width=360, height=22 * len(order))
    )
