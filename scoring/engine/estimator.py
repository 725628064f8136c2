"""The card as a scikit-learn classifier."""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from scoring.batch.lookup import points_matrix
from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Direction, Kind
from scoring.domain.errors import DataError
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.engine.fit import Origin, fit_card
from scoring.engine.options import STANDARD_SCALE, FitOptions
from scoring.tabular.readings import TableReadings, column_from, read_frame

__all__ = ["ScorecardClassifier"]

Array = np.ndarray[Any, np.dtype[Any]]


class ScorecardClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc] # scikit-learn publishes no types
    """A scorecard with scikit-learn's contract. ``classes_[1]`` is the bad outcome.

    Parameters
    ----------
    registry
        The declared characteristics; ``X`` is then a data frame, or any mapping of names to columns, and is read by
        name. None: ``X`` is numeric, its columns are anonymous, and the card is marked *undeclared*, which nothing
        serves.
    max_attributes, max_characteristics, crossings, price, min_share, min_count
        See :class:`scoring.engine.options.FitOptions`.
    random_state
        A whole number, a ``numpy.random.RandomState``, or None for a different seed each time.

    Attributes
    ----------
    card_
        The fitted :class:`scoring.domain.card.Card`.
    classes_
        The two outcomes, the good one first.
    n_features_in_, feature_names_in_
        What ``fit`` read; names only where the columns have any.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(2000, 2))
    >>> y = (X.sum(axis=1) + rng.normal(size=2000) < -1).astype(int)
    >>> model = ScorecardClassifier().fit(X, y)
    >>> model.card_.registry.profile.value, model.score_points(X[:3]).shape
    ('undeclared', (3,))
    """

    def __init__(
        self,
        *,
        registry: Registry | None = None,
        max_attributes: int | None = None,
        max_characteristics: int | None = None,
        crossings: int = 3,
        price: float | None = None,
        min_share: float = 0.01,
        min_count: int = 10,
        random_state: int | np.random.RandomState | None = 0,
    ) -> None:
        self.registry = registry
        self.max_attributes = max_attributes
        self.max_characteristics = max_characteristics
        self.crossings = crossings
        self.price = price
        self.min_share = min_share
        self.min_count = min_count
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:  # noqa: ANN401 - whatever scikit-learn accepts
        """Fit the card.

        Parameters
        ----------
        X
            Shape (rows, columns); NaN is missing. With a registry: a table with the declared columns.
        y
            Shape (rows,): two classes.
        sample_weight
            Shape (rows,), positive, or None.
        """
        table, y = self._read(X, y)
        check_classification_targets(y)
        self.classes_, bad = np.unique(y, return_inverse=True)
        if len(self.classes_) != 2:
            # The words up to the semicolon are what scikit-learn's own checks look for.
            raise DataError(f"Only binary classification is supported; y has {len(self.classes_)} class(es)")
        weight = None if sample_weight is None else _check_sample_weight(sample_weight, y, dtype=np.float64)
        if weight is not None and not (weight > 0).all():
            keep = weight > 0  # a weight of zero is an absent row
            table, bad, weight = table.select(keep), bad[keep], weight[keep]
        fitted = fit_card(
            table,
            self.registry or _anonymous(self.n_features_in_),
            bad.astype(bool),
            weight=weight,
            options=FitOptions(
                max_attributes=self.max_attributes,
                max_characteristics=self.max_characteristics,
                crossings=self.crossings,
                price=self.price,
                min_share=self.min_share,
                min_count=self.min_count,
                seed=_seed(self.random_state),
                scale=STANDARD_SCALE,
            ),
            origin=Origin(target="y", bad=str(self.classes_[1])),
        )
        for message in fitted.warnings:
            warnings.warn(message, UserWarning, stacklevel=2)
        self.card_: Card = fitted.card
        return self

    def score_points(self, X: Any) -> Array:  # noqa: ANN401
        """The integer score of each row, higher is safer; shape (rows,)."""
        check_is_fitted(self)
        table, _ = self._read(X, None)
        table.refuse_invalid(tuple(characteristic.name for characteristic in self.card_.scored))
        return np.asarray(points_matrix(self.card_, table).sum(axis=1) + self.card_.initial_points)

    def predict_proba(self, X: Any) -> Array:  # noqa: ANN401
        """Probabilities of good and bad by the card's own table; shape (rows, 2)."""
        score = self.score_points(X)
        pds = np.array([float(pd) for pd in self.card_.pd_table.pds])
        pd = pds[score - self.card_.pd_table.lowest]
        return np.column_stack([1 - pd, pd])

    def decision_function(self, X: Any) -> Array:  # noqa: ANN401
        """Log odds of bad to good; shape (rows,)."""
        scale = self.card_.scale if hasattr(self, "card_") else STANDARD_SCALE
        return np.asarray(-(self.score_points(X) - scale.offset) / scale.factor)

    def predict(self, X: Any) -> Array:  # noqa: ANN401
        """The likelier class of each row."""
        bad = self.decision_function(X) > 0
        return np.asarray(self.classes_[bad.astype(int)])

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.classifier_tags.multi_class = False
        return tags

    def _read(self, X: Any, y: Any) -> tuple[TableReadings, Any]:  # noqa: ANN401
        """Readings of X; the first call, with y, also remembers the columns."""
        if self.registry is not None:
            # By name: the order of columns does not matter, and those that nobody declared are not looked at.
            table = read_frame(X, self.registry)
            if y is not None:
                names = [field.name for field in self.registry.read_fields]
                self.feature_names_in_ = np.array(names, dtype=object)
                self.n_features_in_ = len(names)
            return table, None if y is None else np.asarray(y)
        settings = {"dtype": np.float64, "ensure_all_finite": "allow-nan"}
        if y is None:
            data = validate_data(self, X, reset=False, **settings)
        else:
            data, y = validate_data(self, X, y, **settings)
        registry = _anonymous(data.shape[1])
        columns = {
            field.name: column_from(field, data[:, place]) for place, field in enumerate(registry.characteristics)
        }
        return TableReadings(name="X", rows=len(data), columns=columns), y


def _seed(random_state: int | np.random.RandomState | None) -> int:
    if isinstance(random_state, int | np.integer):
        return int(random_state)
    return int(check_random_state(random_state).randint(2**31 - 1))


def _anonymous(columns: int) -> Registry:
    return Registry(
        profile=Profile.UNDECLARED,
        title=Text.same("undeclared"),
        characteristics=tuple(_column(f"x{place}") for place in range(columns)),
    )


def _column(name: str) -> Characteristic:
    words = Text.same(name)
    return Characteristic(
        name=name, kind=Kind.NUMERIC, direction=Direction.NONE, label=words, reason=words, reason_missing=words
    )
