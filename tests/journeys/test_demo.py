"""``counterscore demo``, as a person would run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from audits.ledger.receipt import verify_receipt
from scoring.domain.errors import EvidenceBroken

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder that the demonstration leaves, and what it told."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "api.cli.main", "demo", "--out", str(folder / "out"), "--persons", "6000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "out", done.stdout


def test_the_story_is_told_in_order(told: tuple[Path, str]) -> None:
    """Population, card, quality, refusal, consent, decision, reasons, recourse, appeal, receipt, audit."""
    _, story = told
    milestones = [
        "1. A population",
        "2. A card",
        "points",
        "3. What the card is worth",
        "AUC",
        "403 Consent is missing",
        "5. Consent",
        "decline: score",
        "the sum of the contributions, to the last decimal",
        "The principal reasons:",
        "7. What would have led to approval",
        "8. An appeal",
        "overturn.",
        "approve, score",
        "verified: decision",
        "the field 'outcome' is not what was committed to",
        "10. A fairness audit",
        "overall:",
    ]
    place = -1
    for words in milestones:
        found = story.find(words, place + 1)
        assert found > place, words
        place = found


def test_it_leaves_what_can_be_opened(told: tuple[Path, str]) -> None:
    """Card, report and receipt, each complete; and no key or database of the service."""
    folder, _ = told
    names = {path.name for path in folder.iterdir()}
    assert {"card.md", "card.json", "report.html", "receipt.json", "log.vkey", "checkpoint.txt"} <= names
    assert not [name for name in names if "key" in name and name != "log.vkey"]
    assert json.loads((folder / "receipt.json").read_bytes())["kind"] == "counterscore-receipt"
    assert (folder / "report.html").read_text().startswith("<!doctype html>")


def test_the_receipt_verifies_and_every_changed_byte_does_not(told: tuple[Path, str]) -> None:
    """Each byte of the receipt in turn, changed: refused, and never with a defect."""
    folder, _ = told
    receipt, vkey = (folder / "receipt.json").read_bytes(), (folder / "log.vkey").read_text().strip()
    assert verify_receipt(receipt, vkey).disclosed["outcome"] == "approve"
    for place in range(len(receipt)):
        changed = bytearray(receipt)
        changed[place] ^= 1
        with pytest.raises(EvidenceBroken):
            verify_receipt(bytes(changed), vkey)
