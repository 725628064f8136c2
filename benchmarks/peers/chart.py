"""The picture: AUC of each peer less the card's, with intervals, one panel for each file."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, Panel, draw
from benchmarks.peers.cross_validation import Comparison
from benchmarks.peers.report import gaps
from scoring.domain.text import Language

__all__ = ["chart"]

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
