"""Words for the lines of a table: what an attribute asks, as a person would say it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from scoring.domain.characteristic import Characteristic
from scoring.domain.line import Line, Test
from scoring.domain.reading import Reading, State
from scoring.domain.text import Language, Text

__all__ = ["describe_line", "describe_reading", "exact_text", "number_text", "pd_text", "with_unit"]

MISSING = Text(en="not known", nl="niet bekend")
NOT_PROVIDED = Text(en="not shared", nl="niet gedeeld")
OTHER = Text(en="any other", nl="iets anders")
ANY = Text(en="any value", nl="elke waarde")
INVALID = Text(en="not valid", nl="niet geldig")
BELOW = Text(en="below {}", nl="minder dan {}")
FROM = Text(en="{} or more", nl="{} of meer")
BETWEEN = Text(en="{} to below {}", nl="{} tot {}")
RATIO = "ratio"
PERCENT = "%"
MOST_DECIMALS = 17
_CONTEXT = Context(prec=400)


def number_text(number: float | Decimal, language: Language) -> str:
    """A number of at most ten decimals without needless zeros; a decimal comma and dots between thousands in Dutch.

    Only zero is written as 0: a number too small for ten decimals is written in full.

    Examples
    --------
    >>> number_text(1234.5, Language.EN), number_text(1234.5, Language.NL)
    ('1,234.5', '1.234,5')
    """
    return exact_text(round(float(number), 10) or number, language)


def exact_text(number: float | Decimal, language: Language) -> str:
    """A number in full: the fewest digits that no other double has, and never minus zero.

    Examples
    --------
    >>> exact_text(0.1 + 0.2, Language.EN), exact_text(4e-12, Language.NL)
    ('0.30000000000000004', '0,000000000004')
    """
    text = f"{Decimal(repr(float(number) + 0.0)):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.translate(str.maketrans(",.", ".,")) if language is Language.NL else text


def pd_text(pd: Decimal, language: Language) -> str:
    """A probability as a percentage: a small one with a second decimal, and never rounded to none or all.

    Examples
    --------
    >>> [pd_text(Decimal(pd), Language.EN) for pd in ("0.00001", "0.004", "0.25", "0.99999")]
    ['<0.01%', '0.40%', '25.0%', '>99.9%']
    """
    number, text = pd * 100, ">99.9%"
    if number < Decimal("0.005"):
        text = "<0.01%"
    elif number < Decimal("99.95"):
        text = f"{number.quantize(Decimal('0.01' if number < Decimal('0.95') else '0.1'), ROUND_HALF_EVEN)}%"
    return text.replace(".", ",") if language is Language.NL else text


def describe_line(line: Line, characteristic: Characteristic, language: Language) -> str:
    """One line's test in words, an interval with its unit.

    Examples
    --------
    >>> from scoring.domain.characteristic import Direction, Kind
    >>> words = Text.same("income")
    >>> income = Characteristic(name="income", kind=Kind.NUMERIC, direction=Direction.NONE, unit=Text.same("EUR"),
    ...                         label=words, reason=words, reason_missing=words)
    >>> describe_line(Line(test=Test.INTERVAL, lower=1500, upper=2500), income, Language.EN)
    '1,500 to below 2,500 EUR'
    """
    match line.test:
        case Test.INTERVAL:
            return _interval(line, characteristic.unit, language)
        case Test.CATEGORIES:
            return ", ".join(_category(label, characteristic, language) for label in line.labels)
        case Test.OTHER:
            return OTHER.into(language)
        case Test.SPECIAL:
            return characteristic.meaning(line.labels[0]).into(language)
        case Test.MISSING:
            return MISSING.into(language)
        case Test.NOT_PROVIDED:
            return NOT_PROVIDED.into(language)
        case Test.ANY:
            return ANY.into(language)


def with_unit(number: str, unit: Text | None, language: Language) -> str:
    """A number's text with its unit, where there is one.

    A percent sign stands close to its number. A ratio is a pure number: its unit says so and is not repeated.

    Examples
    --------
    >>> [with_unit("30", unit, Language.EN) for unit in (Text.same("EUR"), Text.same("%"), Text.same("ratio"), None)]
    ['30 EUR', '30%', '30', '30']
    """
    if unit is None or unit.en == RATIO:
        return number
    return f"{number}{'' if unit.en == PERCENT else ' '}{unit.into(language)}"


def describe_reading(
    reading: Reading, characteristic: Characteristic, language: Language, ends: Collection[float] | None = None
) -> str:
    """A person's own value in words, with its unit.

    Parameters
    ----------
    ends
        Where the card's lines about the characteristic end: the number is shortened as far as it stays in its line.
        None shows it in full.
    """
    match reading.state:
        case State.VALUE if reading.label:
            return _category(reading.label, characteristic, language)
        case State.VALUE:
            number = reading.number if ends is None else _shortened(reading.number, ends)
            return with_unit(exact_text(number, language), characteristic.unit, language)
        case State.SPECIAL:
            return characteristic.meaning(reading.label).into(language)
        case State.MISSING:
            return MISSING.into(language)
        case State.NOT_PROVIDED:
            return NOT_PROVIDED.into(language)
        case State.INVALID:
            return INVALID.into(language)


def _shortened(number: float, ends: Collection[float]) -> float:
    """The number to 4 decimals, 2 from 100 up; to more where it would become zero or cross an end.

    The function of that name in the page that people fill in does the same.
    """
    for decimals in range(2 if abs(number) >= 100 else 4, MOST_DECIMALS):
        short = float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _CONTEXT))
        if bool(short) == bool(number) and all((short >= end) == (number >= end) for end in ends):
            return short
    return number


def _category(name: str, characteristic: Characteristic, language: Language) -> str:
    label = characteristic.category_label(name)
    return label.into(language) if label else name


def _interval(line: Line, unit: Text | None, language: Language) -> str:
    lower, upper = line.lower, line.upper
    if upper is None:
        if lower is None:
            return ANY.into(language)
        return FROM.into(language).format(with_unit(exact_text(lower, language), unit, language))
    highest = with_unit(exact_text(upper, language), unit, language)
    if lower is None:
        return BELOW.into(language).format(highest)
    return BETWEEN.into(language).format(exact_text(lower, language), highest)
