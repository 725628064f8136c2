"""What requests look like: closed, typed, and without what is not a number."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, StringConstraints

from api.services.records import Answer, ConsentKind, Grounds, Verdict
from scoring.domain.characteristic import Source

__all__ = ["AppealIn", "ConsentIn", "DecisionIn", "ReviewIn"]


def _value(value: object) -> object:
    """A raw value as it came: nothing is converted, and a truth value is no number."""
    if value is None or (isinstance(value, str) and len(value) <= MOST_TEXT and value.isprintable()):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value):
        return value
    raise ValueError("must be a finite number, a short text, or null where nobody knows")


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond any float
        return False


MOST_TEXT = 100
Value = Annotated[
    float | str | None,
    PlainValidator(_value, json_schema_input_type=float | Annotated[str, Field(max_length=100)] | None),
]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Values = Annotated[dict[FieldName, Value], Field(max_length=500)]
Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
# Letters, spaces, line breaks and tabs; no other control characters, which a reader would not see.
_READABLE = r"[^\x00-\x08\x0b-\x1f\x7f]*"
Words = Annotated[str, StringConstraints(pattern=rf"^{_READABLE}\S{_READABLE}$", max_length=4000)]


class Request(BaseModel):
    """A closed request."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ConsentIn(Request):
    """The person's answer to one question."""

    kind: ConsentKind
    source: Source | None = Field(default=None, description="For kind 'source': which optional source.")
    recipient: Identity = Field(description="The lender that may use it.")
    purpose: Identity
    answer: Answer = Answer.GIVEN
    valid_days: int = Field(default=90, ge=1, le=365, strict=True)


class DecisionIn(Request):
    """One application."""

    subject: Identity = Field(description="The person's pseudonymous id.")
    purpose: Identity
    values: Values = Field(description="Raw values by declared field; null where nobody knows.")


class AppealIn(Request):
    """What a person brings forward."""

    grounds: Grounds
    statement: Words
    corrections: Values = Field(default_factory=dict, description="Values that should read otherwise, by field.")


class ReviewIn(Request):
    """A reviewer's verdict and written reason."""

    verdict: Verdict
    reason: Annotated[Words, Field(min_length=10)]
