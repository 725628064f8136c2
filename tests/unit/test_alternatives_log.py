from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from audits.alternatives.document import to_document
from audits.alternatives.judgement import Judgement, judge
from audits.alternatives.log import ORIGIN, read_log, search_log
from audits.alternatives.manifest import Manifest
from audits.alternatives.page import render
from audits.decisions.cube import Source
from audits.ledger.key import Signer, Verifier
from audits.ledger.note import open_note, sign_note
from scoring.domain.errors import EvidenceBroken, InputError
from scoring.domain.text import Language
from tests.support.candidates import MANIFEST, people
from tests.support.counted import Frame

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
SIGNER = Signer("auditor.example/search", bytes(range(32)))
SOURCES = (Source(role="decisions", name="scores.parquet", sha256="sha256:00"),)
HOSTILE = "</td><script>\u2028\n\n\u2014 x {y} AAAA"


@pytest.fixture(scope="module")
def found() -> Judgement:
    return judge(Frame(people()), MANIFEST, ["origin"], reasons={"bb": "needs data that we may not keep"})


@pytest.fixture(scope="module")
def hostile() -> Judgement:
    columns = people()
    columns[HOSTILE] = np.where(columns.pop("origin") == "here", HOSTILE, "b").astype(object)
    others = (replace(MANIFEST.others[0], what=HOSTILE, making=HOSTILE), MANIFEST.others[1])
    return judge(Frame(columns), Manifest(chosen=MANIFEST.chosen, others=others), [HOSTILE], reasons={"bb": HOSTILE})


def test_the_log_says_of_every_card_where_it_stands_and_why_it_was_not_chosen(found: Judgement) -> None:
    note = sign_note(search_log(found, SOURCES, AT), SIGNER)
    head, cards = read_log(open_note(note, Verifier(SIGNER.vkey)))
    assert note.startswith(f"{ORIGIN}\n")
    assert (head["chosen"], head["at"], head["open"]) == ("sha256:aa", "2026-11-30T12:00:00Z", 0)
    assert head["sources"] == {"decisions": "sha256:00"}
    assert [each["standing"] for each in cards] == ["chosen", "dominates", "not shown better"]
    assert cards[1]["reason"] == "needs data that we may not keep"


def test_a_log_with_a_card_taken_out_does_not_verify_and_does_not_count(found: Judgement) -> None:
    note = sign_note(search_log(found, SOURCES, AT), SIGNER)
    lines = note.split("\n")
    with pytest.raises(EvidenceBroken):
        open_note("\n".join([*lines[:3], *lines[4:]]), Verifier(SIGNER.vkey))
    with pytest.raises(EvidenceBroken):
        read_log("\n".join(search_log(found, SOURCES, AT).split("\n")[:4]))
    with pytest.raises(EvidenceBroken):
        read_log("something else\n")


def test_hostile_names_break_neither_the_log_nor_the_page(hostile: Judgement) -> None:
    note = sign_note(search_log(hostile, SOURCES, AT), SIGNER)
    _, cards = read_log(open_note(note, Verifier(SIGNER.vkey)))
    assert cards[1]["what"] == HOSTILE
    assert len(note.split("\n")) == 2 + 3 + 3
    assert "<script" not in render(hostile)


def test_a_time_without_a_zone_is_refused(found: Judgement) -> None:
    with pytest.raises(InputError):
        search_log(found, SOURCES, AT.replace(tzinfo=None))


@pytest.mark.parametrize("language", list(Language))
def test_the_page_has_every_card_and_no_network(found: Judgement, language: Language) -> None:
    page = render(found, language)
    assert page == render(found, language)
    assert all(name in page for name in ("aa", "bb", "cc"))
    assert "needs data that we may not keep" in page
    assert len(page.encode()) < 1_000_000
    assert "http://" not in page.replace("http://www.w3.org/", "")


def test_the_document_is_plain_json(found: Judgement) -> None:
    document = json.loads(json.dumps(to_document(found, SOURCES), allow_nan=False))
    assert document["open"] == []
    assert document["tolerance_source"].startswith("project default")
    assert {each["digest"] for each in document["cards"]} == {"sha256:aa", "sha256:bb", "sha256:cc"}
