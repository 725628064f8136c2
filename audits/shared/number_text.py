"""Numbers written as people read them."""

from __future__ import annotations

from collections.abc import Callable

from audits.shared.intervals import Interval
from scoring.domain.text import Language, Text

__all__ = ["NumberText"]

_WITH_INTERVAL = Text(en="{value} ({low} to {high})", nl="{value} ({low} tot {high})")


class NumberText:
    """Numbers as people read them in a language.

    Examples
    --------
    >>> NumberText(Language.NL).share(0.4127), NumberText(Language.EN).whole(12345)
    ('41,3%', '12,345')
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def _local(self, text: str) -> str:
        return text.translate(str.maketrans(",.", ".,")) if self.language is Language.NL else text

    def whole(self, number: float) -> str:
        """A count, or a score without needless decimals."""
        text = f"{number:,.0f}" if float(number).is_integer() else f"{number:,.4g}"
        return self._local(text.replace("-", "−"))

    def decimal(self, number: float, decimals: int) -> str:
        """A number with at most so many decimals; a large one to the unit."""
        rounded = round(number, 0 if abs(number) >= 100 else decimals) + 0.0  # no "-0"
        text = f"{rounded:,.{decimals}f}"
        return self._local((text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−"))

    def fixed(self, number: float, decimals: int, *, signed: bool = False) -> str:
        """A number with exactly so many decimals; ``signed`` puts a plus before one above 0."""
        rounded = round(number, decimals) + 0.0  # no "-0"
        text = f"{rounded:,.{decimals}f}"
        return self._local(("+" if signed and rounded > 0 else "") + text.replace("-", "−"))

    def people(self, number: float) -> str:
        """A number of people that need not be whole, rounded to whole people."""
        return self.whole(round(number) + 0.0)

    def share(self, number: float) -> str:
        """A share, as a percentage with one decimal."""
        return self._local(f"{100 * number:.1f}%")

    def gap(self, number: float) -> str:
        """A difference of shares, in percentage points with one decimal."""
        rounded = round(100 * number, 1) + 0.0  # no "-0.0"
        return self._local(f"{rounded:.1f} pp".replace("-", "−"))

    def level(self, number: float) -> str:
        """A confidence level, as a percentage."""
        return self._local(f"{round(100 * number, 6):g}%")

    def ratio(self, number: float) -> str:
        """A ratio, three decimals."""
        return self._local(f"{number:.3f}")

    def with_interval(self, value: float, interval: Interval, write: Callable[[float], str]) -> str:
        """A number with its interval."""
        words = _WITH_INTERVAL.into(self.language)
        return words.format(value=write(value), low=write(interval.low), high=write(interval.high))
