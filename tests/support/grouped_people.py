"""People in arrays, answering with counts as an opened file of decisions does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from audits.beyond.figures import Alike, Found, Rate, Share
from audits.beyond.grouped import Column, Compared
from audits.decisions.cube import Attribute

__all__ = ["BY", "People", "alike", "lender", "rate", "sex", "woman"]


class People:
    """A file of decisions in memory.

    Parameters
    ----------
    columns
        Arrays of one length; ``position`` is had from ``score``, or from ``pd``, and ``month`` from ``decided_at``.
    """

    def __init__(self, **columns: Any) -> None:  # noqa: ANN401 - anything numpy takes
        self.columns = {name: np.asarray(column) for name, column in columns.items()}
        axis = next((name for name in ("score", "pd") if name in self.columns), None)
        if axis is not None:
            self.columns["position"] = self.columns[axis]
        if "decided_at" in self.columns:
            self.columns["month"] = self.columns["decided_at"].astype("U7")

    @property
    def present(self) -> frozenset[str]:
        """All columns but the groups', the position and the month."""
        return frozenset(self.columns) - {"sex", "position", "month"}

    def counts(self, keys: Sequence[str]) -> Mapping[str, Column]:
        """Rows that share the values of the keys, sorted by them."""
        columns = [self.columns[key] for key in keys]
        codes = [np.unique(column, return_inverse=True) for column in columns]
        cell = np.zeros(len(columns[0]), dtype=np.int64)
        for levels, place in codes:
            cell = cell * len(levels) + place
        found, people = np.unique(cell, return_counts=True)
        parts: dict[str, Column] = {"people": people}
        for key, (levels, _) in zip(reversed(keys), reversed(codes), strict=True):
            found, place = np.divmod(found, len(levels))
            chosen = levels[place]
            parts[key] = chosen.astype(object) if chosen.dtype.kind == "U" else chosen
        return parts

    def first_with(self, values: Mapping[str, str | int]) -> str:
        """The row of the first of the people with these values."""
        rows = np.all([self.columns[role] == value for role, value in values.items()], axis=0)
        return f"people, row {int(np.argmax(rows)) + 1}"


def sex(*levels: str) -> tuple[Compared, ...]:
    """The attribute that people here are grouped by; the first group is the reference."""
    return (Compared(attribute=Attribute(name="sex", levels=tuple(sorted(levels))), reference=levels[0]),)


BY = sex("man", "woman")


def woman(shares: tuple[Share, ...]) -> Share:
    """What is said of women."""
    return next(share for share in shares if share.group == "woman")


def alike(share: Share) -> Found:
    """The difference at the same score, which must be there."""
    assert isinstance(share.alike, Alike)
    return share.alike.found


def rate(share: Share) -> Rate:
    """The share itself, which must be there."""
    assert isinstance(share.rate, Rate)
    return share.rate


def lender(rows: int = 4000, seed: int = 0) -> People:
    """A lender that treats people with one score alike, but for reasons, appeals and consent of women.

    Women score 15 points less. At the same score they are given the reason R1 more often, their appeals are heard less
    often and later, and those who refuse consent are declined more often.
    """
    rng = np.random.default_rng(seed)
    women = rng.random(rows) < 0.4
    score = np.rint(rng.normal(520, 30, rows) - 15 * women).astype(np.float64)
    refused = rng.random(rows) < np.where(women, 0.3, 0.2)
    approved = score >= 510
    approved &= ~(refused & women & (rng.random(rows) < 0.4))
    declined = ~approved
    first = np.where(rng.random(rows) < np.where(women, 0.7, 0.5), "R1", "R2")
    second = np.where(rng.random(rows) < 0.5, "R3", "")
    feasible = rng.random(rows) < 1 / (1 + np.exp(-(score - 490) / 10))
    cost = np.where(declined & feasible, np.rint(np.maximum(510 - score, 0) + rng.exponential(4, rows)), np.nan)
    appealed = declined & (rng.random(rows) < 0.5)
    overturned = np.where(appealed, (rng.random(rows) < np.where(women, 0.2, 0.45)).astype(int), -1)
    overturned[appealed & (rng.random(rows) < 0.1)] = -1
    return People(
        sex=np.where(women, "woman", "man"),
        score=score,
        approved=approved.astype(int),
        reason_1=np.where(declined, first, ""),
        reason_2=np.where(declined, second, ""),
        recourse_feasible=np.where(declined, feasible.astype(int), -1),
        recourse_cost=cost,
        referred=(np.abs(score - 510) < 15).astype(int),
        appealed=appealed.astype(int),
        overturned=overturned,
        reviewer=np.where(appealed, rng.choice(["r1", "r2", "r3"], rows, p=[0.6, 0.38, 0.02]), ""),
        days_to_review=np.where(overturned >= 0, rng.integers(3, 12, rows) + 3 * women, np.nan).astype(np.float64),
        consent_refused=refused.astype(int),
        decided_at=np.array(["2026-01-15", "2026-02-15", "2026-03-15"])[np.arange(rows) % 3],
    )
