"""Names of groups in a picture, whatever characters the data have in them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import altair as alt
import pytest

from audits.shared.charts import Panel, Point, data, draw, groups
from scoring.domain.text import Language


@pytest.mark.parametrize(
    ("name", "drawn"), [("a\x00b", "a␀b"), ("\x1b[31m", "␛[31m"), ("a\ufffe", "a\ufffd"), ("<é>", "<é>")]
)
def test_a_name_is_drawn_with_a_picture_for_what_cannot_be(name: str, drawn: str) -> None:
    points = [Point(value=0.5, low=0.4, high=0.6, group=name), Point(value=0.5, low=0.4, high=0.6, group="b")]
    chart = alt.Chart(data(points)).mark_point().encode(x="value:Q", y=groups(points))
    panel = Panel(identity="p", title="t", about="a", language=Language.EN)
    texts = [each.text for each in ET.fromstring(draw(panel, chart)).iter() if each.text]  # noqa: S314 - our own

    assert drawn in texts
