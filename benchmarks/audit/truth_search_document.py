"""What the replicates say together: the parts ``proxies`` and ``alternatives`` of ``audits/fairness/error_rates.json``.

A share is ``{"rate", "low", "high", "of"}`` with its Monte-Carlo interval, 95 %; null where it is a share of nothing.

``proxies``: ``made_with`` in both languages, ``replicates`` of each setting, ``people`` who were audited in each,
``population`` that truth is taken from, ``planted``, and for each setting ``first`` (the planted characteristic is
ranked first), ``first_right`` (the one that truly tells most is), ``strong`` (the planted one truly lies beyond the
limit of marks), ``marked`` (it is marked), ``wrongly_marked`` (any is marked that truly does not lie beyond it),
``kendall`` (mean over replicates, of -1 to 1), ``pairs`` (pairs of characteristics in their true order), ``covered``
(intervals that hold the population's value, by kind) and ``characteristics`` (the same of the first kind for each that
stood on a card).

``alternatives``: the same head, and for each setting in which candidates were made ``candidates`` (mean number),
``found`` (replicates in which any was said to dominate), ``nearer`` (any was said to be nearer to equal, at whatever
cost), and of the replicates with a finding, for the candidate measured nearest to equal, ``less_disparate``,
``no_less_accurate``, ``within_tolerance`` and ``both`` by truth, the mean ``change`` of evenness and of Gini, and
``made_by``, which is how often each way of making it gave that candidate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from audits.shared.intervals import normal_quantile
from benchmarks.audit.truth_replicate import LEVEL, Rate, mean_rate, rate
from benchmarks.audit.truth_search_replicate import Answer, Best, Covered
from benchmarks.audit.truth_search_sample import PLANTED
from benchmarks.audit.truth_text import made_with, rounded, written

__all__ = ["KINDS", "documents"]

KINDS = ("predicts", "given_outcome", "given_risk")


def documents(answers: Sequence[Answer], command: str, persons: int, population: int) -> dict[str, Any]:
    """Both parts."""
    settings = list(dict.fromkeys(answer.setting for answer in answers))
    by_setting = {name: [answer for answer in answers if answer.setting == name] for name in settings}
    head = {
        "made_with": made_with(command, population),
        "replicates": len(by_setting[settings[0]]),
        "people": persons - persons // 2,
        "population": population,
    }
    return {
        "proxies": {**head, "planted": PLANTED, **{name: _orders(several) for name, several in by_setting.items()}},
        "alternatives": {
            **head,
            **{name: _found(some) for name, several in by_setting.items() if (some := _searched(several))},
        },
    }


def _orders(answers: Sequence[Answer]) -> dict[str, Any]:
    orders = [answer.order for answer in answers]
    names = sorted({one.characteristic for order in orders for one in order.covered})
    return {
        "first": _share(order.first == PLANTED for order in orders),
        "first_right": _share(order.first == order.true_first for order in orders),
        "strong": _share(PLANTED in order.strong for order in orders),
        "marked": _share(PLANTED in order.marked for order in orders),
        "wrongly_marked": _share(bool(set(order.marked) - set(order.strong)) for order in orders),
        "kendall": _mean([order.kendall for order in orders]),
        "pairs": _pooled([(order.same, order.pairs) for order in orders]),
        "covered": {kind: _pooled([_held(order.covered, kind) for order in orders]) for kind in KINDS},
        "characteristics": [
            {"characteristic": name, **found}
            for name in names
            if (found := _share(_of(name, (order.covered for order in orders)))) is not None
        ],
    }


def _of(name: str, covered: Iterable[Sequence[Covered]]) -> list[bool]:
    every = [one for several in covered for one in several if one.characteristic == name]
    return [one.predicts for one in every if one.predicts is not None]


def _held(covered: Sequence[Covered], kind: str) -> tuple[int, int]:
    there = [held for one in covered if (held := getattr(one, kind)) is not None]
    return sum(there), len(there)


def _searched(answers: Sequence[Answer]) -> list[tuple[int, Answer]]:
    return [(answer.others, answer) for answer in answers if answer.others is not None]


def _found(searched: Sequence[tuple[int, Answer]]) -> dict[str, Any]:
    answers = [answer for _, answer in searched]
    best: list[Best] = [answer.dominating[0] for answer in answers if answer.dominating]
    made = Counter(f"{one.making} {one.what}".strip() for one in best)
    return {
        "candidates": round(float(np.mean([others for others, _ in searched])), 1),
        "found": _share(bool(answer.dominating) for answer in answers),
        "nearer": _share(answer.nearer for answer in answers),
        "less_disparate": _share(one.less_disparate for one in best),
        "no_less_accurate": _share(one.no_less_accurate for one in best),
        "within_tolerance": _share(one.within_tolerance for one in best),
        "both": _share(one.less_disparate and one.no_less_accurate for one in best),
        "change": {"evenness": _mean([one.nearer for one in best]), "gini": _mean([one.gini for one in best])},
        "made_by": dict(sorted(made.items(), key=lambda each: (-each[1], each[0]))),
    }


def _share(held: Iterable[bool]) -> dict[str, float] | None:
    """Of replicates."""
    every = list(held)
    return _written(rate(sum(every), len(every))) if every else None


def _pooled(counts: Sequence[tuple[int, int]]) -> dict[str, float] | None:
    """Of many things of each replicate; the interval is over replicates. A single replicate has none."""
    held, of = np.array(counts, dtype=np.float64).T
    return _written(mean_rate(held, of)) if len(counts) > 1 and of.sum() else None


def _written(found: Rate) -> dict[str, float]:
    return {**written(found), "of": found.of}


def _mean(values: Sequence[float]) -> dict[str, float] | None:
    """A mean with its Monte-Carlo interval; a single value has none."""
    if len(values) < 2:
        return None
    mean, spread = float(np.mean(values)), float(np.std(values, ddof=1)) / math.sqrt(len(values))
    half = normal_quantile(LEVEL) * spread
    ends = {"value": mean, "low": mean - half, "high": mean + half}
    return {**{name: rounded(value) for name, value in ends.items()}, "of": len(values)}
