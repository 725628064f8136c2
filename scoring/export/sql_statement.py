"""The statement step by step, for every engine.

It is a chain of named steps: the columns as read (n, t), their states (s), what is derived (d), the points of each
entry (p), the losses (l) and the largest of them (m). A step's columns are named by place, never after a field.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sqlglot import exp

from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.entry import Attribute, Entry
from scoring.domain.formula import Formula
from scoring.domain.line import Line, Test
from scoring.export.form import Dialect
from scoring.export.plan import MISSING_TEXTS, MOST_REASONS, SPACE, Plan
from scoring.export.sql_arithmetic import Operand, formula_arithmetic
from scoring.export.sql_literal import LARGEST, double, finite, nan_as_null, text, whole_number
from scoring.export.sql_parts import cases, greatest, quoted_column, total
from scoring.export.sql_steps import Steps

__all__ = [
    "INVALID",
    "MISSING",
    "NOT_PROVIDED",
    "OWN_COLUMNS",
    "SPECIAL",
    "VALUE",
    "Statement",
]

OWN_COLUMNS = ("score", "pd", "invalid", *(f"reason_{number + 1}" for number in range(MOST_REASONS)))

VALUE, SPECIAL, MISSING, NOT_PROVIDED, INVALID = range(5)


class Statement:
    """One statement while it is built; the columns of its steps by field name."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self._plan = plan
        self._dialect = dialect
        self._steps = Steps(dialect)
        self._values: dict[str, exp.Expr] = {}
        self._states: dict[str, exp.Expr] = {}

    def build(self, table: str, keep: Sequence[str], reasons: int, *, points: bool = False) -> exp.Select:
        """The statement over a table, with columns of it that are kept, and the points of each entry if asked for."""
        kept = [self._steps.source(f"k{place}", quoted_column(name)) for place, name in enumerate(keep)]
        for place, name in enumerate(self._plan.blame):
            field = self._plan.characteristic(name)
            if field.formula is None:
                self._read(place, field)
            else:
                self._derive(place, field, field.formula)
        earned = [
            self._steps.bind(f"p{place}", self._points(entry)) for place, entry in enumerate(self._plan.card.entries)
        ]
        score = self._score(earned)
        found = [column.as_(name, quoted=True) for column, name in zip(kept, keep, strict=True)]
        found += [score.as_("score"), self._pd(score).as_("pd"), self._blame().as_("invalid")]
        codes = self._reasons(earned) if earned and reasons else []
        codes += [exp.cast(exp.null(), exp.DType.TEXT) for _ in range(MOST_REASONS - len(codes))]
        found += [code.as_(name) for code, name in zip(codes[:reasons], OWN_COLUMNS[3:], strict=False)]
        if points:  # of a row without score they say nothing
            known = score.copy().is_(exp.null()).not_()
            cases_of = [exp.Case().when(known.copy(), column.copy()) for column in earned]
            found += [case.as_(f"points_{place + 1}") for place, case in enumerate(cases_of)]
        return self._steps.select(found, table)

    def _read(self, place: int, field: Characteristic) -> None:
        column = quoted_column(field.name)

        def code(written: str) -> exp.Expr:
            numeric = field.kind is Kind.NUMERIC
            return double(float(written), self._dialect) if numeric else self._text(written)

        rules: list[tuple[exp.Expr, int]]
        if field.kind is Kind.NUMERIC:
            value = self._steps.source(f"n{place}", self._number(column))
            rules = [(value.is_(exp.null()), MISSING)]
            invalid: exp.Expr | None = finite(value.copy(), field.range, self._dialect).not_()
        else:
            value = self._steps.source(f"t{place}", exp.Trim(this=column, expression=exp.Literal.string(SPACE)))
            unknown = exp.Lower(this=value.copy()).isin(*map(exp.Literal.string, MISSING_TEXTS))
            rules = [(value.is_(exp.null()).or_(unknown), MISSING)]
            permitted = [self._text(label) for label in field.categories]
            invalid = value.isin(*permitted).not_() if permitted else None
        if field.special:
            rules.append((value.isin(*(code(special.code) for special in field.special)), SPECIAL))
        if field.not_provided is not None:
            rules.append((value.eq(code(field.not_provided)), NOT_PROVIDED))
        if invalid is not None:
            rules.append((invalid, INVALID))
        self._values[field.name] = value
        self._states[field.name] = self._steps.bind(f"s{place}", cases(rules, whole_number(VALUE)))

    def _number(self, column: exp.Expr) -> exp.Expr:
        number: exp.Expr = exp.cast(column, exp.DType.DOUBLE)
        if self._dialect is Dialect.SQLITE:  # text would be read as far as it is a number; it is out of every range
            kinds = exp.Literal.string("text"), exp.Literal.string("blob")
            no_number = exp.func("TYPEOF", column.copy()).isin(*kinds)
            number = exp.Case().when(no_number, exp.Literal.number("9e999")).else_(number)
        return nan_as_null(number, self._dialect)

    def _derive(self, place: int, field: Characteristic, formula: Formula) -> None:
        parts = 0

        def bind(part: exp.Expr) -> exp.Expr:
            nonlocal parts
            if isinstance(part, exp.Column | exp.Cast | exp.Literal):  # short enough to stand twice
                return part
            parts += 1
            return self._steps.bind(f"d{place}_{parts}", part)

        operands = {name: self._operand(name) for name in formula.names}
        found = formula.evaluate_with(operands, formula_arithmetic(self._dialect, bind)).sql
        value = self._steps.bind(f"d{place}", found)

        def some(*wanted: int) -> exp.Expr:
            return exp.or_(*(self._is(name, each) for each in wanted for name in formula.names))

        # What is computed from values alone is no NULL, so that most rows need one question.
        rules = [(finite(value.copy(), field.range, self._dialect), VALUE)]
        if formula.names:
            rules += [
                (some(INVALID), INVALID),
                (some(NOT_PROVIDED), NOT_PROVIDED),
                (some(MISSING, SPECIAL), MISSING),
            ]
        self._values[field.name] = value
        self._states[field.name] = self._steps.bind(f"s{place}", cases(rules, whole_number(INVALID)))

    def _operand(self, name: str) -> Operand:
        """A field in a formula: NULL unless it has a value, so that no formula meets what lies outside its range."""
        low, high = self._plan.characteristic(name).range or (-LARGEST, LARGEST)
        column = self._values[name]
        known = exp.Case().when(self._is(name, VALUE), column.copy())
        return Operand(self._steps.bind(f"v{self._plan.blame.index(name)}", known), low, high)

    def _text(self, value: str) -> exp.Expr:
        return text(value, self._dialect)

    def _is(self, name: str, state: int) -> exp.Expr:
        return self._states[name].eq(whole_number(state))

    def _score(self, points: Sequence[exp.Expr]) -> exp.Column:
        return self._steps.bind("score", total(self._plan.card.initial_points, points))

    def _points(self, entry: Entry) -> exp.Expr:
        """The points of an entry; NULL if what it reads is invalid."""
        if entry.by is None:
            return self._table(entry.characteristic, entry.attributes)
        either = self._is(entry.by, INVALID).or_(self._is(entry.characteristic, INVALID))
        case = exp.Case().when(either, exp.null())
        for each in entry.slices:
            if each.when is not None:
                case = case.when(self._accepts(each.when, entry.by), self._table(entry.characteristic, each.attributes))
        return case

    def _table(self, name: str, lines: Sequence[Attribute]) -> exp.Expr:
        value, case, among = self._values[name], exp.Case(), exp.Case()
        last: exp.Expr | None = None
        for line in lines:
            points = whole_number(line.points)
            if line.test is Test.ANY:
                case = case.when(self._is(name, INVALID).not_(), points)
            elif line.test is Test.INTERVAL and line.upper is not None:
                among = among.when(value < double(line.upper, self._dialect), points)
            elif line.test is Test.CATEGORIES:
                among = among.when(value.isin(*map(self._text, line.labels)), points)
            elif line.test in {Test.OTHER, Test.INTERVAL}:
                last = points
            else:
                case = case.when(self._accepts(line, name), points)
        if last is None:
            return case
        found = among.else_(last) if among.args.get("ifs") else last
        case.args.get("ifs", []).insert(0, exp.If(this=self._is(name, VALUE), true=found))
        return case

    def _accepts(self, line: Line, name: str) -> exp.Expr:
        value, known = self._values[name], self._is(name, VALUE)
        match line.test:
            case Test.INTERVAL:
                parts = [known]
                parts += [] if line.lower is None else [value >= double(line.lower, self._dialect)]
                parts += [] if line.upper is None else [value < double(line.upper, self._dialect)]
                return exp.and_(*parts)
            case Test.CATEGORIES:
                return exp.and_(known, value.isin(*map(self._text, line.labels)))
            case Test.OTHER:
                return known
            case Test.SPECIAL:
                numeric = self._plan.characteristic(name).kind is Kind.NUMERIC
                code = line.labels[0]
                literal = double(float(code), self._dialect) if numeric else self._text(code)
                return exp.and_(self._is(name, SPECIAL), value.eq(literal))
            case Test.MISSING:
                return self._is(name, MISSING)
            case Test.NOT_PROVIDED:
                return self._is(name, NOT_PROVIDED)
            case Test.ANY:
                return self._is(name, INVALID).not_()

    def _blame(self) -> exp.Expr:
        rules = [(self._is(name, INVALID), self._text(name)) for name in self._plan.blame]
        return cases(rules, None) if rules else exp.cast(exp.null(), exp.DType.TEXT)

    def _pd(self, score: exp.Expr) -> exp.Expr:
        """The card's table in blocks, so that no row is compared with every score of it; a list in Spark.

        Spark compiles a statement, but no part of it that grows too long.
        """
        table = self._plan.card.pd_table
        if self._dialect is Dialect.SPARK:
            pds = exp.Anonymous(this="ARRAY", expressions=[double(float(pd), self._dialect) for pd in table.pds])
            index = exp.Sub(this=score.copy(), expression=whole_number(table.lowest - 1))
            return exp.Anonymous(this="ELEMENT_AT", expressions=[pds, index])
        block = math.isqrt(len(table.pds)) + 1
        blocks = exp.Case()
        for first in range(0, len(table.pds), block):
            rows = exp.Case(this=score.copy())
            for place in range(first, min(first + block, len(table.pds))):
                rows = rows.when(whole_number(table.lowest + place), double(float(table.pds[place]), self._dialect))
            blocks = blocks.when(score < whole_number(table.lowest + first + block), rows)
        return blocks

    def _reasons(self, points: Sequence[exp.Expr]) -> list[exp.Expr]:
        """The codes of the largest losses."""
        losses = self._losses(points)
        return [self._code(each, losses) for each in self._largest(losses)]

    @property
    def _whole(self) -> exp.DType:
        """The type of losses; the plan has refused cards whose losses are larger."""
        return exp.DType.BIGINT

    def _losses(self, points: Sequence[exp.Expr]) -> list[exp.Expr]:
        """The entries' losses as whole numbers, in the order of codes.

        A loss in units, times the number of entries, plus the entry's place from the end in the order of codes: whole
        numbers that are all different, of which those of at least the number of entries are losses above 0.
        """
        plan, count, whole = self._plan, len(points), self._whole
        losses: list[exp.Expr] = []
        for rank, place in enumerate(plan.order):
            entry = plan.card.entries[place]
            earned = exp.cast(points[place].copy(), whole) * whole_number(plan.unit)
            loss = exp.Paren(this=whole_number(plan.units(entry)) - earned)
            key: exp.Expr = loss * whole_number(count) + whole_number(count - 1 - rank)
            if plan.may_be_refused(entry):
                refused = self._is(entry.characteristic, NOT_PROVIDED)
                key = exp.Case().when(refused, whole_number(-1)).else_(key)
            losses.append(self._steps.bind(f"l{place}", key))
        return losses

    def _largest(self, losses: Sequence[exp.Expr]) -> list[exp.Expr]:
        """As many of them as there are reasons, the largest first."""
        function = "MAX" if self._dialect is Dialect.SQLITE else "GREATEST"
        found: list[exp.Expr] = [self._steps.bind("m1", greatest(losses, function))]
        for number in range(1, MOST_REASONS):
            smaller = [exp.Case().when(loss < found[-1], loss.copy()).else_(whole_number(-1)) for loss in losses]
            found.append(self._steps.bind(f"m{number + 1}", greatest(smaller, function)))
        return found

    def _code(self, loss: exp.Expr, losses: Sequence[exp.Expr]) -> exp.Expr:
        """The code whose loss this is; NULL where it is not above 0, or there is no score."""
        none = exp.column("score").is_(exp.null()).or_(loss < whole_number(len(losses)))
        rules: list[tuple[exp.Expr, exp.Expr | int]] = [(none, exp.null())]
        rules += [(each.eq(loss), code) for each, code in zip(losses, self._codes(), strict=True)]
        return cases(rules, None)

    def _codes(self) -> list[exp.Expr]:
        """The reason codes in their order."""
        plan = self._plan
        return [self._text(plan.code(plan.card.entries[place])) for place in plan.order]
