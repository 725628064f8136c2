"""The product's own artefacts are what the code makes today."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audits.fairness.verdict import Verdict
from scoring.artefact.card_json import card_bytes, read_card
from scoring.certificate.certificate import certify
from tests.support.regenerate import NAMES, REFERENCE, reference


def test_the_reference_artefacts_are_reproduced_byte_for_byte(tmp_path: Path) -> None:
    """Card, printed card, certificate and report; the same quality; see ``make reference``."""
    reference(tmp_path)
    exact = [name for name in NAMES if name != "quality.json"]
    drift = [name for name in exact if (tmp_path / name).read_bytes() != (REFERENCE / name).read_bytes()]
    assert not drift
    made, kept = (json.loads((folder / "quality.json").read_text()) for folder in (tmp_path, REFERENCE))
    # A sum of floats depends on the processor in its last digit; the card and the scores do not.
    assert alike(made, kept)
    assert sorted(path.name for path in REFERENCE.iterdir() if path.name in NAMES) == sorted(NAMES)


def alike(made: object, kept: object) -> bool:
    """Equal documents, floats but for their last digits."""
    if isinstance(kept, float) and isinstance(made, float):
        return made == pytest.approx(kept, rel=1e-9, abs=1e-12)
    if isinstance(kept, dict) and isinstance(made, dict):
        return made.keys() == kept.keys() and all(alike(made[key], kept[key]) for key in kept)
    if isinstance(kept, list) and isinstance(made, list):
        return len(made) == len(kept) and all(map(alike, made, kept))
    return made == kept


def test_the_reference_card_is_canonical_and_keeps_its_promises() -> None:
    """Reading and writing gives the same bytes; the certificate is passed; its text is the committed one."""
    card = read_card(REFERENCE / "card.json")
    assert card_bytes(card) == (REFERENCE / "card.json").read_bytes()
    certificate = certify(card)
    assert certificate.passed
    assert f"{certificate.to_text()}\n" == (REFERENCE / "certificate.txt").read_text()


def test_the_reference_report_holds_no_small_cell() -> None:
    """Its overall word is one of four, and it names no person."""
    document = json.loads((REFERENCE / "report.json").read_text())
    assert document["overall"] in list(Verdict)
    page = (REFERENCE / "report.html").read_text()
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
