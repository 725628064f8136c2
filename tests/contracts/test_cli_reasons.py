"""``explain``, ``recourse`` and ``agreement`` on the example of docs/spec/reasons.md: words and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from api.cli.use import register
from scoring.artefact.card_json import card_bytes
from tests.support.hand_card import APPLICANT
from tests.support.reasons_vectors import CARDS

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a card and the applicant: status and standard output."""
    data, card_file = tmp_path / "people.csv", tmp_path / "card.json"
    with data.open("w", newline="") as file:
        writer = csv.DictWriter(file, APPLICANT)
        writer.writeheader()
        writer.writerow(APPLICANT)
    app = typer.Typer()
    register(app)

    def command(name: str, card: str, *options: str) -> tuple[int, str]:
        card_file.write_bytes(card_bytes(CARDS[card]))
        done = CliRunner().invoke(app, [name, str(card_file), str(data), *options])
        assert done.stderr == ""
        return done.exit_code, done.stdout

    return command


def document(answer: tuple[int, str]) -> Any:  # noqa: ANN401 - JSON is any of several types
    return json.loads(answer[1])


@pytest.mark.parametrize("card", CARDS)
def test_explain_says_of_each_reason_what_changing_it_alone_would_do(run: Run, card: str) -> None:
    reasons = document(run("explain", card, "--row", "1", "--json"))["reasons"]
    alone = {reason["code"]: reason["alone"] for reason in reasons}
    assert alone["R03"] == {"enough": False, "changes": [], "also": [], "gain": 26}
    assert (
        "changing this alone in the card's steps is not enough: at most 26 points"
        in run("explain", card, "--row", "1")[1]
    )
    assert (
        "alleen dit veranderen, in de stappen van de kaart, is niet genoeg"
        in run("explain", card, "--row", "1", "--lang", "nl")[1]
    )


def test_every_reference_can_be_seen_side_by_side(run: Run) -> None:
    found = document(run("explain", "one-way", "--row", "1", "--reference", "all", "--json"))
    assert [each["basis"] for each in found["references"]] == ["max", "just-passing", "population"]
    assert [each["score"] for each in found["references"]] == ["633", "563.00", "570.525"]
    text = run("explain", "one-way", "--row", "1", "--reference", "all")[1]
    assert "R04 Loans in arrears                                26 (3)      17.6 (1)        19.4 (1)" in text
    assert "just passing" not in run("explain", "crossed", "--row", "1", "--reference", "all")[1]


def test_recourse_names_what_a_change_sets_besides(run: Run) -> None:
    """Without the arrear made good, 574 is the highest; with it, and half a month of savings left, 578."""
    (plan,) = document(run("recourse", "side effect", "--row", "1", "--target-score", "575", "--json"))["plans"]
    assert plan["also"] == [
        {
            "field": "buffer_months",
            "before": {"en": "1.5 months", "nl": "1,5 maanden"},
            "after": {"en": "0.5 months", "nl": "0,5 maanden"},
        }
    ]
    text = run("recourse", "side effect", "--row", "1", "--target-score", "575")[1]
    assert "  with it, Months of expenses in savings: from 1.5 months to 0.5 months" in text


def test_recourse_without_a_plan_prints_its_proof_and_exits_with_1(run: Run) -> None:
    options = ("--row", "1", "--target-score", "608")
    status, text = run("recourse", "one-way", *options)
    assert (status, text.splitlines()[-1]) == (1, "  607  at most in all, below 608")
    certificate = document(run("recourse", "one-way", *options, "--json"))["certificate"]
    bounds = [component["bounds"][0]["points"] for component in certificate["components"]]
    assert certificate["fixed_points"] + sum(bounds) == certificate["best_score"] == 607


def test_agreement_counts_who_gets_other_reasons(run: Run) -> None:
    found = document(run("agreement", "one-way", "--json"))
    assert [(group["rows"], group["count"]) for group in found["groups"]] == [
        ("all rows", 1),
        ("rows below the cut-off of 560", 1),
    ]
    assert found["groups"][0]["pairs"][0] == {"between": ["max", "just-passing"], "other_reasons": 0, "other_order": 1}
    assert "max and just-passing" in run("agreement", "one-way")[1]
