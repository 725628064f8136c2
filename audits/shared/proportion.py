"""A proportion: how many of how many. Every rate of the audit is one, so every rate knows how little it may know."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.domain.errors import DataError, InputError

__all__ = ["Effective", "Proportion", "worth"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """``count`` people out of ``of`` people.

    Examples
    --------
    >>> Proportion(count=8, of=40).rate
    0.2
    """

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise InputError(f"{self.count} of {self.of} is no proportion", remedy="Count people of the same group")

    @property
    def rest(self) -> int:
        """Those of the group that are not counted."""
        return self.of - self.count

    @property
    def rate(self) -> float:
        """The share, 0 to 1.

        Raises
        ------
        DataError
            If there is nobody: a rate of nobody is unknown, not 0.
        """
        if self.of == 0:
            raise DataError("a rate of nobody is asked for", remedy="Look at the number of people first")
        return self.count / self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """A share that is worth so many people, who need not be a whole number: of a weighted or clustered sample.

    Attributes
    ----------
    rate
        The share, 0 to 1; NaN where there is nobody.
    of
        How many independent people's worth of evidence it rests on.

    Examples
    --------
    >>> Effective(rate=0.25, of=30.0).count
    7.5
    """

    rate: float
    of: float

    @property
    def count(self) -> float:
        """Those that are counted."""
        return self.rate * self.of

    @property
    def rest(self) -> float:
        """Those that are not."""
        return self.of - self.count


def worth(*, counted: tuple[float, float], rest: tuple[float, float], people: float) -> float:
    """How many people's worth of evidence a weighted share rests on (Korn and Graubard 1998, Surv. Methodol. 24:193).

    ``p (1 - p) / v`` with the linearised variance ``v = sum w² (y - p)² / (sum w)²``, and never more than the people
    there are: weights that go with what is counted say less than others. Where all or none are counted v is 0, and it
    is ``(sum w)² / sum w²`` (Kish 1965). Without weights it is the number of people.

    Parameters
    ----------
    counted, rest
        Of those who are counted and of those who are not, the sums of weights and of squared weights.
    people
        How many they are in all.

    Examples
    --------
    Thirty approved people who each stand for ten, beside 2,700 declined ones who stand for themselves:

    >>> round(worth(counted=(300.0, 3000.0), rest=(2700.0, 2700.0), people=2730))
    330
    """
    (yes, yes2), (no, no2) = counted, rest
    if yes2 + no2 <= 0:
        return 0.0
    weighed = no * (yes2 / yes) + yes * (no2 / no) if yes > 0 and no > 0 else yes2 + no2
    return min(float(people), (yes + no) ** 2 / weighed)
