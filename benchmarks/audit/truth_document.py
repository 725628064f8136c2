"""The table of error rates as every report prints it: ``audits/fairness/error_rates.json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audits.fairness.verdict import Verdict
from benchmarks.audit.truth_replicate import LEVEL
from benchmarks.audit.truth_run import MAIN, Cell, Results, Whole
from benchmarks.audit.truth_text import rounded, written
from scoring.domain.text import Text

__all__ = ["FORMAT", "KEPT", "document", "main_whole"]

FORMAT = 1

KEPT = ("every_measure", "proxies", "alternatives")
"""Parts of the document that other commands of this package write: what stands there is kept."""


def document(results: Results, made_with: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """The document; ``before`` is the one that it replaces, empty if there is none."""
    whole = main_whole(results)
    return {
        "format": FORMAT,
        "made_with": dict(made_with),
        "rows": [_row(cell) for cell in results.cells],
        "false_alarms": {
            "people": whole.people,
            "replicates": results.replicates,
            **written(whole.alarms),
            "nominal": rounded(1 - LEVEL),
            "at_most_under_any_limits": written(whole.misses),
        },
        "false_reassurances": {
            "people": whole.people,
            "replicates": results.replicates,
            **written(whole.reassurances),
            "nominal": rounded(1 - LEVEL),
        },
        "coverage": [
            {"measure": measure.value, **written(whole.alone.get(measure, found)), "nominal": LEVEL}
            for measure, found in results.coverage.items()
        ],
        **{name: before.get(name) for name in KEPT},
    }


def main_whole(results: Results) -> Whole:
    """The error rates that stand for all: of the world ``fair`` at the main size, or the largest that was run."""
    fair = [one for one in results.wholes if one.world == "fair"]
    return next((one for one in fair if one.people == MAIN), fair[-1])


def _row(cell: Cell) -> dict[str, Any]:
    stated = cell.stated
    why = _why(cell)
    main = MAIN if MAIN in cell.said else max(cell.said)
    alarms = {"people": main, **written(cell.said[main][Verdict.BREACH])} if cell.inside else None
    return {
        "knob": {"en": stated.knob.en, "nl": stated.knob.nl},
        "measure": stated.measure.value,
        "speaks_for": [measure.value for measure in stated.speaks_for],
        "detectable": stated.detectable,
        "why": {"en": why.en, "nl": why.nl},
        "true_value": rounded(cell.truth),
        "limit": stated.limit.limit,
        "power": [{"people": size, **written(found)} for size, found in (cell.power or {}).items()],
        "false_alarms": alarms,
        "said": [
            {"people": size, **{word.value: rounded(found.value) for word, found in words.items()}}
            for size, words in cell.said.items()
        ],
    }


def _why(cell: Cell) -> Text:
    """The reason, then what was run."""
    stated = cell.stated
    value, limit = f"{cell.truth:.3f}", f"{stated.limit.limit:g}"
    own_value, own_limit = (number.replace(".", ",") for number in (value, limit))
    ending = Text(en=f" True value {value}, limit {limit}.", nl=f" Ware waarde {own_value}, grens {own_limit}.")
    if cell.power is None and stated.detectable:
        more = Text(
            en=" The value stays within the limit here, so there is no breach to be found.",
            nl=" De waarde blijft hier binnen de grens, dus er is geen overschrijding te vinden.",
        )
        ending = Text(en=ending.en + more.en, nl=ending.nl + more.nl)
    return Text(en=stated.why.en + ending.en, nl=stated.why.nl + ending.nl)
