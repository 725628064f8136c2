"""Attributes: neighbouring codes merged by exact dynamic programming.

Of all ways to cut the ordered codes into at most K runs that each hold the minimum weight, goods and bads, the one
with the least weighted squared distance to the shape is found. A further run must be worth more than its price.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from scoring.engine.options import Minimum

__all__ = ["merge", "partitions"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]

PRICE = 1.0
"""What one more line must gain in log-likelihood: the price that AIC puts on a parameter."""


def merge(shape: Array, goods: Array, bads: Array, minimum: Minimum, most: int, price: float = PRICE) -> list[int]:
    """Where to cut.

    Parameters
    ----------
    shape
        Shape (codes,): log-odds per code, in the order in which codes may be merged.
    goods, bads
        Shape (codes,): weight of goods and bads per code.
    minimum
        What each run must hold.
    most
        Most runs.
    price
        What one more run must gain in log-likelihood.

    Returns
    -------
    list of int
        The first code of each run, beginning with 0. A single run where the minima allow no cut.

    Examples
    --------
    >>> import numpy as np
    >>> merge(np.array([-1.0, -1.0, 1.0, 1.0]), np.full(4, 90.0), np.full(4, 10.0),
    ...       Minimum(total=10, goods=5, bads=5), 8)
    [0, 2]
    """
    if len(shape) <= 1:
        return [0]
    parts = (np.ascontiguousarray(each, dtype=np.float64).tobytes() for each in (shape, goods, bads))
    ways = _ways(*parts, minimum, most)
    return list(ways[_worthwhile([loss for loss, _ in ways], price) - 1][1])


@lru_cache(maxsize=4096)
def _ways(
    shape_bytes: bytes, goods_bytes: bytes, bads_bytes: bytes, minimum: Minimum, most: int
) -> tuple[tuple[float, tuple[int, ...]], ...]:
    """For each number of runs the least loss and where to cut.

    The price of a line decides between them and changes none of them: cards of all lengths share one programme, which
    is remembered by its input.
    """
    shape, goods, bads = (np.frombuffer(each) for each in (shape_bytes, goods_bytes, bads_bytes))
    return partitions(_costs(shape, goods, bads, minimum), most)


def partitions(cost: Matrix, most: int) -> tuple[tuple[float, tuple[int, ...]], ...]:
    """For each number of runs of ordered things, 1 to ``most``, the least cost of all and the first of each run.

    Parameters
    ----------
    cost
        Shape (things, things): the cost of a run from i to j inclusive; infinite where there can be none.

    Examples
    --------
    >>> import numpy as np
    >>> partitions(np.array([[1.0, 9.0, 9.0], [np.inf, 1.0, 2.0], [np.inf, np.inf, 1.0]]), 2)
    ((9.0, (0,)), (3.0, (0, 1)))
    """
    things = len(cost)
    best = cost[0].copy()  # best[j]: the least cost of things 0..j in the present number of runs
    starts: list[Array] = [np.zeros(things, dtype=np.int64)]
    costs = [float(best[-1])]
    for _ in range(1, min(most, things)):
        through = best[:-1, None] + cost[1:, :]  # the last run begins at i + 1 and ends at j
        choice = np.argmin(through, axis=0)
        best = through[choice, np.arange(things)]
        starts.append(choice + 1)
        costs.append(float(best[-1]))
    return tuple((each, tuple(_trace(starts, runs))) for runs, each in enumerate(costs, start=1))


def _costs(shape: Array, goods: Array, bads: Array, minimum: Minimum) -> Matrix:
    """Loss of a run from i to j inclusive, in log-likelihood; infinite where a minimum is not met."""
    total = goods + bads
    rate = (bads + 1) / (total + 2)
    information = total * rate * (1 - rate)
    mass, first, second = (
        np.concatenate([[0.0], np.cumsum(x)]) for x in (information, information * shape, information * shape**2)
    )
    weight, good, bad = (np.concatenate([[0.0], np.cumsum(x)]) for x in (total, goods, bads))

    def between(sums: Array) -> Matrix:
        return np.asarray(sums[None, 1:] - sums[:-1, None])

    run = between(mass)
    explained = np.divide(between(first) ** 2, run, out=np.zeros_like(run), where=run > 1e-12)
    loss = np.maximum(between(second) - explained, 0.0) / 2
    slack = 1e-12 * max(weight[-1], 1.0)  # of sums that are differences of longer ones
    met = minimum.met(between(weight), between(good), between(bad), slack)
    ordered = np.arange(len(shape))[:, None] <= np.arange(len(shape))[None, :]
    return np.where(met & ordered, loss, np.inf)


def _worthwhile(losses: list[float], price: float) -> int:
    """The number of runs with the least loss plus price; the fewest on a tie."""
    priced = [loss + price * number for number, loss in enumerate(losses)]
    best = int(np.argmin(priced))
    return best + 1 if np.isfinite(priced[best]) else 1


def _trace(starts: list[Array], runs: int) -> list[int]:
    cuts: list[int] = []
    end = len(starts[0]) - 1
    for number in range(runs - 1, 0, -1):
        start = int(starts[number][end])
        cuts.append(start)
        end = start - 1
    return [0, *reversed(cuts)]
