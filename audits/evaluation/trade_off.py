"""A card's length against its loss and its AUC, in one self-contained page, so that a person may choose."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from audits.evaluation.document import Interval, Length
from audits.evaluation.writer import Writer
from audits.shared.charts import ACCENT, GUIDE, WIDTH, Panel, draw
from audits.shared.page import Cell
from audits.shared.sections import Page, Plot, Section
from audits.shared.template import page_template
from scoring.domain.text import Language

__all__ = ["trade_off_page"]


def trade_off_page(lengths: Sequence[Length], language: Language = Language.EN, *, asked: bool = False) -> str:
    """The page as HTML; the same lengths give the same bytes.

    Parameters
    ----------
    asked
        Whether a person chose the length, by its price.
    """
    writer = Writer(language)
    plots = (_above(lengths, writer), _auc(lengths, writer)) if lengths else ()
    said = ("trade_off_about", "trade_off_asked" if asked else "trade_off_rule") if lengths else ("trade_off_none",)
    section = Section(
        identity="trade-off",
        title=writer.say("trade_off"),
        paragraphs=tuple(map(writer.say, said)),
        plots=plots,
    )
    page = Page(
        language=language.value, title=writer.say("trade_off"), contents=writer.say("contents"), sections=(section,)
    )
    return page_template("audits.evaluation", "sections.html.j2").render(page=page)


def _above(lengths: Sequence[Length], writer: Writer) -> Plot:
    head = writer.head("lines", "log_loss", "above_chosen", "price", "choice")
    rows = [
        (
            writer.number(writer.numbers.fixed(each["attributes"], 1)),
            _interval(each["log_loss"], 4, writer),
            Cell(text="–", kind="quiet") if each["chosen"] else _interval(each["above_chosen"], 5, writer, signed=True),
            writer.number(writer.numbers.fixed(each["price"], 2)),
            Cell(text=writer.say("chosen") if each["chosen"] else ""),
        )
        for each in lengths
    ]
    plot = writer.plot("loss-plot", writer.say("loss_title"), writer.say("loss_picture"), head, rows)
    points = [(each["attributes"], each["above_chosen"], each["chosen"]) for each in lengths]
    return plot.drawn(_chart(writer.panel(plot), points, writer.say("lines"), writer.say("above_chosen")))


def _auc(lengths: Sequence[Length], writer: Writer) -> Plot:
    rows = [
        (
            writer.number(writer.numbers.fixed(each["attributes"], 1)),
            _interval(each["auc"], 4, writer),
            Cell(text=writer.say("chosen") if each["chosen"] else ""),
        )
        for each in lengths
    ]
    head = writer.head("lines", "auc", "choice")
    plot = writer.plot("auc-plot", writer.say("auc_title"), writer.say("auc_picture"), head, rows)
    points = [(each["attributes"], each["auc"], each["chosen"]) for each in lengths]
    return plot.drawn(_chart(writer.panel(plot), points, writer.say("lines"), writer.say("auc")))


def _interval(figure: Interval, decimals: int, writer: Writer, *, signed: bool = False) -> Cell:
    value, low, high = (writer.numbers.fixed(figure[end], decimals, signed=signed) for end in ("value", "low", "high"))
    return writer.number(writer.say("between", value=value, low=low, high=high))


def _chart(panel: Panel, points: Sequence[tuple[float, Interval, bool]], across: str, up: str) -> str:
    """A line through the lengths, each with its interval; the chosen one in another colour."""
    rows = [
        {"lines": lines, "value": each["value"], "low": each["low"], "high": each["high"], "chosen": chosen}
        for lines, each, chosen in points
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=alt.X("lines:Q", title=across, scale=alt.Scale(zero=False)))
    scale = alt.Scale(zero=False)
    colour = alt.condition("datum.chosen", alt.value(GUIDE), alt.value(ACCENT))
    line = base.mark_line(color=ACCENT, strokeWidth=1).encode(y=alt.Y("value:Q", title=up, scale=scale))
    rule = base.mark_rule().encode(y=alt.Y("low:Q", title=up, scale=scale), y2="high:Q", color=colour)
    dot = base.mark_point(filled=True, size=60, opacity=1).encode(
        y=alt.Y("value:Q", title=up, scale=scale), color=colour
    )
    return draw(panel, (line + rule + dot).properties(width=WIDTH, height=220))
