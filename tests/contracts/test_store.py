"""The database keeps evidence, and refuses to rewrite it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest

from api.persistence.database import Database
from api.services.publish import publish_checkpoint
from api.services.verify_evidence import replay, verify_evidence
from audits.ledger.canonical import encode
from audits.ledger.leaf import Leaf, commit
from audits.ledger.merkle import leaf_hash
from scoring.domain.errors import FileError, NotFound
from tests.support.service import Service

TABLES = ["evidence", "decisions", "documents", "payloads", "consents", "appeals"]


def _filled(service: Service) -> str:
    """A log with every kind of event; its checkpoint, which the caller keeps outside."""
    appeal = service.appealed(service.decided()["id"], {"open_arrears": 0})
    review = {"verdict": "overturn", "reason": "There is no such arrear."}
    assert service.reviewer().post(f"/v1/appeals/{appeal['id']}/review", json=review).status_code == 200
    consent = service.consented()
    service.person().delete(f"/v1/consents/{consent}")
    return publish_checkpoint(service.context)


def _raw(service: Service) -> sqlite3.Connection:
    connection = sqlite3.connect(service.path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


@pytest.mark.parametrize("table", ["evidence", "decisions", "documents", "payloads"])
def test_history_cannot_be_updated(service: Service, table: str) -> None:
    """Even somebody with the file open in another program is refused, column by column."""
    _filled(service)
    connection = _raw(service)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    for column in columns:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(f"UPDATE {table} SET {column} = {column}")
    connection.close()


@pytest.mark.parametrize("table", ["evidence", "decisions", "documents", "consents", "appeals"])
def test_history_cannot_be_deleted(service: Service, table: str) -> None:
    """A payload may be erased; nothing else ever."""
    _filled(service)
    connection = _raw(service)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(f"DELETE FROM {table}")
    connection.close()


def test_a_consent_and_an_appeal_change_once(service: Service) -> None:
    """A withdrawal and a review are written once; nothing else of the row ever changes."""
    _filled(service)
    connection = _raw(service)
    for statement in (
        "UPDATE consents SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
        "UPDATE consents SET expires_at = '2099-01-01T00:00:00+00:00'",
        "UPDATE consents SET recipient = 'bank-b'",
        "UPDATE appeals SET verdict = 'uphold'",
        "UPDATE appeals SET decision = id",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="change once"):
            connection.execute(statement)
    connection.close()


def _drop_triggers(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


LATER = "replace(CAST(data AS TEXT), 'T10Z', 'T11Z')"


def _tamper(service: Service, statement: str) -> None:
    """Change the database as somebody with all rights could: without its triggers and its index."""
    connection = _raw(service)
    _drop_triggers(connection)
    connection.execute("DROP INDEX one_open_appeal")
    connection.execute(statement)
    assert connection.execute("SELECT changes()").fetchone() != (0,), "nothing was tampered with"
    connection.close()


# What an operator with full rights might do to one row, and what verification says of it.
TAMPERING: dict[str, tuple[str, str]] = {
    "a changed leaf": (f"UPDATE evidence SET data = CAST({LATER} AS BLOB) WHERE seq = 3", "row 3"),
    "a changed leaf as bytes": ("UPDATE evidence SET data = CAST('{}' AS BLOB) WHERE seq = 3", "row 3"),
    "a changed hash": ("UPDATE evidence SET hash = zeroblob(32) WHERE seq = 3", "row 3"),
    "a removed row": ("DELETE FROM evidence WHERE seq = 3", "row 3 is missing"),
    "the last row removed": ("DELETE FROM evidence WHERE seq = (SELECT max(seq) FROM evidence)", "rows were removed"),
    "a moved row": ("UPDATE evidence SET seq = 99 WHERE seq = 3", "row 3 is missing"),
    "a changed payload": (
        """UPDATE payloads SET payload = replace(payload, '"score":', '"score":1') WHERE seq = 3""",
        "score",
    ),
    "an unreadable payload": ("UPDATE payloads SET payload = 'x' WHERE seq = 3", "row 3"),
    "a payload of another kind": ("UPDATE payloads SET payload = '[1]' WHERE seq = 3", "row 3"),
    "a field added twice": (
        """UPDATE payloads SET payload = replace(payload, '{"card', '{"score":1,"card') || ' ' WHERE seq = 3""",
        "row 3",
    ),
    "a payload that is no text": (
        "UPDATE payloads SET payload = CAST(x'FF7B7D' AS TEXT) WHERE seq = 3",
        "row 3",
    ),
    "changed salts": ("UPDATE payloads SET salts = replace(salts, '0', '1') WHERE seq = 3", "row 3"),
    "a forged row": ("INSERT INTO evidence SELECT seq + 100, data, hash FROM evidence WHERE seq = 3", "are missing"),
}


@pytest.mark.parametrize("case", TAMPERING)
def test_tampering_is_detected_and_named(service: Service, case: str) -> None:
    """Against a checkpoint held outside, any change to an evidence row is found, also without the triggers."""
    kept = _filled(service)
    assert not verify_evidence(service.context, kept, service.context.signer.vkey).findings
    statement, words = TAMPERING[case]
    _tamper(service, statement)
    report = verify_evidence(service.context, kept, service.context.signer.vkey)
    assert any(words in finding for finding in report.findings), report.findings


def test_a_rewritten_history_that_agrees_with_itself_is_detected(service: Service) -> None:
    """An operator who rewrites leaf, hash, payload and salts together is betrayed by the checkpoint kept elsewhere."""
    kept = _filled(service)
    with service.context.transaction() as store:
        row = store.evidence(3)
    assert row is not None
    assert row.payload is not None
    assert row.salts is not None
    leaf = Leaf.from_data(row.data)
    payload = {**row.payload, "outcome": "approve"}
    forged = Leaf(
        event=leaf.event, hour=leaf.hour, card=leaf.card, policy=leaf.policy, commitments=commit(payload, row.salts)
    )
    connection = _raw(service)
    _drop_triggers(connection)
    connection.execute("UPDATE evidence SET data = ?, hash = ? WHERE seq = 3", (forged.data, leaf_hash(forged.data)))
    connection.execute("UPDATE payloads SET payload = ? WHERE seq = 3", (encode(payload).decode(),))
    connection.close()
    report = verify_evidence(service.context, kept, service.context.signer.vkey)
    assert report.findings[0].endswith("rows do not give the checkpoint's root: history was rewritten")


REWRITES = {
    "score": "UPDATE decisions SET score = score + 1",
    "pd": "UPDATE decisions SET pd = '0.0001'",
    "outcome": "UPDATE decisions SET outcome = 'approve' WHERE outcome = 'decline'",
    "person": "UPDATE decisions SET subject = 'p9'",
    "lender": "UPDATE decisions SET tenant = 'bank-b'",
    "decider": "UPDATE decisions SET decided_by = 'x'",
    "time": "UPDATE decisions SET decided_at = '2020-01-01T00:00:00+00:00'",
}


@pytest.mark.parametrize("case", REWRITES)
def test_replay_names_a_decision_that_differs_from_its_evidence(service: Service, case: str) -> None:
    """The decisions table is checked against the log as well as against the card."""
    _filled(service)
    assert not replay(service.context).findings
    _tamper(service, REWRITES[case])
    assert replay(service.context).findings


COPIED = "subject, kind, source, recipient, purpose, answer, given_at, expires_at"
RECORDS = {
    "a consent that nobody gave": (
        f"INSERT INTO consents SELECT 99, 'f', {COPIED}, NULL, 0, NULL FROM consents LIMIT 1",
        "consent f",
    ),
    "a consent that lasts longer": ("UPDATE consents SET expires_at = '2099-01-01T00:00:00+00:00'", "consent"),
    "a consent for another lender": ("UPDATE consents SET recipient = 'bank-b'", "consent"),
    "a withdrawal taken back": ("UPDATE consents SET withdrawn_at = NULL, withdrawn_seq = NULL", "consent-withdrawn"),
    "a withdrawal that nobody made": (
        "UPDATE consents SET withdrawn_at = given_at WHERE withdrawn_at IS NULL",
        "withdrawal",
    ),
    "a consent that disappeared": ("DELETE FROM consents", "the consent-given it logs"),
    "a decision that disappeared": ("DELETE FROM decisions WHERE supersedes IS NULL", "the decision it logs"),
    "an appeal that disappeared": ("DELETE FROM appeals", "the appeal it logs"),
    "an appeal due later": ("UPDATE appeals SET due_at = '2099-01-01T00:00:00+00:00'", "appeal"),
    "another verdict": ("UPDATE appeals SET verdict = 'uphold'", "review"),
    "another reviewer": ("UPDATE appeals SET reviewed_by = 'nobody'", "review"),
}


@pytest.mark.parametrize("case", RECORDS)
def test_records_that_the_service_acts_on_are_compared_with_the_log(service: Service, case: str) -> None:
    """A consent, decision, appeal or review that was written, changed or removed beside the log is named."""
    kept = _filled(service)
    assert not verify_evidence(service.context, kept, service.context.signer.vkey).findings
    statement, words = RECORDS[case]
    _tamper(service, statement)
    report = verify_evidence(service.context, kept, service.context.signer.vkey)
    assert any(words in finding for finding in report.findings), report.findings


def test_a_card_that_is_not_what_its_digest_says_decides_nothing(service: Service) -> None:
    """Somebody rewrites a reason in the stored card: nobody is shown it, and replay names every decision."""
    _filled(service)
    decision = service.decided(subject="p7")["id"]
    changed = "CAST(replace(CAST(data AS TEXT), 'Your income is low for this credit', 'You are dishonest') AS BLOB)"
    _tamper(service, f"UPDATE documents SET data = {changed} WHERE kind = 'card'")
    answer = service.person("p7").get(f"/v1/decisions/{decision}")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/evidence-broken")
    result = replay(service.context)
    assert len(result.findings) == result.decisions
    assert decision in result.findings[-1]


def test_replay_goes_on_after_an_erased_decision(service: Service) -> None:
    """What was erased is counted, and everything else is recomputed."""
    service.decided(subject="p1")
    service.decided(subject="p2")
    connection = _raw(service)
    connection.execute("DELETE FROM payloads WHERE seq = (SELECT min(seq) FROM decisions)")
    connection.close()
    result = replay(service.context)
    assert (result.decisions, result.erased, result.findings) == (1, 1, ())


def test_erasing_a_payload_leaves_every_proof(service: Service) -> None:
    """Payload and salts go; log, checkpoint and everybody else's receipts stay valid, and no byte of it is left."""
    service.decided(subject="p-erased-7391")
    other = service.decided(subject="p2")["id"]
    kept = publish_checkpoint(service.context)
    decision = "SELECT seq FROM decisions WHERE subject = 'p-erased-7391'"
    connection = _raw(service)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"DELETE FROM payloads WHERE seq = ({decision})")
    connection.close()
    report = verify_evidence(service.context, kept, service.context.signer.vkey)
    assert (report.erased, report.findings) == (1, ())
    assert service.person("p2").get(f"/v1/decisions/{other}/receipt").status_code == 200
    with service.context.transaction() as store, pytest.raises(NotFound, match="erased"):
        store.decision_for_replay(store.decision_ids()[0])


def test_decisions_are_listed_in_order_of_their_leaves_erased_or_not(service: Service) -> None:
    """For export: of one lender or of all; what was erased has no values, and its appeal is still counted."""
    kept = service.decided()["id"]
    other = service.decided(subject="p2", tenant="bank-b")["id"]
    service.appealed(kept)
    erased = service.decided(subject="p3")["id"]
    appeal = service.person("p3").post(
        f"/v1/decisions/{erased}/appeals", json={"grounds": "own-view", "statement": "That is not so."}
    )
    assert appeal.status_code == 201
    connection = _raw(service)
    last = f"SELECT seq FROM decisions WHERE id = '{erased}' UNION SELECT seq FROM appeals WHERE decision = '{erased}'"
    connection.execute(f"DELETE FROM payloads WHERE seq IN ({last})")
    connection.close()
    with service.context.transaction() as store:
        found = store.decisions_from(0, None, 10)
        everything = [(decision.id, bool(decision.values), known) for decision, known in found]
        assert everything == [(kept, True, True), (other, True, True), (erased, False, False)]
        assert store.decisions_from(0, None, 2) == found[:2]
        assert store.decisions_from(found[1][0].seq, None, 1) == found[1:2]
        assert [decision.id for decision, _ in store.decisions_from(0, "bank-b", 10)] == [other]
        assert store.decisions_from(0, "bank-z", 10) == []
        assert [store.number_of_decisions(tenant) for tenant in (None, "bank-a", "bank-z")] == [3, 2, 0]
        assert [contest.decision for contest in store.contests("bank-a")] == [kept, erased]
        assert store.contests("bank-b") == []


def test_what_fails_leaves_nothing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """One use case, one transaction: a failure at any later step takes the leaf back as well."""
    consent = service.consented()
    before = publish_checkpoint(service.context)

    def fails(*_: object) -> None:
        raise RuntimeError("after the leaf")

    monkeypatch.setattr("api.persistence.store.SqlStore.withdraw_consent", fails)
    assert service.person().delete(f"/v1/consents/{consent}").status_code == 500
    assert publish_checkpoint(service.context) == before
    assert service.person().get(f"/v1/consents/{consent}").json()["withdrawn_at"] is None


def _together(work: Callable[[int], int], times: int) -> list[int]:
    answers: list[int] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(work(n))) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_reviews_at_once_leave_one(service: Service) -> None:
    """Whoever comes second finds the appeal reviewed; there is one new decision."""
    appeal = service.appealed(service.decided()["id"])
    body: dict[str, Any] = {"verdict": "overturn", "reason": "There is no such arrear."}
    path = f"/v1/appeals/{appeal['id']}/review"
    statuses = _together(lambda n: service.reviewer(subject=f"r{n}").post(path, json=body).status_code, 6)
    assert sorted(statuses) == [200, 409, 409, 409, 409, 409]


def test_events_at_once_take_places_one_by_one(service: Service) -> None:
    """No two leaves share a place, and none is lost."""
    statuses = _together(lambda n: len(service.consented(f"p{n}")), 12)
    assert len(statuses) == 12
    kept = publish_checkpoint(service.context)
    report = verify_evidence(service.context, kept, service.context.signer.vkey)
    assert (report.rows, report.findings) == (2 + 12, ())


def test_another_layout_is_not_touched(service: Service) -> None:
    """A database of a later version is refused, naming both versions."""
    connection = _raw(service)
    connection.execute("UPDATE schema_version SET version = 99")
    connection.close()
    with pytest.raises(FileError, match="99"):
        Database(f"sqlite:///{service.path}")
