"""A derived characteristic's formula: arithmetic over declared names, nothing else.

The grammar is ``+ - * /``, parentheses, decimal numbers, names, ``min(...)`` and ``max(...)``. It is parsed once,
when the declaration is read; evaluation can meet only arithmetic.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Generic, TypeVar

from scoring.domain.errors import DeclarationError

__all__ = ["FLOATS", "Arithmetic", "Formula"]

T = TypeVar("T")

_BINARY: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_DECIMAL = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_MOST_CHARACTERS = 500
_DEEPEST = 100
_LARGEST = sys.float_info.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Generic[T]):
    """What the six operations mean for one kind of number (a float, a whole column).

    Every implementation keeps two rules: anything divided by zero is NaN, and NaN in gives NaN out.
    """

    binary: Mapping[str, Callable[[T, T], T]]
    constant: Callable[[float], T]


def _divide(left: float, right: float) -> float:
    return math.nan if right == 0 else left / right


def _smaller(left: float, right: float) -> float:
    return left if left <= right or math.isnan(left) else right


def _larger(left: float, right: float) -> float:
    return left if left >= right or math.isnan(left) else right


FLOATS: Arithmetic[float] = Arithmetic(
    binary={
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": _divide,
        "min": _smaller,
        "max": _larger,
    },
    constant=float,
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula.

    Attributes
    ----------
    text
        As declared.
    names
        The declared names it reads, in order of first appearance.

    Examples
    --------
    >>> Formula("payment / max(income, 1)").evaluate({"payment": 300.0, "income": 2000.0})
    0.15
    """

    text: str
    names: tuple[str, ...] = field(init=False)
    _tree: ast.expr = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.text) > _MOST_CHARACTERS:
            raise DeclarationError(f"a formula has more than {_MOST_CHARACTERS} characters", remedy="Shorten it")
        if "#" in self.text or "\n" in self.text or unicodedata.normalize("NFKC", self.text) != self.text:
            raise self._malformed("it holds a comment, a line break or characters that look like others")
        try:
            tree = ast.parse(self.text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise self._malformed("it is not arithmetic") from None
        names: dict[str, None] = {}
        self._check(tree, names)
        object.__setattr__(self, "_tree", tree)
        object.__setattr__(self, "names", tuple(names))

    def evaluate(self, values: Mapping[str, float]) -> float:
        """The formula's value; NaN, which every range refuses, where something is divided by zero."""
        return _evaluate(self._tree, values, FLOATS)

    def evaluate_with(self, values: Mapping[str, T], arithmetic: Arithmetic[T]) -> T:
        """The formula's value over another kind of number, such as whole columns."""
        return _evaluate(self._tree, values, arithmetic)

    def _source(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.text.strip(), node) or ""

    def _malformed(self, why: str) -> DeclarationError:
        return DeclarationError(
            f"the formula '{self.text}' cannot be used: {why}",
            remedy="Use + - * /, parentheses, numbers, declared names, min() and max()",
        )

    def _check(self, node: ast.expr, names: dict[str, None], depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise self._malformed("its parts nest too deeply")
        match node:
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                self._check(left, names, depth + 1)
                self._check(right, names, depth + 1)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                self._check(operand, names, depth + 1)
            case ast.Call(func=ast.Name(id="min" | "max"), args=[_, _, *_] as args, keywords=[]):
                for argument in args:
                    self._check(argument, names, depth + 1)
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool) and (
                -_LARGEST <= number <= _LARGEST and _DECIMAL.fullmatch(self._source(node))
            ):
                pass
            case ast.Name(id=name):
                names[name] = None
            case _:
                raise self._malformed(f"'{ast.unparse(node)}' is not allowed")


def _evaluate(node: ast.expr, values: Mapping[str, T], arithmetic: Arithmetic[T]) -> T:
    def value(part: ast.expr) -> T:
        return _evaluate(part, values, arithmetic)

    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return arithmetic.binary[_BINARY[type(op)]](value(left), value(right))
        case ast.UnaryOp(operand=operand):
            return arithmetic.binary["-"](arithmetic.constant(0.0), value(operand))
        case ast.Call(func=ast.Name(id=function), args=args):
            return reduce(arithmetic.binary[function], [value(argument) for argument in args])
        case ast.Constant(value=int() | float() as number):
            return arithmetic.constant(float(number))
        case ast.Name(id=name):
            return values[name]
        case _:  # pragma: no cover - _check admitted only the shapes above
            raise AssertionError(ast.dump(node))
