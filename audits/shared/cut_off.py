"""A cut-off that approves a stated share of all people, whoever they are, so that two orders can be compared fairly.

Those above the cut-off are approved. Those on it share what is left, each with the same fraction, so that the share
approved is exactly the stated one also where many people have the same score. Moving the cut-off with the sample is
part of the error of every rate at it: a person who scores higher pushes another one down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.shared.estimate import Estimate
from scoring.domain.errors import InputError

__all__ = ["CutOff"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

WINDOW = 0.3
"""Project default: people within ``0.3 n^(-1/5)`` in rank of the cut-off say how many of a group stand close to it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CutOff:
    """Who is approved when a stated share is.

    Attributes
    ----------
    rate
        The share of all people that is approved.
    approved
        Shape (cells,): 1 above the cut-off, 0 below, and on it the fraction that fills the rate.
    near
        Shape (cells,): weights of the people close to the cut-off, who are pushed over it or under it.
    people
        Shape (cells,).
    """

    rate: float
    approved: Column
    near: Column
    people: Column

    @classmethod
    def at(cls, order: Column, people: Column, rate: float) -> CutOff:
        """The cut-off of an order.

        Parameters
        ----------
        order
            Shape (cells,): where the people of a cell stand, higher is approved first.
        people
            Shape (cells,): how many they are.
        rate
            Above 0 and below 1.

        Raises
        ------
        InputError
            If the rate is no such share.

        Examples
        --------
        >>> cut = CutOff.at(np.array([500, 540, 580]), np.array([40, 40, 20]), 0.3)
        >>> cut.approved.tolist()
        [0.0, 0.25, 1.0]
        """
        if not 0 < rate < 1:
            raise InputError(f"an approval rate of {rate} parts nobody", remedy="Give a share between 0 and 1")
        levels, place = np.unique(order, return_inverse=True)
        counts = np.bincount(place, weights=people)
        total = float(counts.sum())
        above = total - np.cumsum(counts)
        on = int(np.argmax(above <= rate * total + 1e-9))
        share = np.where(np.arange(len(levels)) > on, 1.0, 0.0)
        share[on] = min(1.0, (rate * total - above[on]) / counts[on])
        # Mid-ranks from the top, so that the cut-off stands at the rate itself.
        rank = (above + counts / 2) / total
        near = np.abs(rank - rate) <= WINDOW * total**-0.2
        near[on] = True
        return cls(rate=rate, approved=share[place], near=near[place].astype(np.float64), people=people)

    def rate_in(self, within: Column) -> Estimate:
        """The share approved of some people, with the error of the cut-off in it; the overall rate is taken as given.

        A person's part is ``1{in} (u - a) / n_in + k (rate - u) / n``: ``u`` is whether the person is approved, ``a``
        the share approved of those within, and ``k`` how dense they are at the cut-off against all people.

        Parameters
        ----------
        within
            Shape (cells,): which cells are meant.
        """
        inside, everybody = self.people * within, float(self.people.sum())
        number = float(inside.sum())
        if number < 2:
            return Estimate(value=math.nan, parts=np.full(len(self.people), math.nan), people=self.people)
        value = float(inside @ self.approved) / number
        dense = float(inside @ self.near) / number / (float(self.people @ self.near) / everybody)
        own = np.where(within, self.approved - value, 0.0) / number * math.sqrt(number / (number - 1))
        return Estimate(value=value, parts=own + dense * (self.rate - self.approved) / everybody, people=self.people)
