"""What every part of the page writes with: words, numbers and cells in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audits.description.names import characteristic_name, group_name
from audits.description.words import say
from audits.shared.charts import Panel
from audits.shared.intervals import wilson
from audits.shared.number_text import NumberText
from audits.shared.page import Cell, Table
from audits.shared.proportion import Proportion
from audits.shared.sections import Plot
from scoring.domain.text import Language

__all__ = ["LEVEL", "Writer"]

LEVEL = 0.95


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

    def name(self, column: str) -> str:
        """A characteristic or an attribute."""
        return characteristic_name(column, self.language)

    def group(self, name: str) -> str:
        """A group, a category or a code."""
        return group_name(name, self.language)

    def number(self, number: float | None, write: Callable[[float], str] | None = None) -> Cell:
        """A number, or that it is hidden."""
        if number is None:
            return self.hidden()
        return Cell(text=(write or self.numbers.whole)(number), kind="number")

    def hidden(self) -> Cell:
        """What stands in the place of a number that is not shown."""
        return Cell(text=self.say("hidden"), kind="quiet")

    def rate(self, cell: Proportion | None) -> Cell:
        """A rate with its 95 % interval, or that it is hidden."""
        if cell is None:
            return self.hidden()
        text = self.numbers.with_interval(cell.rate, wilson(cell, LEVEL), self.numbers.share)
        return Cell(text=text, kind="number")

    def ends(
        self, bands: Sequence[tuple[float, float]], write: Callable[[float, int], str], *, open_ends: bool = False
    ) -> list[str]:
        """The ends of bands in words, with as few decimals as tell the bands apart.

        With ``open_ends``, the least and the greatest of all values are not said.
        """
        found: list[str] = []
        for decimals in (2, 3, 4, 6, 9):
            found = [self._ends(write(low, decimals), write(high, decimals)) for low, high in bands]
            if open_ends and len(bands) == 1:
                return [self.say("any")] if bands[0][0] < bands[0][1] else found
            if open_ends and bands:
                found[0] = self._open(bands[0], "up_to", write(bands[0][1], decimals), found[0])
                found[-1] = self._open(bands[-1], "from", write(bands[-1][0], decimals), found[-1])
            if len(set(found)) == len(found):
                break
        return found

    def plot(
        self, identity: str, title: str, about: str, head: Sequence[str], rows: Sequence[tuple[Cell, ...]]
    ) -> Plot:
        """A plot without a picture; ``about`` is what one will say of itself, empty where there will be none."""
        caption = self.say("in_numbers", name=title) if about else ""
        return Plot(
            identity=identity,
            title=title,
            about=about,
            table=Table(caption=caption, head=tuple(head), rows=tuple(rows), note=self.say("hidden")),
        )

    def panel(self, plot: Plot) -> Panel:
        """What the picture of a plot says about itself."""
        return Panel(identity=plot.identity, title=plot.title, about=plot.about, language=self.language)

    def _ends(self, low: str, high: str) -> str:
        return low if low == high else self.say("band_to", low=low, high=high)

    def _open(self, band: tuple[float, float], key: str, end: str, closed: str) -> str:
        return closed if band[0] == band[1] else self.say(key, low=end, high=end)
