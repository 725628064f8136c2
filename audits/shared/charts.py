"""Static charts: Altair specifications drawn as SVG without a network, each with a title and a description.

No chart holds a number that is not in a table beside it. Names of groups enter as data only, never as part of
a specification.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import altair as alt
import vl_convert

from scoring.domain.text import Language

__all__ = [
    "ACCENT",
    "GUIDE",
    "INK",
    "WIDTH",
    "Drawable",
    "Panel",
    "Point",
    "calibration",
    "compact",
    "data",
    "draw",
    "groups",
]

INK, ACCENT, GUIDE = "#1d2733", "#1f5f8b", "#8a5a00"
WIDTH = 460
PADDING = {"left": 30, "right": 15, "top": 8, "bottom": 8}
"""A reader's own font may be wider than the one the layout was computed with."""

Drawable = alt.Chart | alt.LayerChart | alt.FacetChart | alt.HConcatChart | alt.VConcatChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value with its interval, under the name of its group or at its place on the horizontal axis."""

    value: float
    low: float
    high: float
    group: str = ""
    across: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What every chart says about itself.

    Attributes
    ----------
    identity
        Unique in the page; plain letters and digits.
    title, about
        Read aloud by a screen reader in place of the picture.
    """

    identity: str
    title: str
    about: str
    language: Language


def calibration(panel: Panel, points: Sequence[Point], across: str, up: str, side: int = 165) -> str:
    """Observed against predicted rates, one panel for each group, with the diagonal where they are equal."""
    top = 1.05 * max(max(p.high, p.across) for p in points)
    rates = alt.Scale(domain=[0, top], nice=False)
    percent = alt.Axis(format=".0%", tickCount=4)
    ends = {"start": 0.0, "end": top}
    base = alt.Chart(alt.InlineData(values=[row | ends for row in _rows(points)]))
    at = alt.X("across:Q", title=across, scale=rates, axis=percent)
    lines = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=at, y=alt.Y("low:Q", title=up, scale=rates), y2="high:Q"
    )
    dots = base.mark_point(color=ACCENT, filled=True, size=55, opacity=1).encode(
        x=at, y=alt.Y("value:Q", title=up, scale=rates, axis=percent)
    )
    diagonal = base.mark_rule(color=GUIDE, strokeDash=[5, 4]).encode(
        x=alt.X("start:Q", title=across, scale=rates), x2="end:Q", y=alt.Y("start:Q", title=up, scale=rates), y2="end:Q"
    )
    header = alt.Header(title=None, labelFontSize=12, labelLimit=150)
    order = list(dict.fromkeys(p.group for p in points))
    layers = (diagonal + lines + dots).properties(width=side, height=side)
    panels = layers.facet(facet=alt.Facet("group:N", header=header, sort=order), columns=3)
    return draw(panel, panels.resolve_axis(x="independent", y="independent"))


def _rows(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [{"group": p.group, "value": p.value, "low": p.low, "high": p.high, "across": p.across} for p in points]


def data(points: Sequence[Point]) -> alt.InlineData:
    """Points as the rows of a specification: ``group``, ``value``, ``low``, ``high``, ``across``."""
    return alt.InlineData(values=_rows(points))


def groups(points: Sequence[Point]) -> alt.Y:
    """Groups from top to bottom, in the order given."""
    return alt.Y("group:N", title=None, sort=[p.group for p in points], axis=alt.Axis(labelLimit=160))


def draw(panel: Panel, chart: Drawable) -> str:
    """The SVG, made one image with a name: what is inside it is read from the table."""
    styled = chart.configure(font="sans-serif", background="white", padding=PADDING).configure_axis(
        labelFontSize=12,
        titleFontSize=12,
        titleFontWeight="normal",
        labelColor=INK,
        titleColor=INK,
        gridColor="#e4e8ec",
    )
    locale: Literal["nl-NL", "en-US"] = "nl-NL" if panel.language is Language.NL else "en-US"
    specification = _drawable(styled.configure_view(stroke=None).to_dict())
    svg = vl_convert.vegalite_to_svg(specification, format_locale=locale, allowed_base_urls=[])
    opening, _, inside = str(svg).partition(">")
    label = f"{panel.identity}-title {panel.identity}-about"
    title = f'<title id="{panel.identity}-title">{escape(panel.title)}</title>'
    return (
        f'{opening} role="img" aria-labelledby="{label}">{title}'
        f'<desc id="{panel.identity}-about">{escape(panel.about)}</desc>{inside}'
    )


_UNDRAWN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML holds, and so no SVG: control characters, for one."""


def _drawable(part: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The same with a picture in the place of each character that cannot be drawn."""
    if isinstance(part, dict):
        return {_drawable(key): _drawable(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_drawable(each) for each in part]
    return _UNDRAWN.sub(_picture, part) if isinstance(part, str) else part


def _picture(found: re.Match[str]) -> str:
    return chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd"


_TAG = re.compile(r"<[^<>]*>")
_SPOKEN = re.compile(r' (?:aria-label|aria-roledescription|aria-hidden|role|pointer-events)="[^"]*"')
_LONG = re.compile(r"(\d\.\d\d)\d+")


def compact(svg: str) -> str:
    """The same picture in fewer bytes: nothing inside is read aloud one by one, places are to a hundredth of a pixel.

    Only tags are touched, never the text between them; the first tag keeps its role and its names.
    """
    opening, mark, inside = svg.partition(">")
    return opening + mark + _TAG.sub(lambda tag: _LONG.sub(r"\1", _SPOKEN.sub("", tag[0])), inside)
