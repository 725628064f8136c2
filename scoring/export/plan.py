"""What every export needs to know of a card: which fields are read, who is blamed, how losses are ranked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic
from scoring.domain.entry import Entry
from scoring.domain.errors import CardError
from scoring.domain.reason import Basis
from scoring.explain.contributions import default_basis, reference_points

__all__ = ["MISSING_TEXTS", "MOST_REASONS", "SPACE", "Plan"]

MOST_REASONS = 4

SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What is removed at the ends of a text."""

MISSING_TEXTS = ("", "null", "nan")
"""Texts that mean "nobody knows", in small letters and without space at their ends."""

_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Plan:
    """A card, and what follows from it for whoever writes it in another form.

    Attributes
    ----------
    card
        The card.
    basis
        What losses are measured from: the card's default.
    reads
        The fields that scoring reads, each once: what an entry needs, in the order of the search for an invalid value.
    derived
        The derived characteristics that an entry needs.
    blame
        Names in the order in which an invalid one is looked for: before a derived characteristic stands what its
        formula reads.
    unit
        How many units make a point, so that every reference is a whole number of units: a power of ten.
    order
        The entries' places in the order in which equal losses go: by code.
    """

    card: Card
    basis: Basis = field(init=False)
    reads: tuple[Characteristic, ...] = field(init=False)
    derived: tuple[Characteristic, ...] = field(init=False)
    blame: tuple[str, ...] = field(init=False)
    unit: int = field(init=False)
    order: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        card = self.card
        declared = {each.name: each for each in card.registry.fields}
        names = tuple(dict.fromkeys(name for each in card.scored for name in _blamed(each)))
        object.__setattr__(self, "basis", default_basis(card))
        object.__setattr__(self, "blame", names)
        object.__setattr__(self, "reads", tuple(declared[n] for n in names if declared[n].formula is None))
        object.__setattr__(self, "derived", tuple(declared[n] for n in names if declared[n].formula is not None))
        codes = [card.naming(entry).code for entry in card.entries]
        object.__setattr__(self, "order", tuple(sorted(range(len(codes)), key=lambda place: (codes[place], place))))
        decimals = max((_decimals(self.reference(entry)) for entry in card.entries), default=0)
        object.__setattr__(self, "unit", 10**decimals)
        most = max((abs(self.units(entry)) + entry.most * self.unit for entry in card.entries), default=0)
        if most * (len(codes) + 1) > _LARGEST:
            raise CardError(
                "the losses of this card do not fit into 64 bits",
                remedy="Store its reference points with fewer decimals, or fit it with fewer points",
            )

    def reference(self, entry: Entry) -> Decimal:
        """The points that an entry's losses are measured from, cut off after the specification's twelve decimals."""
        found = reference_points(entry, self.basis)
        return found if _decimals(found) <= 12 else Decimal(int(found.scaleb(12))).scaleb(-12)

    def units(self, entry: Entry) -> int:
        """The same in units."""
        return int(self.reference(entry) * self.unit)

    def code(self, entry: Entry) -> str:
        """The entry's reason code."""
        return self.card.naming(entry).code

    def characteristic(self, name: str) -> Characteristic:
        """The declaration of a name in ``blame``."""
        return next(each for each in (*self.reads, *self.derived) if each.name == name)

    def may_be_refused(self, entry: Entry) -> bool:
        """Whether an entry can hold "not provided", which is never a reason."""
        source = self.characteristic(entry.characteristic).source
        return source is not None and source.optional


def _blamed(characteristic: Characteristic) -> Iterator[str]:
    if characteristic.formula is not None:
        yield from characteristic.formula.names
    yield characteristic.name


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
