"""Accuracy across, evenness upwards: what a card gives of one for the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from audits.shared.charts import ACCENT, GUIDE, INK, WIDTH, Panel, draw

__all__ = ["Spot", "trade_off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A card: its value and interval on either axis, and what kind of card it is, in words."""

    across: tuple[float, float, float]
    up: tuple[float, float, float]
    kind: str


def trade_off(panel: Panel, spots: Sequence[Spot], kinds: tuple[str, str, str], axes: tuple[str, str]) -> str:
    """The SVG. ``kinds`` are the words for the chosen card, those on the front, and the others."""
    rows = [
        {
            "x": spot.across[0],
            "x0": spot.across[1],
            "x1": spot.across[2],
            "y": spot.up[0],
            "y0": spot.up[1],
            "y1": spot.up[2],
            "kind": spot.kind,
        }
        for spot in spots
    ]
    scale = alt.Scale(zero=False, nice=True)
    colour = alt.Color(
        "kind:N",
        sort=list(kinds),
        scale=alt.Scale(domain=list(kinds), range=[GUIDE, ACCENT, "#8a949e"]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    shape = alt.Shape(
        "kind:N", scale=alt.Scale(domain=list(kinds), range=["diamond", "circle", "cross"]), sort=list(kinds)
    )
    base = alt.Chart(alt.InlineData(values=rows))
    x, y = alt.X("x:Q", title=axes[0], scale=scale), alt.Y("y:Q", title=axes[1], scale=scale)
    across = base.mark_rule(color=INK, opacity=0.25).encode(x=alt.X("x0:Q", title=axes[0], scale=scale), x2="x1:Q", y=y)
    up = base.mark_rule(color=INK, opacity=0.25).encode(x=x, y=alt.Y("y0:Q", title=axes[1], scale=scale), y2="y1:Q")
    marks = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=colour, shape=shape)
    return draw(panel, (across + up + marks).properties(width=WIDTH, height=260))
