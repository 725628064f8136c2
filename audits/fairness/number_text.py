"""The numbers of the printed report, written as people read them."""

from __future__ import annotations

from collections.abc import Callable

from audits.fairness.intervals import Interval
from audits.fairness.measures import Measure
from audits.fairness.result import Found, Rate, Withheld
from audits.fairness.threshold import Scale, Threshold, scale_of
from audits.fairness.words import WITHHELD, say
from scoring.domain.text import Language

__all__ = ["Numbers"]


class Numbers:
    """Numbers as people read them in a language.

    Examples
    --------
    >>> Numbers(Language.NL).share(0.4127), Numbers(Language.EN).whole(12345)
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

    def allowed(self, threshold: Threshold) -> str:
        """What a limit allows."""
        write = self._writer(threshold.scale)
        return say("to", self.language, low=write(threshold.low), high=write(threshold.high))

    def rate(self, rate: Rate | Withheld) -> str:
        """A rate with its interval, or why it is not there."""
        if isinstance(rate, Withheld):
            return self.withheld(rate)
        return self._with_interval(rate.proportion.rate, rate.interval, self.share)

    def finding(self, finding: Found | Withheld, measure: Measure) -> str:
        """A comparison with its interval, or why it is not there."""
        if isinstance(finding, Withheld):
            return self.withheld(finding)
        return self._with_interval(finding.value, finding.interval, self._writer(scale_of(measure)))

    def withheld(self, withheld: Withheld) -> str:
        """Why a number is not there."""
        return WITHHELD[withheld.why].into(self.language)

    def _writer(self, scale: Scale) -> Callable[[float], str]:
        return self.ratio if scale is Scale.RATIO else self.gap

    def _with_interval(self, value: float, interval: Interval, write: Callable[[float], str]) -> str:
        low, high = write(interval.low), write(interval.high)
        return say("rate_interval", self.language, rate=write(value), low=low, high=high)
