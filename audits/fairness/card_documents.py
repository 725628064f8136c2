"""The documents that model cards and data cards are written from: of the right kind, and about one card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from audits.fairness.document import FORMAT, KIND
from scoring.domain.errors import DataError, FileError, InputError

__all__ = ["Named", "check_audit", "check_evaluation", "named_card", "whole"]

_EVALUATION = {"card", "data", "data_digest", "rows", "bads", "figures"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Which cards an audit names.

    Attributes
    ----------
    stated
        Whether it names this one; else it names none by a fingerprint.
    others
        How many others it names.
    """

    stated: bool
    others: int = 0


def check_audit(document: object, where: str) -> Mapping[str, Any]:
    """An audit's document.

    Raises
    ------
    FileError
        If it is something else, or of another format.
    """
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise FileError("is no audit", where=where, remedy="Give what 'counterscore audit --json-out' wrote")
    if document.get("format") != FORMAT:
        raise FileError(
            f"is an audit of another format than {FORMAT}", where=where, remedy="Write it again with this version"
        )
    return document


def check_evaluation(document: object, digest: str, where: str) -> Mapping[str, Any]:
    """An evaluation's document.

    Raises
    ------
    FileError
        If it is something else.
    DataError
        If it is about another card.
    """
    if not isinstance(document, dict) or not document.keys() >= _EVALUATION:
        raise FileError("is no evaluation", where=where, remedy="Give what 'counterscore evaluate --json' printed")
    if document["card"] != digest:
        raise DataError("the evaluation is of another card", where=where, remedy="Evaluate this card, or name that one")
    return document


def named_card(audit: Mapping[str, Any], digest: str, where: str) -> Named:
    """Which cards the audited decisions name, if they have a column of cards and a score.

    Raises
    ------
    DataError
        If they name cards by their fingerprints and this one is not among them.
    """
    handling = (audit["extra"].get("beyond") or {}).get("handling") or {}
    names = {each["card"] for each in handling.get("cut_offs") or () if each["card"]}
    # Whoever names cards in another way says nothing that could be compared.
    fingerprints = {name for name in names if name.startswith("sha256:")}
    if not fingerprints:
        return Named(stated=False)
    if digest not in fingerprints:
        raise DataError("the audit is of another card's decisions", where=where, remedy="Give the audit of this card")
    return Named(stated=True, others=len(names) - 1)


@contextmanager
def whole(where: str) -> Iterator[None]:
    """Reading a document that passed for one: what it lacks is one clear error.

    Raises
    ------
    FileError
        If a part is missing or is not what it must be.
    """
    try:
        yield
    except InputError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        said = f"a part of the document is missing or is not what it must be ({type(error).__name__})"
        raise FileError(said, where=where, remedy="Give the document as it was written") from None
