"""The section of one attribute: who is approved, what is judged, what became of it, how the score works."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audits.fairness.page import drawn
from audits.fairness.page.axis import calibration_plots, curve_plot, distribution_plot
from audits.fairness.page.comparisons import primary_plot, rest_plot
from audits.fairness.page.measure_words import SENTENCES
from audits.fairness.page.writer import Writer
from audits.fairness.result import Figure, GroupingResult, GroupResult
from audits.fairness.statistics import Statistic
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section

__all__ = ["attribute_section"]

_ERRORS = (
    Statistic.TRUE_POSITIVE_RATE,
    Statistic.FALSE_POSITIVE_RATE,
    Statistic.FALSE_NEGATIVE_RATE,
    Statistic.POSITIVE_PREDICTIVE_VALUE,
    Statistic.NEGATIVE_PREDICTIVE_VALUE,
    Statistic.DEFAULT_RATE,
)
_RANKING = (
    Statistic.AUC,
    Statistic.KS,
    Statistic.GINI,
    Statistic.LOG_LOSS,
    Statistic.BRIER,
    Statistic.CALIBRATION_SLOPE,
    Statistic.MEAN_SCORE,
)


def attribute_section(result: GroupingResult, identity: str, writer: Writer) -> Section:
    """The section, with every part that the file allows."""
    sentence = SENTENCES[result.verdict].into(writer.language) if result.verdict else writer.say("not_judged")
    plots = [
        _approval(result, f"{identity}-approval", writer),
        primary_plot(result, f"{identity}-primary", writer),
        _table(result, f"{identity}-errors", writer.say("errors", level=writer.level), _ERRORS, writer),
        *calibration_plots(result, f"{identity}-calibration", writer),
        _table(
            result, f"{identity}-ranking", writer.say("ranking"), _ranking(result), writer, writer.say("ranking_lead")
        ),
        distribution_plot(result, f"{identity}-distribution", writer),
        curve_plot(result, f"{identity}-curve", writer),
        rest_plot(result, f"{identity}-rest", writer),
    ]
    return Section(
        identity=identity,
        title=writer.say("section", name=result.name),
        verdict=None if result.verdict is None else writer.verdict(result.verdict),
        paragraphs=(writer.say("section_about", reference=writer.name(result.reference), sentence=sentence),),
        plots=tuple(plot for plot in plots if plot is not None),
    )


def _approval(result: GroupingResult, identity: str, writer: Writer) -> Plot:
    top, ratios = result.highest or (None, {})

    def row(group: GroupResult) -> tuple[Cell, ...]:
        rate = group.figures[Statistic.SELECTION_RATE]
        approved = rate.counted if isinstance(rate, Figure) else None
        ratio = ratios.get(group.group)
        shortfall = writer.number(group.shortfall, writer.numbers.people)
        if group.group == result.reference:
            shortfall = Cell(text=writer.say("reference"), kind="quiet")
        return (
            Cell(text=writer.name(group.group)),
            writer.number(group.people),
            _or_none(approved, writer.numbers.whole, writer),
            writer.figure(rate, Statistic.SELECTION_RATE),
            _or_none(ratio, writer.numbers.ratio, writer),
            shortfall,
        )

    head = (
        *writer.head("group", "people", "approved", "approval_rate"),
        writer.say("to_highest", group="–" if top is None else writer.name(top)),
        writer.say("shortfall"),
    )
    about = writer.say("approval_picture", level=writer.level)
    plot = writer.plot(identity, writer.say("approval"), head, [row(group) for group in result.groups], about=about)
    return writer.drawn(plot, drawn.bars(writer.panel(plot), result, writer))


def _or_none(number: float | None, write: Callable[[float], str], writer: Writer) -> Cell:
    return Cell(text=writer.say("none"), kind="quiet") if number is None else Cell(text=write(number), kind="number")


def _ranking(result: GroupingResult) -> tuple[Statistic, ...]:
    """Those of the figures that some group has."""
    return tuple(s for s in _RANKING if any(isinstance(group.figures[s], Figure) for group in result.groups))


def _table(
    result: GroupingResult,
    identity: str,
    title: str,
    statistics: Sequence[Statistic],
    writer: Writer,
    lead: str = "",
) -> Plot | None:
    if not statistics:
        return None
    rows = [
        (Cell(text=writer.name(group.group)), *(writer.figure(group.figures[s], s) for s in statistics))
        for group in result.groups
    ]
    head = (writer.say("group"), *(writer.statistic(s) for s in statistics))
    return writer.plot(identity, title, head, rows, lead=lead)
