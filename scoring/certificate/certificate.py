"""The certificate: what a card promises, checked against the card alone.

It reads the finished document and none of the code that made it, so an edited card is judged like a fitted one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scoring.certificate.promises import (
    Finding,
    counts,
    direction,
    direction_across,
    just_passing,
    just_passing_score,
    neutral_lines,
    neutral_source,
    people,
    population,
    providers,
    reachable,
    round_trip,
    strict_fall,
)
from scoring.domain.card import Card
from scoring.domain.characteristic import Source
from scoring.domain.entry import Entry
from scoring.domain.errors import CertificateFailed

__all__ = ["Certificate", "Finding", "certify"]


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

    Direction along every ordered table, and in crossings across the tables too; counts that add up to the development
    sample in every entry, with people enough in each line; the PD table against the scale, there and back; strictly
    falling PD; neutrality of every optional source and of every missing value that is declared neutral; population
    references against the counts; just-passing references that are possible and add up to a score that just passes; a
    cut-off that somebody can reach.
    """
    checks: tuple[Callable[[Card, Entry], Finding | None], ...] = (
        direction,
        direction_across,
        counts,
        people,
        population,
        just_passing,
        neutral_lines,
    )
    of_card = (check(card) for check in (round_trip, strict_fall, reachable, just_passing_score))
    per_entry = (check(card, entry) for entry in card.entries for check in checks)
    return Certificate(
        findings=(
            *(finding for finding in of_card if finding is not None),
            *(finding for finding in per_entry if finding is not None),
            *(neutral_source(card, source) for source in Source if providers(card, source)),
        )
    )
