"""A crossing: of all ways to cut the one characteristic, each with the best tables of the other, the cheapest."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.characteristic import Direction, Kind, MissingPolicy, Special
from scoring.domain.entry import Attribute, Entry, Naming, References, Slice
from scoring.domain.line import Line, Test
from scoring.domain.text import Text
from scoring.engine.codes import Coded
from scoring.engine.crossing import _Outer, crossing
from scoring.engine.draft import Draft
from scoring.engine.joint import Joint, may_choose
from scoring.engine.options import Minimum
from scoring.engine.tables import Sizes, value_lines
from tests.support.development import characteristic

Array = np.ndarray[Any, np.dtype[Any]]
HIGHER, LOWER, NONE = Direction.HIGHER_IS_SAFER, Direction.LOWER_IS_SAFER, Direction.NONE
NO_MINIMUM = Minimum(total=0, goods=0, bads=0)
NOBODY = np.empty(0, dtype=np.int64)


def numbers(name: str, values: int, direction: Direction = NONE, **more: Any) -> Coded:  # noqa: ANN401
    """A numeric characteristic with values 0, 1, 2, ..."""
    declared = characteristic(name, direction=direction, **more)
    edges = np.arange(1, values) - 0.5
    return Coded(characteristic=declared, codes=NOBODY, values=values, edges=edges, groups=())


def labels(name: str, *groups: str) -> Coded:
    """A categorical characteristic; the last group is "other"."""
    every = (*((group,) for group in groups), ())
    declared = characteristic(name, kind=Kind.CATEGORICAL)
    return Coded(characteristic=declared, codes=NOBODY, values=len(every), edges=np.empty(0), groups=every)


def joint(by: Coded, inner: Coded, shape: Array, goods: Array, bads: Array) -> Joint:
    """Cells of values, with nobody special, missing or refused."""

    def padded(cells: Array) -> Array:
        whole = np.zeros((by.size, inner.size))
        whole[: cells.shape[0], : cells.shape[1]] = cells
        return whole

    return Joint(by=by, inner=inner, shape=padded(shape), goods=padded(goods), bads=padded(bads))


@st.composite
def joints(draw: st.DrawFn, by: Direction = NONE, inner: Direction = NONE) -> Joint:
    size = draw(st.integers(2, 5)), draw(st.integers(1, 4))

    def cells(elements: st.SearchStrategy[Any]) -> Array:
        drawn = draw(st.lists(elements, min_size=size[0] * size[1], max_size=size[0] * size[1]))
        return np.array(drawn, dtype=float).reshape(size)

    shape, goods, bads = cells(st.integers(-20, 20)) / 8, cells(st.integers(0, 60)), cells(st.integers(0, 30))
    return joint(numbers("by", size[0], by), numbers("inner", size[1], inner), shape, goods + 1, bads)


def ways(count: int, most: int) -> Iterator[list[int]]:
    """Every way to cut so many pieces, as the first piece of each run and the end."""
    for runs in range(1, min(most, count) + 1):
        for cuts in itertools.combinations(range(1, count), runs - 1):
            yield [0, *cuts, count]


def table_loss(made: Joint, codes: Array, sizes: Sizes) -> float:
    """The loss of one table, from its cells: squared distance to the mean of each line, and the price of its lines."""
    shape, goods, bads = made.within(codes)
    weight = goods + bads
    least = sizes.minimum
    if weight.sum() < least.total or goods.sum() < least.goods or bads.sum() < least.bads:
        return np.inf
    lines, place = value_lines(made.inner, shape, goods, bads, sizes)
    cells, weights = made.shape[codes], (made.goods + made.bads)[codes]
    distance = 0.0
    for line in range(len(lines)):
        within = weights[:, place == line]
        if within.sum() > 0:
            mean = np.average(cells[:, place == line], weights=within)
            distance += float((within * (cells[:, place == line] - mean) ** 2).sum())
    rate = bads.sum() / weight.sum()
    return float(rate * (1 - rate) * distance / 2 + sizes.price * (1 + len(lines)))


@settings(max_examples=60, deadline=None)
@given(joints(), st.integers(2, 4), st.sampled_from([0.1, 1.0, 4.0]), st.sampled_from([0, 40]))
def test_the_tables_are_the_best_of_all_ways_to_cut(made: Joint, most: int, price: float, least: float) -> None:
    sizes = Sizes(minimum=Minimum(total=least, goods=0, bads=least / 8), most=most, price=price)
    pieces = _Outer(made, sizes).pieces
    losses = {
        tuple(way): sum(
            table_loss(made, np.concatenate(pieces[start:end]), sizes) for start, end in itertools.pairwise(way)
        )
        for way in ways(len(pieces), most)
    }
    best = min(losses.values())
    found = crossing(made, sizes)

    if found is None:
        assert losses[0, len(pieces)] == pytest.approx(best) or not np.isfinite(best)
    else:
        assert found[1] == pytest.approx(best, abs=1e-6)
        assert len(found[0].slices) <= most + 1  # and the table of those whose choosing value is missing


DIRECTIONS = [(HIGHER, HIGHER), (HIGHER, LOWER), (LOWER, HIGHER), (LOWER, LOWER), (HIGHER, NONE), (NONE, LOWER)]


def place_of(draft: Draft, by: int, inner: int) -> int:
    """The line of a cell, found by its values as a person's is."""
    for each in draft.slices:
        if each.when is not None and holds(each.when, by):
            for place in each.places:
                if holds(draft.lines[place], inner):
                    return place
    raise AssertionError("a cell without a line")


def holds(line: Line, value: float) -> bool:
    if line.test is Test.ANY:
        return True
    above = line.lower is None or value >= line.lower
    return line.test is Test.INTERVAL and above and (line.upper is None or value < line.upper)


@pytest.mark.parametrize(("by", "inner"), DIRECTIONS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_of_lines_is_the_order_of_both_directions_together(
    by: Direction, inner: Direction, data: st.DataObject
) -> None:
    """Whoever is at least as safe in both may not earn less, however the tables are cut; and nothing else is asked."""
    made = data.draw(joints(by, inner))
    found = crossing(made, Sizes(minimum=NO_MINIMUM, most=4, price=0.1))
    if found is None:
        return
    draft = found[0]
    reach = np.eye(len(draft.lines), dtype=bool)
    for low, high in draft.order.tolist():
        reach[low, high] = True
    for middle in range(len(reach)):
        reach |= reach[:, [middle]] & reach[[middle], :]
    allowed = np.eye(len(reach), dtype=bool)
    for one, two in itertools.product(itertools.product(range(made.by.values), range(made.inner.values)), repeat=2):
        if safer(by, one[0], two[0]) and safer(inner, one[1], two[1]):
            allowed[place_of(draft, *one), place_of(draft, *two)] = True
            assert reach[place_of(draft, *one), place_of(draft, *two)]
    for middle in range(len(allowed)):
        allowed |= allowed[:, [middle]] & allowed[[middle], :]
    assert not (reach & ~allowed).any()


def safer(direction: Direction, one: int, two: int) -> bool:
    """Whether the second value is at least as safe as the first."""
    if direction is NONE:
        return one == two
    return one <= two if direction is HIGHER else two <= one


@settings(max_examples=40, deadline=None)
@given(joints())
def test_the_lines_of_a_crossing_make_an_entry_that_covers_every_pair(made: Joint) -> None:
    found = crossing(made, Sizes(minimum=NO_MINIMUM, most=4, price=0.1))
    if found is not None:
        entry_of(found[0]).check((made.by.characteristic, made.inner.characteristic))


def entry_of(draft: Draft) -> Entry:
    words = Text.same("x")
    assert draft.by is not None
    slices = tuple(
        Slice(
            when=each.when,
            attributes=tuple(
                Attribute(
                    test=line.test,
                    lower=line.lower,
                    upper=line.upper,
                    labels=line.labels,
                    points=0,
                    neutral=line.neutral,
                )
                for line in (draft.lines[place] for place in each.places)
            ),
        )
        for each in draft.slices
    )
    return Entry(
        characteristic=draft.characteristic.name,
        by=draft.by.name,
        slices=slices,
        naming=Naming(code="X", label=words, reason=words),
        references=References(maximum=Decimal(0), population=Decimal(0)),
    )


CORNER = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [-2.0, -2.0, 1.0]])
FULL = np.full((3, 3), 60.0)
SIZES = Sizes(minimum=Minimum(total=1, goods=30, bads=30), most=8, price=1.0)


def test_a_table_in_which_the_other_makes_no_difference_is_one_line() -> None:
    found = crossing(joint(numbers("by", 3), numbers("inner", 3), CORNER, FULL, FULL), SIZES)
    assert found is not None
    tables = [[found[0].lines[place].test for place in each.places] for each in found[0].slices]
    assert tables == [[Test.ANY], [Test.INTERVAL, Test.INTERVAL, Test.MISSING], [Test.ANY]]
    assert [line.neutral for line in found[0].lines] == [False, False, False, True, True]


def test_an_additive_shape_that_only_the_chooser_decides_is_no_crossing() -> None:
    """A one-way table in disguise: it would print a table of two characteristics to say what one says."""
    shape = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [-2.0, -2.0, -2.0]])
    found = crossing(joint(numbers("by", 3), numbers("inner", 3), shape, FULL, FULL), SIZES)
    assert found is not None
    assert not found[0].tells


def test_one_table_for_everybody_is_no_crossing() -> None:
    shape = np.array([[1.0, 1.0, -2.0]] * 3)
    assert crossing(joint(numbers("by", 3), numbers("inner", 3), shape, FULL, FULL), SIZES) is None


def test_too_few_people_for_two_tables_are_no_crossing() -> None:
    """Thirty goods and thirty bads in each line, or there is none."""
    few = np.full((3, 3), 6.0)
    assert crossing(joint(numbers("by", 3), numbers("inner", 3), CORNER, few, few), SIZES) is None


def with_state(made: Joint, rows: Array | None = None, column: Array | None = None, state: int = 0) -> Joint:
    """With people whose value of the one or of the other is in a state beside values."""
    goods, bads = made.goods.copy(), made.bads.copy()
    for cells in (goods, bads):
        if column is not None:
            cells[: made.by.values, made.inner.values + state] = column
        if rows is not None:
            cells[made.by.values + state, : made.inner.values] = rows
    return Joint(by=made.by, inner=made.inner, shape=made.shape, goods=goods, bads=bads)


def test_silence_about_the_inner_characteristic_has_points_of_its_own_in_all_tables_or_in_none() -> None:
    """Or the order across the tables could not hold for those of whom nothing is known in one of them only."""
    made = joint(numbers("by", 3), numbers("inner", 3), CORNER, FULL, FULL)
    for column, own in ((np.full(3, 40.0), True), (np.array([40.0, 40.0, 10.0]), False)):
        found = crossing(with_state(made, column=column), SIZES)
        assert found is not None
        silent = [line for line in found[0].lines if line.test is Test.MISSING]
        assert {line.neutral for line in silent} == {not own}
        assert len(silent) == (2 if own else 1)  # a table of one line and a silence of its own is no "any"


def test_silence_about_the_chooser_has_a_table_of_its_own_where_people_enough_are_silent() -> None:
    made = joint(numbers("by", 3), numbers("inner", 3), CORNER, FULL, FULL)
    for rows, neutral in ((np.full(3, 40.0), False), (np.full(3, 4.0), True)):
        found = crossing(with_state(made, rows=rows), SIZES)
        assert found is not None
        last = found[0].slices[-1]
        assert last.when == Line(test=Test.MISSING)
        assert [found[0].lines[place].neutral for place in last.places] == [neutral]


def test_a_rare_category_of_the_chooser_earns_the_mean_of_all_tables() -> None:
    made = joint(
        labels("by", "a", "b", "c"),
        numbers("inner", 3),
        np.vstack([CORNER, np.zeros(3)]),
        *(np.vstack([FULL, np.ones(3)]) for _ in range(2)),
    )
    found = crossing(made, SIZES)
    assert found is not None
    whens = [each.when for each in found[0].slices]
    assert {label for when in whens[:2] if when is not None for label in when.labels} == {"a", "b", "c"}
    assert [when.test for when in whens[2:] if when is not None] == [Test.OTHER, Test.MISSING]
    assert [found[0].lines[place].neutral for each in found[0].slices[2:] for place in each.places] == [True, True]


def test_what_is_silent_or_disputed_without_consequence_may_not_choose_the_table() -> None:
    """It would silence the other characteristic too."""
    weight = np.ones(2)
    disputed = (Special(code="-7", meaning=Text.same("in dispute"), refers=True),)
    rows = np.array([0, 2])  # one has a value, one has none
    silent = Coded(
        characteristic=characteristic("by", missing=MissingPolicy.NEUTRAL),
        codes=rows,
        values=2,
        edges=np.array([0.5]),
        groups=(),
    )
    assert not may_choose(silent, weight)
    assert may_choose(silent.of_rows(np.array([0])), weight[:1])
    assert not may_choose(numbers("by", 2, special=disputed), np.empty(0))
    assert may_choose(numbers("by", 2), np.empty(0))
