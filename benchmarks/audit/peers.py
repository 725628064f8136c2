"""The same groups and rates by fairlearn, with its bootstrap, and by Aequitas, without one."""

from __future__ import annotations

import time
import warnings
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks.audit.data import ATTRIBUTES

__all__ = ["aequitas", "fairlearn"]


def _frame(path: Path, rows: int) -> dict[str, np.ndarray[Any, Any]]:
    """The first rows of a file as columns, with a column for every pair of attributes."""
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(
            f"SELECT coalesce(nullif(sex, ''), '-') AS sex, coalesce(nullif(age, ''), '-') AS age, "  # noqa: S608 - numbers
            "coalesce(nullif(origin, ''), '-') AS origin, approved, outcome, pd FROM read_parquet($path) "
            f"LIMIT {rows}",
            {"path": str(path)},
        ).fetchnumpy()
    columns = {name: np.asarray(column) for name, column in found.items()}
    for first, second in combinations(ATTRIBUTES, 2):
        columns[f"{first}_{second}"] = np.char.add(columns[first].astype(str), columns[second].astype(str)).astype(
            object
        )
    return columns


def _groupings() -> list[str]:
    return [*ATTRIBUTES, *(f"{first}_{second}" for first, second in combinations(ATTRIBUTES, 2))]


def fairlearn(path: Path, rows: int, draws: int) -> float:
    """Seconds for MetricFrames of three attributes and their pairs: four rates, AUC, log-loss and Brier.

    Of the table in memory, without reading the file.
    """
    from fairlearn.metrics import (
        MetricFrame,
        false_negative_rate,
        false_positive_rate,
        selection_rate,
        true_positive_rate,
    )
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    frame = _frame(path, rows)
    good, risk = 1 - frame["outcome"], frame["pd"]
    rates = {
        "selection": selection_rate,
        "true positive": true_positive_rate,
        "false positive": false_positive_rate,
        "false negative": false_negative_rate,
    }
    scores = {"auc": roc_auc_score, "log-loss": log_loss, "brier": brier_score_loss}
    begun = time.perf_counter()
    for grouping in _groupings():
        for metrics, prediction in ((rates, frame["approved"]), (scores, 1 - risk)):
            MetricFrame(
                metrics=metrics,
                y_true=good,
                y_pred=prediction,
                sensitive_features=frame[grouping],
                n_boot=draws,
                ci_quantiles=[0.025, 0.975],
                random_state=0,
            )
    return time.perf_counter() - begun


def aequitas(path: Path, rows: int) -> float:
    """Seconds for Aequitas' group metrics and disparities of the same groupings, reading the file included."""
    import pandas as pd
    from aequitas.bias import Bias
    from aequitas.group import Group

    begun = time.perf_counter()
    frame = _frame(path, rows)
    table = pd.DataFrame({name: frame[name] for name in _groupings()})
    table["score"], table["label_value"] = frame["approved"].astype(int), (1 - frame["outcome"]).astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own dependencies
        counts, _ = Group().get_crosstabs(table, attr_cols=_groupings())
        Bias().get_disparity_major_group(counts, original_df=table)
    return time.perf_counter() - begun
