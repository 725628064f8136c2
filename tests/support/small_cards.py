"""Hypothesis strategies: cards with two or three fields that a person can move, and a person to each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from scoring.domain.card import Card
from scoring.domain.characteristic import Actionable, Category, Change, Characteristic, Special
from scoring.domain.entry import Attribute, Entry
from scoring.domain.formula import Formula
from scoring.domain.line import Line, Test
from scoring.domain.policy import Limit
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from tests.support.hand_card import card, crossing, entry, field, intervals, line

NAMES = ("a", "b", "c")
FORMULAS = ("a / b", "a + b", "a - c", "min(a, c) * 2", "b / max(c, 1)", "a + b + c", "(a - 3) * (b - c)")
SPECIAL, DISPUTED = "-8", "-7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A card, one person's raw values, and the limits that they must meet."""

    card: Card
    values: dict[str, object]
    limits: tuple[Limit, ...]


@st.composite
def cases(draw: st.DrawFn, *, crossings: bool = False) -> Case:
    """A case: every state of a value a person can send, derived characteristics that share fields, limits.

    Parameters
    ----------
    crossings
        Whether entries may read two characteristics, and a change may set another field besides.
    """
    fields = [draw(_movable(name)) for name in NAMES[: draw(st.sampled_from([3, 3, 2]))]]
    if crossings:
        fields = draw(_with_side_effects(fields))
    names = {each.name for each in fields}
    formulas = [text for text in FORMULAS if set(Formula(text).names) <= names]
    derived = [
        field(f"d{place}", code=f"D{place}", formula=Formula(text), range=(-40, 40), category=draw(_CATEGORIES))
        for place, text in enumerate(draw(st.lists(st.sampled_from(formulas), max_size=2, unique=True)))
    ]
    registry = Registry(
        profile=Profile.BENCHMARK, title=Text.same("small"), characteristics=(*fields, *derived), inputs=()
    )
    scored = draw(st.permutations(registry.characteristics))[: draw(st.integers(2, 5))]
    entries: list[Entry] = []
    while scored:
        together = crossings and len(scored) > 1 and draw(st.booleans())
        if together:
            entries.append(draw(_crossing(scored[0], scored[1], f"X{len(entries)}")))
        else:
            entries.append(draw(_entry(scored[0])))
        scored = scored[2 if together else 1 :]
    made = card(registry, entries, initial=draw(st.integers(0, 5)))
    values: dict[str, object] = {each.name: draw(_VALUES) for each in fields}
    return Case(card=made, values=values, limits=draw(_limits(registry)))


@st.composite
def _with_side_effects(draw: st.DrawFn, fields: list[Characteristic]) -> list[Characteristic]:
    """One or two fields whose changes also set the last one, which may be one that can be moved itself."""
    value = draw(st.sampled_from([None, 0.0, 5.0, float(SPECIAL)]))
    last = fields[-1].name
    if value is None or (fields[-1].actionable is not None and fields[-1].actionable.also):
        return fields
    setting = set(draw(st.lists(st.sampled_from([each.name for each in fields[:-1]]), min_size=1, max_size=2)))
    return [
        replace(each, actionable=replace(each.actionable, also=((last, value),)))
        if each.actionable is not None and each.name in setting
        else each
        for each in fields
    ]


_VALUES = st.sampled_from([3, 2, 4, 3.5, 2, 3, 4, 1, 5, 0, 6, None, SPECIAL, DISPUTED])
_CATEGORIES = st.sampled_from([Category.INCOME, Category.ASSET, None, Category.COMMITMENT])


@st.composite
def _movable(draw: st.DrawFn, name: str) -> Characteristic:
    category = draw(_CATEGORIES)
    # An obligation that moves up is never moved: one example in a few is enough of them.
    direction = draw(
        st.sampled_from([*Change] if category is not Category.COMMITMENT else [Change.DOWN] * 2 + [Change.UP])
    )
    bound = draw(st.sampled_from([None, 4.5 if direction is Change.UP else 1.0]))
    actionable = Actionable(
        direction=direction,
        step=draw(st.sampled_from([1.0, 0.7, 2.0])),
        bound=bound,
        months=draw(st.integers(0, 2)),
        cost=draw(st.sampled_from([0.0, 0.1, 1.0, 1.5])),
    )
    return field(
        name,
        code=name.upper(),
        range=(0, 6),
        category=category,
        special=(
            Special(code=SPECIAL, meaning=Text.same("no such loan")),
            Special(code=DISPUTED, meaning=Text.same("in dispute"), refers=True),
        ),
        actionable=draw(st.sampled_from([actionable] * 5 + [None])),
    )


@st.composite
def _lines(draw: st.DrawFn, characteristic: Characteristic) -> tuple[Attribute, ...]:
    """Lines with points in any order: recourse may not lean on monotone tables."""
    ends = sorted(draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.3, 5.0]), min_size=1, max_size=3, unique=True)))
    points = draw(st.permutations([4, 0, 7, 2, 5, 3, 6, 1]))[: len(ends) + 1]
    others = [line(Test.SPECIAL, draw(st.integers(0, 9)), special.code) for special in characteristic.special]
    return (*intervals(ends, points), *others, line(Test.MISSING, draw(st.integers(0, 9))))


@st.composite
def _entry(draw: st.DrawFn, characteristic: Characteristic) -> Entry:
    return entry(characteristic.name, draw(_lines(characteristic)))


@st.composite
def _crossing(draw: st.DrawFn, by: Characteristic, inner: Characteristic, code: str) -> Entry:
    """For each line of the one a table of the other, some of them with one line for every value."""
    tables = []
    for when in draw(_lines(by)):
        own = (line(Test.ANY, draw(st.integers(0, 9))),) if draw(st.booleans()) else draw(_lines(inner))
        tables.append((Line(test=when.test, lower=when.lower, upper=when.upper, labels=when.labels), own))
    return crossing(by.name, inner.name, tables, code=code)


@st.composite
def _limits(draw: st.DrawFn, registry: Registry) -> tuple[Limit, ...]:
    limited = draw(st.lists(st.sampled_from(registry.characteristics), max_size=1))
    return tuple(
        Limit(
            characteristic=each.name,
            most=draw(st.sampled_from([2.0, 4.0])),
            code=f"A{place}",
            reason=Text.same("too much"),
        )
        for place, each in enumerate(limited)
    )
