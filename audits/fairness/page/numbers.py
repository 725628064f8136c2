"""The numbers of the report: each measure and each figure in its own unit, with its interval or why it is not there."""

from __future__ import annotations

from collections.abc import Callable

from audits.fairness.measures import DEFINITIONS, Measure, Scale
from audits.fairness.page.measure_words import WITHHELD
from audits.fairness.result import Bounds, Figure, Found, Share, Withheld
from audits.fairness.statistics import RATES, Statistic
from audits.fairness.threshold import Threshold
from audits.shared.number_text import NumberText
from scoring.domain.text import Text

__all__ = ["Numbers"]

_TO = Text(en="{low} to {high}", nl="{low} tot {high}")
_BOUNDS = Text(
    en="not identified: {low} to {high}, whatever the missing outcomes are",
    nl="niet vast te stellen: {low} tot {high}, wat de ontbrekende uitkomsten ook zijn",
)
_LESS = Text(en="less than {share}", nl="minder dan {share}")
_MORE = Text(en="more than {share}", nl="meer dan {share}")
_SHARES = frozenset({*RATES, Statistic.CALIBRATION})
_DECIMALS = {
    Statistic.LOG_LOSS: 4,
    Statistic.BRIER: 4,
    Statistic.CALIBRATION_SLOPE: 2,
    Measure.LOG_LOSS_DIFFERENCE: 4,
    Measure.BRIER_DIFFERENCE: 4,
    Measure.CALIBRATION_SLOPE_DIFFERENCE: 2,
}
_PARTS_OF_PEOPLE = frozenset({Measure.EQUALISED_ODDS, Measure.SCORE_DISTANCE})


class Numbers(NumberText):
    """Numbers of the report: limits, figures and comparisons besides the common ones."""

    def measure(self, measure: Measure) -> Callable[[float], str]:
        """How a measure's values are written: ratios plain, differences of shares in percentage points."""
        definition = DEFINITIONS[measure]
        if definition.scale is Scale.RATIO:
            return self.ratio
        if definition.statistic in _SHARES or measure in _PARTS_OF_PEOPLE:
            return self.gap
        return lambda number: self.fixed(number, _DECIMALS.get(measure, 3))

    def statistic(self, statistic: Statistic) -> Callable[[float], str]:
        """How a figure of one group is written."""
        if statistic in RATES:
            return self.share
        if statistic is Statistic.CALIBRATION:
            return self.gap
        if statistic is Statistic.MEAN_SCORE:
            return lambda number: self.decimal(number, 3 if abs(number) < 1 else 1)
        return lambda number: self.fixed(number, _DECIMALS.get(statistic, 3))

    def allowed(self, threshold: Threshold, measure: Measure) -> str:
        """What a limit allows."""
        write = self.measure(measure)
        return self.to(write(threshold.low), write(threshold.high))

    def to(self, low: str, high: str) -> str:
        """From one end to the other."""
        return _TO.into(self.language).format(low=low, high=high)

    def figure(self, figure: Figure | Withheld, statistic: Statistic) -> str:
        """A figure with its interval, or why it is not there."""
        if isinstance(figure, Withheld):
            return self.withheld(figure)
        return self.with_interval(figure.value, figure.interval, self.statistic(statistic))

    def share_of(self, share: Share, write: Callable[[float], str] | None = None) -> str:
        """A share with its interval, as a percentage unless ``write`` says otherwise."""
        return self.with_interval(share.value, share.interval, write or self.share)

    def part(self, share: float) -> str:
        """A share that is never rounded to nobody or to everybody.

        Examples
        --------
        >>> from scoring.domain.text import Language
        >>> Numbers(Language.EN).part(0.9996), Numbers(Language.NL).part(0.234)
        ('more than 99.9%', '23,4%')
        """
        if 0 < share < 0.001:
            return _LESS.into(self.language).format(share=self.share(0.001))
        if 0.999 < share < 1:
            return _MORE.into(self.language).format(share=self.share(0.999))
        return self.share(share)

    def finding(self, finding: Found | Bounds | Withheld, measure: Measure) -> str:
        """A comparison with its interval, its worst cases, or why it is not there."""
        if isinstance(finding, Withheld):
            return self.withheld(finding)
        write = self.measure(measure)
        if isinstance(finding, Bounds):
            return _BOUNDS.into(self.language).format(low=write(finding.low), high=write(finding.high))
        return self.with_interval(finding.value, finding.interval, write)

    def p_value(self, p: float) -> str:
        """A p-value, never as small as nothing.

        Examples
        --------
        >>> from scoring.domain.text import Language
        >>> Numbers(Language.EN).p_value(2e-9), Numbers(Language.NL).p_value(0.0421)
        ('p < 0.001', 'p = 0,042')
        """
        return f"p < {self.fixed(0.001, 3)}" if p < 0.001 else f"p = {self.fixed(p, 3)}"

    def withheld(self, withheld: Withheld) -> str:
        """Why a number is not there."""
        return WITHHELD[withheld.why].into(self.language)
