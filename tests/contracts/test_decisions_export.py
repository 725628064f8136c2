"""The export of decisions, from a history at two lenders to an audit, over each kind of database that the service has.

There is one, and docs/adr/0005-sqlite-first.md says why. What the export must say stands here by hand, so that another
kind passes only if it gives the same rows for the same history.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from api.bootstrap import open_context, prepare
from api.services.appeal import AppealRequest, appeal
from api.services.decide import DecisionRequest, decide
from api.services.give_consent import ConsentRequest, give_consent
from api.services.ports import Context
from api.services.publish import register_documents
from api.services.records import Answer, Caller, ConsentKind, Decision, Grounds, Role, Verdict
from api.services.review_appeal import ReviewRequest, review_appeal
from api.settings import read_settings
from audits.decisions.schema import ROLES, Columns, Kind
from scoring.domain.characteristic import Source
from tests.support.command import Run, runner
from tests.support.service import CARD, POLICY, SOUND, WEAK, Clock

REFER = {**SOUND, "net_monthly_income": None}
PURPOSE = "fairness audit of 2026"
CROWD = {"f": (30, 15), "m": (20, 25)}
"""Further persons at bank-a: approved and declined, by group."""


class Row(NamedTuple):
    """What the file must say of one application."""

    approved: int = 0
    referred: int = 0
    appealed: int = 0
    overturned: int = 0
    days_to_review: int | None = None
    consent_refused: int = 1


BANK_A = {
    "p-shares": Row(approved=1, consent_refused=0),
    "p-refuses": Row(approved=1),
    "p-silent": Row(),
    "p-referred": Row(referred=1),
    "p-waits": Row(appealed=1),
    "p-upheld": Row(appealed=1, days_to_review=3),
    "p-overturned": Row(appealed=1, overturned=1, days_to_review=11),
}
BANK_B = {"p-shares": Row(appealed=1, overturned=1, days_to_review=11), "p-other": Row(approved=1)}
Decided = Mapping[tuple[str, str], Decision]


class History:
    """What happens at a service, by the use cases."""

    def __init__(self, context: Context, clock: Clock) -> None:
        self.context, self.clock = context, clock
        self.decided: dict[tuple[str, str], Decision] = {}

    def consent(self, subject: str, tenant: str, source: Source | None, answer: Answer = Answer.GIVEN) -> None:
        kind = ConsentKind.SCORING if source is None else ConsentKind.SOURCE
        request = ConsentRequest(
            kind=kind, source=source, recipient=tenant, purpose="credit", answer=answer, valid_days=9
        )
        give_consent(self.context, Caller(subject=subject, role=Role.PERSON), request)

    def decide(self, subject: str, values: Mapping[str, Any], tenant: str = "bank-a") -> None:
        self.consent(subject, tenant, None)
        clerk = Caller(subject=f"clerk of {tenant}", role=Role.LENDER, tenant=tenant)
        request = DecisionRequest(subject=subject, purpose="credit", values=values)
        self.decided[tenant, subject] = decide(self.context, clerk, request)

    def appeal(self, subject: str, tenant: str = "bank-a") -> str:
        request = AppealRequest(grounds=Grounds.DATA_WRONG, statement="No.", corrections={"open_arrears": 0})
        person = Caller(subject=subject, role=Role.PERSON)
        return appeal(self.context, person, self.decided[tenant, subject].id, request).id

    def review(self, filed: str, verdict: Verdict, tenant: str = "bank-a") -> None:
        reviewer = Caller(subject=f"reviewer of {tenant}", role=Role.REVIEWER, tenant=tenant)
        review_appeal(self.context, reviewer, filed, ReviewRequest(verdict=verdict, reason="As it was seen."))

    def happen(self) -> None:
        """Seven applications at one lender and two at the other, one person at both; appeals, two of them granted."""
        self.consent("p-shares", "bank-a", Source.BANK)
        self.consent("p-refuses", "bank-a", Source.BANK, Answer.REFUSED)
        for subject, values in (("p-shares", SOUND), ("p-refuses", SOUND), ("p-silent", WEAK), ("p-referred", REFER)):
            self.decide(subject, values)
        for subject in ("p-waits", "p-upheld", "p-overturned"):
            self.decide(subject, WEAK)
        self.decide("p-shares", WEAK, "bank-b")
        self.decide("p-other", SOUND, "bank-b")
        self.appeal("p-waits")
        upheld, overturned = self.appeal("p-upheld"), self.appeal("p-overturned")
        elsewhere = self.appeal("p-shares", "bank-b")
        self.clock.advance(days=3, hours=5)
        self.review(upheld, Verdict.UPHOLD)
        self.clock.advance(days=8)
        self.review(overturned, Verdict.OVERTURN)
        self.review(elsewhere, Verdict.OVERTURN, "bank-b")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


def written(folder: Path, database: str) -> Path:
    """The settings of a service with a database of its own."""
    path = folder / "service.toml"
    path.write_text(f'folder = "{folder / "home"}"\ndatabase = "{database}"\ncard = "{CARD}"\npolicy = "{POLICY}"\n')
    return path


@pytest.fixture(params=["sqlite"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Of a service over a new database of each kind."""
    return written(tmp_path, {"sqlite": f"sqlite:///{tmp_path / 'service.sqlite'}"}[request.param])


@pytest.fixture
def history(settings: Path) -> Iterator[History]:
    clock = Clock()
    with open_context(prepare(read_settings(settings))) as context:
        register_documents(context)
        happened = History(replace(context, clock=clock), clock)
        happened.happen()
        yield happened


def exported(run: Run, settings: Path, tenant: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """Every row of the Parquet file that the command writes, after whom it is about."""
    options = [] if tenant is None else ["--tenant", tenant]
    files = ["--out", "decisions.parquet", "--mapping", "who.csv"]
    done = run("decisions", "export", *files, "--purpose", PURPOSE, "--settings", settings, *options)
    assert done.status == 0, done.err
    with (settings.parent / "who.csv").open(newline="") as file:
        who = {line["id"]: line["subject"] for line in csv.DictReader(file)}
    found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(settings.parent / "decisions.parquet")])
    heading = [column[0] for column in found.description or ()]
    rows = [dict(zip(heading, row, strict=True)) for row in found.fetchall()]
    assert set(who) == {row["id"] for row in rows}, "the mapping names everybody in the file, and nobody else"
    return [(who[row["id"]], row) for row in rows]


def said(row: Mapping[str, Any]) -> Row:
    return Row(*(row[name] for name in Row._fields))


@pytest.mark.parametrize(("tenant", "expected"), [("bank-a", BANK_A), ("bank-b", BANK_B)])
def test_the_file_tells_the_history_of_one_lender_and_nothing_of_another(
    run: Run, settings: Path, history: History, tenant: str, expected: Mapping[str, Row]
) -> None:
    """Also of the person who applied to both, and whom only the other one's reviewer approved."""
    rows = exported(run, settings, tenant)

    assert {who: said(row) for who, row in rows} == expected
    assert len(rows) == len(expected)
    for who, row in rows:
        decision = history.decided[tenant, who]
        assert (row["score"], row["pd"], row["card"]) == (decision.score, float(decision.pd), decision.card)
        assert row["decided_at"] == "2026-11-24T10:00Z"
        assert row["outcome"] is None
        assert (row["reviewer"] is None) == (row["days_to_review"] is None)
        assert (row["reason_1"] is None) == bool(row["approved"] or row["referred"])
    shown = str([row for _, row in rows])
    assert not any(name in shown for name in ("p-", "clerk", "reviewer of", "bank-"))


def test_without_a_lender_the_file_holds_both(run: Run, settings: Path, history: History) -> None:
    """A person at two lenders is one pseudonym with two rows."""
    rows = exported(run, settings)

    assert sorted((who, said(row)) for who, row in rows) == sorted([*BANK_A.items(), *BANK_B.items()])
    assert len({row["id"] for _, row in rows}) == len({*BANK_A, *BANK_B})


def test_the_file_follows_the_schema_of_the_audit(run: Run, settings: Path, history: History) -> None:
    """Its columns have the schema's names and order, and hold what their kinds may."""
    rows = [row for _, row in exported(run, settings)]
    heading = list(rows[0])

    assert heading == [role for role in ROLES if role in heading]
    assert Columns.schema(heading).roles() == {name: name for name in heading}
    for name in heading:
        held = {row[name] for row in rows} - {None}
        match ROLES[name].kind:
            case Kind.FLAG:
                assert held <= {0, 1}
            case Kind.NUMBER:
                assert all(ROLES[name].low <= value <= ROLES[name].high for value in held)
            case Kind.KEY | Kind.MOMENT | Kind.TEXT:
                assert all(isinstance(value, str) and value for value in held)


def test_the_audit_reads_the_file_and_counts_the_same_people(
    run: Run, settings: Path, history: History, tmp_path: Path
) -> None:
    """With the groups joined by the mapping, as a lender's auditor does it; outcomes come later, if ever."""
    for group, (approved, declined) in CROWD.items():
        for place in range(approved + declined):
            history.decide(f"{group}{place}", SOUND if place < approved else WEAK)
    rows = exported(run, settings, "bank-a")
    named = "\n".join(f"{row['id']},{'m' if who[0] == 'm' else 'f'}" for who, row in rows)
    (tmp_path / "groups.csv").write_text(f"id,group\n{named}\n")
    (tmp_path / "plan.toml").write_text('[limit.adverse_impact_ratio]\nlimit = 0.8\nsource = "test"\n')

    options = ["--by", "group", "--outcome", "outcome", "--score", "score", "--pd", "pd", "--plan", "plan.toml"]
    files = ["--groups", "groups.csv", "--key", "id", "--out", "r.html", "--json-out", "r.json"]
    done = run("audit", "decisions.parquet", *options, *files, "--allow", "inconclusive")
    assert done.status == 0, done.err
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["people"] == report["unknown_outcomes"] == 90 + len(BANK_A)
    (found,) = report["groupings"]
    counted = {one["group"][0]: one["figures"]["selection_rate"] for one in found["groups"]}
    others = (2, 5)  # of the history, in the group 'f'; a referral is no approval
    expected = {**CROWD, "f": tuple(map(sum, zip(CROWD["f"], others, strict=True)))}
    assert {group: (rate["count"], rate["of"] - rate["count"]) for group, rate in counted.items()} == expected
    absent = {one["role"] for one in report["absent_columns"]}
    assert absent == {"weight", "recourse_feasible", "recourse_cost"}, "all else of the schema is there"


def test_a_server_is_refused_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    """PostgreSQL is no database of the service yet: one line, and the password is not repeated."""
    settings = written(tmp_path, "postgresql://u:hunter2@localhost/d")
    done = run("decisions", "export", "--out", "d.parquet", "--purpose", PURPOSE, "--settings", settings)

    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert "is not sqlite:///PATH" in done.err
    assert "hunter2" not in done.err
    assert not (tmp_path / "d.parquet").exists()


@pytest.mark.parametrize(("mapping", "words"), [("nowhere/who.csv", "no such folder"), (".", "is a folder")])
def test_a_mapping_that_could_not_be_written_leaves_no_file_and_no_entry(
    run: Run, settings: Path, history: History, tmp_path: Path, mapping: str, words: str
) -> None:
    """The key is gone with the command: a file of decisions without its mapping could never be joined."""
    with history.context.transaction() as store:
        before = len(store.leaf_hashes())
    options = ["--out", "d.parquet", "--mapping", mapping, "--purpose", PURPOSE, "--settings", settings]
    done = run("decisions", "export", *options)

    assert (done.status, words in done.err) == (2, True)
    assert not (tmp_path / "d.parquet").exists()
    with history.context.transaction() as store:
        assert len(store.leaf_hashes()) == before
