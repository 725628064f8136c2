"""Structure: which tables a card has, proved on rows that did not make them.

Every choice is judged by the out-of-fold log-loss of whole cards: a crossing replaces two one-way tables only where
that lowers the loss by more than two standard errors; tables grow longer where it falls by more than one; and the
price of a line, which makes a card long or short, is the one with the least loss, the highest where there is nothing
between them; but the highest prices must prove themselves too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.engine.estimate import Estimate, Outcomes
from scoring.engine.form import Form
from scoring.engine.judge import Judge, Study, slope_of
from scoring.engine.options import FitOptions
from scoring.engine.pairs import candidates
from scoring.engine.ranking import auc
from scoring.engine.shapes import FINE, SMOOTH, Growth, Pair, Shapes

__all__ = ["PRICES", "RIDGES", "USUAL", "CurvePoint", "Structure", "structure"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

PRICES = (0.01, 0.05, 0.2, 0.6, 1.5, 4.0, 10.0, 30.0)
"""What one more line must gain in log-likelihood, as the shapes have it."""

USUAL = 0.6
"""Prices up to it are taken by their loss alone."""

BASE_PRICE = 1.0
"""The price that AIC puts on a parameter; what is decided before the price is decided at this one."""

MOST_LINES = (8, 16, 32)
"""A table has at most so many lines of values; the longer ones only where they prove themselves."""

UNSURE = (5_000, 20_000)
"""With rows from so many to so many it is tried whether trees of one cut or finer ones foretell better."""

PROOF = 2.0
"""Standard errors by which a crossing must lower the loss: two, since its pair was found on the same rows. So must a
price beyond the usual ones."""

RIDGES = (20.0, 100.0, 300.0)
"""How strongly lines may be pulled towards the shapes instead; tried under ``UNSURE`` rows."""

LONG_PRICE = 0.2
"""The price at which the pull is chosen: of long cards, which need it most."""

NOTHING = 1e-9
"""A fall of the loss that is no fall."""

NOTHING_BETWEEN = 0.1
"""Standard errors of the paired difference within which the shorter card is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Cards of one length, out of fold.

    Attributes
    ----------
    price
        What one more line had to gain.
    attributes
        Mean number of lines over the folds.
    loss, above, auc
        Log-loss, the same less that of the chosen length (paired by row), and AUC.
    chosen
        Whether this is the length of the card.
    """

    price: float
    attributes: float
    loss: Estimate
    above: Estimate
    auc: Estimate
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What was chosen.

    Attributes
    ----------
    form
        Crossings, most lines of a table, price of a line.
    growth
        How the trees grew that gave the shapes.
    curve
        The trade-off between length and loss.
    told
        A sentence about each pair that was tried.
    """

    form: Form
    growth: Growth = FINE
    curve: tuple[CurvePoint, ...] = ()
    told: tuple[str, ...] = ()


def structure(study: Study, options: FitOptions, on_step: Callable[[str], None]) -> tuple[Structure, Judge]:
    """Choose crossings, the length of tables and the price of a line; and the judge that measured them."""
    on_step("shapes")
    additive, growth = _shapes(study)
    slope = slope_of(additive, study.bad, study.weight)
    judged = np.flatnonzero(study.judged)
    rows = [column.of_rows(judged) for column in study.columns]
    pairs = candidates(rows, _log_odds(study, additive), study.bad[judged], study.weight[judged], options.crossings)
    paired: list[Shapes] = []
    if pairs:
        on_step("crossings")
        paired = study.shapes(pairs, growth)
    slopes = (slope, slope_of(paired, study.bad, study.weight) if pairs else slope)
    judge = Judge(study, options, additive, paired, slopes)
    form = Form(pairs=(), most=options.max_attributes or MOST_LINES[0], price=options.price or BASE_PRICE)
    if options.max_attributes is None:
        form = _longer(judge, form)
    form, told = _crossed(judge, form, pairs)
    on_step("size")
    if len(study.bad) < UNSURE[1]:
        form = replace(form, ridge=_ridge(judge, replace(form, price=options.price or LONG_PRICE)))
    curve = _curve(judge, form)
    price = next(point.price for point in curve if point.chosen)
    return Structure(form=replace(form, price=price), growth=growth, curve=curve, told=tuple(told)), judge


def _shapes(study: Study) -> tuple[list[Shapes], Growth]:
    """The additive shapes: from trees of one cut, unless finer ones lower the loss by more than one standard error.

    Where rows are few all trees are small, and where they are many the fine ones follow smooth shapes too.
    """
    fine = study.shapes()
    if not UNSURE[0] <= len(study.bad) < UNSURE[1]:
        return fine, FINE
    smooth = study.shapes(growth=SMOOTH)
    losses = [study.loss(_log_odds(study, shapes)) for shapes in (smooth, fine)]
    gain = study.mean(losses[0] - losses[1])
    return (fine, FINE) if gain.value > gain.error else (smooth, SMOOTH)


def _log_odds(study: Study, shapes: Sequence[Shapes]) -> Array:
    """Log good:bad odds of the judged rows."""
    eta = np.sum([each.eta for each in shapes], axis=0)
    return np.asarray(slope_of(shapes, study.bad, study.weight) * eta[study.judged])


def _longer(judge: Judge, form: Form) -> Form:
    """More lines in a table only where they lower the loss by more than one standard error."""
    for most in MOST_LINES[1:]:
        longer = replace(form, most=most)
        gain = judge.lowers(form, longer)
        if gain.value <= max(gain.error, NOTHING):
            break
        form = longer
    return form


def _crossed(judge: Judge, form: Form, pairs: Sequence[Pair]) -> tuple[Form, list[str]]:
    """With the pairs that each lower the loss by more than two standard errors, beside those kept before."""
    told = []
    for pair in pairs:
        names = " and ".join(judge.study.columns[place].characteristic.name for place in pair)
        with_it = replace(form, pairs=(*form.pairs, pair))
        gain = judge.lowers(form, with_it)
        kept = gain.value > max(PROOF * gain.error, NOTHING)
        if kept:
            form = with_it
        figures = f"out-of-fold log-loss falls by {gain.value:.5f} (standard error {gain.error:.5f})"
        told.append(f"{names}: {'crossed' if kept else 'not crossed'}; {figures}")
    return form, told


def _ridge(judge: Judge, form: Form) -> float:
    """The pull that lowers the loss most, of those that do so by more than one standard error; the usual if none."""
    gains = {ridge: judge.lowers(form, replace(form, ridge=ridge)) for ridge in RIDGES}
    proved = {ridge: gain.value for ridge, gain in gains.items() if gain.value > max(gain.error, NOTHING)}
    return max(proved, key=lambda ridge: proved[ridge], default=form.ridge)


def _curve(judge: Judge, form: Form) -> tuple[CurvePoint, ...]:
    study, asked = judge.study, judge.options.price
    outcomes = Outcomes(bad=study.bad[study.judged], weight=study.weight[study.judged])
    forms = [replace(form, price=price) for price in sorted({*PRICES, *([asked] if asked else [])})]
    measured = [judge.eta(each) for each in forms]
    losses = [study.loss(eta) for eta, _ in measured]
    usual = sum(each.price <= USUAL for each in forms)
    prices = [each.price for each in forms]
    chosen = prices.index(asked) if asked is not None else _proved(study, losses, usual, measured[-1][1])
    return tuple(
        CurvePoint(
            price=each.price,
            attributes=attributes,
            loss=study.mean(loss),
            above=study.mean(loss - losses[chosen]),
            auc=auc(eta, outcomes),
            chosen=place == chosen,
        )
        for place, (each, loss, (eta, attributes)) in enumerate(zip(forms, losses, measured, strict=True))
    )


def _proved(study: Study, losses: Sequence[Array], usual: int, lines: float) -> int:
    """The shortest card; where the last one has no ``lines``, it must lose less by a standard error."""
    best = _shortest(study, losses, usual)
    below = study.mean(losses[-1] - losses[best])
    return best if lines > 0 or below.value > max(below.error, NOTHING) else len(losses) - 1


def _shortest(study: Study, losses: Sequence[Array], usual: int) -> int:
    """The shortest card that nothing stands between and the one of least loss; lengths fall with the place.

    Of prices beyond the usual ones, of which there are ``usual``, one is taken only where its card loses less by more
    than two standard errors: where outcomes are few, luck alone makes short cards look best.
    """
    best = int(np.argmin([study.mean(loss).value for loss in losses[:usual]]))
    for place in range(usual - 1, best, -1):
        above = study.mean(losses[place] - losses[best])
        if above.value <= NOTHING_BETWEEN * above.error:
            best = place
            break
    for place in range(len(losses) - 1, usual - 1, -1):
        below = study.mean(losses[best] - losses[place])
        if below.value > max(PROOF * below.error, NOTHING):
            return place
    return best
