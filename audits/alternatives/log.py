"""The search log: what was looked for, every card that was looked at, and why a better one was not taken.

It is the text of a signed note (https://c2sp.org/signed-note); whoever runs the search signs it. Line 1 says what it
is, line 2 what was searched and how, and each line after that is one card, the chosen one first. Lines 2 and on are
JSON in ASCII with sorted keys, so that no name can break a line::

    counterscore-search-log/1
    {"approval_rate":0.7,"at":"2026-11-30T12:00:00Z",...}
    {"auc":{...},"digest":"sha256:3b0c...","reason":"","standing":"dominates",...}
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from audits.alternatives.document import card_document, conventions
from audits.alternatives.judgement import Judgement
from audits.decisions.cube import Source
from scoring.domain.errors import EvidenceBroken, InputError

__all__ = ["ORIGIN", "read_log", "search_log"]

ORIGIN = "counterscore-search-log/1"


def search_log(judgement: Judgement, sources: Sequence[Source], at: datetime) -> str:
    """The text to sign.

    Parameters
    ----------
    sources
        The files that were read.
    at
        When; with its zone.

    Raises
    ------
    InputError
        If the time has no zone.
    """
    if at.tzinfo is None:
        raise InputError("the time of the search has no zone", remedy="Give a time in UTC")
    head = {
        **conventions(judgement),
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "cards": len(judgement.cards),
        "chosen": judgement.cards[0].entry.digest,
        "open": len(judgement.open),
        "sources": {one.role: one.sha256 for one in sources},
    }
    lines = [ORIGIN, _line(head), *(_line(card_document(each)) for each in judgement.cards)]
    return "".join(f"{line}\n" for line in lines)


def read_log(text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The head and the cards of a log whose signature was verified.

    Raises
    ------
    EvidenceBroken
        If it is no such log, or holds another number of cards than it says.
    """
    lines = text.removesuffix("\n").split("\n")
    try:
        head, *cards = [json.loads(line) for line in lines[1:]]
        whole = lines[0] == ORIGIN and all(isinstance(each, dict) for each in (head, *cards))
    except (ValueError, RecursionError):
        whole = False
    if not whole or head.get("cards") != len(cards):
        raise EvidenceBroken("search log", "it is not a search log, or not all of one")
    return head, cards


def _line(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
