"""The kinds of problems, and which error is which: the one place where an error becomes an HTTP status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.domain.errors import (
    CardError,
    Conflict,
    ConsentMissing,
    CounterscoreError,
    DataError,
    DeclarationError,
    EvidenceBroken,
    FileError,
    ForbiddenField,
    InputError,
    InvalidValue,
    NotAllowed,
    NotFound,
    PurposeMismatch,
    Unavailable,
    UndeclaredField,
    UnknownCaller,
)

__all__ = ["BY_STATUS", "DEFECT", "INVALID", "KINDS", "Kind", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem.

    Attributes
    ----------
    slug
        Last part of its address ``/problems/{slug}``.
    status, title
        HTTP status, and what it is called.
    meaning
        What it means and what a client can do, for its page.
    """

    slug: str
    status: int
    title: str
    meaning: str


INVALID = Kind(
    "invalid-request",
    422,
    "The request is not valid",
    "A field is absent, unknown or outside its range; 'errors' points at it.",
)
DEFECT = Kind(
    "internal-error",
    500,
    "The service failed",
    "A defect, or settings that changed underneath. Nothing was recorded.",
)

# The first class that an error is an instance of decides.
_TABLE: Mapping[type[CounterscoreError], Kind] = {
    UndeclaredField: Kind(
        "undeclared-field",
        422,
        "A field is not declared",
        "Only declared characteristics may be sent; GET /v1/card lists them.",
    ),
    ForbiddenField: Kind(
        "forbidden-field",
        422,
        "A field is forbidden",
        "Such data may never be used for a credit score.",
    ),
    InvalidValue: INVALID,
    PurposeMismatch: Kind(
        "purpose-mismatch",
        403,
        "The purpose is another",
        "Scores of this service serve one purpose, which its policy names.",
    ),
    ConsentMissing: Kind(
        "consent-missing",
        403,
        "Consent is missing",
        "The person has not consented, or no longer does. Only they can; without it a human being decides.",
    ),
    NotAllowed: Kind(
        "not-allowed",
        403,
        "Your role may not do this",
        "The person consents and appeals, a lender decides, a reviewer reviews.",
    ),
    NotFound: Kind(
        "not-found",
        404,
        "There is no such thing",
        "Nothing of that id is yours to see. What belongs to another answers the same.",
    ),
    Conflict: Kind(
        "conflict",
        409,
        "The state does not allow this",
        "Another request came first, or the step is not due.",
    ),
    UnknownCaller: Kind(
        "unknown-caller",
        401,
        "The caller is not known",
        "A bearer token is missing, expired, or does not verify.",
    ),
    Unavailable: Kind(
        "unavailable",
        503,
        "The service cannot answer now",
        "Nothing was recorded; try again.",
    ),
    EvidenceBroken: Kind(
        "evidence-broken",
        500,
        "Evidence does not verify",
        "What is stored contradicts the log. Tell the operator.",
    ),
    # What lies in files and in the database was not sent by the client.
    FileError: DEFECT,
    DataError: DEFECT,
    DeclarationError: DEFECT,
    CardError: DEFECT,
    InputError: INVALID,
}

BY_STATUS: Mapping[int, Kind] = {
    400: Kind("malformed", 400, "The request is malformed", "It is not HTTP, or not JSON, as it should be."),
    404: _TABLE[NotFound],
    405: Kind("method-not-allowed", 405, "The method is not allowed", "The address exists, for other methods."),
    413: Kind("too-large", 413, "The body is too large", "A request holds one application or one appeal."),
}
"""For errors of HTTP itself."""

KINDS: Mapping[str, Kind] = {kind.slug: kind for kind in (*_TABLE.values(), *BY_STATUS.values(), DEFECT)}
"""Every kind, by slug."""


def kind_of(error: CounterscoreError) -> Kind:
    """The kind of problem that an error is; a defect where the client could not have done otherwise."""
    return next((kind for types, kind in _TABLE.items() if isinstance(error, types)), DEFECT)
