"""A characteristic: one permitted fact about a person, declared before anything reads it."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.errors import DeclarationError
from scoring.domain.forbidden import refuse_forbidden
from scoring.domain.formula import Formula
from scoring.domain.reading import Reading
from scoring.domain.text import Text

__all__ = [
    "Actionable",
    "Category",
    "Change",
    "Characteristic",
    "Direction",
    "Kind",
    "MissingPolicy",
    "Source",
    "Special",
]


class Kind(StrEnum):
    """How a value is measured."""

    NUMERIC = "numeric"
    CATEGORICAL = "categorical"


class Category(StrEnum):
    """The closed list of what a creditworthiness assessment may look at (CCD2 art. 18(3))."""

    INCOME = "income"
    EXPENSE = "expense"
    ASSET = "asset"
    LIABILITY = "liability"
    COMMITMENT = "commitment"
    REPAYMENT_HISTORY = "repayment_history"


class Source(StrEnum):
    """Where a value comes from."""

    APPLICATION = "application"
    REGISTER = "register"
    BANK = "bank"

    @property
    def optional(self) -> bool:
        """Whether a person may refuse the source at no cost."""
        return self is Source.BANK


class Direction(StrEnum):
    """Which way safety lies; the card's points may never contradict it."""

    HIGHER_IS_SAFER = "higher-is-safer"
    LOWER_IS_SAFER = "lower-is-safer"
    NONE = "none"


class MissingPolicy(StrEnum):
    """What a missing value earns."""

    OWN = "own"
    NEUTRAL = "neutral"


class Change(StrEnum):
    """The direction in which a person can move a value."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """A value with a meaning of its own, outside the scale of the others.

    Attributes
    ----------
    code
        As it appears in data, for example ``"-8"``.
    meaning
        In words, for example "no such loan".
    refers
        Whether it says that the fact is in dispute: such a value earns neutral points, and a person decides.
    """

    code: str
    meaning: Text
    refers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Actionable:
    """How a person can change a value.

    Attributes
    ----------
    direction
        Up or down.
    step
        Smallest change, in the field's unit; positive.
    bound
        The furthest value a person can reach: a minimum for DOWN, a maximum for UP; None for the range's end.
    months
        How long the change takes, 0 or more.
    cost
        Relative effort of one step, 0 or more; compared only between plans of equal time and number of changes.
    also
        Fields that any change of this one sets besides, with their values then, in order of names: paying an open
        arrear begins a new count of months since the last one was made good.
    """

    direction: Change
    step: float
    bound: float | None = None
    months: int = 0
    cost: float = 1.0
    also: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.step) and self.step > 0):
            raise DeclarationError("'actionable.step' must be a positive number")
        if self.months < 0 or not (math.isfinite(self.cost) and self.cost >= 0):
            raise DeclarationError("'actionable.months' and 'actionable.cost' must not be negative")
        if len({name for name, _ in self.also}) != len(self.also) or not all(math.isfinite(v) for _, v in self.also):
            raise DeclarationError("'actionable.also' must give each field one finite number")
        # One order, so that a declaration read back from canonical JSON is equal.
        object.__setattr__(self, "also", tuple(sorted(self.also)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One declared field: a scored characteristic, or an input that only formulas read.

    Attributes
    ----------
    name
        The column in files and the field in requests.
    code
        Reason code: stable, unique, never reused. Empty for an input.
    kind, category, source, unit, direction
        See the enumerations. ``category`` and ``source`` are None until a person has filled them in.
    range
        Smallest and largest possible value; outside it a value is invalid. None: any finite number.
    categories
        The permitted categories; empty: any.
    category_labels
        What categories are called, where the words of the data are not for readers; in order of categories' names.
    special
        Values with a meaning of their own.
    not_provided
        The mark of a refused optional source in files. In a request the consent record says it.
    missing
        What a missing value earns.
    formula
        For a derived characteristic: it is always computed, never read.
    actionable
        None where the person cannot change it.
    necessity
        Why the assessment needs it.
    label, reason, reason_missing
        Texts: what it is, why it cost points, why its absence cost points.
    """

    name: str
    kind: Kind
    direction: Direction
    code: str = ""
    label: Text
    reason: Text
    reason_missing: Text
    category: Category | None = None
    source: Source | None = None
    unit: Text | None = None
    range: tuple[float, float] | None = None
    categories: tuple[str, ...] = ()
    category_labels: tuple[tuple[str, Text], ...] = ()
    special: tuple[Special, ...] = ()
    not_provided: str | None = None
    missing: MissingPolicy = MissingPolicy.OWN
    formula: Formula | None = None
    actionable: Actionable | None = None
    necessity: str = ""

    def __post_init__(self) -> None:
        if not self.name or self.name != self.name.strip() or len(self.name) > 128:
            raise DeclarationError("a name must have 1 to 128 characters and no space at its ends")
        if len({_is_latin(letter) for letter in self.name if letter.isalpha()}) > 1:
            raise DeclarationError("a name mixes Latin letters with others, which may hide a word that is forbidden")
        refuse_forbidden(self.name)
        # One order, so that a declaration read back from canonical JSON is equal.
        object.__setattr__(self, "special", tuple(sorted(self.special, key=lambda special: special.code)))
        object.__setattr__(self, "category_labels", tuple(sorted(self.category_labels, key=lambda pair: pair[0])))
        if self.formula is not None and not re.fullmatch(r"[^\W\d]\w*", self.name):
            raise DeclarationError("the name of a derived characteristic must be an identifier")
        self._check_numeric_only()
        self._check_codes()
        self._check_labels()

    def _check_numeric_only(self) -> None:
        if self.range is not None and not (
            all(math.isfinite(end) for end in self.range) and self.range[0] < self.range[1]
        ):
            raise DeclarationError("'range' must be two finite numbers, the smaller first")
        if self.kind is Kind.NUMERIC:
            if self.categories:
                raise DeclarationError("'categories' belongs to a categorical characteristic")
            return
        for name, value in (
            ("range", self.range),
            ("derived", self.formula),
            ("actionable", self.actionable),
        ):
            if value is not None:
                raise DeclarationError(f"'{name}' belongs to a numeric characteristic")
        if self.direction is not Direction.NONE:
            raise DeclarationError("categories have no order: 'direction' must be \"none\"")

    def _check_codes(self) -> None:
        codes = [special.code for special in self.special]
        codes += [self.not_provided] if self.not_provided is not None else []
        if self.kind is Kind.NUMERIC:
            for code in codes:
                if (number := _finite(code)) is None:
                    raise DeclarationError(f"the code '{code}' of a numeric characteristic is not a number")
                if self.range is not None and self.range[0] <= number <= self.range[1]:
                    raise DeclarationError(f"the code '{code}' lies inside the range and could be a real value")
        if len(codes) != len({_finite(code) if self.kind is Kind.NUMERIC else code for code in codes}):
            raise DeclarationError("a code is declared twice")
        if self.not_provided is not None and not (self.source and self.source.optional):
            raise DeclarationError("'not_provided' belongs to an optional source (bank)")

    def _check_labels(self) -> None:
        if self.category_labels and self.kind is Kind.NUMERIC:
            raise DeclarationError("'category_labels' belongs to a categorical characteristic")
        labelled = [name for name, _ in self.category_labels]
        if len(set(labelled)) != len(labelled):
            raise DeclarationError("'category_labels' must name each category once")
        if self.categories and not set(labelled) <= set(self.categories):
            raise DeclarationError("'category_labels' names a category that is not one of 'categories'")

    def category_label(self, name: str) -> Text | None:
        """What a category is called; None where no label is declared, and its own name has to do."""
        return next((label for category, label in self.category_labels if category == name), None)

    def meaning(self, code: str) -> Text:
        """What a special value's code stands for; the code itself where it is not declared."""
        return next((special.meaning for special in self.special if special.code == code), Text.same(code))

    @property
    def reason_code(self) -> str:
        """The code of its reasons: the declared one, or its name where a benchmark registry declares none."""
        return self.code or self.name

    def read(self, raw: object) -> Reading:
        """One raw value from a file or a request, in its state.

        Parameters
        ----------
        raw
            None, text, a boolean-free number. Empty text, ``null`` and NaN are missing in a file; the web layer
            refuses NaN before it comes here.

        Examples
        --------
        >>> from scoring.domain.text import Text
        >>> words = Text.same("income")
        >>> income = Characteristic(name="income", kind=Kind.NUMERIC, direction=Direction.NONE, range=(0, 9e4),
        ...                         label=words, reason=words, reason_missing=words)
        >>> income.read("2100").number, income.read("").state.value, income.read("-5").state.value
        (2100.0, 'missing', 'invalid')
        """
        if raw is None or (isinstance(raw, float) and math.isnan(raw)):
            return Reading.missing()
        if isinstance(raw, str) and raw.strip().lower() in MISSING_WORDS:
            return Reading.missing()
        return self._read_number(raw) if self.kind is Kind.NUMERIC else self._read_category(raw)

    def _read_number(self, raw: object) -> Reading:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            return Reading.invalid("is not a number")
        number = _number(raw)
        if number is None:
            return Reading.invalid("is not a number")
        if math.isnan(number):
            return Reading.missing()
        if math.isinf(number):
            return Reading.invalid("is infinite")
        for special in self.special:
            if number == float(special.code):
                return Reading.special(special.code)
        if self.not_provided is not None and number == float(self.not_provided):
            return Reading.not_provided()
        return self.read_value(number)

    def read_value(self, number: float) -> Reading:
        """A number that is no code: a value, or invalid outside the range; NaN and infinities are invalid."""
        if not math.isfinite(number):
            return Reading.invalid("has no finite value")
        if self.range is not None and not self.range[0] <= number <= self.range[1]:
            return Reading.invalid(f"lies outside {self.range[0]:g} to {self.range[1]:g}")
        return Reading.value(number)

    def _read_category(self, raw: object) -> Reading:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            return Reading.invalid("is not a category")
        label = canonical_label(raw)
        if any(label == special.code for special in self.special):
            return Reading.special(label)
        if label == self.not_provided:
            return Reading.not_provided()
        if self.categories and label not in self.categories:
            return Reading.invalid("is not one of the declared categories")
        return Reading.category(label)


MISSING_WORDS = frozenset({"", "null", "nan"})
"""Texts that mean "nobody knows" in a file, compared without case and surrounding space."""


def canonical_label(raw: str | float) -> str:
    """A category as text; whole numbers lose their decimal point, so that 1 and 1.0 are one category."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip()


def _number(raw: str | float) -> float | None:
    if isinstance(raw, str) and ("_" in raw or not raw.isascii()):
        return None  # Python would read 1_000 and the digits of other scripts; another reader would not
    try:
        return float(raw)
    except (ValueError, OverflowError):
        return None


def _finite(text: str) -> float | None:
    number = _number(text)
    return number if number is not None and math.isfinite(number) else None


def _is_latin(letter: str) -> bool:
    return unicodedata.name(unicodedata.normalize("NFKC", letter)[0], "").startswith("LATIN")
