"""The section of ``benchmarks/audit-truth.md`` on every measure, from its part of the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.audit.truth_text import share, table

__all__ = ["HEADING", "section"]

HEADING = "## Every measure, knob by knob"

_ABSENT = "Not measured by this command.\n"

_ABOUT = """```
{command}
```

The same designs and the same group as in the table above, by every measure; the false negative rate difference is the
true positive one's with its sign turned and is left out. *Holds*: of the intervals of one comparison by itself, level
95 %, those that hold the true value; where outcomes of the approved are all there is, the interval around the worst
cases. *Seen*: of all replicates, those in which the whole interval lies on the true value's side of no difference.
Equalised odds and the distance of scores are never below 0; their intervals and that of KS are wide.
{replicates} replicates of each design and size, {draws} draws. Statements are those above, made of a measure's kind;
predictive values of approval are known where the outcomes of the approved are. What is stated to be detectable must
hold the true value like any interval. What is stated not to be has no interval, or worst cases that hold it and show
nothing, or an interval that looks like any other and lies elsewhere; or, of approval under label bias, the same
interval as without.
"""


def section(found: Mapping[str, Any] | None) -> str:
    """The section; ``found`` is the part of the table, None where it was not measured."""
    if not found:
        return f"{HEADING}\n\n{_ABSENT}"
    about = _ABOUT.format(
        command=found["made_with"]["en"].partition(";")[0], replicates=found["replicates"], draws=found["draws"]
    )
    sizes = [one["people"] for one in found["knobs"][0]["measures"][0]["sizes"]]
    head = ["measure", "stated", "true value"]
    head += [f"{what}, {size:,}" for what in ("holds", "seen") for size in sizes]
    parts = [f"{HEADING}\n", about]
    for knob in found["knobs"]:
        parts += [f"{knob['knob']['en']}:\n", table(head, map(_row, knob["measures"]), texts=2)]
    return "\n".join(parts)


def _row(row: Mapping[str, Any]) -> list[str]:
    shares = [share(one[what]) for what in ("holds", "apart") for one in row["sizes"]]
    stated = "detectable" if row["detectable"] else "not detectable"
    return [row["measure"], stated, f"{row['true_value']:.3f}", *shares]
