"""Regenerate the product's own artefacts and the golden files: ``python -m tests.support.regenerate``."""

from __future__ import annotations

import json
import shutil
import sys
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from api.cli.demo import audit_decisions, make_card, make_populations, measure_quality
from api.cli.narrator import Narrator
from scoring.artefact.characteristics_file import read_characteristics
from scoring.artefact.policy_file import read_policy

__all__ = ["NAMES", "REFERENCE", "reference"]

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
NAMES = ("card.json", "card.md", "certificate.txt", "quality.json", "report.html", "report.json")
PERSONS, SEED = 20_000, 1


def reference(folder: Path) -> None:
    """Write the reference artefacts: what ``counterscore demo`` makes of its defaults."""
    laagland = Path(str(files("scoring.population")))
    narrator = Narrator(silent=True)
    with TemporaryDirectory() as scratch:
        work = Path(scratch)
        developed, later = make_populations(narrator, work, PERSONS, SEED)
        registry, policy = (
            read_characteristics(laagland / "laagland.toml"),
            read_policy(laagland / "laagland-policy.toml"),
        )
        card = make_card(narrator, work, developed, registry, policy, SEED)
        measure_quality(narrator, card, later)
        audit_decisions(narrator, card, work, later)
        (work / "quality.json").write_text(_json(narrator.facts["quality"]), encoding="utf-8")
        for name in NAMES:
            shutil.copyfile(work / name, folder / name)


def _json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    REFERENCE.mkdir(parents=True, exist_ok=True)
    reference(REFERENCE)
    sys.stdout.write(f"wrote {', '.join(NAMES)} to {REFERENCE}\n")
