"""Words for the lines of a table: what an attribute asks, as a person would say it."""

from __future__ import annotations

from decimal import Decimal

from scoring.domain.card import Attribute, Test
from scoring.domain.characteristic import Characteristic
from scoring.domain.reading import Reading, State
from scoring.domain.text import Language, Text

__all__ = ["describe_attribute", "describe_reading", "number_text", "with_unit"]

MISSING = Text(en="not known", nl="niet bekend")
NOT_PROVIDED = Text(en="not shared", nl="niet gedeeld")
OTHER = Text(en="any other", nl="iets anders")
ANY = Text(en="any value", nl="elke waarde")
INVALID = Text(en="not valid", nl="niet geldig")
BELOW = Text(en="below {}", nl="minder dan {}")
FROM = Text(en="{} or more", nl="{} of meer")
BETWEEN = Text(en="{} to below {}", nl="{} tot {}")


def number_text(number: float | Decimal, language: Language) -> str:
    """A number without needless zeros; a decimal comma and dots between thousands in Dutch.

    Examples
    --------
    >>> number_text(1234.5, Language.EN), number_text(1234.5, Language.NL)
    ('1,234.5', '1.234,5')
    """
    text = f"{round(float(number), 10):,.10f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language is Language.NL else text


def describe_attribute(attribute: Attribute, characteristic: Characteristic, language: Language) -> str:
    """One line's test in words, without the unit."""
    match attribute.test:
        case Test.INTERVAL:
            return _interval(attribute, language)
        case Test.CATEGORIES:
            return ", ".join(attribute.labels)
        case Test.OTHER:
            return OTHER.into(language)
        case Test.SPECIAL:
            return _meaning(characteristic, attribute.labels[0], language)
        case Test.MISSING:
            return MISSING.into(language)
        case Test.NOT_PROVIDED:
            return NOT_PROVIDED.into(language)


def with_unit(number: str, unit: Text | None, language: Language) -> str:
    """A number's text with its unit, where there is one."""
    return f"{number} {unit.into(language)}" if unit else number


def describe_reading(reading: Reading, characteristic: Characteristic, language: Language) -> str:
    """A person's own value in words, with its unit."""
    match reading.state:
        case State.VALUE if reading.label:
            return reading.label
        case State.VALUE:
            number = round(reading.number, 2 if abs(reading.number) >= 100 else 4)
            return with_unit(number_text(number, language), characteristic.unit, language)
        case State.SPECIAL:
            return _meaning(characteristic, reading.label, language)
        case State.MISSING:
            return MISSING.into(language)
        case State.NOT_PROVIDED:
            return NOT_PROVIDED.into(language)
        case State.INVALID:
            return INVALID.into(language)


def _interval(attribute: Attribute, language: Language) -> str:
    lower, upper = attribute.lower, attribute.upper
    if lower is None and upper is None:
        return ANY.into(language)
    if lower is None and upper is not None:
        return BELOW.into(language).format(number_text(upper, language))
    if lower is not None and upper is None:
        return FROM.into(language).format(number_text(lower, language))
    return BETWEEN.into(language).format(number_text(lower or 0.0, language), number_text(upper or 0.0, language))


def _meaning(characteristic: Characteristic, code: str, language: Language) -> str:
    return next((s.meaning.into(language) for s in characteristic.special if s.code == code), code)
