"""The section of ``benchmarks/audit-truth.md`` on proxies and alternatives, from their parts of the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.audit.truth_search_document import KINDS
from benchmarks.audit.truth_text import share, table

__all__ = ["HEADING", "section"]

HEADING = "## Proxies and alternatives"

_ABSENT = "Not measured by this command.\n"

_INTRODUCTION = """```
{command}
```

A replicate is {persons:,} people of Laagland of its own seed. Half of them make a card (no crossings, at most six
attributes of each characteristic); the other half, {people:,} people whose outcomes are all recorded, are audited. What
is true is computed on {population:,} other people with 32 lives each, from definitions
(`benchmarks/audit/truth_search_values.py`), of the card of the replicate. {replicates} replicates of each setting:

- `equal`: nobody's group shapes their life, but half of those with a migration background are recorded as lodgers
  (`{planted}`), and 5 % of those of them who repaid are recorded as defaults.
- `control`: the same world, recorded honestly. Nothing tells of the group.
- `fair`: circumstances differ between groups, and recording is that of `equal`. Cards are ranked for proxies only.

Intervals behind shares are Monte-Carlo intervals, 95 % (Wilson for replicates, over replicates for pooled pairs and
intervals).
"""

_ORDER = """\
*Planted first*: `{planted}` is ranked first. *First right*: the characteristic that truly tells most is. *Truly over
the limit*: the AUC of the planted one lies more than 0.1 from one half in the population. *Marked*: its whole interval
does in the sample. *Wrongly marked*: any characteristic is that truly does not. *Pairs in order*: of two
characteristics, the one that is ranked higher truly tells more; Kendall's rank correlation is the same on a scale from
-1 to 1. Where nothing but the planted characteristic tells anything (`equal`), or nothing does (`control`), the others
have no true order: their values in the population are chance, and little more than one pair in two can be had (a little
more, because points that hardly vary stay near one half in sample and population alike).
"""

_COVERED = """\
Intervals of AUCs, level 95 %, that hold the value of the population: by itself, among people of the same recorded
outcome, and within ten bands of true risk.
"""

_EACH = """\
The intervals by themselves, for each characteristic where it stood on the card of a replicate (so many in brackets).
The low figure of `register_reports` in `fair` comes from these seeds: the next 120 replicates of that setting, numbers
60 to 179, cover 93.9 % (88.0-97.0), and with one card held fixed 300 samples of one population 93.7 %. It is left as it
was measured.
"""

_SEARCH = """\
Candidates are the cards without each characteristic in turn and the card that was reweighed; the judge has the group,
the recorded outcome and the scores. *Found*: a candidate is said to dominate, which in `control`, where every card
treats the groups alike, is a false finding. *Said nearer*: one is said to be nearer to equal, be it at a cost or with
accuracy left open. Of the replicates with a finding, the candidate that was measured nearest to equal is held
against the truth, both cards approving 70 % of the population: *less disparate*, the ratio of the lower approval rate
to the higher is truly nearer to 1; *no less accurate*, its Gini against true risk is at least the chosen card's;
*within tolerance*, it loses no more than 0.01 of AUC against true risk, which is what the judge tolerates.
"""


def section(others: Mapping[str, Any]) -> str:
    """The section; ``others`` holds the parts by name, None where they were not measured."""
    proxies, alternatives = others.get("proxies"), others.get("alternatives")
    if not proxies or not alternatives:
        return f"{HEADING}\n\n{_ABSENT}"
    parts = [
        f"{HEADING}\n",
        _INTRODUCTION.format(
            command=proxies["made_with"]["en"].partition(";")[0],
            persons=2 * proxies["people"],
            people=proxies["people"],
            population=proxies["population"],
            replicates=proxies["replicates"],
            planted=proxies["planted"],
        ),
        _ORDER.format(planted=proxies["planted"]),
        _orders(_settings(proxies)),
        _COVERED,
        _covered(_settings(proxies)),
        _EACH,
        _each(_settings(proxies)),
        _SEARCH,
        _search(_settings(alternatives)),
        _findings(_settings(alternatives)),
    ]
    return "\n".join(parts)


def _settings(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found for name, found in part.items() if isinstance(found, dict) and name != "made_with"}


def _orders(settings: Mapping[str, Any]) -> str:
    keys = ("first", "first_right", "strong", "marked", "wrongly_marked", "pairs")
    words = ("planted first", "first right", "truly over the limit", "marked", "wrongly marked", "pairs in order")
    return table(
        ("setting", *words, "Kendall"),
        (
            (
                f"`{name}`",
                *(share(found[key]) for key in keys),
                _mean(found["kendall"], 2),
            )
            for name, found in settings.items()
        ),
    )


def _covered(settings: Mapping[str, Any]) -> str:
    return table(
        ("setting", "by itself", "same outcome", "same true risk"),
        ((f"`{name}`", *(share(found["covered"][kind]) for kind in KINDS)) for name, found in settings.items()),
    )


def _each(settings: Mapping[str, Any]) -> str:
    by_name = {
        setting: {one["characteristic"]: one for one in found["characteristics"]} for setting, found in settings.items()
    }
    names = sorted({name for found in by_name.values() for name in found})
    return table(
        ("characteristic", *(f"`{setting}`" for setting in settings)),
        ((name, *(_counted(by_name[setting].get(name)) for setting in settings)) for name in names),
    )


def _search(settings: Mapping[str, Any]) -> str:
    return table(
        ("setting", "candidates", "found", "said nearer"),
        (
            (f"`{name}`", f"{found['candidates']:.1f}", share(found["found"]), share(found["nearer"]))
            for name, found in settings.items()
        ),
    )


def _findings(settings: Mapping[str, Any]) -> str:
    keys = ("less_disparate", "no_less_accurate", "both", "within_tolerance")
    head = (
        "setting",
        "findings",
        *(key.replace("_", " ") for key in keys),
        "change of ratio",
        "change of Gini",
        "made by",
    )
    return table(
        head,
        (
            (
                f"`{name}`",
                f"{round(found['found']['rate'] * found['found']['of'])}",
                *(share(found[key]) for key in keys),
                _mean(found["change"]["evenness"], 3),
                _mean(found["change"]["gini"], 4),
                "; ".join(f"{made} {times}" for made, times in found["made_by"].items()) or "-",
            )
            for name, found in settings.items()
        ),
    )


def _counted(found: Mapping[str, float] | None) -> str:
    return "-" if found is None else f"{share(found)} [{found['of']}]"


def _mean(found: Mapping[str, float] | None, decimals: int) -> str:
    if found is None:
        return "-"
    value, low, high = (f"{found[end]:.{decimals}f}" for end in ("value", "low", "high"))
    return f"{value} ({low} to {high})"
