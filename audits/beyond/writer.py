"""What the sections of this package write with: words, numbers and cells in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audits.beyond.charts import by_group
from audits.beyond.figures import Alike, Found, Middle, Rate, Share, Withheld
from audits.beyond.grouped import Compared
from audits.beyond.words import WITHHELD, group_name, say
from audits.shared.charts import Panel, Point
from audits.shared.number_text import NumberText
from audits.shared.page import Cell, Table
from audits.shared.sections import Plot
from scoring.domain.text import Language

__all__ = ["Writer"]


class Writer:
    """Words, numbers and cells in one language; every identity begins with "beyond", beside those of a page."""

    def __init__(self, language: Language, *, pictures: bool = True) -> None:
        self.language = language
        self.numbers = NumberText(language)
        self.pictures = pictures

    def say(self, key: str, **values: str) -> str:
        """A phrase."""
        return say(key, self.language, **values)

    def head(self, *keys: str) -> tuple[str, ...]:
        """Headings of a table's columns."""
        return tuple(self.say(key) for key in keys)

    def group(self, name: str) -> Cell:
        """A group."""
        return Cell(text=group_name(name, self.language))

    def withheld(self, withheld: Withheld) -> Cell:
        """Why a number is not there."""
        return Cell(text=WITHHELD[withheld.why].into(self.language), kind="quiet")

    def rate(self, rate: Rate | Withheld) -> tuple[Cell, Cell]:
        """People counted of how many, and their share with its interval."""
        if isinstance(rate, Withheld):
            none = Cell(text=self.say("none"), kind="quiet")
            return none, self.withheld(rate)
        count, of = (self.numbers.whole(number) for number in (rate.proportion.count, rate.proportion.of))
        text = self.numbers.with_interval(rate.proportion.rate, rate.interval, self.numbers.share)
        counted = self.say("counted", count=count, of=of)
        return Cell(text=counted, kind="number"), Cell(text=text, kind="number")

    def found(self, number: Found | Withheld | None, write: Callable[[float], str]) -> Cell:
        """A number with its interval, why it is not there, or that this is the reference."""
        if number is None:
            return Cell(text=self.say("reference"), kind="quiet")
        if isinstance(number, Withheld):
            return self.withheld(number)
        return Cell(text=self.numbers.with_interval(number.value, number.interval, write), kind="number")

    def alike(self, alike: Alike | Withheld | None, write: Callable[[float], str]) -> tuple[Cell, Cell]:
        """A difference at the same score, and which share of the group was compared."""
        if alike is None or isinstance(alike, Withheld):
            return self.found(alike, write), Cell(text=self.say("none"), kind="quiet")
        matched = Cell(text=self.numbers.share(alike.matched), kind="number")
        return self.found(alike.found, write), matched

    def decimal(self, number: float) -> str:
        """A cost or a time, one decimal."""
        return self.numbers.decimal(number, 1)

    def shares(
        self,
        key: str,
        place: int,
        compared: Compared,
        shares: Sequence[Share],
        *,
        alike: bool = True,
        same: str = "same_score",
    ) -> Plot:
        """Shares of groups, drawn and in numbers; ``same`` is the word for what those alike have in common."""
        rows = [
            (
                self.group(each.group),
                *self.rate(each.rate),
                self.found(each.difference, self.numbers.gap),
                *(self.alike(each.alike, self.numbers.gap) if alike else ()),
            )
            for each in shares
        ]
        head = self.head("group", "count", "share", "difference", *((same, "matched") if alike else ()))
        title = self.say(key, attribute=compared.attribute.name)
        plot = self.plot(f"{key}-{place}", title, self.say("share_picture"), head, rows)
        points = {
            each.group: Point(
                group=group_name(each.group, self.language),
                value=each.rate.proportion.rate,
                low=each.rate.interval.low,
                high=each.rate.interval.high,
            )
            for each in shares
            if isinstance(each.rate, Rate)
        }
        return self._drawn(plot, points, compared, self.say("share_axis"), percent=True)

    def middles(self, key: str, place: int, compared: Compared, middles: Sequence[Middle], *, alike: bool) -> Plot:
        """Medians of groups, drawn and in numbers."""
        none = Cell(text=self.say("none"), kind="quiet")
        rows = [
            (
                self.group(each.group),
                none if each.people is None else Cell(text=self.numbers.whole(each.people), kind="number"),
                self.found(each.median, self.decimal),
                self.found(each.difference, self.decimal),
                *(self.alike(each.alike, self.decimal) if alike else ()),
            )
            for each in middles
        ]
        head = self.head("group", "count", "median", "difference", *(("same_score", "matched") if alike else ()))
        title = self.say(key, attribute=compared.attribute.name)
        plot = self.plot(f"{key}-{place}", title, self.say("median_picture"), head, rows)
        points = {
            each.group: Point(
                group=group_name(each.group, self.language),
                value=each.median.value,
                low=each.median.interval.low,
                high=each.median.interval.high,
            )
            for each in middles
            if isinstance(each.median, Found)
        }
        return self._drawn(plot, points, compared, self.say(f"{key}_axis"), percent=False)

    def plot(
        self, identity: str, title: str, about: str, head: Sequence[str], rows: Sequence[tuple[Cell, ...]]
    ) -> Plot:
        """A plot without a picture; ``about`` is what one will say of itself, empty where there will be none."""
        caption = self.say("in_numbers", name=title) if about else ""
        table = Table(caption=caption, head=tuple(head), rows=tuple(rows), note=self.say("hidden"))
        return Plot(identity=f"beyond-{identity.replace('_', '-')}", title=title, about=about, table=table)

    def panel(self, plot: Plot) -> Panel:
        """What the picture of a plot says about itself."""
        return Panel(identity=plot.identity, title=plot.title, about=plot.about, language=self.language)

    def _drawn(self, plot: Plot, points: dict[str, Point], compared: Compared, axis: str, *, percent: bool) -> Plot:
        if not points or not self.pictures:
            return plot
        reference = points.get(compared.reference)
        at = None if reference is None else reference.value
        return plot.drawn(by_group(self.panel(plot), list(points.values()), axis, at, percent=percent))
