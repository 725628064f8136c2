"""Two cards on the same rows: the difference of every figure with its paired interval, and what it shows in words.

Both cards are judged by the same people, so what makes these people hard or easy to judge is the same for both and
leaves the difference: a paired interval is most often far narrower than either card's own. Each row's part in the one
estimate is subtracted from its part in the other (:mod:`scoring.engine.estimate`). For the AUC that is the contrast of
DeLong et al. (1988); for Brier score and log-loss it is the error of the mean of the rows' differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.errors import DataError
from scoring.engine.estimate import Estimate, Outcomes
from scoring.engine.figure import MEASURES, Measure, Predicted, Unmeasured

__all__ = ["Comparison", "Difference", "Verdict", "compare"]


class Verdict(StrEnum):
    """What a difference shows about which card is better by that measure."""

    BETTER = "better"
    WORSE = "worse"
    NOT_SHOWN = "no difference shown"
    NEITHER = "different, neither shown better"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure of the one card less that of the other.

    Attributes
    ----------
    low, high
        The paired 95 % interval.
    method
        How it is had.
    verdict
        What it shows of the one card.
    """

    name: str
    value: float
    low: float
    high: float
    method: str
    verdict: Verdict

    def to_document(self) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "method": self.method,
            "verdict": self.verdict.value,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All differences of one card from another on the same rows."""

    differences: tuple[Difference | Unmeasured, ...]

    def difference(self, name: str) -> Difference:
        """The difference of that name.

        Raises
        ------
        DataError
            If there is no such figure, or it has no value.
        """
        for found in self.differences:
            if found.name == name and isinstance(found, Difference):
                return found
        raise DataError(f"there is no difference of '{name}'")

    def to_document(self) -> dict[str, object]:
        """Plain JSON values."""
        return {found.name: found.to_document() for found in self.differences}

    def to_text(self) -> str:
        """A line for each measure: difference, interval, in words, method."""
        return "\n".join(_line(found) for found in self.differences)


def compare(one: Predicted, other: Predicted, outcomes: Outcomes) -> Comparison:
    """Measure the one card against the other on the same rows."""
    return Comparison(differences=tuple(_difference(measure, one, other, outcomes) for measure in MEASURES))


def _difference(measure: Measure, one: Predicted, other: Predicted, outcomes: Outcomes) -> Difference | Unmeasured:
    try:
        first, second = measure.of(one, outcomes), measure.of(other, outcomes)
    except DataError as error:
        return Unmeasured(name=measure.name, method=measure.method.paired, why=error.what)
    difference = first - second
    low, high = difference.interval
    return Difference(
        name=measure.name,
        value=difference.value,
        low=low,
        high=high,
        method=measure.method.paired,
        verdict=_verdict(measure, first, second),
    )


def _verdict(measure: Measure, first: Estimate, second: Estimate) -> Verdict:
    sign = _sign(first - second)
    if sign == 0:
        return Verdict.NOT_SHOWN
    if measure.ideal is None:
        return Verdict.BETTER if (sign > 0) == measure.higher_is_better else Verdict.WORSE
    # |a - t| < |b - t| exactly where a - b and the mean of a and b less t differ in sign. Both signs must be shown;
    # the claim then errs no more often than either (an intersection-union test).
    middle = _sign((first - second.scaled(-1)).scaled(0.5).shifted(-measure.ideal))
    if middle == 0:
        return Verdict.NEITHER
    return Verdict.BETTER if middle != sign else Verdict.WORSE


def _sign(estimate: Estimate) -> int:
    """On which side of 0 the whole interval lies; 0 if on neither."""
    low, high = estimate.interval
    return int(low > 0) - int(high < 0)


def _line(found: Difference | Unmeasured) -> str:
    if isinstance(found, Unmeasured):
        return f"{found.name:24}      none   {found.why}"
    return (
        f"{found.name:24} {found.value:+9.4f}   {found.low:+9.4f} to {found.high:+8.4f}   "
        f"{found.verdict.value:19}   {found.method}"
    )
