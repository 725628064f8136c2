"""The evaluation that a page is drawn from: what ``evaluate --json`` prints, with counts by score and by attribute."""

from __future__ import annotations

from typing import NotRequired, TypedDict

__all__ = [
    "Against",
    "Attribute",
    "Band",
    "Difference",
    "Evaluation",
    "Figure",
    "Interval",
    "Length",
    "ScoreCount",
    "Weights",
]


class Figure(TypedDict):
    """A measure with its 95 % interval; null, with the reason, where it has no value."""

    value: float | None
    low: float | None
    high: float | None
    method: str
    at: NotRequired[int]
    why: NotRequired[str]


class Difference(Figure):
    """A measure of this card less that of the other, and what it shows in words."""

    verdict: NotRequired[str]


class Band(TypedDict):
    """Calibration in a band of scores."""

    lowest: int
    highest: int
    rows: float
    mean_pd: float
    bad_rate: float
    low: float
    high: float


class ScoreCount(TypedDict):
    """Rows with one score, counted, and the weight of goods and bads among them."""

    score: int
    rows: int
    goods: float
    bads: float


class Attribute(TypedDict):
    """Rows in one attribute of the card, counted; their share of the weight; their bad rate, null of nobody."""

    rows: int
    share: float
    bad_rate: float | None
    low: float | None
    high: float | None


class Weights(TypedDict):
    """How unequal weights were counted."""

    effective_rows: float
    method: str


class Against(TypedDict):
    """The other card on the same rows."""

    card: str
    figures: dict[str, Figure]
    bands: list[Band]
    notes: list[str]
    differences: dict[str, Difference]
    scores: list[ScoreCount]


class Evaluation(TypedDict):
    """One card on one file.

    ``attributes`` has a list for each entry of the card, and in it one item for each attribute, in the card's order.
    """

    card: str
    data: str
    data_digest: str
    rows: int
    bads: int
    weights: Weights | None
    figures: dict[str, Figure]
    bands: list[Band]
    band_method: str
    notes: list[str]
    scores: list[ScoreCount]
    attributes: list[list[Attribute]]
    against: NotRequired[Against]


class Interval(TypedDict):
    """A measure out of fold, with its 95 % interval."""

    value: float
    low: float
    high: float


class Length(TypedDict):
    """Cards of one length, as ``fit --json`` reports them under ``curve``.

    ``attributes`` is the mean number of lines over the folds, ``price`` what one more line had to gain, and
    ``above_chosen`` the paired difference of log-loss to the chosen length.
    """

    price: float
    attributes: float
    log_loss: Interval
    above_chosen: Interval
    auc: Interval
    chosen: bool
