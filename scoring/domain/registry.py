"""The registry: everything that may be known about a person, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.characteristic import Characteristic, Kind, Source
from scoring.domain.errors import DeclarationError, NotServable, UndeclaredField
from scoring.domain.reading import Reading, State
from scoring.domain.text import Text

__all__ = ["Profile", "Registry"]


class Profile(StrEnum):
    """What a registry is for.

    A card from a benchmark registry can be fitted and evaluated, never served; from an undeclared one (an
    estimator fitted without a registry) likewise.
    """

    SERVABLE = "servable"
    BENCHMARK = "benchmark"
    UNDECLARED = "undeclared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The declared characteristics, and the raw inputs that only their formulas read.

    Attributes
    ----------
    profile
        What its cards may be used for.
    title
        What the registry is called.
    approver
        Who answers for it. Empty outside the servable profile.
    characteristics
        What a card may score, in order of declaration.
    inputs
        What only formulas read.
    """

    profile: Profile
    title: Text
    characteristics: tuple[Characteristic, ...]
    approver: str = ""
    inputs: tuple[Characteristic, ...] = ()

    def __post_init__(self) -> None:
        if not self.characteristics:
            raise DeclarationError("no characteristic is declared", remedy="Declare at least one")
        _refuse_twice("name", [field.name for field in self.fields])
        _refuse_twice("code", [c.code for c in self.characteristics if c.code])
        for field in self.inputs:
            if field.formula is not None or field.kind is not Kind.NUMERIC:
                raise DeclarationError(f"the input '{field.name}' must be numeric and without a formula")
        readable = {field.name: field for field in self.read_fields}
        for characteristic in self.characteristics:
            _check_formula(characteristic, readable)
        _check_side_effects(readable)
        if self.profile is Profile.SERVABLE:
            self._check_servable()

    @property
    def fields(self) -> tuple[Characteristic, ...]:
        """Everything that is declared: the characteristics, then the inputs."""
        return (*self.characteristics, *self.inputs)

    @property
    def read_fields(self) -> tuple[Characteristic, ...]:
        """The fields that are read from a file or request: all but the derived ones."""
        return tuple(field for field in self.fields if field.formula is None)

    @property
    def names(self) -> frozenset[str]:
        """Every declared name."""
        return frozenset(field.name for field in self.fields)

    def characteristic(self, name: str) -> Characteristic:
        """The characteristic of that name.

        Raises
        ------
        UndeclaredField
            If there is none.
        """
        for field in self.characteristics:
            if field.name == name:
                return field
        raise UndeclaredField(name)

    def field(self, name: str) -> Characteristic:
        """The characteristic or input of that name.

        Raises
        ------
        UndeclaredField
            If there is none.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise UndeclaredField(name)

    def read(self, values: Mapping[str, object], refused: Collection[Source] = frozenset()) -> dict[str, Reading]:
        """Raw values of one person to the reading of every declared field, derived ones computed.

        Parameters
        ----------
        values
            By field name; an absent field is missing. Names that are not declared are not looked at.
        refused
            Optional sources that the person refused: all their fields are not provided.
        """
        readings = {
            field.name: Reading.not_provided()
            if field.source is not None and field.source in refused
            else field.read(values.get(field.name))
            for field in self.read_fields
        }
        for characteristic in self.characteristics:
            if characteristic.formula is not None:
                readings[characteristic.name] = derive(characteristic, readings)
        return readings

    def refuse_undeclared(self, names: Collection[str]) -> None:
        """Raise for the first name that a request may not carry.

        Raises
        ------
        UndeclaredField
            For a name nobody declared, and for a derived one: it is computed, never taken from a request.
        """
        permitted = {field.name for field in self.read_fields}
        for name in names:
            if name not in permitted:
                raise UndeclaredField(name)

    def _check_servable(self) -> None:
        if not self.approver.strip():
            raise NotServable(
                "the servable profile needs an approver",
                remedy="Name who answers for these characteristics in 'approver', or use profile = \"benchmark\"",
            )
        for field in self.fields:
            lacking = [
                name
                for name, value in (
                    ("category", field.category),
                    ("source", field.source),
                    ("necessity", field.necessity.strip()),
                    ("code", field.code or field in self.inputs),
                    ("range", field.range or field.kind is Kind.CATEGORICAL),
                    ("categories", field.categories or field.kind is Kind.NUMERIC),
                )
                if not value
            ]
            if lacking:
                raise NotServable(
                    f"'{field.name}' lacks {', '.join(lacking)}",
                    remedy="The servable profile needs them for every field: a person must fill them in",
                )


_WORST_FIRST = (State.INVALID, State.NOT_PROVIDED, State.MISSING, State.SPECIAL)


def derive(characteristic: Characteristic, readings: Mapping[str, Reading]) -> Reading:
    """A derived characteristic's reading from the readings of what its formula names.

    An operand without a value decides: invalid before not provided before missing; a special value has no number,
    so it makes the result missing. A code has no place in a derived characteristic.

    Examples
    --------
    See :meth:`Registry.read`.
    """
    if characteristic.formula is None:
        raise DeclarationError(f"'{characteristic.name}' has no formula")
    operands = [readings[name] for name in characteristic.formula.names]
    states = {operand.state for operand in operands}
    for state in _WORST_FIRST:
        if state in states:
            if state is State.INVALID:
                return Reading.invalid("is derived from an invalid value")
            return Reading.not_provided() if state is State.NOT_PROVIDED else Reading.missing()
    numbers = {name: readings[name].number for name in characteristic.formula.names}
    return characteristic.read_value(characteristic.formula.evaluate(numbers))


def _refuse_twice(what: str, items: list[str]) -> None:
    seen: set[str] = set()
    for item in items:
        if item in seen:
            raise DeclarationError(f"the {what} '{item}' is declared twice", remedy="Each may stand once")
        seen.add(item)


def _check_formula(characteristic: Characteristic, readable: Mapping[str, Characteristic]) -> None:
    if characteristic.formula is None:
        return
    if characteristic.special or characteristic.not_provided is not None:
        raise DeclarationError(
            f"'{characteristic.name}' is derived and cannot have codes of its own",
            remedy="Declare 'special' and 'not_provided' on the fields that its formula reads",
        )
    for name in characteristic.formula.names:
        field = readable.get(name)
        if field is None or field.kind is not Kind.NUMERIC:
            raise DeclarationError(
                f"the formula of '{characteristic.name}' names '{name}'",
                remedy="A formula may read numeric fields that are declared and not derived themselves",
            )
        if field.source is not None and field.source.optional and characteristic.source is not field.source:
            raise DeclarationError(
                f"'{characteristic.name}' reads '{name}', which comes from the optional source '{field.source}'",
                remedy=f'Declare source = "{field.source}": refusing it must be neutral for what is computed from it',
            )


def _check_side_effects(readable: Mapping[str, Characteristic]) -> None:
    """What 'also' sets is read, is set to one possible value, and sets nothing in its turn."""
    setting = {name: field.actionable.also for name, field in readable.items() if field.actionable is not None}
    values: dict[str, float] = {}
    for name, also in setting.items():
        for other, value in also:
            field = readable.get(other)
            if field is None or field.kind is not Kind.NUMERIC or other == name:
                raise DeclarationError(
                    f"a change of '{name}' also sets '{other}'",
                    remedy="'also' may name other numeric fields that are declared and not derived",
                )
            if field.read(value).state not in {State.VALUE, State.SPECIAL}:
                raise DeclarationError(
                    f"a change of '{name}' sets '{other}' to what it cannot be",
                    remedy="Use a number within its 'range', or a code of its 'special'",
                )
            if setting.get(other):
                raise DeclarationError(
                    f"a change of '{name}' sets '{other}', whose changes set something too",
                    remedy="Declare all that a change sets at the field that is changed",
                )
            if values.setdefault(other, value) != value:
                raise DeclarationError(
                    f"two fields set '{other}' to different values", remedy="Declare one value for both"
                )
