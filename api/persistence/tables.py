"""The tables, and the triggers by which the database itself refuses to rewrite history."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
    text,
)

__all__ = ["VERSION", "appeals", "consents", "decisions", "documents", "evidence", "metadata", "payloads", "version"]

VERSION = 1
"""Of this layout; a database of another version is not touched."""

metadata = MetaData()


def _table(name: str, *parts: Column[str] | Column[int] | Column[bytes] | CheckConstraint) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


version = _table("schema_version", Column("version", Integer, primary_key=True))

documents = _table(
    "documents",
    Column("digest", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

consents = _table(
    "consents",
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text),
    Column("recipient", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("given_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("withdrawn_at", Text),
    Column("seq", Integer, ForeignKey("evidence.seq"), nullable=False, unique=True),
    Column("withdrawn_seq", Integer, ForeignKey("evidence.seq"), unique=True),
)

# The log: nothing but hashes and commitments, so that it can be kept for ever.
evidence = _table(
    "evidence",
    Column("seq", Integer, CheckConstraint("seq >= 0"), primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

# What the commitments commit to: personal, and the only place where values and words are kept. Erasing is deleting.
payloads = _table(
    "payloads",
    Column("seq", Integer, ForeignKey("evidence.seq"), primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
    Column("salts", Text, nullable=False),
)

decisions = _table(
    "decisions",
    Column("id", Text, primary_key=True),
    Column("seq", Integer, ForeignKey("evidence.seq"), nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("card", Text, ForeignKey("documents.digest"), nullable=False),
    Column("policy", Text, ForeignKey("documents.digest"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("score", Integer, nullable=False),
    Column("pd", Text, nullable=False),
    Column("refused", Text, nullable=False),
    Column("supersedes", Text, ForeignKey("decisions.id"), unique=True),
)

appeals = _table(
    "appeals",
    Column("id", Text, primary_key=True),
    Column("seq", Integer, ForeignKey("evidence.seq"), nullable=False, unique=True),
    Column("decision", Text, ForeignKey("decisions.id"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    Column("grounds", Text, nullable=False),
    Column("filed_at", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    Column("review_seq", Integer, ForeignKey("evidence.seq"), unique=True),
    Column("reviewed_at", Text),
    Column("reviewed_by", Text),
    Column("verdict", Text),
    Column("new_decision", Text, ForeignKey("decisions.id")),
)

Index("consents_by_person", consents.c.subject, consents.c.recipient, consents.c.purpose)
Index("one_open_appeal", appeals.c.decision, unique=True, sqlite_where=text("verdict IS NULL"))


def _trigger(table: Table, name: str, when: str, message: str) -> None:
    body = f"CREATE TRIGGER {table.name}_{name} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    event.listen(table, "after_create", DDL(body))  # type: ignore[no-untyped-call]


def _refuse(table: Table, *acts: str) -> None:
    for act in acts:
        _trigger(table, f"no_{act.lower()}", f"BEFORE {act} ON {table.name}", f"{table.name} is append-only")


def _change_once(table: Table, mark: str, *others: str) -> None:
    """Let a row change once, by its mark and what comes with it; the rest of it never."""
    fixed = [column.name for column in table.columns if column.name not in (mark, *others)]
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in fixed)
    when = f"BEFORE UPDATE ON {table.name} WHEN OLD.{mark} IS NOT NULL OR {changed}"
    _trigger(table, "once", when, f"{table.name} change once, by {mark}")


_refuse(evidence, "UPDATE", "DELETE")
_refuse(decisions, "UPDATE", "DELETE")
_refuse(documents, "UPDATE", "DELETE")
_refuse(payloads, "UPDATE")
_refuse(consents, "DELETE")
_refuse(appeals, "DELETE")
_change_once(consents, "withdrawn_at", "withdrawn_seq")
_change_once(appeals, "verdict", "review_seq", "reviewed_at", "reviewed_by", "new_decision")
