"""How what was measured against the truth is written: numbers of the table of error rates, and parts of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.audit.truth_replicate import Rate

__all__ = ["made_with", "put_in", "rounded", "share", "table", "written"]

_PLACES = 4


def rounded(value: float) -> float:
    """A number as the table of error rates holds it."""
    return round(float(value), _PLACES) + 0.0  # no "-0.0"


def written(found: Rate) -> dict[str, float]:
    """A share with its interval, likewise."""
    return {"rate": rounded(found.value), "low": rounded(found.low), "high": rounded(found.high)}


def made_with(command: str, population: int) -> dict[str, str]:
    """What made a part of the table, in both languages."""
    return {
        "en": f"{command}; {population:,} people with truth in each population",
        "nl": f"{command}; {population:,} mensen met bekende waarheid in elke bevolking".replace(",", "."),
    }


def table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> str:
    """A table in Markdown; the first ``texts`` columns hold texts, all others numbers."""
    lines = [head, [*["---"] * texts, *["---:"] * (len(head) - texts)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def share(found: Mapping[str, float] | None) -> str:
    """A share of the table of error rates with its interval; a dash for a share of nothing."""
    if found is None:
        return "-"
    return f"{100 * found['rate']:.1f} % ({100 * found['low']:.1f}-{100 * found['high']:.1f})"


def put_in(page: str, heading: str, section: str) -> str:
    """The page with a section in the place of the one that has its heading; all else is kept.

    Raises
    ------
    ValueError
        If the page has no such section.
    """
    before, found, rest = page.partition(heading)
    if not found:
        msg = f"the page has no section '{heading}'"
        raise ValueError(msg)
    _, following, after = rest.partition("\n## ")
    return before + section + (following + after)
