"""The certificate: what a card promises, checked against the card alone.

It reads the finished document and none of the code that made it, so an edited card is judged like a fitted one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from scoring.domain.card import Attribute, Card, Entry, Test
from scoring.domain.characteristic import Direction, MissingPolicy, Source
from scoring.domain.errors import CertificateFailed
from scoring.engine.neutral import half_up, spread

__all__ = ["Certificate", "Finding", "certify"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """All findings about one card."""

    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether every promise is kept."""
        return all(finding.kept for finding in self.findings)

    def demand(self) -> None:
        """Raise unless every promise is kept.

        Raises
        ------
        CertificateFailed
            Naming the first broken promise.
        """
        for finding in self.findings:
            if not finding.kept:
                raise CertificateFailed(
                    f"{finding.promise}: {finding.measured}",
                    where=finding.subject,
                    remedy="Correct the card or fit again",
                )

    def to_document(self) -> dict[str, object]:
        """The certificate as plain JSON values."""
        return {
            "passed": self.passed,
            "findings": [
                {"promise": f.promise, "subject": f.subject, "kept": f.kept, "measured": f.measured}
                for f in self.findings
            ],
        }

    def to_text(self) -> str:
        """One line per finding, and the verdict."""
        lines = [f"{'kept  ' if f.kept else 'BROKEN'}  {f.promise}: {f.subject}: {f.measured}" for f in self.findings]
        broken = sum(not finding.kept for finding in self.findings)
        verdict = "certificate: every promise is kept" if not broken else f"certificate: {broken} promise(s) broken"
        return "\n".join([*lines, verdict])


def certify(card: Card) -> Certificate:
    """Check every promise of a card.

    Direction along every ordered table; counts that add up to the development sample in every table; the PD table
    against the scale, there and back; strictly falling PD; neutrality of every optional source and of every missing
    value that is declared neutral; population references against the counts.
    """
    checks: tuple[Callable[[Card, Entry], Finding | None], ...] = (_direction, _counts, _population, _neutral_lines)
    per_entry = (check(card, entry) for entry in card.entries for check in checks)
    return Certificate(
        findings=(
            _round_trip(card),
            _strict_fall(card),
            _range(card),
            *(finding for finding in per_entry if finding is not None),
            *(_neutral_source(card, source) for source in Source if _providers(card, source)),
        )
    )


def _round_trip(card: Card) -> Finding:
    wrong = 0
    for score in range(card.lowest, card.highest + 1):
        pd = float(card.pd(score))
        wrong += round(card.scale.score(math.log((1 - pd) / pd))) != score
    total = card.highest - card.lowest + 1
    measured = f"{total - wrong} of {total} scores come back from their PD"
    return Finding(promise="PD round trip", subject="card", kept=wrong == 0, measured=measured)


def _strict_fall(card: Card) -> Finding:
    falls = all(low > high for low, high in pairwise(map(Decimal, card.pd_table.pds)))
    measured = "PD falls with every point" if falls else "PD does not fall with every point"
    return Finding(promise="strict order", subject="card", kept=falls, measured=measured)


def _range(card: Card) -> Finding:
    best = card.initial_points + sum(max(a.points for a in entry.attributes) for entry in card.entries)
    measured = f"scores run from {card.lowest} to {card.highest}"
    if card.cut_off is not None:
        measured += f"; the cut-off is {card.cut_off}"
    inside = best == card.highest and (card.cut_off is None or card.lowest <= card.cut_off <= card.highest)
    return Finding(promise="reachable scores", subject="card", kept=inside, measured=measured)


def _direction(card: Card, entry: Entry) -> Finding | None:
    direction = card.characteristic(entry).direction
    if direction is Direction.NONE:
        return None
    points = [a.points for a in entry.attributes if a.test is Test.INTERVAL]
    sign = 1 if direction is Direction.HIGHER_IS_SAFER else -1
    violation = max((sign * (left - right) for left, right in pairwise(points)), default=0)
    return Finding(
        promise=f"direction {direction}",
        subject=entry.characteristic,
        kept=violation <= 0,
        measured=f"largest violation {max(violation, 0)} points",
    )


def _counts(card: Card, entry: Entry) -> Finding:
    goods = sum(a.goods for a in entry.attributes)
    bads = sum(a.bads for a in entry.attributes)
    kept = math.isclose(goods, card.development.goods, rel_tol=1e-9) and math.isclose(
        bads, card.development.bads, rel_tol=1e-9
    )
    ordinary = [a for a in entry.attributes if a.test in {Test.INTERVAL, Test.CATEGORIES}]
    measured = (
        f"{goods:g} goods and {bads:g} bads; the smallest line has {min(a.goods for a in ordinary):g} and "
        f"{min(a.bads for a in ordinary):g}"
        if ordinary
        else f"{goods:g} goods and {bads:g} bads"
    )
    return Finding(promise="counts add up", subject=entry.characteristic, kept=kept, measured=measured)


def _population(card: Card, entry: Entry) -> Finding:  # noqa: ARG001 - all checks share one signature
    mean = _mean(entry.attributes)
    gap = abs(Fraction(entry.references.population) - mean)
    return Finding(
        promise="population reference",
        subject=entry.characteristic,
        kept=gap < Fraction(1, 10**9),
        measured=f"stored {float(entry.references.population):.4f}, recomputed {float(mean):.4f}",
    )


def _neutral_lines(card: Card, entry: Entry) -> Finding | None:
    silent = [a for a in entry.attributes if a.test is Test.MISSING]
    must_be_neutral = card.characteristic(entry).missing is MissingPolicy.NEUTRAL
    lines = [a for a in entry.attributes if a.neutral and a.test is not Test.NOT_PROVIDED]
    if not lines and not must_be_neutral:
        return None
    mean = _mean(_free(entry))
    kept = all(a.points == half_up(mean) for a in lines) and (not must_be_neutral or all(a.neutral for a in silent))
    return Finding(
        promise="neutral lines",
        subject=entry.characteristic,
        kept=kept,
        measured=f"{[a.points for a in lines]} points; the other lines have {float(mean):.2f} on average",
    )


def _providers(card: Card, source: Source) -> list[Entry]:
    return [entry for entry in card.entries if source.optional and card.characteristic(entry).source is source]


def _neutral_source(card: Card, source: Source) -> Finding:
    entries = _providers(card, source)
    means = [_mean(_free(entry)) for entry in entries]
    found = [a.points for entry in entries for a in entry.attributes if a.test is Test.NOT_PROVIDED]
    return Finding(
        promise="refusing is neutral",
        subject=source.value,
        kept=found == spread(means)
        and all(a.neutral for entry in entries for a in entry.attributes if a.test is Test.NOT_PROVIDED),
        measured=f"{sum(found)} points in all; those who provide it have {float(sum(means)):.2f} on average",
    )


def _free(entry: Entry) -> list[Attribute]:
    return [attribute for attribute in entry.attributes if not attribute.neutral]


def _mean(attributes: tuple[Attribute, ...] | list[Attribute]) -> Fraction:
    weights = [Fraction(a.goods) + Fraction(a.bads) for a in attributes]
    return sum((w * a.points for w, a in zip(weights, attributes, strict=True)), Fraction(0)) / sum(weights)
