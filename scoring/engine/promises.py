"""The promises of a card, one function each, judged from the finished document alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from scoring.domain.card import Attribute, Card, Entry, Test
from scoring.domain.characteristic import Direction, MissingPolicy, Source
from scoring.engine.spread import half_up, spread

__all__ = [
    "Finding",
    "counts",
    "direction",
    "just_passing",
    "neutral_lines",
    "neutral_source",
    "population",
    "providers",
    "reachable",
    "round_trip",
    "strict_fall",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One promise and whether the card keeps it.

    Attributes
    ----------
    promise
        What is promised.
    subject
        Which part of the card: a characteristic, a source, or "card".
    kept
        Whether it holds.
    measured
        What was found, in words with the figure.
    """

    promise: str
    subject: str
    kept: bool
    measured: str


def round_trip(card: Card) -> Finding:
    """``round(offset + factor * logit(1 - PD))`` in decimal arithmetic: floats lose scores far out on the scale."""
    scale, wrong = card.scale, 0
    with localcontext(Context(prec=60)):
        factor = Decimal(scale.pdo) / Decimal(2).ln()
        offset = Decimal(scale.base) - factor * Decimal(scale.odds).ln()
        for score in range(card.lowest, card.highest + 1):
            pd = card.pd(score)
            wrong += not 0 < pd < 1 or round(offset + factor * ((1 - pd) / pd).ln()) != score
    total = card.highest - card.lowest + 1
    measured = f"{total - wrong} of {total} scores come back from their PD"
    return Finding(promise="PD round trip", subject="card", kept=wrong == 0, measured=measured)


def strict_fall(card: Card) -> Finding:
    """A point more is a lower probability, at every score."""
    falls = all(low > high for low, high in pairwise(map(Decimal, card.pd_table.pds)))
    measured = "PD falls with every point" if falls else "PD does not fall with every point"
    return Finding(promise="strict order", subject="card", kept=falls, measured=measured)


def reachable(card: Card) -> Finding:
    """The cut-off lies within the scores that somebody can have."""
    measured = f"scores run from {card.lowest} to {card.highest}"
    if card.cut_off is not None:
        measured += f"; the cut-off is {card.cut_off}"
    kept = card.cut_off is None or card.lowest <= card.cut_off <= card.highest
    return Finding(promise="reachable cut-off", subject="card", kept=kept, measured=measured)


def direction(card: Card, entry: Entry) -> Finding | None:
    """No safer interval earns fewer points; None where no direction is declared."""
    declared = card.characteristic(entry).direction
    if declared is Direction.NONE:
        return None
    points = [a.points for a in entry.attributes if a.test is Test.INTERVAL]
    sign = 1 if declared is Direction.HIGHER_IS_SAFER else -1
    violation = max((sign * (left - right) for left, right in pairwise(points)), default=0)
    return Finding(
        promise=f"direction {declared}",
        subject=entry.characteristic,
        kept=violation <= 0,
        measured=f"largest violation {max(violation, 0)} points",
    )


def counts(card: Card, entry: Entry) -> Finding:
    """The lines hold the whole development sample; the smallest line is reported."""
    goods = sum(a.goods for a in entry.attributes)
    bads = sum(a.bads for a in entry.attributes)
    kept = math.isclose(goods, card.development.goods, rel_tol=1e-9) and math.isclose(
        bads, card.development.bads, rel_tol=1e-9
    )
    measured = f"{goods:g} goods and {bads:g} bads"
    ordinary = [a for a in entry.attributes if a.test in {Test.INTERVAL, Test.CATEGORIES}]
    if ordinary and goods + bads > 0:
        share = min(a.goods + a.bads for a in ordinary) / (goods + bads)
        least = f"{min(a.goods for a in ordinary):g} goods, {min(a.bads for a in ordinary):g} bads"
        measured += f"; least in a line of values: {least}, {100 * share:.1f} % of all"
    return Finding(promise="counts add up", subject=entry.characteristic, kept=kept, measured=measured)


def population(card: Card, entry: Entry) -> Finding:  # noqa: ARG001 - all checks share one signature
    """The stored mean points are those of the counts."""
    mean = _mean(entry.attributes)
    stored = entry.references.population
    kept = mean is not None and abs(Fraction(stored) - mean) < Fraction(1, 10**9)
    return Finding(
        promise="population reference",
        subject=entry.characteristic,
        kept=kept,
        measured=f"stored {float(stored):.4f}, recomputed {_shown(mean)}",
    )


def just_passing(card: Card, entry: Entry) -> Finding | None:
    """The card holds no counts of those just passing: all it can show is that their mean is a possible one."""
    stored = entry.references.just_passing
    if stored is None:
        return None
    return Finding(
        promise="just-passing reference",
        subject=entry.characteristic,
        kept=card.cut_off is not None and entry.least <= stored <= entry.most,
        measured=f"stored {float(stored):.4f}, the lines have {entry.least} to {entry.most} points",
    )


def neutral_lines(card: Card, entry: Entry) -> Finding | None:
    """Neutral lines earn the rounded mean of the free ones; silence that must not count and a dispute are neutral."""
    characteristic = card.characteristic(entry)
    disputed = {special.code for special in characteristic.special if special.refers}
    must_be_neutral = [
        a
        for a in entry.attributes
        if (a.test is Test.MISSING and characteristic.missing is MissingPolicy.NEUTRAL)
        or (a.test is Test.SPECIAL and disputed & set(a.labels))
    ]
    lines = [a for a in entry.attributes if a.neutral and a.test is not Test.NOT_PROVIDED]
    if not lines and not must_be_neutral:
        return None
    mean = _mean(_free(entry))
    kept = mean is not None and all(a.points == half_up(mean) for a in lines)
    return Finding(
        promise="neutral lines",
        subject=entry.characteristic,
        kept=kept and all(a.neutral for a in must_be_neutral),
        measured=f"{[a.points for a in lines]} points; the other lines have {_shown(mean)} on average",
    )


def providers(card: Card, source: Source) -> list[Entry]:
    """The entries that an optional source feeds, in order of name; none for a required source."""
    entries = [entry for entry in card.entries if source.optional and card.characteristic(entry).source is source]
    return sorted(entries, key=lambda entry: entry.characteristic)


def neutral_source(card: Card, source: Source) -> Finding:
    """Refusing the source earns its providers' mean, rounded as one total and spread by largest remainder."""
    entries = providers(card, source)
    means = [mean for entry in entries if (mean := _mean(_free(entry))) is not None]
    refused = [a for entry in entries for a in entry.attributes if a.test is Test.NOT_PROVIDED]
    points = [a.points for a in refused]
    # A line of "not provided" stands in every entry of an optional source: the card refuses to exist without.
    kept = len(means) == len(entries) and points == spread(means) and all(a.neutral for a in refused)
    total = sum(means, Fraction(0))
    return Finding(
        promise="refusing is neutral",
        subject=source.value,
        kept=kept,
        measured=f"{sum(points)} points in all; those who provide it have {_shown(total)} on average",
    )


def _free(entry: Entry) -> list[Attribute]:
    return [attribute for attribute in entry.attributes if not attribute.neutral]


def _mean(attributes: Sequence[Attribute]) -> Fraction | None:
    """Weighted mean points; None where nobody stands behind the lines."""
    weights = [Fraction(a.goods) + Fraction(a.bads) for a in attributes]
    total = sum(weights, Fraction(0))
    if total == 0:
        return None
    return sum((w * a.points for w, a in zip(weights, attributes, strict=True)), Fraction(0)) / total


def _shown(mean: Fraction | None) -> str:
    return "nothing" if mean is None else f"{float(mean):.4f}"
