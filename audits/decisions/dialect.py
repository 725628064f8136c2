"""The few words in which DuckDB and Spark differ; everything else in the statements is standard SQL to both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from audits.shared.table import identifier

__all__ = ["BITS", "BUCKETS", "DUCKDB", "SPARK", "Dialect", "Family", "family"]

BUCKETS = 200
"""People with several decisions are kept together in one of so many buckets."""

BITS = 60
"""Buckets in use are told by one number of 64 bits: some share a bit, so that more people never have fewer."""

_NUMBER = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$"


class Family(StrEnum):
    """What a column's type is to an audit, whatever an engine calls it."""

    FLAG = "flag"
    WHOLE = "whole"
    REAL = "real"
    TEXT = "text"
    MOMENT = "moment"
    OTHER = "other"


_FAMILIES = {
    "boolean": Family.FLAG,
    **dict.fromkeys(("tinyint", "smallint", "int", "integer", "bigint", "hugeint"), Family.WHOLE),
    **dict.fromkeys(("utinyint", "usmallint", "uinteger", "ubigint", "uhugeint"), Family.WHOLE),
    **dict.fromkeys(("float", "double"), Family.REAL),
    **dict.fromkeys(("varchar", "string", "uuid"), Family.TEXT),
}


def family(kind: str) -> Family:
    """The family of a type as DuckDB or Spark names it.

    Examples
    --------
    >>> print(family("DECIMAL(18,3)"), family("ENUM('a', 'b')"), family("STRUCT(a INTEGER)"))
    real text other
    """
    name = kind.lower()
    if name in _FAMILIES:
        return _FAMILIES[name]
    if name.startswith("decimal("):
        return Family.REAL
    if name.startswith("enum(") and name.endswith(")"):
        return Family.TEXT
    return Family.MOMENT if name == "date" or (name.startswith("timestamp") and "(" not in name) else Family.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one engine says it; every part takes SQL and gives SQL.

    Attributes
    ----------
    name
        A name as an identifier, whatever it holds.
    text
        The type of texts.
    or_empty
        A text, '' for NULL; a function where there is one, see :class:`~audits.decisions.reading.Reading`.
    number
        A text as DOUBLE, NULL where it is no number.
    bucket
        The bucket of a text, 0 to 199: the first 32 bits of the MD5 of its UTF-8, modulo 200. MD5 spreads keys alike in
        every engine; nothing here rests on it being hard to invert.
    exact_sum
        A sum of whole numbers of up to 19 digits, written as text: it may have more digits than 64 bits hold.
    """

    name: Callable[[str], str]
    text: str
    or_empty: Callable[[str], str]
    number: Callable[[str], str]
    bucket: Callable[[str], str]
    exact_sum: Callable[[str], str]


DUCKDB = Dialect(
    name=identifier,
    text="VARCHAR",
    or_empty=lambda text: f"concat({text}, '')",
    number=lambda text: f"CASE WHEN {text} LIKE '%\\_%' ESCAPE '\\' THEN NULL ELSE TRY_CAST({text} AS DOUBLE) END",
    bucket=lambda text: f"CAST('0x' || substr(md5({text}), 1, 8) AS BIGINT) % {BUCKETS}",
    exact_sum=lambda whole: f"CAST(sum({whole}) AS VARCHAR)",
)
SPARK = Dialect(
    name=lambda name: "`" + name.replace("`", "``") + "`",
    text="STRING",
    or_empty=lambda text: f"coalesce({text}, '')",
    number=lambda text: f"CASE WHEN {text} RLIKE '{_NUMBER}' THEN TRY_CAST({text} AS DOUBLE) END",
    bucket=lambda text: f"CAST(conv(substr(md5({text}), 1, 8), 16, 10) AS BIGINT) % {BUCKETS}",
    exact_sum=lambda whole: f"CAST(sum(CAST({whole} AS DECIMAL(28, 0))) AS STRING)",
)
