"""A plan is pre-registered only if a known key signed it before it signed the decisions; all else is said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from audits.ledger.canonical import encode
from audits.ledger.checkpoint import Checkpoint, sign_checkpoint
from audits.ledger.key import Signer
from audits.ledger.leaf import Event, Leaf, commit
from audits.ledger.merkle import inclusion_path, leaf_hash, root
from audits.ledger.note import sign_note
from audits.ledger.receipt import build_receipt
from audits.registration.registered import TRUST, registered_before
from audits.registration.seen import payload
from audits.registration.statement import Role, Statement, file_digest, open_statement, sign_statement
from scoring.domain.errors import EvidenceBroken, FileError, InputError
from scoring.domain.text import Language

SIGNER, OTHER = Signer("auditor.example", bytes(range(32))), Signer("auditor.example", bytes(32))
PLAN, DECISIONS = "sha256:" + "a" * 64, "sha256:" + "b" * 64
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def note(role: Role, digest: str, at: datetime, signer: Signer = SIGNER) -> str:
    return sign_statement(Statement(role=role, digest=digest, at=at), signer)


EARLY, LATE = note(Role.PLAN, PLAN, NOON), note(Role.DECISIONS, DECISIONS, NOON + timedelta(seconds=1))


def test_a_note_has_four_lines() -> None:
    assert EARLY.split("\n")[:4] == ["counterscore-registration/1", "2026-03-01T12:00:00Z", PLAN, "plan"]
    assert open_statement(EARLY, SIGNER.vkey) == Statement(role=Role.PLAN, digest=PLAN, at=NOON)


def test_a_plan_signed_a_second_earlier_is_pre_registered() -> None:
    found = registered_before(PLAN, EARLY, DECISIONS, LATE, SIGNER.vkey)
    assert found.pre_registered
    assert all(word in found.why.en for word in ("auditor.example", "2026-03-01T12:00:00Z", "2026-03-01T12:00:01Z"))


@pytest.mark.parametrize("later", [0, 1, 86_400])
def test_the_same_time_or_a_later_one_is_not_before(later: int) -> None:
    plan = note(Role.PLAN, PLAN, NOON + timedelta(seconds=1 + later))
    found = registered_before(PLAN, plan, DECISIONS, LATE, SIGNER.vkey)
    assert not found.pre_registered
    assert "not shown to be before" in found.why.en


CHECKPOINT = sign_checkpoint(Checkpoint(origin=SIGNER.name, size=1, root=bytes(32)), SIGNER)
NOT_SHOWN = {
    "no note of the plan": (None, LATE, "there is no registration of the plan"),
    "no note of the decisions": (EARLY, None, "there is no registration of the decisions"),
    "another key": (note(Role.PLAN, PLAN, NOON, OTHER), LATE, "does not verify under the key auditor.example"),
    "a changed time": (EARLY.replace("2026-03", "2025-03"), LATE, "does not verify"),
    "a changed digest": (EARLY.replace("a" * 64, "c" * 64), LATE, "does not verify"),
    "another digest": (note(Role.PLAN, DECISIONS, NOON), LATE, "the plan is of another file"),
    "another file of decisions": (
        EARLY,
        note(Role.DECISIONS, PLAN, NOON + timedelta(days=1)),
        "the decisions is of another file",
    ),
    "another role": (note(Role.DECISIONS, PLAN, NOON), LATE, "in another role"),
    "a checkpoint of the same key": (CHECKPOINT, LATE, "is no registration"),
    "another text of the same key": (sign_note("counterscore-registration/1\n", SIGNER), LATE, "is no registration"),
    "a time in another form": (
        sign_note(f"counterscore-registration/1\n2026-3-1T12:00:00Z\n{PLAN}\nplan\n", SIGNER),
        LATE,
        "is no registration",
    ),
    "another version": (
        sign_note(f"counterscore-registration/2\n2026-03-01T12:00:00Z\n{PLAN}\nplan\n", SIGNER),
        LATE,
        "is no registration",
    ),
    "nothing": ("", LATE, "is no registration"),
    "no text": ("\udcff", LATE, "is no registration"),
    "no receipt": ("{}", LATE, "does not verify"),
}


@pytest.mark.parametrize("case", NOT_SHOWN)
def test_whatever_is_wrong_with_a_note_is_an_answer_in_words(case: str) -> None:
    plan, decisions, words = NOT_SHOWN[case]
    found = registered_before(PLAN, plan, DECISIONS, decisions, SIGNER.vkey)
    assert not found.pre_registered
    assert words in found.why.en
    assert found.why.into(Language.NL) != found.why.en


def test_a_malformed_key_is_an_error_of_whoever_gives_it() -> None:
    with pytest.raises(InputError, match="verification key"):
        registered_before(PLAN, None, DECISIONS, None, "auditor.example+nonsense")


def test_a_registration_says_what_is_taken_on_trust() -> None:
    assert "takes on trust" in TRUST.en
    assert "does not show" in TRUST.en


@pytest.mark.parametrize(
    "at", [NOON.replace(tzinfo=None), NOON.replace(microsecond=1), NOON.astimezone(timezone(timedelta(hours=1)))]
)
def test_a_moment_is_in_utc_and_whole_seconds(at: datetime) -> None:
    with pytest.raises(InputError):
        Statement(role=Role.PLAN, digest=PLAN, at=at)


def test_a_digest_has_one_form() -> None:
    for digest in ("a" * 64, "sha256:" + "A" * 64, "sha256:" + "a" * 63):
        with pytest.raises(InputError):
            Statement(role=Role.PLAN, digest=digest, at=NOON)


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_bytes(b"abc")
    assert file_digest(tmp_path / "plan.toml").startswith("sha256:ba7816bf8f01cfea414140de5dae2223b00361a3")
    with pytest.raises(FileError, match="cannot be read"):
        file_digest(tmp_path / "none.toml")


def receipts(*entries: tuple[dict[str, object], str], event: Event = Event.AUDIT, signer: Signer = SIGNER) -> list[str]:
    """The receipts of entries of one log: what each commits to, and its hour."""
    leaves, salts = [], []
    for place, (values, hour) in enumerate(entries):
        salts.append(dict.fromkeys(values, f"{place:02x}" * 32))
        commitments = commit(values, salts[-1])
        leaves.append(Leaf(event=event, hour=hour, card=None, policy=None, commitments=commitments))
    hashes = [leaf_hash(leaf.data) for leaf in leaves]
    head = Checkpoint(origin=signer.name, size=len(leaves), root=root(hashes))
    return [
        build_receipt(
            leaf,
            values,
            salt,
            index=place,
            size=len(leaves),
            proof=inclusion_path(hashes, place),
            checkpoint=sign_checkpoint(head, signer),
        ).decode()
        for place, (leaf, (values, _), salt) in enumerate(zip(leaves, entries, salts, strict=True))
    ]


HOUR = "2026-03-01T12Z"
OF_PLAN, OF_DECISIONS = payload(Role.PLAN, PLAN), payload(Role.DECISIONS, DECISIONS)


def test_of_two_entries_of_one_log_the_place_says_which_was_first() -> None:
    """Also within one hour, and whatever the clock said."""
    first, second = receipts((OF_PLAN, HOUR), (OF_DECISIONS, "2026-03-01T11Z"))
    assert registered_before(PLAN, first, DECISIONS, second, SIGNER.vkey).pre_registered
    first, second = receipts((OF_DECISIONS, HOUR), (OF_PLAN, "2026-03-01T11Z"))
    assert not registered_before(PLAN, second, DECISIONS, first, SIGNER.vkey).pre_registered


def test_an_entry_of_a_log_is_before_a_note_only_if_its_whole_hour_is() -> None:
    (entry,) = receipts((OF_PLAN, HOUR))
    shown = []
    for minutes in (-1, 59, 60):
        decisions = note(Role.DECISIONS, DECISIONS, NOON + timedelta(minutes=minutes))
        shown.append(registered_before(PLAN, entry, DECISIONS, decisions, SIGNER.vkey).pre_registered)
    assert shown == [False, False, True]


def test_an_entry_that_is_not_about_a_file_or_not_of_this_log_shows_nothing() -> None:
    (changed,) = receipts((OF_PLAN, HOUR))
    cases = [
        receipts(({"registered": "plan"}, HOUR))[0],
        receipts(({**OF_PLAN, "digest": "x"}, HOUR))[0],
        receipts((OF_PLAN, HOUR), event=Event.CARD)[0],
        receipts((OF_PLAN, HOUR), signer=OTHER)[0],
        changed.replace("a" * 64, "c" * 64),
        encode({"kind": "counterscore-receipt"}).decode(),
    ]
    for case in cases:
        assert not registered_before(PLAN, case, DECISIONS, LATE, SIGNER.vkey).pre_registered


def test_a_registration_that_is_opened_is_what_was_signed() -> None:
    statement = Statement(role=Role.DECISIONS, digest=DECISIONS, at=NOON)
    for one in (statement, replace(statement, role=Role.PLAN), replace(statement, at=NOON + timedelta(days=400))):
        assert open_statement(sign_statement(one, SIGNER), SIGNER.vkey) == one
    with pytest.raises(EvidenceBroken):
        open_statement(sign_statement(statement, OTHER), SIGNER.vkey)
