"""The table of the three worlds in ``docs/laagland.md``: ``python -m tests.support.laagland_table`` writes it anew."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

from scoring.population.simulate import Chunk, Plan, simulate
from scoring.population.world import GROUPS, World

__all__ = ["PAGE", "table"]

PAGE = Path(__file__).parents[2] / "docs" / "laagland.md"
PERSONS, SEED, DRAWS = 20_000, 0, 32
PLACE = re.compile(r"(?<=in percent:\n\n).*?(?=\n\n## Knobs)", re.DOTALL)


def table() -> str:
    """The Markdown table."""
    columns = [
        _column(simulate(Plan(persons=PERSONS, seed=SEED, world=world, draws=DRAWS, sample=0))) for world in World
    ]
    head = "| | " + " | ".join(f"`{world}`" for world in World) + " |\n| --- | ---: | ---: | ---: |"
    rows = ["| " + " | ".join([name, *(column[name] for column in columns)]) + " |" for name in columns[0]]
    return "\n".join([head, *rows])


def _column(people: Chunk) -> dict[str, str]:
    truth = people.truth["bads"] / people.truth["draws"]
    fair = people.truth["fair_bads"] / people.truth["draws"]
    migrant = people.protected["migration_background"] == list(GROUPS["migration_background"]).index("yes")
    seen = people.defaulted >= 0
    recorded = people.defaulted == 1
    lodger = people.characteristics["housing_tenure"] == "lodger"
    arrears, shared = people.characteristics["open_arrears"], people.characteristics["failed_debits"] != -99

    def pair(values: np.ndarray, among: np.ndarray) -> str:
        return " / ".join(f"{100 * values[among & group].mean():.1f}" for group in (migrant, ~migrant))

    everybody = np.ones(len(migrant), dtype=bool)
    return {
        "mean true probability of default": f"{100 * truth.mean():.1f}",
        "the same, migration background: yes / no": pair(truth, everybody),
        "mean fair probability, migration background: yes / no": pair(fair, everybody),
        "recorded defaults of those observed, migration background: yes / no": pair(recorded, seen),
        "outcome unobserved, migration background: yes / no": pair(~seen, everybody),
        "recorded as lodger, migration background: yes / no": pair(lodger, everybody),
        "no record in the credit register": f"{100 * np.isnan(arrears).mean():.1f}",
        "an open arrear, of those with a record": f"{100 * (arrears[~np.isnan(arrears)] > 0).mean():.1f}",
        "bank data not shared": f"{100 * (~shared).mean():.1f}",
    }


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(PLACE.sub(table(), page, count=1), encoding="utf-8")
    sys.stdout.write(f"wrote the table of {PAGE.name}\n")
