"""Numbers and texts in SQL: literals that every engine reads as exactly what they are, and what is no number."""

from __future__ import annotations

import math
import sys
from decimal import Decimal

from sqlglot import exp

from scoring.export.form import Dialect

__all__ = ["LARGEST", "SUBSTITUTED", "double", "finite", "nan_as_null", "text", "whole_number"]

LARGEST = sys.float_info.max

SUBSTITUTED = "${"
"""Spark puts settings in the place of ``${name}`` before it reads a statement, within texts too."""


def text(value: str, dialect: Dialect) -> exp.Expr:
    """A text."""
    parts = value.split(SUBSTITUTED) if dialect is Dialect.SPARK else [value]
    found: list[str] = [parts[0]]
    for part in parts[1:]:
        found[-1] += SUBSTITUTED[0]
        found.append(SUBSTITUTED[1] + part)
    literals = [exp.Literal.string(part) for part in found]
    return literals[0] if len(literals) == 1 else exp.Concat(expressions=literals, safe=False)


def whole_number(value: int) -> exp.Expr:
    """A whole number."""
    return _digits(str(value)) if value >= 0 else exp.Neg(this=_digits(str(-value)))


def double(value: float, dialect: Dialect) -> exp.Expr:
    """A double that every engine reads as exactly this one."""
    if dialect is Dialect.SQLITE:
        return _sqlite_double(value)
    if dialect is Dialect.DUCKDB:  # a number with an exponent is a double there, read to the nearest one
        size = repr(abs(value))
        literal = _digits(size if "e" in size else f"{size}e0")
        return exp.Neg(this=literal) if math.copysign(1, value) < 0 else literal
    return exp.cast(exp.Literal.string(repr(value)), exp.DType.DOUBLE)


def _digits(written: str) -> exp.Literal:
    """A number without a sign as it is written; ``Literal.number`` reads it first, which takes most of the time."""
    return exp.Literal(this=written, is_string=False)


def _sqlite_double(value: float) -> exp.Expr:
    """One rounded division: SQLite (3.40, for one) does not read every decimal to the nearest double.

    A fraction of whole numbers below 2^53 and a power of ten up to 10^22, or of two, is read exactly and rounded once.
    """
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    whole = int("".join(map(str, digits)))
    if not isinstance(exponent, int):
        raise TypeError("a double in SQL is finite")
    if exponent >= 0:
        whole, exponent = whole * 10**exponent, 0
    top, bottom = (whole, 10**-exponent) if whole < 2**53 and exponent >= -15 else abs(value).as_integer_ratio()
    if top >= 2**53 or bottom > 2**62:
        parts = _powers_of_two(abs(value))
    else:
        parts = _real(top) if bottom == 1 else exp.Div(this=_real(top), expression=_real(bottom), typed=True)
    return exp.Paren(this=exp.Neg(this=exp.Paren(this=parts))) if sign else exp.Paren(this=parts)


def _powers_of_two(value: float) -> exp.Expr:
    """A very large or small double as its 53 bits times powers of two, each product exact."""
    mantissa, exponent = math.frexp(value)
    bits, exponent = int(mantissa * 2**53), exponent - 53
    while bits % 2 == 0 and exponent < 0:  # so that a subnormal is reached by exact divisions
        bits, exponent = bits // 2, exponent + 1
    found = _real(bits)
    make = exp.Mul if exponent > 0 else exp.Div
    left = abs(exponent)
    while left:
        step = min(left, 62)
        found = make(this=found, expression=_real(2**step))
        left -= step
    return found


def _real(whole: int) -> exp.Expr:
    return exp.cast(exp.Literal.number(whole), exp.DType.DOUBLE)


def nan_as_null(number: exp.Expr, dialect: Dialect) -> exp.Expr:
    """A double with NULL for NaN."""
    match dialect:
        case Dialect.SQLITE:  # it has no NaN
            return number
        case Dialect.BIGQUERY:  # there NaN equals nothing
            return exp.If(this=exp.IsNan(this=number), true=exp.null(), false=number.copy())
        case _:
            return exp.Nullif(this=number, expression=exp.cast(exp.Literal.string("NaN"), exp.DType.DOUBLE))


def finite(number: exp.Expr, ends: tuple[float, float] | None, dialect: Dialect) -> exp.Expr:
    """Whether a double, NULL aside, lies between two ends; NaN lies outside everywhere."""
    if ends is None and dialect is Dialect.SQLITE:
        beyond = exp.Literal.number("9e999")
        return exp.Between(this=exp.Abs(this=number), low=exp.Literal.number(0), high=beyond) & exp.NEQ(
            this=exp.Abs(this=number.copy()), expression=beyond.copy()
        )
    low, high = ends or (-LARGEST, LARGEST)
    return exp.Between(this=number, low=double(low, dialect), high=double(high, dialect))
