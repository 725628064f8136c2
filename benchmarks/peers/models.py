"""The card and its peers, each set up as its own documentation sets it up, or more favourably, and said so.

A model is made for a table's columns; ``fit`` takes a frame of :mod:`benchmarks.peers.columns` and outcomes, and
``pd`` gives the probability of the bad outcome of each row. Peers are imported where they are used, so that the rest
of the comparison runs without them. No model is tuned on a file: one set-up serves all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from benchmarks.peers.columns import Columns

__all__ = ["CARD", "PEERS", "Fitted", "Model", "Peer", "logistic_pipeline", "optbinning_scorecard"]

SEED = 0
CARD = "card"


class Fitted(Protocol):
    """What can say a probability of the bad outcome for each row, and what each column has to do with it."""

    def pd(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401 - pandas publishes no types
        """Shape (rows,)."""
        ...

    def contributions(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        """Shape (rows, terms): what each term of the model, or each column, adds to the log-odds of a row."""
        ...


class Model(Protocol):
    """What can be fitted."""

    def fit(self, frame: Any, bad: np.ndarray[Any, Any]) -> Fitted:  # noqa: ANN401 - pandas publishes no types
        """Fit on a frame and outcomes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A model beside the card.

    Attributes
    ----------
    label
        For tables.
    setup
        Its set-up, in words for the report.
    make
        Makes it for a table's columns.
    """

    label: str
    setup: str
    make: Callable[[Columns], Model]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimator:
    """Anything with scikit-learn's contract, as a model."""

    estimator: Any
    explain: Callable[[Any, Any], Any]

    def fit(self, frame: Any, bad: np.ndarray[Any, Any]) -> Estimator:  # noqa: ANN401
        """Fit in place."""
        self.estimator.fit(frame, bad.astype(int))
        return self

    def pd(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        """Of the second class, the bad one."""
        return np.asarray(self.estimator.predict_proba(frame)[:, 1])

    def contributions(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        """By what the library itself offers."""
        return np.asarray(self.explain(self.estimator, frame))


def _products(pipeline: Any, frame: Any) -> Any:  # noqa: ANN401
    """Each prepared column times its coefficient."""
    prepared, weights = pipeline[:-1].transform(frame), pipeline[-1].coef_
    return prepared.multiply(weights).toarray() if hasattr(prepared, "multiply") else prepared * weights


def _terms(boosting: Any, frame: Any) -> Any:  # noqa: ANN401
    return boosting.eval_terms(frame)


def logistic_pipeline(columns: Columns) -> Any:  # noqa: ANN401 - scikit-learn publishes no types
    """Logistic regression on standardised numbers, indicators of missing and special values, and categories."""

    def named(name: str, codes: tuple[float, ...]) -> tuple[Any, list[str]]:
        return _special_indicators(codes), [name]

    numbers = make_pipeline(
        FunctionTransformer(_without_codes, kw_args={"codes": [columns.special.get(n, ()) for n in columns.numeric]}),
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True),
        StandardScaler(),
    )
    categories = make_pipeline(FunctionTransformer(_as_texts), OneHotEncoder(handle_unknown="ignore"))
    return make_pipeline(
        make_column_transformer(
            (numbers, list(columns.numeric)),
            (categories, list(columns.categorical)),
            *(named(name, codes) for name, codes in columns.special.items()),
        ),
        LogisticRegression(max_iter=2000),
    )


def _special_indicators(codes: tuple[float, ...]) -> Any:  # noqa: ANN401
    return FunctionTransformer(_is_code, kw_args={"codes": codes})


def _is_code(frame: Any, codes: tuple[float, ...]) -> Any:  # noqa: ANN401
    return (np.asarray(frame, dtype=np.float64) == np.array(codes)).astype(np.float64)


def _without_codes(frame: Any, codes: list[tuple[float, ...]]) -> Any:  # noqa: ANN401
    numbers = np.array(frame, dtype=np.float64)
    for place, column_codes in enumerate(codes):
        numbers[np.isin(numbers[:, place], column_codes), place] = np.nan
    return numbers


def _as_texts(frame: Any) -> Any:  # noqa: ANN401
    texts = np.array(frame, dtype=object)
    texts[texts == None] = "(missing)"  # noqa: E711 - element by element
    return texts.astype(str)


def optbinning_scorecard(columns: Columns) -> Any:  # noqa: ANN401
    """A Scorecard over a BinningProcess and a LogisticRegression, as optbinning's tutorials set it up."""
    from optbinning import BinningProcess, Scorecard

    binning = BinningProcess(
        variable_names=list(columns.names),
        categorical_variables=list(columns.categorical) or None,
        binning_fit_params={name: {"special_codes": list(codes)} for name, codes in columns.special.items()} or None,
    )
    return Scorecard(
        binning_process=binning,
        estimator=LogisticRegression(max_iter=2000),
        scaling_method="pdo_odds",
        scaling_method_params={"pdo": 20, "odds": 20, "scorecard_points": 600},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """An optbinning scorecard as a model."""

    scorecard: Any

    def fit(self, frame: Any, bad: np.ndarray[Any, Any]) -> Binned:  # noqa: ANN401
        """Fit in place; missing and special values get the weight that the data give them."""
        self.scorecard.fit(frame, bad.astype(int), metric_special="empirical", metric_missing="empirical")
        return self

    def pd(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        """Of the second class, the bad one."""
        return np.asarray(self.scorecard.predict_proba(frame)[:, 1])

    def contributions(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        """Each column's weight of evidence times its coefficient: its points, before they are scaled."""
        woe = self.scorecard.binning_process_.transform(
            frame, metric="woe", metric_special="empirical", metric_missing="empirical"
        )
        return np.asarray(woe * self.scorecard.estimator_.coef_)


def _explainable_boosting(columns: Columns, interactions: int) -> Model:
    from interpret.glassbox import ExplainableBoostingClassifier

    types = ["continuous"] * len(columns.numeric) + ["nominal"] * len(columns.categorical)
    return Estimator(
        estimator=ExplainableBoostingClassifier(
            interactions=interactions, feature_types=types, n_jobs=-1, random_state=SEED
        ),
        explain=_terms,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Boosted:
    """LightGBM as a model; the categories of text columns are those of the rows that it was fitted on.

    Attributes
    ----------
    rounds
        Most trees.
    patience
        Rounds without a better log-loss on an inner fifth of the training rows, after which trees are counted; the
        final model is fitted on all training rows with so many trees. None: all trees, no inner rows.
    settings
        Of ``LGBMClassifier``.
    """

    columns: Columns
    rounds: int
    patience: int | None
    settings: Mapping[str, Any]

    def fit(self, frame: Any, bad: np.ndarray[Any, Any]) -> _Trees:  # noqa: ANN401
        """Fit on all rows."""
        import lightgbm

        levels = {name: sorted(frame[name].dropna().unique()) for name in self.columns.categorical}
        data, rounds = _typed(frame, levels), self.rounds
        if self.patience is not None:
            inner, outer = train_test_split(np.arange(len(bad)), test_size=0.2, stratify=bad, random_state=SEED)
            counted = lightgbm.LGBMClassifier(n_estimators=rounds, **self.settings).fit(
                data.iloc[inner],
                bad[inner].astype(int),
                eval_set=[(data.iloc[outer], bad[outer].astype(int))],
                eval_metric="binary_logloss",
                callbacks=[lightgbm.early_stopping(self.patience, verbose=False)],
            )
            rounds = max(int(counted.best_iteration_ or rounds), 1)
        model = lightgbm.LGBMClassifier(n_estimators=rounds, **self.settings).fit(data, bad.astype(int))
        return _Trees(model=model, levels=levels)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trees:
    model: Any
    levels: Mapping[str, list[str]]

    def pd(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        return np.asarray(self.model.predict_proba(_typed(frame, self.levels))[:, 1])

    def contributions(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        """Shapley values of the trees, as LightGBM computes them."""
        return np.asarray(self.model.predict(_typed(frame, self.levels), pred_contrib=True))


def _typed(frame: Any, levels: Mapping[str, list[str]]) -> Any:  # noqa: ANN401
    from pandas import Categorical

    found = frame.copy()
    for name, known in levels.items():  # not by "assign", whose keywords no column may be called "self" beside
        found[name] = Categorical(frame[name], categories=known)
    return found


_LIGHTGBM = {"random_state": SEED, "verbosity": -1, "n_jobs": -1}
_SLOW = _LIGHTGBM | {"learning_rate": 0.05, "num_leaves": 15, "min_child_samples": 40}
_SLOW |= {"subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.8}

PEERS: Mapping[str, Peer] = {
    "logistic": Peer(
        label="logistic regression",
        setup="scikit-learn defaults on standardised numbers (median imputed, indicators of missing and special "
        "values) and one-hot categories",
        make=lambda columns: Estimator(estimator=logistic_pipeline(columns), explain=_products),
    ),
    "optbinning": Peer(
        label="optbinning scorecard",
        setup="Scorecard(BinningProcess, LogisticRegression); special codes declared, empirical weights for missing "
        "and special values; no limits on information value, which would drop its strongest columns",
        make=lambda columns: Binned(scorecard=optbinning_scorecard(columns)),
    ),
    "ebm-0": Peer(
        label="EBM, additive",
        setup="ExplainableBoostingClassifier(interactions=0), other settings its defaults",
        make=lambda columns: _explainable_boosting(columns, 0),
    ),
    "ebm-5": Peer(
        label="EBM, 5 interactions",
        setup="ExplainableBoostingClassifier(interactions=5), other settings its defaults",
        make=lambda columns: _explainable_boosting(columns, 5),
    ),
    "lightgbm": Peer(
        label="LightGBM, 300 trees",
        setup="LGBMClassifier(n_estimators=300), other settings its defaults",
        make=lambda columns: Boosted(columns=columns, rounds=300, patience=None, settings=_LIGHTGBM),
    ),
    "lightgbm-stopped": Peer(
        label="LightGBM, early stopping",
        setup="learning_rate 0.05, num_leaves 15, min_child_samples 40, row and column subsampling 0.8, at most 2,000 "
        "trees, stopped after 50 rounds without a better log-loss on an inner fifth, then refitted on all rows",
        make=lambda columns: Boosted(columns=columns, rounds=2000, patience=50, settings=_SLOW),
    ),
}
"""By key of the command line, in the order of tables."""
