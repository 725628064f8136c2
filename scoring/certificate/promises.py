"""The promises of a card, one function each, judged from the finished document alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from scoring.certificate.least import LEAST, held_least, thin_lines
from scoring.certificate.spread import half_up, pooled, spread
from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Direction, MissingPolicy, Source
from scoring.domain.entry import Attribute, Entry
from scoring.domain.line import Line, Test

__all__ = [
    "Finding",
    "counts",
    "direction",
    "direction_across",
    "just_passing",
    "just_passing_score",
    "neutral_lines",
    "neutral_source",
    "people",
    "population",
    "providers",
    "reachable",
    "round_trip",
    "strict_fall",
]

ROUNDING = Fraction(1, 10**9)
"""How far a stored mean may lie from the exact one: twelve decimals, and sums of weights that are doubles."""


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
    """No safer interval earns fewer points, in any of the entry's tables; None where no direction is declared."""
    characteristic = card.registry.characteristic(entry.characteristic)
    runs = [[a.points for a in each.attributes if a.test is Test.INTERVAL] for each in entry.slices]
    falls = [_fall(characteristic.direction, left, right) for points in runs for left, right in pairwise(points)]
    return _direction(characteristic, falls, len(entry.slices))


def direction_across(card: Card, entry: Entry) -> Finding | None:
    """In a crossing, no safer value of what chooses the table earns fewer points, whatever the other value is."""
    if entry.by is None:
        return None
    characteristic = card.registry.characteristic(entry.by)
    tables = [each for each in entry.slices if each.when is not None and each.when.test is Test.INTERVAL]
    falls = [
        _fall(characteristic.direction, left.points, right.points)
        for one, two in pairwise(tables)
        for left in one.attributes
        for right in two.attributes
        if left.meets(right)
    ]
    return _direction(characteristic, falls, len(tables))


def _fall(direction: Direction, left: int, right: int) -> int:
    """By how many points the declared direction is violated from one interval to the next."""
    return left - right if direction is Direction.HIGHER_IS_SAFER else right - left


def _direction(characteristic: Characteristic, falls: list[int], tables: int) -> Finding | None:
    if characteristic.direction is Direction.NONE:
        return None
    violation = max([0, *falls])
    return Finding(
        promise=f"direction {characteristic.direction}",
        subject=characteristic.name,
        kept=violation == 0,
        measured=f"largest violation {violation} points in {len(falls)} steps of {tables} table(s)",
    )


def counts(card: Card, entry: Entry) -> Finding:
    """The lines hold the whole development sample."""
    goods = sum(a.goods for a in entry.attributes)
    bads = sum(a.bads for a in entry.attributes)
    kept = math.isclose(goods, card.development.goods, rel_tol=1e-9) and math.isclose(
        bads, card.development.bads, rel_tol=1e-9
    )
    measured = f"{goods:g} goods and {bads:g} bads"
    return Finding(promise="counts add up", subject=entry.characteristic, kept=kept, measured=measured)


def people(card: Card, entry: Entry) -> Finding | None:
    """No line has points of its own that too few people stand behind; the smallest line is reported."""
    thin = thin_lines(card, entry)
    measured = held_least(entry)
    if thin:
        held = ", ".join(f"{line.goods:g} goods and {line.bads:g} bads" for line in thin)
        measured = f"{len(thin)} line(s) with {held}; {LEAST:g} of each are needed"
    if not measured:
        return None
    return Finding(promise="people in each line", subject=entry.characteristic, kept=not thin, measured=measured)


def population(card: Card, entry: Entry) -> Finding:  # noqa: ARG001 - all checks share one signature
    """The stored mean points are those of the counts."""
    mean = _mean(entry.attributes)
    stored = entry.references.population
    kept = mean is not None and abs(Fraction(stored) - mean) < ROUNDING
    return Finding(
        promise="population reference",
        subject=entry.characteristic,
        kept=kept,
        measured=f"stored {float(stored):.4f}, recomputed {_shown(mean)}",
    )


def just_passing(card: Card, entry: Entry) -> Finding | None:
    """The card holds no counts of those just passing: an entry can show that their mean is a possible one."""
    stored = entry.references.just_passing
    if stored is None:
        return None
    return Finding(
        promise="just-passing reference",
        subject=entry.characteristic,
        kept=card.cut_off is not None and entry.least <= stored <= entry.most,
        measured=f"stored {float(stored):.4f}, the lines have {entry.least} to {entry.most} points",
    )


def just_passing_score(card: Card) -> Finding | None:
    """The stored means add up to the mean score of people who just pass; None where no entry has one.

    Their scores are whole, from the cut-off to below cut-off + band, and so is their mean.
    """
    stored = [entry.references.just_passing for entry in card.entries]
    known = [Fraction(mean) for mean in stored if mean is not None]
    if not known or card.cut_off is None:
        return None
    score, highest = card.initial_points + sum(known, Fraction(0)), card.cut_off + card.band - 1
    room = len(known) * ROUNDING
    kept = len(known) == len(stored) and card.cut_off - room <= score <= highest + room
    measured = f"the references add up to {_shown(score)}, those just passing score {card.cut_off} to {highest}"
    if len(known) < len(stored):
        measured = f"{len(known)} of {len(stored)} entries have the reference"
    return Finding(promise="just-passing score", subject="card", kept=kept, measured=measured)


def neutral_lines(card: Card, entry: Entry) -> Finding | None:
    """Neutral lines earn the rounded mean of the free ones; silence that must not count and a dispute are neutral."""
    inner = card.registry.characteristic(entry.characteristic)
    wrong: list[str] = []
    lines: list[int] = []
    for mean, each in zip(neutral_means(card, entry), entry.slices, strict=True):
        for line in each.attributes:
            must = _must_be_neutral(inner, line)
            if entry.by is not None and each.when is not None:
                must = must or _must_be_neutral(card.registry.characteristic(entry.by), each.when)
            if must and not line.neutral:
                wrong.append(f"a line '{line.test}' must be neutral and is not")
            if line.neutral and line.test is not Test.NOT_PROVIDED:
                lines.append(line.points)
                if mean is None or line.points != half_up(mean):
                    wrong.append(f"{line.points} points where the mean is {_shown(mean)}")
    if not lines and not wrong:
        return None
    measured = "; ".join(wrong) if wrong else f"{lines} points, as the other lines have on average"
    return Finding(promise="neutral lines", subject=entry.characteristic, kept=not wrong, measured=measured)


def _must_be_neutral(characteristic: Characteristic, line: Line) -> bool:
    disputed = {special.code for special in characteristic.special if special.refers}
    silent = line.test is Test.MISSING and characteristic.missing is MissingPolicy.NEUTRAL
    return silent or (line.test is Test.SPECIAL and bool(disputed & set(line.labels)))


def neutral_means(card: Card, entry: Entry) -> list[Fraction | None]:
    """Per table, the mean points of its free lines (of all tables' where it has none).

    Along the values of a choosing characteristic with a direction, means that fall are pooled.
    """
    everybody = _free(entry.attributes)
    parts = [_free(each.attributes) or everybody for each in entry.slices]
    means = [_mean(part) for part in parts]
    if entry.by is None or (chosen := card.registry.characteristic(entry.by)).direction is Direction.NONE:
        return means
    run = [place for place, e in enumerate(entry.slices) if e.when is not None and e.when.test is Test.INTERVAL]
    if chosen.direction is Direction.LOWER_IS_SAFER:
        run.reverse()
    known = [(place, mean) for place in run if (mean := means[place]) is not None]
    weights = [sum((Fraction(a.goods) + Fraction(a.bads) for a in parts[place]), Fraction(0)) for place, _ in known]
    for (place, _), mean in zip(known, pooled([mean for _, mean in known], weights), strict=True):
        means[place] = mean
    return means


def providers(card: Card, source: Source) -> list[Entry]:
    """The entries that an optional source feeds, in order of name; none for a required source."""
    entries = [entry for entry in card.entries if source.optional and card.characteristics(entry)[-1].source is source]
    return sorted(entries, key=lambda entry: entry.characteristic)


def neutral_source(card: Card, source: Source) -> Finding:
    """Refusing the source earns its providers' mean, rounded as one total and spread by largest remainder."""
    entries = providers(card, source)
    means = [mean for entry in entries if (mean := _mean(_free(entry.attributes))) is not None]
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


def _free(attributes: Sequence[Attribute]) -> list[Attribute]:
    return [attribute for attribute in attributes if not attribute.neutral]


def _mean(attributes: Sequence[Attribute]) -> Fraction | None:
    """Weighted mean points; None where nobody stands behind the lines."""
    weights = [Fraction(a.goods) + Fraction(a.bads) for a in attributes]
    total = sum(weights, Fraction(0))
    if total == 0:
        return None
    return sum((w * a.points for w, a in zip(weights, attributes, strict=True)), Fraction(0)) / total


def _shown(mean: Fraction | None) -> str:
    return "nothing" if mean is None else f"{float(mean):.4f}"
