"""From the cube to a fairlearn ``MetricFrame``, and from one or from its ingredients to a cube.

The favourable outcome is *repaid* and the favourable decision *approved*, so fairlearn's rates of the same names are
this audit's, to the last bit. Nothing of the audit itself uses fairlearn; the tests compare the two.

Source: https://fairlearn.org/main/user_guide/assessment/index.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from audits.decisions.cube import NOT_STATED, TAKEN, TAKEN_REMEDY, Attribute, Axis, AxisKind, Cube, means_silence
from audits.fairness.confusion import (
    BASE_RATE,
    COUNT,
    FALSE_POSITIVE_RATE,
    SELECTION_RATE,
    TRUE_POSITIVE_RATE,
    confusion_of,
)
from audits.fairness.statistics import Floats
from scoring.domain.errors import DataError, InputError

__all__ = ["cube_from_frame", "cube_from_metric_frame", "metric_frame"]

_NEEDED = (COUNT, SELECTION_RATE, TRUE_POSITIVE_RATE, FALSE_POSITIVE_RATE)


def metric_frame(cube: Cube, attribute: str) -> Any:  # noqa: ANN401 - fairlearn publishes no types
    """Rates by group of one attribute, and the number of people, as a ``MetricFrame``.

    A row of its data is a cell of the cube, weighted by the people in it (by their weights, if they have some).

    Raises
    ------
    InputError
        If there is no such attribute, or an outcome is missing: fairlearn would count it as something.
    """
    from fairlearn.metrics import (
        MetricFrame,
        false_negative_rate,
        false_positive_rate,
        selection_rate,
        true_positive_rate,
    )

    if (cube.outcome < 0).any():
        raise InputError("some outcomes are not recorded", remedy="Leave these decisions out, and say so")
    place = cube.place(attribute)
    metrics = {
        "count": _people,
        "selection_rate": selection_rate,
        "true_positive_rate": true_positive_rate,
        "false_positive_rate": false_positive_rate,
        "false_negative_rate": false_negative_rate,
    }
    weights = {name: {"sample_weight": cube.weight} for name in metrics}
    weights["count"] = {"sample_weight": cube.people}
    return MetricFrame(
        metrics=metrics,
        y_true=1 - cube.outcome,
        y_pred=cube.approved.astype(np.int64),
        sensitive_features={attribute: np.array(cube.attributes[place].levels, dtype=object)[cube.codes[:, place]]},
        sample_params=weights,
    )


def _people(y_true: Floats, y_pred: Floats, sample_weight: Floats) -> int:  # noqa: ARG001 - fairlearn's signature
    return int(np.sum(sample_weight))


def cube_from_frame(
    y_true: object,
    y_pred: object,
    sensitive_features: object,
    *,
    sample_weight: object = None,
    people: object = None,
) -> Cube:
    """What one would give to a ``MetricFrame``, as a cube that can be audited; without scores and predictions.

    Parameters
    ----------
    y_true
        1 repaid, 0 defaulted, NaN where it is not recorded; shape (rows,).
    y_pred
        1 approved, 0 declined; shape (rows,).
    sensitive_features
        A column or several, as fairlearn takes them: a mapping, a table, a named column or an array. Empty is a group.
    sample_weight
        What each row weighs; None where rows are people like any other.
    people
        How many people each row stands for, whole numbers; None for one.

    Raises
    ------
    DataError
        If columns are of different lengths or hold something else, or a group is called like people without one.
    """
    approved, good = _numbers(y_pred, "y_pred"), _numbers(y_true, "y_true")
    columns = _columns(sensitive_features)
    rows = len(approved)
    count = np.ones(rows) if people is None else _numbers(people, "people")
    weight = count if sample_weight is None else _numbers(sample_weight, "sample_weight") * count
    for name, column in {"y_true": good, "people": count, "sample_weight": weight, **columns}.items():
        if len(column) != rows:
            raise DataError(f"'{name}' and 'y_pred' are of different lengths", remedy="Give one value for each row")
    _check(approved, good, count, weight)
    attributes, codes = [], []
    for name, column in columns.items():
        levels, code = np.unique(column, return_inverse=True)
        attributes.append(Attribute(name=name, levels=tuple(str(level) for level in levels)))
        codes.append(code)
    outcome = np.where(np.isnan(good), -1, 1 - np.nan_to_num(good)).astype(np.int64)
    key = np.column_stack([*codes, approved.astype(np.int64), outcome])
    cells, cell = np.unique(key[count > 0], axis=0, return_inverse=True)
    place = cell.ravel()

    def sums(values: Floats) -> Floats:
        return np.bincount(place, weights=values[count > 0], minlength=len(cells))

    none = np.zeros(len(cells))
    return Cube(
        attributes=tuple(attributes),
        codes=cells[:, : len(codes)].astype(np.int64),
        axis=Axis(kind=AxisKind.NONE),
        position=none,
        approved=cells[:, -2] == 1,
        outcome=cells[:, -1].astype(np.int64),
        people=np.rint(sums(count)).astype(np.int64),
        weight=sums(weight),
        weight2=sums(np.divide(weight**2, count, out=np.zeros(rows), where=count > 0)),
        expected=none,
        expected2=none,
        loss=none,
        bucket=np.full(len(cells), -1),
        weighted=sample_weight is not None,
        predicted=False,
    )


def cube_from_metric_frame(frame: object) -> Cube:
    """The people of a finished ``MetricFrame``, as the cube that its ingredients give.

    The frame holds numbers, not people: those of each group are counted back from its rates, exactly or not at all. Its
    metrics must have the names of fairlearn's ``count``, ``selection_rate``, ``true_positive_rate`` and
    ``false_positive_rate``, and 1 must mean repaid and approved; a frame does not show what its functions were. Further
    metrics are not looked at, except ``base_rate``, the share of those who repaid: a group whose true and false
    positive rates are equal, as where nobody was approved, cannot do without it.

    Weights are refused where they leave a count that is not whole; others cannot be seen in a frame.

    Raises
    ------
    DataError
        If it is no such frame, has control features, lacks a metric, or its numbers are not those of whole people; or
        if a group is called like people without one.
    """
    names, table = _finished(frame)
    people = []
    for group, numbers in zip(table.index, table.to_numpy(), strict=True):
        levels = group if len(names) > 1 else (group,)
        where = "the group " + ", ".join(f"{name} '{level}'" for name, level in zip(names, levels, strict=True))
        rates = {name: _number(number, name, where) for name, number in zip(table.columns, numbers, strict=True)}
        found = confusion_of(rates, where)
        people += [found.approved_good, found.declined_good, found.approved_bad, found.declined_bad]
    groups = {name: table.index.get_level_values(place).repeat(4) for place, name in enumerate(names)}
    return cube_from_frame([1, 1, 0, 0] * len(table), [1, 0, 1, 0] * len(table), groups, people=people)


def _finished(frame: object) -> tuple[list[str], Any]:
    """The attributes of a frame, and its numbers by group: what is needed of them, where there is anybody."""
    from fairlearn.metrics import MetricFrame

    if not isinstance(frame, MetricFrame):
        raise DataError("this is no MetricFrame", remedy="Give one, or give cube_from_frame what one is made of")
    if frame.control_levels:
        raise DataError("the frame has control features", remedy="Make it with these among its sensitive features")
    table = frame.by_group
    named = list(getattr(table, "columns", ()))  # of a single function it is a column without a name that says what
    for name in _NEEDED:
        if name not in named:
            functions = ", ".join(f"'{one}': {one}" for one in _NEEDED)
            raise DataError(
                f"the frame has no metric '{name}'",
                remedy=f"Make it with metrics={{{functions}}}, all of fairlearn.metrics",
            )
    metrics = [*_NEEDED, *(name for name in named if name == BASE_RATE)]
    return list(frame.sensitive_levels), table[metrics].dropna(how="all")  # no number: a combination of nobody


def _number(value: Any, name: str, where: str) -> float:  # noqa: ANN401 - whatever a metric gives
    try:
        return float(value)
    except (TypeError, ValueError):
        raise DataError(
            f"the metric '{name}' is no number", where=where, remedy="Make the frame with fairlearn's own function"
        ) from None


def _numbers(column: object, name: str) -> Floats:
    try:
        found: Floats = np.asarray(column, dtype=np.float64)
    except (TypeError, ValueError):
        raise DataError(f"'{name}' holds something that is no number", remedy="Give numbers") from None
    if found.ndim != 1:
        raise DataError(f"'{name}' is not one column", remedy="Give one value for each row")
    return found


def _check(approved: Floats, good: Floats, people: Floats, weight: Floats) -> None:
    if not np.isin(approved, (0, 1)).all():
        raise DataError("'y_pred' holds something else than 0 and 1", remedy="Give 1 for approved, 0 for declined")
    if not np.isin(good[~np.isnan(good)], (0, 1)).all():
        raise DataError("'y_true' holds something else than 0 and 1", remedy="Give 1 for repaid, 0 for defaulted")
    if not (np.isfinite(people).all() and (people >= 0).all() and (people == np.rint(people)).all()):
        raise DataError("'people' holds something else than whole numbers", remedy="Give 0 or more people")
    if not (np.isfinite(weight).all() and (weight >= 0).all()):
        raise DataError("a weight is negative or not finite", remedy="Give weights of 0 or more")


def _columns(features: Any) -> dict[str, Floats]:  # noqa: ANN401 - whatever fairlearn takes
    """Each attribute's levels as text, by its name; as fairlearn names them where they have none."""
    if isinstance(features, Mapping):
        named = dict(features)
    elif hasattr(features, "columns"):
        named = {name: features[name] for name in features.columns}
    else:
        table = np.asarray(features, dtype=object)
        parts = [table] if table.ndim == 1 else list(table.T)
        first = getattr(features, "name", None)
        named = {
            str(first) if first is not None else f"sensitive_feature_{place}": part for place, part in enumerate(parts)
        }
    return {str(name): _levels(column, str(name)) for name, column in named.items()}


def _levels(column: object, name: str) -> Floats:
    values = np.asarray(column, dtype=object)
    if any(map(means_silence, set(map(str, values)))):
        raise DataError(TAKEN, where=f"the column '{name}'", remedy=TAKEN_REMEDY)
    # A value that differs from itself is a NaN: its group is not recorded.
    texts = [NOT_STATED if one is None or one != one or not str(one).strip() else str(one) for one in values]
    return np.array(texts, dtype=object).astype(str)
