"""The numbers of the printed report: limits, rates and comparisons."""

from __future__ import annotations

from collections.abc import Callable

from audits.fairness.measures import Measure
from audits.fairness.result import Found, Rate, Withheld
from audits.fairness.threshold import Scale, Threshold, scale_of
from audits.fairness.words import WITHHELD, say
from audits.shared.number_text import NumberText

__all__ = ["Numbers"]


class Numbers(NumberText):
    """Numbers of the report: limits, rates and comparisons besides the common ones."""

    def allowed(self, threshold: Threshold) -> str:
        """What a limit allows."""
        write = self._writer(threshold.scale)
        return say("to", self.language, low=write(threshold.low), high=write(threshold.high))

    def rate(self, rate: Rate | Withheld) -> str:
        """A rate with its interval, or why it is not there."""
        if isinstance(rate, Withheld):
            return self.withheld(rate)
        return self.with_interval(rate.proportion.rate, rate.interval, self.share)

    def finding(self, finding: Found | Withheld, measure: Measure) -> str:
        """A comparison with its interval, or why it is not there."""
        if isinstance(finding, Withheld):
            return self.withheld(finding)
        return self.with_interval(finding.value, finding.interval, self._writer(scale_of(measure)))

    def withheld(self, withheld: Withheld) -> str:
        """Why a number is not there."""
        return WITHHELD[withheld.why].into(self.language)

    def _writer(self, scale: Scale) -> Callable[[float], str]:
        return self.ratio if scale is Scale.RATIO else self.gap
