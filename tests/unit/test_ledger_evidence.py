"""Rows of a database against a checkpoint that was held outside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from audits.ledger.evidence import EvidenceRow, verify_rows
from audits.ledger.leaf import Event
from audits.ledger.merkle import leaf_hash
from scoring.domain.errors import EvidenceBroken
from tests.support.ledger import DECISION, checkpoint_over, counted_bytes, entry, example_log, rows_of

LOG = example_log()
ROWS = rows_of(LOG)
PAYLOAD, SALTS = LOG[DECISION].payload, LOG[DECISION].salts
CHECKPOINT = checkpoint_over(LOG)
FORGED = entry(Event.DECISION, "2026-11-24T10Z", {**PAYLOAD, "score": 700}, counted_bytes("forged"))


def findings(rows: list[EvidenceRow]) -> tuple[str, ...]:
    return verify_rows(rows, CHECKPOINT).findings


def with_row(**changes: object) -> list[EvidenceRow]:
    rows = list(ROWS)
    rows[DECISION] = replace(rows[DECISION], **changes)  # type: ignore[arg-type] # any field, by name
    return rows


def test_untouched_rows_have_no_findings_in_whatever_order_they_come() -> None:
    report = verify_rows(reversed(ROWS), CHECKPOINT)
    assert (report.rows, report.erased, report.beyond, report.findings) == (7, 0, 0, ())
    report.demand()


def test_rows_after_the_checkpoint_are_counted_since_it_says_nothing_about_them() -> None:
    report = verify_rows(ROWS, checkpoint_over(LOG[:5]))
    assert (report.beyond, report.findings) == (2, ())


def test_erasing_payload_and_salts_leaves_the_log_valid() -> None:
    rows = with_row(payload=None, salts=None)
    report = verify_rows(rows, CHECKPOINT)
    assert (report.erased, report.findings) == (1, ())


def test_every_single_bit_flip_of_a_leaf_or_its_hash_is_found_at_its_row() -> None:
    for part in ("data", "stored_hash"):
        data = getattr(ROWS[DECISION], part)
        for place in range(len(data)):
            for bit in (0, 5, 7):
                flipped = bytearray(data)
                flipped[place] ^= 1 << bit
                assert findings(with_row(**{part: bytes(flipped)}))[0] == "row 4: the leaf and its stored hash differ"


CHANGES: list[tuple[str, Callable[[], list[EvidenceRow]]]] = [
    ("row 4: commitment: the field 'score' is not", lambda: with_row(payload={**PAYLOAD, "score": 700})),
    ("row 4: commitment: the field 'score': ", lambda: with_row(payload={**PAYLOAD, "score": float("nan")})),
    ("row 4: commitment: the field 'pd' is not", lambda: with_row(salts={**SALTS, "pd": "00" * 32})),
    ("row 4: commitment: the salt of 'score'", lambda: with_row(salts={**SALTS, "score": ""})),
    ("row 4: payload and salts were not erased", lambda: with_row(payload=None)),
    ("row 4: payload and salts were not erased together", lambda: with_row(salts=None)),
    ("row 4: the payload lacks the field", lambda: with_row(payload={}, salts={})),
    ("row 4 is missing", lambda: ROWS[:4] + ROWS[5:]),
    ("rows 0 to 2 are missing", lambda: ROWS[3:]),
    ("row 4 stands 2 times", lambda: [*ROWS[:5], *ROWS[4:]]),
    ("row -1 has no place", lambda: [replace(ROWS[0], seq=-1), *ROWS]),
]


@pytest.mark.parametrize(("finding", "rows"), CHANGES, ids=[finding for finding, _ in CHANGES])
def test_a_changed_row_is_named(finding: str, rows: Callable[[], list[EvidenceRow]]) -> None:
    report = verify_rows(rows(), CHECKPOINT)
    assert report.findings[0].startswith(finding)
    with pytest.raises(EvidenceBroken, match="row") as caught:
        report.demand()
    assert caught.value.part == "evidence row"


def test_a_gap_is_said_once_and_not_again_for_every_row_behind_it() -> None:
    assert findings(ROWS[:2] + ROWS[3:]) == (
        "row 2 is missing",
        "the log has 6 rows, the checkpoint 7: rows were removed",
    )


def test_a_row_that_was_rewritten_whole_agrees_with_itself_and_only_the_root_tells() -> None:
    """Leaf, hash, payload and salts replaced together: the attack that a checkpoint inside the database would miss."""
    rows = with_row(data=FORGED.leaf.data, stored_hash=FORGED.hash, payload=FORGED.payload, salts=FORGED.salts)
    assert findings(rows) == ("the first 7 rows do not give the checkpoint's root: history was rewritten",)


def test_swapped_rows_are_found() -> None:
    rows = [*ROWS[:5], replace(ROWS[6], seq=5), replace(ROWS[5], seq=6)]
    assert findings(rows) == ("the first 7 rows do not give the checkpoint's root: history was rewritten",)


def test_a_shortened_log_is_found() -> None:
    assert findings(ROWS[:6]) == ("the log has 6 rows, the checkpoint 7: rows were removed",)
    assert findings([]) == ("the log has 0 rows, the checkpoint 7: rows were removed",)


def test_an_empty_log_agrees_with_an_empty_checkpoint() -> None:
    assert verify_rows([], checkpoint_over([])).findings == ()


def test_a_leaf_in_another_form_is_found_even_with_a_hash_of_its_own() -> None:
    loose = LOG[DECISION].leaf.data.replace(b":", b": ", 1)
    found = findings(with_row(data=loose, stored_hash=leaf_hash(loose)))
    assert found[0] == "row 4: leaf: its bytes are not in canonical form"


def test_the_number_of_further_findings_is_said() -> None:
    with pytest.raises(EvidenceBroken, match=r"and 1 more finding\)"):
        verify_rows(ROWS[:2] + ROWS[3:], CHECKPOINT).demand()
