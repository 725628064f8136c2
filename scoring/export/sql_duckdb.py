"""The statement for DuckDB, which scores files of any size: the same answers, written for whole vectors of rows.

A ``CASE`` there puts each question to those rows only that no earlier one took. So a field is first asked for an
ordinary value, for its other states where it has none, and who is to blame where there is no score. A text is looked up
in a list, which DuckDB does once for each different text where a file holds a dictionary of them. ``IN`` and
``list_contains`` are avoided: longer ones become joins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.entry import Attribute, Entry
from scoring.domain.line import Line, Test
from scoring.domain.reading import Reading, State
from scoring.export.form import Dialect
from scoring.export.plan import MISSING_TEXTS, SPACE, Plan
from scoring.export.sql_ladder import Rung, ladder
from scoring.export.sql_largest import largest
from scoring.export.sql_literal import double, finite, whole_number
from scoring.export.sql_parts import cases, quoted_column, total
from scoring.export.sql_statement import MISSING, NOT_PROVIDED, SPECIAL, VALUE, Statement

__all__ = ["DuckdbStatement"]

_LARGEST = 2**30
"""Losses up to it, and their sums, are plain integers, which are compared and added in half the time."""


class DuckdbStatement(Statement):
    """The statement for DuckDB; the state of a field that is read stands in no column.

    Parameters
    ----------
    enumerated
        Whether reasons are an ``ENUM`` of the card's codes, which Parquet gets as texts in a third of the time.
    """

    def __init__(self, plan: Plan, dialect: Dialect, *, enumerated: bool = False) -> None:
        super().__init__(plan, dialect)
        self._enumerated = enumerated
        card = plan.card
        self._least = min((entry.least for entry in card.entries), default=0) - (card.highest - card.lowest) - 1

    def _read(self, place: int, field: Characteristic) -> None:
        column = quoted_column(field.name)
        if field.kind is Kind.NUMERIC:
            self._values[field.name] = self._steps.source(f"n{place}", exp.cast(column, exp.DType.DOUBLE))
        else:
            trimmed = exp.Trim(this=column, expression=exp.Literal.string(SPACE))
            self._values[field.name] = self._steps.source(f"t{place}", trimmed)

    def _is(self, name: str, state: int) -> exp.Expr:
        if name in self._states:
            return super()._is(name, state)
        field, value = self._plan.characteristic(name), self._values[name]
        if state == VALUE:
            return exp.Paren(this=self._ordinary(field))
        if state == SPECIAL:
            return self._one_of(field, [each.code for each in field.special])
        if state == NOT_PROVIDED:
            return self._one_of(field, [] if field.not_provided is None else [field.not_provided])
        if state == MISSING:
            return exp.Paren(this=exp.or_(value.is_(exp.null()), self._unknown(field), copy=False))
        permitted = [self._ordinary(field), self._one_of(field, _codes(field)), self._unknown(field)]
        other = exp.Not(this=exp.Paren(this=exp.or_(*permitted, copy=False)))
        return exp.Paren(this=exp.and_(value.is_(exp.null()).not_(), other, copy=False))

    def _ordinary(self, field: Characteristic) -> exp.Expr:
        """Whether a field has a value that is none of its codes; NULL or false where it is NULL."""
        value, codes = self._values[field.name], _codes(field)
        if field.categories:
            return self._one_of(field, [name for name in field.categories if name not in codes])
        if field.kind is Kind.NUMERIC:
            inside = finite(value.copy(), field.range, self._dialect)
            # A code lies outside a declared range.
            return exp.and_(inside, self._one_of(field, codes).not_()) if codes and field.range is None else inside
        other = exp.or_(self._unknown(field), self._one_of(field, codes))
        return exp.and_(value.is_(exp.null()).not_(), other.not_())

    def _unknown(self, field: Characteristic) -> exp.Expr:
        """Whether what is not NULL is missing."""
        value = self._values[field.name].copy()
        if field.kind is Kind.NUMERIC:
            return exp.Anonymous(this="ISNAN", expressions=[value])
        return _contains(map(exp.Literal.string, MISSING_TEXTS), exp.Lower(this=value))

    def _one_of(self, field: Characteristic, texts: Sequence[str]) -> exp.Expr:
        value = self._values[field.name].copy()
        if field.kind is Kind.NUMERIC:
            return _contains([double(float(text), self._dialect) for text in texts], value)
        return _contains([self._text(text) for text in texts if text.lower() not in MISSING_TEXTS], value)

    def _points(self, entry: Entry) -> exp.Expr:
        if entry.by is None:
            return self._table(entry.characteristic, entry.attributes)
        rungs, rules = [], []
        for each in entry.slices:
            if each.when is not None:
                table = self._table(entry.characteristic, each.attributes)
                if each.when.test is Test.INTERVAL:
                    rungs.append(Rung(upper=each.when.upper, found=table, weight=sum(map(_weight, each.attributes))))
                else:
                    rules.append((self._accepts(each.when, entry.by), table))
        if rungs:
            rules.insert(0, (self._is(entry.by, VALUE), ladder(self._values[entry.by], rungs, self._dialect)))
        return cases(rules, self._nothing)

    @property
    def _nothing(self) -> exp.Expr:
        """What an invalid field earns: so little that the sum stays below every score.

        A number, as columns without NULL are summed and compared in half the time.
        """
        return whole_number(self._least)

    def _score(self, points: Sequence[exp.Expr]) -> exp.Column:
        card = self._plan.card
        found = self._steps.bind("total", total(card.initial_points, points))
        return self._steps.bind("score", exp.Case().when(found >= whole_number(card.lowest), found.copy()))

    def _accepts(self, line: Line, name: str) -> exp.Expr:
        field = self._plan.characteristic(name)
        if field.formula is None and line.test in {Test.SPECIAL, Test.CATEGORIES}:
            wanted = State.SPECIAL if line.test is Test.SPECIAL else State.VALUE
            return self._one_of(field, [label for label in line.labels if field.read(label).state is wanted])
        return super()._accepts(line, name)

    def _table(self, name: str, lines: Sequence[Attribute]) -> exp.Expr:
        field = self._plan.characteristic(name)
        if lines[0].test is Test.ANY:
            return exp.Case(ifs=super()._table(name, lines).args["ifs"], default=self._nothing)
        if field.kind is Kind.CATEGORICAL:
            return self._text_table(field, lines)
        known = finite(self._values[name].copy(), field.range, self._dialect)
        intervals = [line for line in lines if line.test is Test.INTERVAL]
        rungs = [Rung(upper=each.upper, found=whole_number(each.points), weight=_weight(each)) for each in intervals]
        rules = [(known, ladder(self._values[name], rungs, self._dialect))]
        codes = [each for each in lines if each.test in {Test.SPECIAL, Test.NOT_PROVIDED}]
        rules += [(self._accepts(each, name), whole_number(each.points)) for each in lines if each.test is Test.MISSING]
        asked = [(self._accepts(each, name), whole_number(each.points)) for each in codes]
        # A code lies outside the declared range; without one it would pass for a value.
        return cases([*asked, *rules] if field.range is None else [*rules, *asked], self._nothing)

    def _text_table(self, field: Characteristic, lines: Sequence[Attribute]) -> exp.Expr:
        """The points of a text by its place among all texts that the card knows."""
        value, labels = self._values[field.name], self._labels(field)
        case = exp.Case(default=self._nothing)
        if labels:
            texts = [self._text(label) for label in labels]
            name = f"q{self._plan.blame.index(field.name)}"
            place = self._steps.bind(name, _function("LIST_POSITION", _list(texts), value.copy()))
            points = [_points(lines, field.read(label)) for label in labels]
            case = case.when(place > whole_number(0), _function("LIST_EXTRACT", _list(points), place.copy()))
        case = case.when(self._is(field.name, MISSING), _points(lines, Reading.missing()))
        if not field.categories:
            other = [line for line in lines if line.test is Test.OTHER]
            case = case.when(value.is_(exp.null()).not_(), whole_number(other[0].points) if other else exp.null())
        return case

    def _labels(self, field: Characteristic) -> list[str]:
        """The texts that have a line or are a category or a code, each once; not those that mean "nobody knows"."""
        named = [*_codes(field), *field.categories]
        for entry in self._plan.card.entries:
            lines: list[Line] = [*entry.attributes] if entry.characteristic == field.name else []
            lines += [each.when for each in entry.slices if each.when is not None and entry.by == field.name]
            named += [label for line in lines for label in line.labels]
        permitted = {State.VALUE, State.SPECIAL, State.NOT_PROVIDED}
        return [label for label in dict.fromkeys(named) if field.read(label).state in permitted]

    def _blame(self) -> exp.Expr:
        """The first invalid column; there is one exactly where there is no score."""
        return exp.Case().when(exp.column("score").is_(exp.null()), super()._blame())

    def _pd(self, score: exp.Expr) -> exp.Expr:
        table = self._plan.card.pd_table
        pds = _list([double(float(pd), self._dialect) for pd in table.pds])
        return _function("LIST_EXTRACT", pds, exp.Sub(this=score.copy(), expression=whole_number(table.lowest - 1)))

    def _losses(self, points: Sequence[exp.Expr]) -> list[exp.Expr]:
        """The entries' losses as small whole numbers, in the order of codes.

        A loss is a reference less whole points. Of two that differ by less than a point, the one whose reference has
        the larger fraction is larger, so that the entries' places by fraction stand for the fractions. The loss without
        its fraction, times the number of entries, plus that place: numbers that are all different, of which those from
        the number of whole references on are losses above 0.
        """
        plan, entries, count = self._plan, self._plan.card.entries, len(points)
        most = max(plan.units(each) // plan.unit + max(abs(self._least), each.most) + 1 for each in entries)
        losses: list[exp.Expr] = []
        for place in plan.order:
            entry, earned = entries[place], points[place].copy()
            if most * count > _LARGEST:
                earned = exp.cast(earned, exp.DType.BIGINT)
            start = plan.units(entry) // plan.unit * count + self._by_fraction.index(place)
            times = exp.Mul(this=earned, expression=whole_number(count))
            loss: exp.Expr = exp.Sub(this=whole_number(start), expression=times)
            if plan.may_be_refused(entry):
                refused = self._is(entry.characteristic, NOT_PROVIDED)
                loss = exp.Case().when(refused, whole_number(-1), copy=False).else_(loss, copy=False)
            losses.append(self._steps.bind(f"l{place}", loss))
        return losses

    @property
    def _by_fraction(self) -> list[int]:
        """The entries' places, those with smaller fractions in their references first, of equal ones the last code."""
        plan, last_first = self._plan, self._plan.order[::-1]
        return sorted(last_first, key=lambda place: plan.units(plan.card.entries[place]) % plan.unit)

    def _largest(self, losses: Sequence[exp.Expr]) -> list[exp.Expr]:
        return largest(losses, self._steps)

    def _code(self, loss: exp.Expr, losses: Sequence[exp.Expr]) -> exp.Expr:
        """By the place that stands in the loss itself."""
        plan, count = self._plan, whole_number(len(losses))
        whole = sum(plan.units(entry) % plan.unit == 0 for entry in plan.card.entries)
        above = exp.column("score").is_(exp.null()).not_().and_(loss.copy() >= whole_number(whole))
        codes = _list([self._text(plan.code(plan.card.entries[place])) for place in self._by_fraction])
        if self._enumerated:
            named = dict.fromkeys(plan.code(plan.card.entries[place]) for place in plan.order)
            one = exp.DataType(this=exp.DType.ENUM, expressions=[self._text(code) for code in named])
            codes = exp.Cast(this=codes, to=exp.DataType(this=exp.DType.ARRAY, expressions=[one], nested=True))
        place = exp.Mod(this=loss.copy(), expression=count) + whole_number(1)
        return exp.Case().when(above, _function("LIST_EXTRACT", codes, place))


def _weight(line: Attribute) -> float:
    """How many rows will come to a line, as in the development data; some even where nothing is known of them."""
    return line.goods + line.bads + 1


def _codes(field: Characteristic) -> list[str]:
    found = [each.code for each in field.special]
    return found if field.not_provided is None else [*found, field.not_provided]


def _points(lines: Sequence[Attribute], reading: Reading) -> exp.Expr:
    return next((whole_number(line.points) for line in lines if line.accepts(reading)), exp.null())


def _contains(values: Iterable[exp.Expr], value: exp.Expr) -> exp.Expr:
    found = list(values)
    if not found:
        return exp.false()
    if len(found) == 1:
        return value.eq(found[0])
    place = _function("LIST_POSITION", _list(found), value)
    return _function("COALESCE", place, whole_number(0)) > whole_number(0)


def _list(values: Sequence[exp.Expr]) -> exp.Expr:
    return exp.Array(expressions=list(values))


def _function(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))
