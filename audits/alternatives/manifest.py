"""Which columns of a file of scores are candidates: ``candidates.json``, beside the scores.

::

    {"kind": "counterscore-candidates", "format": 1, "chosen": "sha256:3b0c...",
     "cards": [{"digest": "sha256:3b0c...", "score": "score_3b0c", "pd": "pd_3b0c", "making": "chosen", "what": ""}]}

Any lender can write one for scores of its own; ``pd`` may be null.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.domain.errors import FileError

__all__ = ["FORMAT", "KIND", "MOST", "Entry", "Manifest", "read_manifest"]

KIND = "counterscore-candidates"
FORMAT = 1

MOST = 500
"""Candidates at most."""

_KEYS = {"digest", "score", "pd", "making", "what"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A candidate.

    Attributes
    ----------
    digest
        Of the card, or any other name that is its own.
    score, pd
        Its columns, higher scores being safer; ``pd`` is None where it says no probability.
    making, what
        How it was made, in a word, and from what.
    """

    digest: str
    score: str
    pd: str | None
    making: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The chosen card and the others."""

    chosen: Entry
    others: tuple[Entry, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is named."""
        entries = (self.chosen, *self.others)
        return tuple(column for each in entries for column in (each.score, each.pd) if column is not None)


def read_manifest(path: Path) -> Manifest:
    """Read the file.

    Raises
    ------
    FileError
        If it is missing, no such file, or names no chosen card, no other, too many, or one twice.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
    except (ValueError, RecursionError):
        raise _wrong(path, "is not JSON") from None
    if not isinstance(document, dict) or (document.get("kind"), document.get("format")) != (KIND, FORMAT):
        raise _wrong(path, "is not a file of candidates")
    cards = document.get("cards")
    if not isinstance(cards, list) or not 2 <= len(cards) <= MOST:
        raise _wrong(path, f"names no candidate beside the chosen card, or more than {MOST}")
    entries = [_entry(path, each) for each in cards]
    columns = [column for each in entries for column in (each.score, each.pd) if column is not None]
    if len({each.digest for each in entries}) < len(entries) or len(set(columns)) < len(columns):
        raise _wrong(path, "names a digest or a column twice")
    chosen = [each for each in entries if each.digest == document.get("chosen")]
    if not chosen:
        raise _wrong(path, "does not hold the chosen card")
    return Manifest(chosen=chosen[0], others=tuple(each for each in entries if each is not chosen[0]))


def _entry(path: Path, value: Any) -> Entry:  # noqa: ANN401 - JSON is any of several types
    if not isinstance(value, dict) or set(value) != _KEYS:
        raise _wrong(path, f"has a card without exactly {', '.join(sorted(_KEYS))}")
    texts = {key: each for key, each in value.items() if key != "pd" or each is not None}
    if not all(isinstance(each, str) for each in texts.values()) or not value["digest"] or not value["score"]:
        raise _wrong(path, "has a card whose values are not texts")
    return Entry(**value)


def _wrong(path: Path, what: str) -> FileError:
    return FileError(what, where=str(path), remedy="Use the one that 'alternatives make' wrote beside the scores")
