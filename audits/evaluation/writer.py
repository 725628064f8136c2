"""What every part of the page writes with: words, numbers and cells in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audits.evaluation.document import Figure
from audits.evaluation.words import say, translated
from audits.shared.charts import Panel
from audits.shared.number_text import NumberText
from audits.shared.page import Cell, Table
from audits.shared.sections import Plot
from scoring.domain.text import Language

__all__ = ["Writer"]


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

    def translated(self, words: str) -> str:
        """Words of the document."""
        return translated(words, self.language)

    def number(self, text: str) -> Cell:
        """A number that is written already."""
        return Cell(text=text, kind="number")

    def hidden(self) -> Cell:
        """What stands in the place of a number that is not shown."""
        return Cell(text=self.say("hidden"), kind="quiet")

    def percent(self, share: float) -> str:
        """A share as a percentage with two decimals, for the small probabilities of good risks."""
        return f"{self.numbers.fixed(100 * share, 2)}%"

    def rate(self, rate: float, low: float, high: float, write: Callable[[float], str] | None = None) -> Cell:
        """A rate with its interval, as percentages with one decimal unless ``write`` says otherwise."""
        share = write or self.numbers.share
        return self.number(self._between(share(rate), share(low), share(high)))

    def figure(self, name: str, figure: Figure, *, signed: bool = False) -> Cell:
        """A measure with its interval, or why it has none."""
        if figure["value"] is None or figure["low"] is None or figure["high"] is None:
            return Cell(text=self.say("none", why=self.translated(figure.get("why", ""))), kind="quiet")
        write = self._measure(name, signed=signed)
        return self.number(self._between(write(figure["value"]), write(figure["low"]), write(figure["high"])))

    def value(self, name: str, figure: Figure) -> Cell:
        """A measure without its interval, or a dash."""
        if figure["value"] is None:
            return Cell(text="–", kind="quiet")
        return self.number(self._measure(name, signed=False)(figure["value"]))

    def ends(self, bands: Sequence[tuple[float, float]]) -> list[str]:
        """Bands of scores in words; the lowest and the highest score of all, one person's, are not said."""
        if len(bands) == 1:
            return [self.say("any")]
        whole = self.numbers.whole
        inner = [self.say("to", low=whole(low), high=whole(high)) for low, high in bands[1:-1]]
        first = self.say("up_to", high=whole(bands[0][1]))
        return [first, *inner, self.say("from", low=whole(bands[-1][0]))]

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

    def _between(self, value: str, low: str, high: str) -> str:
        return self.say("between", value=value, low=low, high=high)

    def _measure(self, name: str, *, signed: bool) -> Callable[[float], str]:
        if name == "calibration in the large":
            return lambda number: f"{self.numbers.fixed(100 * number, 2, signed=signed)} pp"
        decimals = 4 if name in {"Brier", "log-loss"} else 3
        return lambda number: self.numbers.fixed(number, decimals, signed=signed)
