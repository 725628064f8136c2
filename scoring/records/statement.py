"""A bank statement as NextGenPSD2 gives it, read into days, cents and categories: no name, account or text is kept.

What counts is what is booked. The format is that of an account report of the Berlin Group's NextGenPSD2 framework;
what banks leave out is let pass, what contradicts itself is refused as a whole.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np

from scoring.domain.errors import RecordError
from scoring.records.categorise import categorise

__all__ = ["Statement", "parse_statement", "read_statement_text"]

Whole = np.ndarray[tuple[int], np.dtype[np.int64]]

_MOST_ITEMS, _LONGEST_TEXT, _DEEPEST = 100_000, 10_000, 16
_MOST_CENTS = 10**15
"""All amounts of a statement together: sums and ratios of them stay within 64 bits."""

_EPOCH = date(1970, 1, 1).toordinal()
_DATE, _AMOUNT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,2})?")
_BALANCES = ("closingBooked", "interimBooked", "expected")

_NAME = re.compile(r"_?[a-z]+([A-Z][a-z]+)*")
"""A name that an error may repeat; one that looks unlike the format's may itself be personal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is kept of a statement.

    Attributes
    ----------
    first
        The first day covered, in days since 1 January 1970.
    closing
        Cents at the end of the last day before the observation.
    day, cents, category
        Booked transactions, in order of day and within a day as the bank gave them; int64, shape (items,) each.
        Cents are above 0 for money in; a category is a :class:`~scoring.records.categories.Category`.
    """

    first: int
    closing: int
    day: Whole
    cents: Whole
    category: Whole


def read_statement_text(text: str | bytes, *, record: str) -> dict[str, object]:
    """The document in a JSON text, for :func:`parse_statement`.

    Raises
    ------
    RecordError
        If the text is no UTF-8, no JSON object, or says something twice in one object.
    """
    try:
        source = text.decode() if isinstance(text, bytes) else text
        # Python reads NaN and Infinity, which are no JSON; no whole number is called that.
        document = json.loads(source, object_pairs_hook=_once, parse_constant=int)
    except json.JSONDecodeError as error:
        what = f"is no JSON: line {error.lineno}, column {error.colno}"
    except UnicodeDecodeError:
        what = "is no UTF-8 text"
    except RecursionError:
        what = f"is nested deeper than {_DEEPEST} levels"
    except KeyError:
        what = "says something twice in one object"
    except ValueError:
        what = "holds a number that is none, or beyond all amounts"
    else:
        return _Object(document, record, "").value
    raise RecordError(record, "", what, remedy="Give the bank's answer as it came")


def parse_statement(document: object, *, observed: int, record: str) -> Statement:
    """The statement in a parsed account report.

    Pending items are never counted. A transaction is dated by its ``bookingDate``, else its ``valueDate``, else the
    date as written in its ``valueDateTime``. One that comes twice with the same ``entryReference`` or
    ``transactionId`` is counted once. Without either, two equal items are two: two equal coffees on a day are two
    coffees. Only if the bank adds the balance after each, and that is equal too, are they one item given twice.

    The closing balance is the latest ``closingBooked`` dated before the observation, plus what was booked after its
    date; without a date it is that of the eve, as it is the balance of the last closed day. Failing that, a dated
    ``interimBooked`` serves likewise; failing that, an ``expected`` dated on the eve, which some banks give alone.

    Parameters
    ----------
    document
        ``account``, ``balances`` and ``transactions``, and where known ``consentStatus``, ``dateFrom``, ``dateTo``.
    observed
        The day of observation, in days since 1 January 1970; everything must be dated before it.
    record
        What errors call the statement.

    Raises
    ------
    RecordError
        If the consent is not valid, or anything that counts is missing, malformed, not in euros, dated on or after
        the observation, or contradicted by something else.
    """
    report = _Object(document, record, "")
    if report.text("consentStatus") not in {None, "valid"}:
        raise report.broken("consentStatus", "the consent is not valid: nothing was read", "Ask for a valid consent")
    transactions = report.inner("transactions")
    booked = transactions.objects("booked")
    _check_sizes(document, record)
    if report.has("account"):
        _check_currency(report.inner("account"), required=False)
    rows = _rows(booked, observed)
    first = _first(report, rows, observed)
    closing, total = _closing(report, rows, first, observed), sum(abs(cents) for _, cents, _ in rows)
    if total + abs(closing) > _MOST_CENTS:
        raise transactions.broken("booked", f"adds up to more than {_MOST_CENTS // 100:,} euros")
    day, cents, category = np.array(rows, dtype=np.int64).reshape(-1, 3).T.copy()
    return Statement(first=first, closing=closing, day=day, cents=cents, category=category)


class _Object:
    """An object of the document that knows where it stands; null is absence."""

    def __init__(self, value: object, record: str, path: str) -> None:
        if not isinstance(value, dict):
            raise RecordError(record, path, "is no object")
        self.value: dict[str, Any] = value
        self._record, self._path = record, path

    def broken(self, name: str, what: str, remedy: str = "") -> RecordError:
        return RecordError(self._record, self._place(name), what, remedy=remedy)

    def content(self) -> str:
        return json.dumps(self.value, sort_keys=True)

    def has(self, name: str) -> bool:
        return self.value.get(name) is not None

    def text(self, name: str) -> str | None:
        value = self.value.get(name)
        if value is not None and not isinstance(value, str):
            raise self.broken(name, "is no text")
        return value

    def inner(self, name: str) -> _Object:
        return _Object(self._needed(name), self._record, self._place(name))

    def objects(self, name: str) -> list[_Object]:
        value, place = self._needed(name), self._place(name)
        if not isinstance(value, list):
            raise self.broken(name, "is no list")
        if len(value) > _MOST_ITEMS:
            raise self.broken(name, f"has more than {_MOST_ITEMS:,} items", "Ask for a shorter period")
        return [_Object(item, self._record, f"{place}[{number}]") for number, item in enumerate(value)]

    def day(self, name: str) -> int | None:
        """Days since 1 January 1970; of a date with a time, the date as the bank wrote it."""
        text, timed = self.text(name), name.endswith("Time")
        if text is None:
            return None
        try:
            if not (_DATE.match(text) if timed else _DATE.fullmatch(text)):
                raise ValueError
            return (datetime.fromisoformat(text) if timed else date.fromisoformat(text)).toordinal() - _EPOCH
        except ValueError:
            raise self.broken(name, f"is no date of the form YYYY-MM-DD{'Thh:mm:ss' * timed}") from None

    def cents(self) -> int:
        """The exact cents of an amount in euros."""
        _check_currency(self, required=True)
        text = self._needed("amount")
        if not isinstance(text, str) or not _AMOUNT.fullmatch(text):
            raise self.broken("amount", "is no amount in euros and cents", "Give it as a text such as -12.50")
        return int(Decimal(text) * 100)

    def _needed(self, name: str) -> object:
        if not self.has(name):
            raise self.broken(name, "is missing")
        return self.value[name]

    def _place(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name


def _check_currency(each: _Object, *, required: bool) -> None:
    currency = each.text("currency")
    if currency != "EUR" and (required or currency is not None):
        raise each.broken("currency", "is not EUR", "Only accounts in euros can be read")


def _rows(booked: list[_Object], observed: int) -> list[tuple[int, int, int]]:
    """Day, cents and category of each transaction, once each, by day."""
    seen: dict[tuple[str, str], _Object] = {}
    rows = []
    for each in booked:
        if not _again(each, seen):
            cents = each.inner("transactionAmount").cents()
            rows.append((_booked_day(each, observed), cents, int(categorise(each.value, cents))))
    rows.sort(key=lambda row: row[0])
    return rows


def _again(each: _Object, seen: dict[tuple[str, str], _Object]) -> bool:
    """Whether an item was there before; if not, it is now."""
    keys = [(name, text) for name in ("entryReference", "transactionId") if (text := each.text(name))]
    if not keys:
        if not each.has("balanceAfterTransaction"):
            return False
        keys = [("", each.content())]
    earlier = {key: seen[key] for key in keys if key in seen}
    for (name, _), other in earlier.items():
        if other.content() != each.content():
            raise each.broken(name, "is that of another transaction", "Ask the bank for the statement again")
    seen.update(dict.fromkeys(keys, each))
    return bool(earlier)


def _booked_day(each: _Object, observed: int) -> int:
    for name in ("bookingDate", "valueDate", "valueDateTime"):
        day = each.day(name)
        if day is not None:
            if day >= observed:
                raise each.broken(name, "is dated on or after the day of observation")
            return day
    raise each.broken("bookingDate", "is missing, and so is any other date")


def _first(report: _Object, rows: list[tuple[int, int, int]], observed: int) -> int:
    start, end = report.day("dateFrom"), report.day("dateTo")
    if start is None and not rows:
        raise report.broken("dateFrom", "is missing, and nothing is booked: no day is known to be covered")
    first = rows[0][0] if start is None else start
    if first >= observed:
        raise report.broken("dateFrom", "is dated on or after the day of observation")
    if rows and rows[0][0] < first:
        raise report.broken("dateFrom", "is later than a booked transaction")
    if end is not None and end < first:
        raise report.broken("dateTo", "is earlier than the first day")
    return first


def _closing(report: _Object, rows: list[tuple[int, int, int]], first: int, observed: int) -> int:
    """The balance on the eve of the observation; see :func:`parse_statement` for the order."""
    eve = observed - 1
    found: dict[tuple[int, int, bool], int] = {}
    for each in report.objects("balances"):
        cents, kind, day = each.inner("balanceAmount").cents(), each.text("balanceType"), each.day("referenceDate")
        if kind not in _BALANCES or (day is None and kind != "closingBooked"):
            continue
        stands = eve if day is None else day
        # A balance from before the statement cannot be carried forward, an expected one holds pending items.
        if not first - 1 <= stands <= eve or (kind == "expected" and stands != eve):
            continue
        key = (-_BALANCES.index(kind), stands, day is not None)
        if found.setdefault(key, cents) != cents:
            raise each.broken("balanceAmount", "contradicts another balance of the same type and day")
    if not found:
        raise report.broken("balances", "has no booked balance from before the observation", "Ask the bank for one")
    best = max(found)
    return found[best] + sum(cents for day, cents, _ in rows if day > best[1])


def _check_sizes(document: object, record: str) -> None:
    """Refuse what is no JSON, nested too deeply, or a text too long to be one; nothing is read before."""
    stack: list[tuple[object, str, int]] = [(document, "", 0)]
    while stack:
        value, field, depth = stack.pop()
        if fault := _fault(value, depth):
            raise RecordError(record, field.removeprefix("."), fault)
        if isinstance(value, dict):
            for name, inner in value.items():
                stack.append((inner, f"{field}.{name if _NAME.fullmatch(name) else '(other)'}", depth + 1))
        elif isinstance(value, list):
            stack.extend((inner, f"{field}[{place}]", depth + 1) for place, inner in enumerate(value))


def _fault(value: object, depth: int) -> str:
    if depth > _DEEPEST:
        return f"is nested deeper than {_DEEPEST} levels"
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"is longer than {_LONGEST_TEXT:,} characters"
    if isinstance(value, dict) and not all(isinstance(name, str) and len(name) <= _LONGEST_TEXT for name in value):
        return "has a name that is no text, or too long"
    return "" if value is None or isinstance(value, dict | list | str | int | float) else "is no JSON value"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise KeyError
    return found
