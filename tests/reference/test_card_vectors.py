"""The card's specification: its example and vectors are what the code makes, and a scorer without our code agrees."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.artefact.canonical import canonical, digest
from scoring.artefact.card_json import card_bytes, card_from_document
from scoring.batch.score import score_table
from scoring.certificate.certificate import certify
from scoring.domain.errors import CounterscoreError
from scoring.tabular.readings import read_frame
from tests.reference import independent_scorer
from tests.support.card_forgeries import FORGERIES, Forgery
from tests.support.card_vectors import CARDS, PAGE, VECTORS, blocks, vectors_text
from tests.support.generated_page import with_blocks
from tests.support.spec_cards import TINY

AGAIN = "write them anew with: python -m tests.support.card_vectors"
SOURCE = Path(independent_scorer.__file__)
EXPECTED = ("score", "pd", "invalid")

STORED: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = STORED["rows"]


def example() -> dict[str, Any]:
    """The card as it stands in the page."""
    text = PAGE.read_text(encoding="utf-8").split("<!-- generated: card -->\n\n```json\n")[1].split("\n```")[0]
    document: dict[str, Any] = json.loads(text)
    return document


def test_the_vectors_are_those_of_the_code() -> None:
    assert VECTORS.read_text(encoding="utf-8") == vectors_text(), AGAIN


def test_the_example_of_the_page_is_that_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_blocks(page, blocks()), AGAIN


def test_the_example_of_the_page_is_a_card_of_the_vectors_and_keeps_every_promise() -> None:
    """What is printed to be read is complete: it reads as a card and its certificate passes."""
    assert example() == STORED["cards"]["tiny"]
    certify(card_from_document(example())).demand()


def test_the_card_with_crossings_keeps_every_promise_but_that_of_its_people() -> None:
    """Its neutral lines and directions are those that the page describes; its counts are small, to be added by hand."""
    broken = {finding.promise for finding in certify(CARDS["crossed"]).findings if not finding.kept}
    assert broken == {"people in each line"}


def test_a_card_without_crossings_is_written_as_format_1() -> None:
    """Its digest is what it was before there were crossings."""
    assert {name: card["format"] for name, card in STORED["cards"].items()} == {"tiny": 1, "corners": 1, "crossed": 2}


@pytest.mark.parametrize("name", CARDS)
def test_a_stored_card_has_the_stored_digest_in_its_canonical_form(name: str) -> None:
    document = STORED["cards"][name]
    assert digest(canonical(document)) == STORED["digests"][name]
    assert card_bytes(card_from_document(document)) == canonical(document)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['card']}: {row['what']}")
def test_an_independent_scorer_agrees(row: dict[str, Any]) -> None:
    """Written from the page alone, it finds the same score, the same PD and the same invalid column."""
    found = independent_scorer.score(STORED["cards"][row["card"]], row["values"], row["refused"])
    assert found == {part: row[part] for part in EXPECTED}


@pytest.mark.parametrize("name", CARDS)
def test_scoring_whole_columns_agrees(name: str) -> None:
    """The file path reads and looks up like the specification; a source is refused there by a mark in the file."""
    card = CARDS[name]
    rows = [row for row in ROWS if row["card"] == name and not row["refused"]]
    columns = {}
    for field in card.registry.read_fields:
        columns[field.name] = np.empty(len(rows), dtype=object)
        columns[field.name][:] = [row["values"].get(field.name) for row in rows]
    scores = score_table(card, read_frame(columns, card.registry))
    found = [
        {"score": None, "pd": None, "invalid": invalid}
        if invalid
        else {"score": int(score), "pd": float(pd), "invalid": None}
        for score, pd, invalid in zip(scores.score, scores.pd, scores.invalid, strict=True)
    ]
    expected = [{part: row[part] for part in EXPECTED} for row in rows]
    assert found == [{**each, "pd": each["pd"] and float(each["pd"])} for each in expected]


def test_the_vectors_reach_every_line_and_leave_nobody_out() -> None:
    """Each line of each card is somebody's, and each entry has a row without a score because of it."""
    for name, card in CARDS.items():
        mine = [row for row in ROWS if row["card"] == name]
        people = [card.registry.read(row["values"], row["refused"]) for row in mine if row["invalid"] is None]
        reached = {
            (entry.characteristics, place)
            for readings in people
            for entry, line in zip(card.entries, card.lines(readings), strict=True)
            for place, each in enumerate(entry.attributes)
            if each is line
        }
        assert reached == {(e.characteristics, place) for e in card.entries for place in range(len(e.attributes))}
        assert {row["invalid"] for row in mine} >= {each.name for each in card.scored if not each.formula}


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: f"{forgery.card}: {forgery.what}")
def test_a_reader_refuses_every_listed_change_of_the_cards(forgery: Forgery) -> None:
    with pytest.raises(CounterscoreError):
        card_from_document(forgery.of(STORED["cards"][forgery.card]))


def test_the_independent_scorer_imports_the_standard_library_only_and_is_short() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    modules = {node.module for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names}
    assert {str(module).split(".")[0] for module in modules} <= sys.stdlib_module_names
    assert len([line for line in text.splitlines() if line.strip()]) < 100


def test_the_independent_scorer_scores_the_example_in_an_interpreter_of_its_own(tmp_path: Path) -> None:
    card, values = tmp_path / "card.json", tmp_path / "values.json"
    card.write_bytes(card_bytes(TINY))
    values.write_text(json.dumps(ROWS[0]["values"]), encoding="utf-8")
    command = [sys.executable, "-I", str(SOURCE), str(card), str(values)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert json.loads(run.stdout) == {part: ROWS[0][part] for part in EXPECTED}
