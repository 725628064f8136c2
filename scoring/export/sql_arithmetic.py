"""The arithmetic of formulas in SQL: what lies beyond the doubles is infinite, and what is no number is NULL.

Two engines stop with an error where a result is too large to be a double, PostgreSQL also where it is too small. What
the declared ranges do not rule out is asked before; the scaling by powers of two in these questions is exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlglot import exp

from scoring.domain.formula import Arithmetic
from scoring.export.form import Dialect
from scoring.export.sql_literal import LARGEST, double, nan_as_null

__all__ = ["Bind", "Operand", "formula_arithmetic"]

Bind = Callable[[exp.Expr], exp.Expr]
"""Gives a name to a part that is used more than once."""

STRICT = frozenset({Dialect.POSTGRES, Dialect.BIGQUERY})
"""Engines that stop with an error where a result is beyond the doubles."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A part of a formula, and between which values it lies; infinite ends where nothing is known."""

    sql: exp.Expr
    low: float
    high: float

    @property
    def wild(self) -> bool:
        """Whether it may be infinite."""
        return not (math.isfinite(self.low) and math.isfinite(self.high))


def formula_arithmetic(dialect: Dialect, bind: Bind) -> Arithmetic[Operand]:
    """The six operations of formulas; operands that no declared range bounds are guarded."""
    rules = _Rules(dialect=dialect, bind=bind)
    return Arithmetic(
        binary={
            "+": rules.add,
            "-": rules.subtract,
            "*": rules.multiply,
            "/": rules.divide,
            "min": lambda left, right: rules.choose(left, right, exp.LTE, min),
            "max": lambda left, right: rules.choose(left, right, exp.GTE, max),
        },
        constant=lambda number: Operand(double(number, dialect), number, number),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    dialect: Dialect
    bind: Bind

    def add(self, left: Operand, right: Operand) -> Operand:
        return self._sum(exp.Add, left, right, left.low + right.low, left.high + right.high)

    def subtract(self, left: Operand, right: Operand) -> Operand:
        return self._sum(exp.Sub, left, right, left.low - right.high, left.high - right.low)

    def _sum(self, kind: type[exp.Binary], left: Operand, right: Operand, low: float, high: float) -> Operand:
        if self._plain(left, right, low, high):
            return Operand(_paren(kind(this=left.sql, expression=right.sql)), low, high)
        a, b = self.bind(left.sql), self.bind(right.sql)
        plain: exp.Expr = kind(this=a.copy(), expression=b.copy())
        if self.dialect in STRICT:
            other = exp.GT if kind is exp.Add else exp.LT
            zero = double(0.0, self.dialect)
            together = exp.EQ(this=_paren(_compare(exp.GT, a, zero)), expression=_paren(_compare(other, b, zero)))
            signed = self._infinite(_compare(exp.GT, a, zero))
            case = exp.Case()
            for one, rest in ((a, b), (b, a)):
                larger = _compare(exp.GTE, _size(one), self._power(1022)), _compare(exp.GTE, _size(one), _size(rest))
                above = _compare(exp.GTE, _size(rest), self._room(one))
                case = case.when(_all(together, *larger), self._if(above, signed, plain))
            plain = case.else_(plain)
        return self._wild(plain)

    def _room(self, number: exp.Expr) -> exp.Expr:
        """What can be added to a number above 2^1022 before it leaves the doubles; exact."""
        left = exp.Sub(this=double(LARGEST, self.dialect), expression=_size(number))
        return exp.Add(this=_paren(left), expression=self._power(970))

    def multiply(self, left: Operand, right: Operand) -> Operand:
        low, high = _ends(x * y for x in (left.low, left.high) for y in (right.low, right.high))
        if self._plain(left, right, low, high) and not self._may_vanish(left, right, exp.Mul):
            return Operand(_paren(exp.Mul(this=left.sql, expression=right.sql)), low, high)
        a, b = self.bind(left.sql), self.bind(right.sql)
        plain: exp.Expr = exp.Mul(this=a.copy(), expression=b.copy())
        if self.dialect in STRICT:
            one = self._power(0)
            large = exp.Mul(
                this=_paren(exp.Mul(this=_size(a), expression=self._power(-512))),
                expression=_paren(exp.Mul(this=_size(b), expression=self._power(-512))),
            )
            small = exp.Mul(
                this=_paren(exp.Mul(this=_size(a), expression=self._power(538))),
                expression=_paren(exp.Mul(this=_size(b), expression=self._power(538))),
            )
            zero, tiny = double(0.0, self.dialect), self._power(-500)
            plain = (
                exp.Case()
                .when(
                    _all(_compare(exp.GT, _size(a), one), _compare(exp.GT, _size(b), one), self._known(a, b)),
                    self._if(_compare(exp.GTE, large, one), self._infinite(_same_sign(a, b, zero)), plain),
                )
                .when(
                    _all(
                        _compare(exp.LT, _size(a), one),
                        _compare(exp.LT, _size(b), one),
                        exp.Paren(this=exp.or_(*(_compare(exp.LT, _size(each), tiny) for each in (a, b)))),
                        _compare(exp.NEQ, a, zero),
                        _compare(exp.NEQ, b, zero),
                    ),
                    self._if(_compare(exp.LTE, small, self._power(1)), zero, plain),
                )
                .else_(plain.copy())
            )
        return self._wild(plain, low, high)

    def divide(self, left: Operand, right: Operand) -> Operand:
        low, high = -math.inf, math.inf
        if right.low > 0 or right.high < 0:
            low, high = _ends(x / y for x in (left.low, left.high) for y in (right.low, right.high))
        zero = double(0.0, self.dialect)
        if self._plain(left, right, low, high) and not self._may_vanish(left, right, exp.Div):
            return Operand(_paren(_quotient(left.sql, right.sql)), low, high)
        if self.dialect not in STRICT:
            return self._wild(_quotient(left.sql, exp.Nullif(this=right.sql, expression=zero)), low, high)
        a, b = self.bind(left.sql), self.bind(exp.Nullif(this=right.sql, expression=zero))
        plain, one = _quotient(a, b), self._power(0)
        large = _quotient(
            exp.Mul(this=_size(a), expression=self._power(-500)), exp.Mul(this=_size(b), expression=self._power(574))
        )
        small = _quotient(
            exp.Mul(this=_size(a), expression=self._power(538)), exp.Mul(this=_size(b), expression=self._power(-538))
        )
        signed = self._infinite(_same_sign(a, b, zero))
        above = self._if(_compare(exp.GTE, large, self._power(-50)), signed, plain)
        below = self._if(_compare(exp.LTE, small, self._power(1)), zero, plain)
        much = exp.Mul(this=_size(b), expression=self._power(1000))
        little = exp.Mul(this=_size(b), expression=self._power(-1000))
        guarded = (
            exp.Case()
            .when(
                _all(_compare(exp.LT, _size(b), one), self._known(a)),
                self._if(_compare(exp.GT, _size(a), much), above, plain),
            )
            .when(
                _all(_compare(exp.GT, _size(b), one), self._known(b), _compare(exp.NEQ, a, zero)),
                self._if(_compare(exp.LT, _size(a), little), below, plain),
            )
            .else_(plain.copy())
        )
        return self._wild(guarded, low, high)

    def choose(
        self, left: Operand, right: Operand, kind: type[exp.Binary], ends: Callable[[float, float], float]
    ) -> Operand:
        """The smaller or larger: NULL if one is, which GREATEST does not say on every engine."""
        a, b = self.bind(left.sql), self.bind(right.sql)
        case = exp.Case().when(_compare(kind, a, b), a.copy()).when(_compare(kind, b, a), b.copy())
        return Operand(self.bind(case), ends(left.low, right.low), ends(left.high, right.high))

    def _plain(self, left: Operand, right: Operand, low: float, high: float) -> bool:
        return not (left.wild or right.wild) and math.isfinite(low) and math.isfinite(high)

    def _may_vanish(self, left: Operand, right: Operand, kind: type[exp.Binary]) -> bool:
        """Whether PostgreSQL could stop because a result is too small to be a double."""
        if self.dialect is not Dialect.POSTGRES:
            return False
        least, other = _least(left), _least(right) if kind is exp.Mul else max(abs(right.low), abs(right.high))
        return (least * other if kind is exp.Mul else least / other if other else 0.0) < 1e-300

    def _wild(self, sql: exp.Expr, low: float = -math.inf, high: float = math.inf) -> Operand:
        """A result that may be infinite or NaN, unless its ends say otherwise."""
        if math.isfinite(low) and math.isfinite(high):
            return Operand(self.bind(sql), low, high)
        return Operand(self.bind(nan_as_null(self.bind(sql), self.dialect)), -math.inf, math.inf)

    def _infinite(self, positive: exp.Expr) -> exp.Expr:
        infinity = exp.cast(exp.Literal.string("Infinity"), exp.DType.DOUBLE)
        negative = exp.cast(exp.Literal.string("-Infinity"), exp.DType.DOUBLE)
        return self._if(positive, infinity, negative)

    def _known(self, *numbers: exp.Expr) -> exp.Expr:
        most = double(LARGEST, self.dialect)
        return _all(*(_compare(exp.LTE, _size(number), most) for number in numbers))

    def _power(self, exponent: int) -> exp.Expr:
        return double(2.0**exponent, self.dialect)

    @staticmethod
    def _if(condition: exp.Expr, then: exp.Expr, otherwise: exp.Expr) -> exp.Case:
        return exp.Case().when(condition.copy(), then.copy()).else_(otherwise.copy())


def _least(operand: Operand) -> float:
    """The smallest size of an operand that is not zero."""
    return min(abs(operand.low), abs(operand.high)) if operand.low > 0 or operand.high < 0 else 0.0


def _ends(found: Iterable[float]) -> tuple[float, float]:
    corners = list(found)
    return (-math.inf, math.inf) if any(map(math.isnan, corners)) else (min(corners), max(corners))


def _quotient(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.Div(this=_paren(left.copy()), expression=_paren(right.copy()), typed=True)


def _size(number: exp.Expr) -> exp.Expr:
    return exp.Abs(this=number.copy())


def _compare(kind: type[exp.Binary], left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return kind(this=left.copy(), expression=right.copy())


def _same_sign(left: exp.Expr, right: exp.Expr, zero: exp.Expr) -> exp.Expr:
    return exp.EQ(this=_paren(_compare(exp.GT, left, zero)), expression=_paren(_compare(exp.GT, right, zero)))


def _all(*conditions: exp.Expr) -> exp.Expr:
    return exp.and_(*conditions)


def _paren(sql: exp.Expr) -> exp.Expr:
    return sql if isinstance(sql, exp.Column | exp.Cast | exp.Literal | exp.Paren | exp.Nullif) else exp.Paren(this=sql)
