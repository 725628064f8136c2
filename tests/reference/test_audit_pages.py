"""The pages about decisions and registrations say what the code does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from api.cli.decisions import columns_of
from audits.decisions.schema import ROLES
from audits.registration.registered import registered_before
from scoring.batch.request import Record, Request
from scoring.tabular.source import open_data
from tests.support.audit_pages import BY_SCORE, PAGES, note, page
from tests.support.hand_card import HAND_CARD
from tests.support.ledger import SIGNER
from tests.support.score_files import large


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_generated_blocks_are_those_of_the_code(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == page(path), "write them anew with: python -m tests.support.audit_pages"


def test_every_column_of_the_schema_is_written_by_somebody_under_its_name(tmp_path: Path) -> None:
    """And what is written for an audit beside the schema is what an auditor asks for by name."""
    columns = (("id", "place"), ("outcome", "open_arrears"), ("weight", "buffer_months"))
    record = Record(columns=columns, recourse=True, decided_at=date(2026, 6, 30), points=True)
    with open_data(large(tmp_path, 3)) as file:
        request = Request(card=HAND_CARD, file=file, out=tmp_path / "d.csv", reasons=4, keep=(), record=record)
        by_score = {name for name in request.headings if not name.startswith("points_")} - {"invalid"}
    assert by_score == set(BY_SCORE)
    assert set(ROLES) == by_score | set(columns_of(()))


def test_the_example_of_a_registration_verifies() -> None:
    digest = note().split("\n")[2]
    other = "sha256:" + "0" * 64
    found = registered_before(digest, note(), other, None, SIGNER.vkey)
    assert "there is no registration of the decisions" in found.why.en
