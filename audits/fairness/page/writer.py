"""What every part of the report writes with: words, numbers and cells in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audits.decisions.cube import AxisKind
from audits.fairness.grouping import Group
from audits.fairness.measures import Measure
from audits.fairness.outcome import AuditReport
from audits.fairness.page.measure_words import MEASURES, STATISTICS, VERDICTS
from audits.fairness.page.numbers import Numbers
from audits.fairness.page.words import group_name, say
from audits.fairness.result import Band, Bounds, Figure, Found, Withheld
from audits.fairness.statistics import Statistic
from audits.fairness.verdict import Verdict
from audits.shared.charts import Panel, compact
from audits.shared.page import Cell, Table
from audits.shared.sections import Plot
from scoring.domain.text import Language

__all__ = ["Writer"]


class Writer:
    """Words, numbers and cells of one report in one language."""

    def __init__(self, report: AuditReport, language: Language, *, pictures: bool = True) -> None:
        self.report = report
        self.pictures = pictures
        self.language = language
        self.numbers = Numbers(language)
        self.axis = self.say(f"axis_{self.axis_key}")

    @property
    def axis_key(self) -> str:
        """Which words speak of the axis."""
        return "pd" if self.report.cube.axis.kind is AxisKind.PROBABILITY else "score"

    @property
    def level(self) -> str:
        """The level of the intervals that are not judged."""
        return self.numbers.level(self.report.plan.level)

    def say(self, key: str, **values: str) -> str:
        """A phrase."""
        return say(key, self.language, **values)

    def head(self, *keys: str) -> tuple[str, ...]:
        """Headings of a table's columns; intervals are of the level that is not judged unless said otherwise."""
        return tuple(self.say(key, level=self.level) for key in keys)

    def name(self, group: Group) -> str:
        """A group."""
        return group_name(group, self.language)

    def measure(self, measure: Measure) -> str:
        """A measure."""
        return MEASURES[measure].into(self.language)

    def statistic(self, statistic: Statistic) -> str:
        """A figure of one group."""
        return STATISTICS[statistic].into(self.language)

    def verdict(self, verdict: Verdict | None) -> Cell:
        """A verdict in words, styled by which one it is; that there is none, where there is none."""
        if verdict is None:
            return Cell(text=self.say("reported"), kind="quiet")
        return Cell(text=VERDICTS[verdict].into(self.language), kind=verdict.value)

    def number(self, number: float | Withheld, write: Callable[[float], str] | None = None) -> Cell:
        """A number, or why it is not there."""
        if isinstance(number, Withheld):
            return self.withheld(number)
        return Cell(text=(write or self.numbers.whole)(number), kind="number")

    def figure(self, figure: Figure | Withheld, statistic: Statistic) -> Cell:
        """A figure with its interval, or why it is not there."""
        if isinstance(figure, Withheld):
            return self.withheld(figure)
        return Cell(text=self.numbers.figure(figure, statistic), kind="number")

    def finding(self, finding: Found | Bounds | Withheld, measure: Measure) -> Cell:
        """A comparison with its interval, or why it is not there."""
        kind = "number" if isinstance(finding, Found) else "quiet"
        return Cell(text=self.numbers.finding(finding, measure), kind=kind)

    def withheld(self, withheld: Withheld) -> Cell:
        """Why a number is not there."""
        return Cell(text=self.numbers.withheld(withheld), kind="quiet")

    def position(self, position: float) -> str:
        """A place on the axis: a score, or a probability."""
        return self.numbers.share(position) if self.axis_key == "pd" else self.numbers.whole(position)

    def ends(self, band: Band) -> str:
        """A range of the axis in words; where it is open, only its inner end."""
        low, high = band.low, band.high
        if self.axis_key == "pd":  # the riskiest come first: there the greater end is the first one
            low, high = high, low
        if low is None or high is None:
            if high is not None:
                return self.say("up_to", high=self.position(high))
            return self.say("from", low=self.position(low or 0.0))
        first, last = self.position(low), self.position(high)
        return first if first == last else self.numbers.to(first, last)

    def plot(
        self,
        identity: str,
        title: str,
        head: Sequence[str],
        rows: Sequence[tuple[Cell, ...]],
        *,
        about: str = "",
        lead: str = "",
        heads: int = 1,
    ) -> Plot:
        """A plot without a picture yet; ``about`` is what the picture will say of itself.

        Without picture and lead the title is the table's caption.
        """
        bare = not about and not lead
        caption = title if bare else self.say("in_numbers", name=title)
        table = Table(caption=caption, head=tuple(head), rows=tuple(rows), note=self.say("nothing"), heads=heads)
        return Plot(identity=identity, title="" if bare else title, about=about, table=table, lead=lead)

    def panel(self, plot: Plot) -> Panel:
        """What the picture of a plot says about itself."""
        return Panel(identity=plot.identity, title=plot.title, about=plot.about, language=self.language)

    @staticmethod
    def drawn(plot: Plot, svg: str | None) -> Plot:
        """The plot with its picture, if there is one."""
        return plot if svg is None else plot.drawn(compact(svg))
