"""The statements of an audit: one that counts every cell of the cube in one pass, and those that look before and after.

The same text runs in DuckDB and in Spark, but for the words of a :class:`Dialect`. Every sum is over whole numbers, so
that neither the order of the rows nor the number of threads changes a digit: probabilities, their squares and losses
are whole billionths, weights whole parts of a unit that the greatest weight fixes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audits.decisions.axis import FARTHEST, MOST_BINS, Bins
from audits.decisions.cube import AxisKind
from audits.decisions.dialect import Dialect
from audits.decisions.reading import Reading

__all__ = ["BAD", "BILLION", "LOOSE", "SUMS", "Statement", "broken"]

BILLION = 10**9

BAD, LOOSE = -1, -2
"""States of rows that are not counted: one breaks the schema; a score is not whole, or too far from 0.

The state of any other row is ``3 * approved + outcome + 1``, from 0 to 5.
"""

SUMS = ("weight", "weight2", "expected", "expected2", "loss")

_HEAVIEST = 10**8
"""The greatest weight as a whole number: times 35 billionths of the greatest loss it still fits into 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is to be read, and where people stand.

    Attributes
    ----------
    dialect
        The engine's words.
    origin
        What stands after FROM: the decisions as ``d``, joined with the groups as ``g`` where there are some.
    levels
        The readings of the attributes, in order: ``a0``, ``a1``, ...
    values
        The readings by short name: ``approved``, ``outcome``, and ``score``, ``pd``, ``weight``, ``bucket`` if there.
    axis
        What people are ordered by.
    bins
        The bins; None for whole scores as they are.
    exponent
        A weight is counted in units of ``10 ** -exponent``; None without weights.
    """

    dialect: Dialect
    origin: str
    levels: Sequence[Reading]
    values: Mapping[str, Reading]
    axis: AxisKind
    bins: Bins | None = None
    exponent: int | None = None

    @property
    def looks_first(self) -> bool:
        """Whether ranges must be known before cells can be counted: those of weights and of what goes into bins."""
        weighs = "weight" in self.values and self.exponent is None
        return weighs or (self.axis is AxisKind.PROBABILITY and self.bins is None)

    def cube(self) -> str:
        """Every cell, with the rows that break the schema as cells of the state ``BAD``."""
        names = [*self.named]
        keys = [*names, "place", "state", "bucket"]
        state = f"CASE WHEN {broken(self.values)} THEN {BAD} {self._loose}ELSE approved * 3 + outcome + 1 END"
        chosen = [*names, f"{self.place} AS place", f"{state} AS state", f"{self._bucket} AS bucket", "outcome"]
        chosen += [f"{self._probability} AS p"] if self.predicted else []
        chosen += [f"{self.whole_weight} AS w"] if self.exponent is not None else []
        rows = self._selected({name: reading.grouped or reading.sql for name, reading in self.named.items()})
        sums = self._sums()
        cells = (
            f"SELECT {', '.join([*keys, 'count(*) AS people', *(f'{sql} AS {name}' for name, sql in sums.items())])} "  # noqa: S608 - names of ours, or quoted
            f"FROM (SELECT {', '.join(chosen)} FROM ({rows}) AS r) AS c GROUP BY {', '.join(keys)}"
        )
        rest = ["place", "state", "bucket", "people", *sums]
        levels = [f"{reading.named.format(name)} AS {name}" for name, reading in self.named.items()]
        named = f"SELECT {', '.join([*levels, *rest])} FROM ({cells}) AS c"  # noqa: S608 - as above
        wrong = broken(self.named)
        rest[1] = f"CASE WHEN {wrong} THEN {BAD} ELSE state END AS state" if wrong else "state"
        return f"SELECT {', '.join([*names, *rest])} FROM ({named}) AS n"  # noqa: S608 - as above

    def ranges(self) -> str:
        """The least and the greatest value of the axis, the greatest weight, and how many rows break the schema."""
        value = self._value if self.axis is not AxisKind.NONE else "0e0"
        spread = f"min({value}) AS low, max({value}) AS high"
        weight = "max(weight)" if "weight" in self.values else "0e0"
        bad = f"sum(CASE WHEN {broken(self.read)} THEN 1 ELSE 0 END)"
        return f"SELECT {spread}, {weight} AS heaviest, {bad} AS bad FROM ({self.rows()}) AS r"  # noqa: S608 - as above

    def rows(self) -> str:
        """Every row with its values under the short names; it exists inside the engine only."""
        return self._selected({name: reading.sql for name, reading in self.named.items()})

    def _selected(self, levels: Mapping[str, str]) -> str:
        values = {name: reading.sql for name, reading in self.values.items()}
        chosen = ", ".join(f"{sql} AS {name}" for name, sql in {**levels, **values}.items())
        return f"SELECT {chosen} FROM {self.origin}"  # noqa: S608 - names are quoted

    @property
    def named(self) -> dict[str, Reading]:
        """The readings of the attributes by short name."""
        return {f"a{place}": reading for place, reading in enumerate(self.levels)}

    @property
    def read(self) -> dict[str, Reading]:
        """All readings by short name, the attributes first."""
        return self.named | dict(self.values)

    @property
    def predicted(self) -> bool:
        """Whether there are predicted probabilities."""
        return "pd" in self.values

    @property
    def place(self) -> str:
        """The whole score, or the number of the bin; a number of some kind for bad rows too."""
        value, bins = self._value, self.bins
        if self.axis is AxisKind.NONE or (bins is not None and bins.width == 0):
            return "0"
        if bins is None:
            near = f"{value} BETWEEN -{FARTHEST} AND {FARTHEST}"
            return f"CASE WHEN {near} THEN CAST(floor({value}) AS BIGINT) ELSE 0 END"
        low, width, high = (f"CAST('{number!r}' AS DOUBLE)" for number in (bins.low, bins.width, bins.high))
        place = f"least(CAST(floor(({value} - {low}) / {width}) AS BIGINT), {MOST_BINS - 1})"
        return f"CASE WHEN {value} BETWEEN {low} AND {high} THEN {place} ELSE 0 END"

    @property
    def whole_weight(self) -> str:
        """A weight as a whole number of units."""
        assert self.exponent is not None  # noqa: S101 - asked for by those who have weights
        kept = "CASE WHEN weight BETWEEN 0 AND 1e300 THEN weight ELSE 0e0 END"
        return f"CAST(floor(({kept}) * 1e{self.exponent} + 5e-1) AS BIGINT)"

    def binned(self, low: float, high: float) -> Statement:
        """With bins between these."""
        return replace(self, bins=Bins(low=low, high=high))

    def weighed(self, heaviest: float) -> Statement:
        """With the smallest unit in which the greatest weight, more than 0, is at most 100 million."""
        exponent = max(k for k in range(-300, 301) if heaviest <= _HEAVIEST * float(f"1e{-k}"))
        return replace(self, exponent=exponent)

    @property
    def _value(self) -> str:
        return "score" if self.axis is AxisKind.SCORE else "pd"

    @property
    def _bucket(self) -> str:
        return "bucket" if "bucket" in self.values else "-1"

    @property
    def _loose(self) -> str:
        if self.axis is not AxisKind.SCORE or self.bins is not None:
            return ""
        whole = f"score = floor(score) AND score BETWEEN -{FARTHEST} AND {FARTHEST}"
        return f"WHEN NOT ({whole}) THEN {LOOSE} "

    @property
    def _probability(self) -> str:
        return "CASE WHEN pd BETWEEN 0 AND 1 THEN pd ELSE 0e0 END"

    def _sums(self) -> dict[str, str]:
        """What is summed beside people, by name; only what cannot be known without."""
        sums: dict[str, str] = {}
        if self.predicted:
            kept = "greatest(least(p, 1e0 - 1e-15), 1e-15)"
            loss = f"CASE outcome WHEN 1 THEN -ln({kept}) WHEN 0 THEN -ln(1e0 - {kept}) ELSE 0e0 END"
            sums = {"expected": _billionths("p"), "expected2": _billionths("p * p"), "loss": _billionths(loss)}
        if self.exponent is None:
            return {name: f"CAST(sum({whole}) AS BIGINT)" for name, whole in sums.items()}
        sums = {"weight": "w", "weight2": "w * w"} | {name: f"w * {whole}" for name, whole in sums.items()}
        return {name: self.dialect.exact_sum(whole) for name, whole in sums.items()}


def broken(readings: Mapping[str, Reading]) -> str:
    """The condition that some value of a row, under these short names, is not what it must be; at least one may be."""
    return " OR ".join(f"({reading.wrong.format(name)})" for name, reading in readings.items() if reading.wrong)


def _billionths(number: str) -> str:
    return f"CAST(floor(({number}) * 1e9 + 5e-1) AS BIGINT)"
