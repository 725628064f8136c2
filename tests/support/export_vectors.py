"""Applicants at the corners of a card, and what the card says of them: for every form that a card is exported to."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Direction, Kind, Source, Special
from scoring.domain.errors import InvalidValue
from scoring.domain.formula import Formula
from scoring.domain.line import Line, Test
from scoring.domain.reading import State
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.explain.reasons import reasons
from scoring.export.plan import Plan
from tests.support.hand_card import card, crossing, entry, field, intervals, line

__all__ = ["ARITHMETIC", "HOSTILE", "Outcome", "applicants", "expected", "extremes", "odd_texts"]

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is compared, letter for letter."""

    score: int | None
    pd: float | None
    invalid: str | None
    reasons: tuple[str, ...]


def expected(scored: Card, row: Mapping[str, object]) -> Outcome:
    """What the card itself says."""
    readings = scored.registry.read(row)
    try:
        score = scored.score(readings)
    except InvalidValue as error:
        return Outcome(score=None, pd=None, invalid=error.field, reasons=())
    found = tuple(reason.code for reason in reasons(scored, readings))
    return Outcome(score=score, pd=float(scored.pd(score)), invalid=None, reasons=found)


def applicants(scored: Card, *, several: int = 400) -> list[Row]:
    """Every candidate of every field beside an ordinary applicant, and ``several`` mixtures of candidates."""
    plan = Plan(scored)
    candidates = {each.name: list(_candidates(scored, each)) for each in plan.reads}
    for name, more in _derived_candidates(scored, plan).items():
        candidates[name] += more
    usual = {each.name: _usual(each) for each in plan.reads}
    rows: list[Row] = [{**usual, name: value} for name, values in candidates.items() for value in values]
    draw = random.Random(20)  # noqa: S311 - the same mixtures each time
    valid = {
        each.name: [value for value in candidates[each.name] if each.read(value).state is not State.INVALID]
        for each in plan.reads
    }
    for each in scored.entries:
        if each.by in valid and each.characteristic in valid:
            pairs = product(valid[each.by], valid[each.characteristic])
            rows += [{**usual, each.by: one, each.characteristic: other} for one, other in pairs]
    for choices, share in ((valid, 0.3), (valid, 1.0), (candidates, 0.2)):
        rows += [
            {name: draw.choice(values) if draw.random() < share else usual[name] for name, values in choices.items()}
            for _ in range(several // 3)
        ]
    return rows


def odd_texts(scored: Card) -> list[Row]:
    """Applicants whose categories are spelt oddly: for whatever reads text as a file is read."""
    plan = Plan(scored)
    usual = {each.name: _usual(each) for each in plan.reads}
    odd = ["NULL", " NaN ", "\tnull\n", "\u00a0", "  ", "Null."]
    rows: list[Row] = []
    for each in plan.reads:
        if each.kind is Kind.CATEGORICAL:
            known = [*each.categories, *(special.code for special in each.special)]
            rows += [{**usual, each.name: text} for text in odd]
            rows += [{**usual, each.name: f"\u2003{label}\u00a0 "} for label in known]
            rows += [{**usual, each.name: label.swapcase()} for label in known]
    return rows


def _usual(each: Characteristic) -> object:
    if each.kind is Kind.CATEGORICAL:
        return (*each.categories, "usual")[0]
    low, high = each.range or (0.0, 10.0)
    return low + (high - low) / 8


def _candidates(scored: Card, each: Characteristic) -> Iterator[object]:
    lines = _lines_of(scored, each.name)
    if each.kind is Kind.CATEGORICAL:
        yield from each.categories
        yield from (label for known in lines if known.test is Test.CATEGORIES for label in known.labels)
        yield from (special.code for special in each.special)
        yield from ("", None, "something else")
        if each.not_provided is not None:
            yield each.not_provided
        return
    ends = [end for known in lines for end in (known.lower, known.upper) if end is not None]
    ends += [*(each.range or ()), 0.0]
    for end in dict.fromkeys(ends):
        yield from (end, math.nextafter(end, -math.inf), math.nextafter(end, math.inf))
    yield from (-0.0, None, math.nan, math.inf, -math.inf, 1e300, -1e300)
    codes = [special.code for special in each.special]
    codes += [] if each.not_provided is None else [each.not_provided]
    for code in codes:
        yield from (float(code), math.nextafter(float(code), math.inf))


def _lines_of(scored: Card, name: str) -> list[Line]:
    lines: list[Line] = []
    for each in scored.entries:
        if each.characteristic == name:
            lines += each.attributes
        if each.by == name:
            lines += [cut.when for cut in each.slices if cut.when is not None]
    return lines


def _derived_candidates(scored: Card, plan: Plan) -> dict[str, list[object]]:
    """Operands that bring what is derived to its cuts and its range, as near as doubles come."""
    usual = {each.name: _usual(each) for each in plan.reads if each.kind is Kind.NUMERIC}
    found: dict[str, list[object]] = {each.name: [] for each in plan.reads}
    for each in plan.derived:
        formula = each.formula
        if formula is None:
            continue
        ends = {line.upper for line in _lines_of(scored, each.name) if line.upper is not None} | set(each.range or ())
        numbers = {name: float(str(usual[name])) for name in formula.names}
        for name in formula.names:
            low, high = plan.characteristic(name).range or (-1e9, 1e9)
            for end in sorted(ends):
                found[name] += _meets(formula, numbers, name, (low, high), end)
    return found


def _meets(
    formula: Formula, numbers: Mapping[str, float], name: str, between: tuple[float, float], end: float
) -> list[float]:
    low, high = between

    def above(value: float) -> bool:
        return formula.evaluate({**numbers, name: value}) >= end

    if above(low) == above(high):
        return []
    while low < (middle := low / 2 + high / 2) < high:
        low, high = (middle, high) if above(middle) == above(low) else (low, middle)
    return [low, high]


_WORDS = Text(en="</script><b>\"'&", nl="<!-- '; DROP TABLE applicants; -- \u2028")
_STRANGE = "it's \"quoted\"\\'; DROP TABLE applicants; --"
_MARKUP = "</script><script>alert(1)</script>"
_LINES = "two\nlines\tand `ticks` $x %s {{y}}"


def _hostile() -> Card:
    registry = Registry(
        profile=Profile.BENCHMARK,
        title=_WORDS,
        characteristics=(
            field(_STRANGE, _WORDS, code="R'1", range=(0, 10), special=(Special(code="-1", meaning=_WORDS),)),
            field(_MARKUP, _WORDS, code="</script>", kind=Kind.CATEGORICAL, categories=(*_labels(), "plain")),
            field(
                _LINES,
                _WORDS,
                code="R\\3\n",
                kind=Kind.CATEGORICAL,
                source=Source.BANK,
                not_provided="re'fused",
                special=(Special(code="</script>", meaning=_WORDS), Special(code="--", meaning=_WORDS)),
            ),
            field("__proto__", _WORDS, code='R"4', range=(-1, 1)),
            field("constructor", _WORDS, kind=Kind.CATEGORICAL, categories=("__proto__", "toString", "O'Neil")),
            field("score", _WORDS, code="", range=(0, 1e-300), direction=Direction.LOWER_IS_SAFER),
            field(
                "derived",
                _WORDS,
                code="\u00e9\u2713",
                formula=Formula("invalid / (n0 - 0.1) * min(n0, 1) + 1e-320"),
            ),
        ),
        inputs=(field("invalid"), field("n0", range=(-5, 5))),
    )
    lines = [line(Test.CATEGORIES, 3 * place, label) for place, label in enumerate(_labels())]
    return card(
        registry,
        (
            entry(
                _STRANGE,
                (*intervals((0.1, 0.3, 1 / 3), (0, 3, 6, 9)), line(Test.SPECIAL, 4, "-1"), line(Test.MISSING, 2)),
                "5",
            ),
            entry(_MARKUP, (*lines, line(Test.OTHER, 1), line(Test.MISSING, 0)), "5"),
            entry(
                _LINES,
                (
                    line(Test.CATEGORIES, 8, *_labels()[:3]),
                    line(Test.OTHER, 3),
                    line(Test.SPECIAL, 0, "</script>"),
                    line(Test.SPECIAL, 1, "--"),
                    line(Test.MISSING, 2),
                    line(Test.NOT_PROVIDED, 2, neutral=True),
                ),
                "5.000000000001",
            ),
            crossing(
                "constructor",
                "__proto__",
                (
                    (
                        Line(test=Test.CATEGORIES, labels=("__proto__", "O'Neil")),
                        (*intervals((0.0,), (1, 7)), line(Test.MISSING, 2)),
                    ),
                    (Line(test=Test.OTHER), (*intervals((-0.1, 0.1), (9, 4, 0)), line(Test.MISSING, 3))),
                    (Line(test=Test.MISSING), (line(Test.ANY, 5, neutral=True),)),
                ),
                "5",
                code="X'\"<",
            ),
            entry("score", (*intervals((5e-324, 1e-310, 3e-308), (9, 6, 3, 1)), line(Test.MISSING, 2)), "5"),
            entry("derived", (*intervals((-1e3, 0.3, 1e-5 + 1), (0, 2, 6, 9)), line(Test.MISSING, 4)), "5"),
        ),
        initial=500,
    )


def _labels() -> tuple[str, ...]:
    return (
        "O'Neil",
        "back\\slash\\",
        "</script>",
        "line\nbreak",
        "'; DROP TABLE x; --",
        "\u00dcn\u00efc\u00f6de \u2713 \U0001f600",
        "${x} %s {y} `",
    )


HOSTILE: Card = replace(_hostile(), cut_off=520)
"""A card whose names, labels and texts are what each of the forms could mistake for its own signs."""


def _arithmetic() -> Card:
    formulas = {
        "total": "a + b",
        "gap": "a - b",
        "product": "a * b",
        "share": "a / b",
        "least": "min(a, b)",
        "most": "max(a, b)",
    }
    cuts = (-1e300, -1.0, -1e-300, 0.0, 5e-324, 1e-300, 1.0, 1e300)
    registry = Registry(
        profile=Profile.BENCHMARK,
        title=Text.same("arithmetic"),
        characteristics=tuple(field(name, formula=Formula(text)) for name, text in formulas.items()),
        inputs=(field("a"), field("b")),
    )
    tables = []
    for place, name in enumerate(formulas):
        points = tuple((place + 1) * cut for cut in range(len(cuts) + 1))
        tables.append(entry(name, (*intervals(cuts, points), line(Test.MISSING, 0))))
    return card(registry, tables)


def extremes() -> list[Row]:
    """Pairs of numbers whose sums, products and quotients leave the doubles, or nearly do."""
    sizes = (
        0.0,
        5e-324,
        1e-320,
        2.2250738585072014e-308,
        1e-200,
        1e-160,
        0.4,
        1.0,
        3.0,
        1e160,
        1e300,
        1.7976931348623157e308,
    )
    numbers = [sign * size for size in sizes for sign in (1, -1)]
    return [{"a": a, "b": b} for a in numbers for b in numbers]


ARITHMETIC: Card = _arithmetic()
"""One table for each operation of formulas, over numbers without a range."""
