"""The card: the whole model as one table of integers.

Score = initial points + the points of the one attribute that a person falls into in each entry. Score, PD,
reasons, recourse and every export are this lookup; there is no second path that could disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from scoring.domain.characteristic import Characteristic
from scoring.domain.entry import Attribute, Entry, Naming
from scoring.domain.errors import CardError, InvalidValue
from scoring.domain.line import Line
from scoring.domain.reading import Reading, State
from scoring.domain.registry import Registry
from scoring.domain.scale import Scale

__all__ = ["Card", "Development", "PdTable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PdTable:
    """Score to probability of default, one decimal string per whole score from ``lowest`` upwards."""

    lowest: int
    pds: tuple[str, ...]

    def pd(self, score: int) -> Decimal:
        """The probability of default at a reachable score.

        Raises
        ------
        CardError
            If the table does not reach that score.
        """
        index = score - self.lowest
        if not 0 <= index < len(self.pds):
            raise CardError(f"the score {score} lies outside the card's table of probabilities")
        return Decimal(self.pds[index])

    @property
    def highest(self) -> int:
        """The highest score of the table."""
        return self.lowest + len(self.pds) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """What the card was made from.

    Attributes
    ----------
    target, bad
        The outcome column, and the value in it that means bad.
    goods, bads
        Their weights.
    rows
        Rows used.
    seed
        The seed of the fit.
    data_digest
        SHA-256 of the file's bytes, or empty for an estimator fitted on arrays.
    """

    target: str
    bad: str
    rows: int
    goods: float
    bads: float
    seed: int
    data_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A scorecard, complete with the declarations of what it reads.

    Attributes
    ----------
    registry
        The declared fields, whether an entry uses them or not.
    scale
        Where the score stands for which odds.
    initial_points
        Points that everybody starts with.
    entries
        The tables.
    pd_table
        Score to probability of default.
    cut_off, band
        The lowest passing score, if declared, and the width in points of "just passing".
    development
        What the card was made from.
    """

    registry: Registry
    scale: Scale
    initial_points: int
    entries: tuple[Entry, ...]
    pd_table: PdTable
    development: Development
    cut_off: int | None = None
    band: int = 20

    def __post_init__(self) -> None:
        names = [name for entry in self.entries for name in entry.characteristics]
        if len(set(names)) != len(names):
            raise CardError("a characteristic has two entries; each may be in one at most")
        declared = {c.name for c in self.registry.characteristics}
        for entry in self.entries:
            for name in entry.characteristics:
                if name not in declared:
                    raise CardError(f"the entry '{name}' is not declared in the card's registry")
            entry.check(self.characteristics(entry))
        own = [entry.naming.code for entry in self.entries if entry.naming is not None]
        if len(set(own)) != len(own) or {c.reason_code for c in self.registry.characteristics} & set(own):
            raise CardError("a crossing's reason code is in use", remedy="Give each crossing a code of its own")
        if self.band < 1:
            raise CardError("the band above the cut-off is not a positive number of points")
        if (self.pd_table.lowest, self.pd_table.highest) != (self.lowest, self.highest):
            raise CardError(
                f"the table of probabilities runs from {self.pd_table.lowest} to {self.pd_table.highest}, "
                f"the scores from {self.lowest} to {self.highest}",
                remedy="The card was edited; fit it again or correct the sums",
            )

    @property
    def lowest(self) -> int:
        """The lowest reachable score."""
        return self.initial_points + sum(entry.least for entry in self.entries)

    @property
    def highest(self) -> int:
        """The highest reachable score."""
        return self.initial_points + sum(entry.most for entry in self.entries)

    @property
    def weighted(self) -> bool:
        """Whether the counts are weights and not people: they are not whole, or do not sum to the rows.

        Weights that happen to give whole numbers everywhere and the number of rows in all cannot be told from counts.
        """
        made = self.development
        lines = [count for entry in self.entries for line in entry.attributes for count in (line.goods, line.bads)]
        return made.goods + made.bads != made.rows or any(count % 1 for count in (made.goods, made.bads, *lines))

    def characteristics(self, entry: Entry) -> tuple[Characteristic, ...]:
        """The declarations of what an entry reads, the choosing one of a crossing first."""
        return tuple(self.registry.characteristic(name) for name in entry.characteristics)

    def naming(self, entry: Entry) -> Naming:
        """Code and texts of an entry: its characteristic's, or the crossing's own."""
        if entry.naming is not None:
            return entry.naming
        characteristic = self.registry.characteristic(entry.characteristic)
        return Naming(code=characteristic.reason_code, label=characteristic.label, reason=characteristic.reason)

    @property
    def scored(self) -> tuple[Characteristic, ...]:
        """The declarations of everything that an entry reads, entry after entry."""
        return tuple(characteristic for entry in self.entries for characteristic in self.characteristics(entry))

    def ends(self, name: str) -> frozenset[float]:
        """Where one line about a characteristic ends and the next begins, in all tables."""
        lines: list[Line] = []
        for entry in self.entries:
            lines += entry.attributes if entry.characteristic == name else ()
            lines += [each.when for each in entry.slices if entry.by == name and each.when is not None]
        return frozenset(end for line in lines for end in (line.lower, line.upper) if end is not None)

    def lines(self, readings: Mapping[str, Reading]) -> tuple[Attribute, ...]:
        """The attribute that a person falls into, per entry.

        Raises
        ------
        InvalidValue
            If a scored reading is invalid; of a derived one, the field that makes it so is named.
        """
        for characteristic in self.scored:
            if readings[characteristic.name].state is State.INVALID:
                self._refuse(characteristic, readings)
        return tuple(entry.lookup(readings) for entry in self.entries)

    def _refuse(self, characteristic: Characteristic, readings: Mapping[str, Reading]) -> NoReturn:
        formula = characteristic.formula
        operands = [name for name in (formula.names if formula else ()) if name in readings]
        name = next((n for n in operands if readings[n].state is State.INVALID), characteristic.name)
        raise InvalidValue(name, f"the value {readings[name].label}")

    def score(self, readings: Mapping[str, Reading]) -> int:
        """The score of one person.

        Raises
        ------
        InvalidValue
            If an entry's reading is invalid.
        """
        return self.initial_points + sum(line.points for line in self.lines(readings))

    def pd(self, score: int) -> Decimal:
        """The probability of default at a score."""
        return self.pd_table.pd(score)
