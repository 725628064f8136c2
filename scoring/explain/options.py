"""The settings of some fields that may matter: for each combination of lines within reach, the cheapest.

Along a ladder only the rungs count at which some line changes. They are found by halving: a formula that leans one way
has no other line between two rungs of the same lines. Where nothing is certain, every rung is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, product
from typing import NamedTuple

from scoring.explain.frame import Frame, Signature
from scoring.explain.moves import Ladder
from scoring.explain.recourse_model import Model
from scoring.explain.standing import Standing

__all__ = ["Option", "candidates"]


class Option(NamedTuple):
    """One setting of some fields. Options of the same fields are in the order in which plans prefer them.

    Attributes
    ----------
    cost
        Its effort, in billionths.
    steps
        Mover and rung, in order of movers.
    points
        What it adds to the person's score.
    met
        The limits that hold then, as bits, of those that depend on the fields.
    """

    cost: int
    steps: tuple[tuple[int, int], ...]
    points: int
    met: int

    @property
    def movers(self) -> int:
        """The fields it moves, as bits."""
        return sum(1 << n for n, _ in self.steps)

    @property
    def effort(self) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        """The order among options of different fields: cost, then the names, then the sizes of the changes."""
        return self.cost, tuple(n for n, _ in self.steps), tuple(rung for _, rung in self.steps)


def candidates(model: Model, person: Standing, made: Frame, movers: list[int], least: int | None) -> Iterator[Option]:
    """The cheapest settings for each combination of lines: fields rung by rung, but for the last one.

    Parameters
    ----------
    made
        The frame of the movers.
    movers
        Those with fewer rungs first.
    least
        Settings that add fewer points may be left out; None leaves out none.
    """
    *outer, last = movers
    ladders = [person.rungs(n) for n in outer]
    costs = [model.movers[n].cost for n in movers]
    for rungs in product(*(_permitted(ladder) for ladder in ladders)):
        for n, rung, ladder in zip(outer, rungs, ladders, strict=True):
            made.numbers[model.movers[n].slot] = ladder.value(rung)
        for rung, signature in _changing(made, person.rungs(last), model.movers[last].slot, least):
            points = made.points(signature) - made.own
            if least is None or points >= least:
                chosen = (*rungs, rung)
                yield Option(
                    sum(cost * step for cost, step in zip(costs, chosen, strict=True)),
                    tuple(sorted(zip(movers, chosen, strict=True))),
                    points,
                    made.met(signature),
                )


def _permitted(ladder: Ladder) -> Iterable[int]:
    rungs = range(1, ladder.rungs + 1)
    return [rung for rung in rungs if rung not in ladder.forbidden] if ladder.forbidden else rungs


def _changing(made: Frame, ladder: Ladder, slot: int, least: int | None) -> Iterator[tuple[int, Signature]]:
    """The first permitted rung for each run of equal lines, with its signature."""
    numbers, rungs = made.numbers, ladder.rungs

    def at(rung: int) -> Signature:
        numbers[slot] = ladder.value(rung)
        return made.signature()

    if not made.leans(slot):
        seen = set()
        for rung in _permitted(ladder):
            signature = at(rung)
            if made.permits(signature) and signature not in seen:
                seen.add(signature)
                yield rung, signature
        return

    def worth(one: Signature, other: Signature) -> bool:
        """Whether a setting between the two may be wanted. A rung that is stepped over needs to know where runs end."""
        return least is None or bool(ladder.forbidden) or made.most_between(one, other) - made.own >= least

    runs = _runs(at, worth, rungs)
    if not ladder.forbidden:
        yield from (run for run in runs if made.permits(run[1]))
        return
    begun = [*runs, (rungs + 1, ())]
    for (start, signature), (end, _) in pairwise(begun):
        rung = next((rung for rung in range(start, end) if rung not in ladder.forbidden), end)
        if rung < end and made.permits(signature):
            yield rung, signature


def _runs(
    at: Callable[[int], Signature], worth: Callable[[Signature, Signature], bool], rungs: int
) -> Iterator[tuple[int, Signature]]:
    """Where runs of equal signatures begin, if they may be wanted, from the first rung up."""
    first = at(1)
    yield 1, first
    if rungs > 1:
        yield from _halved(at, worth, 1, first, rungs, at(rungs))


def _halved(
    at: Callable[[int], Signature],
    worth: Callable[[Signature, Signature], bool],
    start: int,
    first: Signature,
    end: int,
    last: Signature,
) -> Iterator[tuple[int, Signature]]:
    """The same after ``start`` and up to ``end``."""
    if first == last or not worth(first, last):
        return
    if end - start == 1:
        yield end, last
        return
    middle = (start + end) // 2
    signature = at(middle)
    yield from _halved(at, worth, start, first, middle, signature)
    yield from _halved(at, worth, middle, signature, end, last)
