"""The figures of an evaluation: which there are, how the interval of each is had, and which way is better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.errors import DataError
from scoring.engine import probabilities, ranking
from scoring.engine.estimate import Array, Estimate, Outcomes

__all__ = ["MEASURES", "Figure", "Measure", "Method", "Predicted", "Unmeasured", "figure"]


class Method(StrEnum):
    """How a 95 % interval is had. All are closed forms, without a random draw; rows are taken as independent."""

    DELONG = "DeLong et al. 1988"
    RAGHAVACHARI = "Raghavachari 1973, at the KS score"
    MEAN = "normal, mean over rows"
    SANDWICH = "logistic regression, sandwich, White 1980"
    WILSON = "Wilson 1927"

    @property
    def paired(self) -> str:
        """The same for the difference of two cards on the same rows."""
        return "normal, mean of the rows' differences" if self is Method.MEAN else f"{self.value}, paired by row"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predicted:
    """What a card says of each row.

    Attributes
    ----------
    score
        Shape (rows,): whole scores, higher is safer.
    pd
        Shape (rows,): probability of default; a function of the score.
    """

    score: Array
    pd: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure.

    Attributes
    ----------
    name
        As it is printed.
    method
        How its interval is had.
    of
        The measure itself; it raises a :class:`DataError` where it has no value.
    limits
        The least and the greatest value it can have: an interval does not reach beyond.
    ideal
        What it should be, if neither more nor less is better.
    higher_is_better
        Without an ideal: which way is better.
    """

    name: str
    method: Method
    of: Callable[[Predicted, Outcomes], Estimate]
    limits: tuple[float, float]
    ideal: float | None = None
    higher_is_better: bool = False


MEASURES = (
    Measure(
        name="AUC",
        method=Method.DELONG,
        of=lambda says, outcomes: ranking.auc(says.score, outcomes),
        limits=(0.0, 1.0),
        higher_is_better=True,
    ),
    Measure(
        name="Gini",
        method=Method.DELONG,
        of=lambda says, outcomes: ranking.gini(says.score, outcomes),
        limits=(-1.0, 1.0),
        higher_is_better=True,
    ),
    Measure(
        name="KS",
        method=Method.RAGHAVACHARI,
        of=lambda says, outcomes: ranking.ks(says.score, outcomes),
        limits=(0.0, 1.0),
        higher_is_better=True,
    ),
    Measure(
        name="Brier",
        method=Method.MEAN,
        of=lambda says, outcomes: probabilities.brier(says.pd, outcomes),
        limits=(0.0, 1.0),
    ),
    Measure(
        name="log-loss",
        method=Method.MEAN,
        of=lambda says, outcomes: probabilities.log_loss(says.pd, outcomes),
        limits=(0.0, float("inf")),
    ),
    Measure(
        name="calibration in the large",
        method=Method.MEAN,
        of=lambda says, outcomes: probabilities.in_the_large(says.pd, outcomes),
        limits=(-1.0, 1.0),
        ideal=0.0,
    ),
    Measure(
        name="calibration slope",
        method=Method.SANDWICH,
        of=lambda says, outcomes: probabilities.slope(says.pd, outcomes),
        limits=(float("-inf"), float("inf")),
        ideal=1.0,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure with its 95 % interval.

    Attributes
    ----------
    method
        How the interval is had.
    at
        Of KS: the score at and below which the shares of goods and bads are compared.
    """

    name: str
    value: float
    low: float
    high: float
    method: str
    at: int | None = None

    def to_document(self) -> dict[str, object]:
        """Plain JSON values."""
        where = {} if self.at is None else {"at": self.at}
        return {"value": self.value, "low": self.low, "high": self.high, "method": self.method, **where}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmeasured:
    """A measure that has no value on these rows, and why."""

    name: str
    method: str
    why: str

    def to_document(self) -> dict[str, object]:
        """Plain JSON values; what is not known is null."""
        return {"value": None, "low": None, "high": None, "method": self.method, "why": self.why}


def figure(measure: Measure, says: Predicted, outcomes: Outcomes) -> Figure | Unmeasured:
    """The measure of one card, with its interval."""
    try:
        estimate = measure.of(says, outcomes)
    except DataError as error:
        return Unmeasured(name=measure.name, method=measure.method.value, why=error.what)
    low, high = estimate.interval
    least, most = measure.limits
    return Figure(
        name=measure.name,
        value=estimate.value,
        low=max(low, least),
        high=min(high, most),
        method=measure.method.value,
        at=ranking.ks_score(says.score, outcomes) if measure.name == "KS" else None,
    )
