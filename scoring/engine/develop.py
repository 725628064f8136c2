"""Develop: from codes to the drafts of all tables, on all rows, in the structure that was proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.engine.codes import Coded
from scoring.engine.draft import Draft
from scoring.engine.folds import folds, sampled
from scoring.engine.form import Form, drafts_of
from scoring.engine.judge import Judge, Study, mean_shapes, slope_of, state_of
from scoring.engine.options import FitOptions, Minimum
from scoring.engine.refit import refit
from scoring.engine.shapes import Pair, boost
from scoring.engine.structure import Structure, structure
from scoring.engine.tables import Sizes

__all__ = ["Developed", "Workshop", "develop", "undeveloped"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]

LEARNT = 300_000
"""So many rows at most give the shapes; lines are counted, and all points fitted, on all rows."""

WATCHED = 50_000
"""Rows held out of the one model of a large sample: they decide when boosting stops, and on the slope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What drafts are made from, on all rows: codes, shapes and minima; and the judge that measures out of fold."""

    columns: Sequence[Coded]
    bad: Array
    weight: Array
    minimum: Minimum
    ones: Sequence[Array]
    pairs: dict[Pair, Matrix]
    judge: Judge

    def drafts(self, form: Form) -> tuple[list[Draft], list[str]]:
        """The tables of a card of some form, and the names of the characteristics that do not tell in it."""
        sizes = Sizes(minimum=self.minimum, most=form.most, price=form.price)
        two = {pair: self.pairs[pair] for pair in form.pairs}
        found, silent = drafts_of(self.columns, self.ones, two, self.bad, self.weight, sizes, form.without)
        return found, [self.columns[place].characteristic.name for place in silent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Developed:
    """Drafts, how they were chosen, and who is not among them."""

    drafts: list[Draft]
    structure: Structure
    silent: tuple[str, ...]
    dropped: tuple[str, ...]
    workshop: Workshop | None


def undeveloped() -> Developed:
    """Nothing to draft."""
    nothing = Structure(form=Form(pairs=(), most=1, price=1.0))
    return Developed(drafts=[], structure=nothing, silent=(), dropped=(), workshop=None)


def develop(
    columns: Sequence[Coded],
    bad: Array,
    weight: Array,
    minimum: Minimum,
    options: FitOptions,
    on_step: Callable[[str], None],
) -> Developed:
    """Choose the structure and draft the tables."""
    study = Study.of(columns, bad, weight, options.seed)
    chosen, judge = structure(study, options, on_step)
    on_step("tables")
    if len(study.bad) < len(bad):
        ones, pairs = _of_one_model(columns, bad, weight, options.seed, chosen)
    else:
        ones, pairs = judge.shapes()
    workshop = Workshop(columns=columns, bad=bad, weight=weight, minimum=minimum, ones=ones, pairs=pairs, judge=judge)
    drafts, silent = workshop.drafts(chosen.form)
    most = options.max_characteristics
    if most is not None and sum(len(_names(draft)) for draft in drafts) > most:
        return _fewer(workshop, drafts, most, chosen.form.ridge, options, on_step)
    return Developed(drafts=drafts, structure=chosen, silent=tuple(silent), dropped=(), workshop=workshop)


def _of_one_model(
    columns: Sequence[Coded], bad: Array, weight: Array, seed: int, chosen: Structure
) -> tuple[list[Array], dict[Pair, Matrix]]:
    """The shapes of characteristics and of pairs, on the scale of the likelihood."""
    if len(bad) > LEARNT:
        rows = sampled(bad, LEARNT, (seed, 5))
        columns, bad, weight = [column.of_rows(rows) for column in columns], bad[rows], weight[rows]
    held = np.zeros(len(bad), dtype=bool)
    places = np.flatnonzero(folds(bad, (seed, 0)) == 0)
    held[places[:: -(-len(places) // WATCHED)]] = True
    shapes = [boost(columns, bad, weight, held, seed=state_of(seed, 0), pairs=chosen.form.pairs, growth=chosen.growth)]
    return mean_shapes(shapes, slope_of(shapes, bad, weight))


def _fewer(
    workshop: Workshop,
    drafts: Sequence[Draft],
    most: int,
    ridge: float,
    options: FitOptions,
    on_step: Callable[[str], None],
) -> Developed:
    """Again with the strongest characteristics only, so that they take up what the others told."""
    strongest = _strongest(drafts, workshop.bad, workshop.weight, most, ridge)
    left = {name for draft in strongest for name in _names(draft)}
    dropped = sorted({name for draft in drafts for name in _names(draft)} - left)
    again = develop(
        [column for column in workshop.columns if column.characteristic.name in left],
        workshop.bad,
        workshop.weight,
        workshop.minimum,
        replace(options, max_characteristics=None),
        on_step,
    )
    return replace(again, dropped=tuple(dropped))


def _strongest(drafts: Sequence[Draft], bad: Array, weight: Array, most: int, ridge: float) -> list[Draft]:
    """The tables whose log-odds spread people most, as many as the number of characteristics allows."""
    model = refit(drafts, [draft.index for draft in drafts], bad, weight, ridge)
    spread = []
    for table, draft in zip(model.tables, drafts, strict=True):
        total = draft.goods + draft.bads
        mean = np.average(table, weights=total)
        spread.append(float(np.average((table - mean) ** 2, weights=total)) / len(_names(draft)))
    kept: list[Draft] = []
    for place in sorted(range(len(drafts)), key=lambda place: (-spread[place], place)):
        if sum(len(_names(draft)) for draft in [*kept, drafts[place]]) <= most:
            kept.append(drafts[place])
    return kept


def _names(draft: Draft) -> tuple[str, ...]:
    return (draft.characteristic.name,) if draft.by is None else (draft.by.name, draft.characteristic.name)
