"""Words and tables as Markdown (GitHub's tables), and the YAML that stands before it; whatever the words hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["front_matter", "plain", "table", "text"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def plain(words: str) -> str:
    """Words on one line, without signs that cannot be seen.

    Examples
    --------
    >>> plain("a" + chr(0x202E) + "b" + chr(10) + "c")
    'a b c'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def text(words: str) -> str:
    r"""Words as text: on one line, with every mark escaped.

    Examples
    --------
    >>> print(text("a|b <i>"))
    a\|b \<i\>
    """
    return _STARTS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", plain(words)))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A table of texts.

    Examples
    --------
    >>> print(table(["a"], [["1 | 2"]]))
    | a |
    | --- |
    | 1 \| 2 |
    """
    return "\n".join([_row(head), "|" + " --- |" * len(head), *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(text, cells)) + " |"


def front_matter(fields: Mapping[str, Any]) -> str:
    """Fields as YAML between two lines of dashes; values in flow style, which JSON readers know.

    Parameters
    ----------
    fields
        Texts, numbers, lists and mappings; names are words of ours.

    Examples
    --------
    >>> print(front_matter({"language": ["en"], "value": 1e-05}))
    ---
    language: ["en"]
    value: 1.0e-05
    ---
    """
    return "\n".join(["---", *(f"{name}: {_flow(value)}" for name, value in fields.items()), "---"])


def _flow(value: Any) -> str:  # noqa: ANN401 - any of several types
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return json.dumps(plain(value), ensure_ascii=False)
    written = json.dumps(value, allow_nan=False)
    # YAML takes a number with an exponent for a text unless it has a point.
    return re.sub(r"^(-?\d+)e", r"\1.0e", written)
