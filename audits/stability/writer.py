"""What every part of the page writes with: words, numbers and cells in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from audits.shared.charts import Panel, Point
from audits.shared.number_text import NumberText
from audits.shared.page import Cell, Table
from audits.shared.sections import Plot
from audits.stability.bins import Bins
from audits.stability.cells import Whom
from audits.stability.psi import Index
from audits.stability.result import Found, StabilityReport, Verdict, Withheld
from audits.stability.words import VERDICTS, WITHHELD, group_name, say
from scoring.domain.text import Language

__all__ = ["Writer"]

STYLES = {
    Verdict.STABLE: "within",
    Verdict.WATCH: "inconclusive",
    Verdict.ACT: "breach",
    Verdict.INCONCLUSIVE: "inconclusive",
    Verdict.SUPPRESSED: "suppressed",
}
"""Colours of our own; the word itself is always there."""


class Writer:
    """Words, numbers and cells in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.numbers = NumberText(language)

    def say(self, key: str, **values: str) -> str:
        """A phrase."""
        return say(key, self.language, **values)

    def head(self, *keys: str) -> tuple[str, ...]:
        """Headings of a table's columns."""
        return tuple(self.say(key) for key in keys)

    def whom(self, whom: Whom, report: StabilityReport) -> str:
        """Everybody, a group with its attribute, or a period."""
        if whom.attribute >= 0:
            return f"{report.attributes[whom.attribute].name}: {self.group(whom, report)}"
        return report.periods[whom.period] if whom.period >= 0 else self.say("everybody")

    def group(self, whom: Whom, report: StabilityReport) -> str:
        """A group without its attribute."""
        return group_name(report.attributes[whom.attribute].levels[whom.group], self.language)

    def people(self, people: int | None) -> Cell:
        """A number of people, or that it is hidden."""
        if people is None:
            return Cell(text=self.say("hidden"), kind="quiet")
        return Cell(text=self.numbers.whole(people), kind="number")

    def index(self, index: Index | Withheld) -> tuple[Cell, Cell]:
        """An index with its interval, and what chance gives."""
        if isinstance(index, Withheld):
            return self.withheld(index), Cell(text="–", kind="quiet")
        text = self.numbers.with_interval(index.value, index.interval, self.numbers.ratio)
        return Cell(text=text, kind="number"), Cell(text=self.numbers.ratio(index.unchanged), kind="number")

    def verdict(self, verdict: Verdict) -> Cell:
        """A verdict in words, styled by which one it is."""
        return Cell(text=VERDICTS[verdict].into(self.language), kind=STYLES[verdict])

    def found(self, number: Found | Withheld, write: Callable[[float], str]) -> Cell:
        """A number with its interval, or why it is not there."""
        if isinstance(number, Withheld):
            return self.withheld(number)
        return Cell(text=self.numbers.with_interval(number.value, number.interval, write), kind="number")

    def withheld(self, withheld: Withheld) -> Cell:
        """Why a number is not there."""
        return Cell(text=WITHHELD[withheld.why].into(self.language), kind="quiet")

    def value(self, number: float) -> str:
        """A mean, with more decimals where it is small."""
        return self.numbers.decimal(number, 1 if abs(number) >= 10 else 2)

    def ratio(self, number: float) -> str:
        """Standard deviations or a slope, three decimals."""
        return self.numbers.fixed(number, 3)

    def bins(self, bins: Bins) -> list[str]:
        """Each bin in words, missing and new ones last."""
        last = [self.say("missing"), self.say("new")]
        if not bins.numeric:
            return [*bins.words, *last]
        for decimals in (0, 2, 3, 4, 6, 9):
            ends = [self.numbers.fixed(edge, decimals) for edge in bins.edges]
            exact = all(round(edge, decimals) == edge for edge in bins.edges)
            if len(set(ends)) == len(ends) and (exact or decimals >= 2):
                break
        if not ends:
            return [self.say("any"), *last]
        inner = [self.say("between", low=low, high=high) for low, high in pairwise(ends)]
        return [self.say("up_to", high=ends[0]), *inner, self.say("from", low=ends[-1]), *last]

    def plot(
        self, identity: str, title: str, about: str, head: Sequence[str], rows: Sequence[tuple[Cell, ...]]
    ) -> Plot:
        """A plot without a picture; ``about`` is what one will say of itself, empty where there will be none."""
        caption = self.say("in_numbers", name=title) if about else ""
        table = Table(caption=caption, head=tuple(head), rows=tuple(rows), note=self.say("hidden"))
        return Plot(identity=identity, title=title, about=about, table=table)

    def panel(self, plot: Plot) -> Panel:
        """What the picture of a plot says about itself."""
        return Panel(identity=plot.identity, title=plot.title, about=plot.about, language=self.language)

    @staticmethod
    def point(name: str, number: Found | Index) -> Point:
        """A number to be drawn under a name, and what chance gives beside it."""
        across = number.unchanged if isinstance(number, Index) else 0.0
        interval = number.interval
        return Point(group=name, value=number.value, low=interval.low, high=interval.high, across=across)
