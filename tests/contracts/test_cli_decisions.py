"""The command line around decisions: files of them written, exported, and registered with the plan that judges them."""

from __future__ import annotations

import csv
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from api.bootstrap import open_context, prepare
from api.cli import register as command
from api.cli.register import read_notes
from api.services.decide import DecisionRequest, decide
from api.services.give_consent import ConsentRequest, give_consent
from api.services.publish import register_documents
from api.services.records import Answer, Caller, ConsentKind, Role
from api.settings import read_settings
from audits.registration.registered import Registration
from audits.registration.statement import file_digest
from scoring.artefact.card_json import card_digest, read_card
from scoring.domain.errors import FileError
from tests.support.command import Run, runner
from tests.support.service import CARD, POLICY, SOUND, WEAK

PEOPLE = (SOUND, WEAK, {**SOUND, "open_arrears": "none"})


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Three applicants, the last with an invalid value, under a heading that is not the schema's."""
    path = tmp_path / "people.csv"
    fields = [field.name for field in read_card(CARD).registry.read_fields]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["person", "defaulted", *fields])
        for place, values in enumerate(PEOPLE):
            writer.writerow([f"=p{place}", place % 2, *(values.get(name, "") for name in fields)])
    return path


def shown(plan: Path, plan_note: Path | None, decisions: Path, decisions_note: Path, vkey: Path) -> Registration:
    """What notes show of two files."""
    notes = read_notes(plan_note, decisions_note, vkey)
    return notes.registration(file_digest(plan), file_digest(decisions))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_scores_are_written_as_a_file_of_decisions(run: Run, people: Path, tmp_path: Path) -> None:
    """The columns of the schema, recourse for the declined, points by reason code; an invalid row decides nothing."""
    options = ["--decided-at", "2026-06-30", "--id", "person", "--outcome", "defaulted", "--recourse", "--points"]
    done = run("score", CARD, people, "--out", "decisions.csv", "--reasons", "1", *options)
    assert (done.status, "1 of 3 rows" in done.err) == (1, True)
    approved, declined, invalid = rows_of(tmp_path / "decisions.csv")
    codes = [read_card(CARD).naming(entry).code for entry in read_card(CARD).entries]
    assert list(approved) == [
        *("id", "outcome", "decided_at", "card", "score", "pd", "approved", "invalid", "reason_1"),
        *("recourse_feasible", "recourse_cost"),
        *(f"points_{code}" for code in codes),
    ]
    assert [row["id"] for row in (approved, declined, invalid)] == ["'=p0", "'=p1", "'=p2"]
    assert {row["decided_at"] for row in (approved, declined, invalid)} == {"2026-06-30"}
    assert {row["card"] for row in (approved, declined, invalid)} == {card_digest(read_card(CARD))}
    assert (approved["approved"], approved["recourse_feasible"], approved["recourse_cost"]) == ("1", "", "")
    assert (declined["approved"], declined["recourse_feasible"]) == ("0", "1")
    assert float(declined["recourse_cost"]) > 0
    assert (invalid["approved"], invalid["score"], invalid[f"points_{codes[0]}"]) == ("", "", "")


def test_a_day_that_is_none_is_refused(run: Run, people: Path) -> None:
    done = run("score", CARD, people, "--out", "decisions.csv", "--decided-at", "30-06-2026")
    assert done.status == 2
    assert "--decided-at" in done.err


def test_what_stands_twice_is_one_line(run: Run, people: Path, tmp_path: Path) -> None:
    done = run("score", CARD, people, "--out", "decisions.csv", "--id", "nobody")
    assert (done.status, len(done.err.splitlines())) == (2, 1)
    assert "'nobody'" in done.err
    assert not (tmp_path / "decisions.csv").exists()


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A service of its own with two decisions, one of them about a person at two lenders."""
    path = tmp_path / "service.toml"
    path.write_text(f'folder = "{tmp_path / "home"}"\ncard = "{CARD}"\npolicy = "{POLICY}"\n')
    with open_context(prepare(read_settings(path))) as context:
        register_documents(context)
        for tenant, values in (("bank-a", WEAK), ("bank-b", SOUND)):
            person = Caller(subject="p-7391", role=Role.PERSON)
            give_consent(
                context,
                person,
                ConsentRequest(
                    kind=ConsentKind.SCORING,
                    source=None,
                    recipient=tenant,
                    purpose="credit",
                    answer=Answer.GIVEN,
                    valid_days=9,
                ),
            )
            clerk = Caller(subject="clerk", role=Role.LENDER, tenant=tenant)
            decide(context, clerk, DecisionRequest(subject="p-7391", purpose="credit", values=values))
    return path


@pytest.mark.parametrize("name", ["d.csv", "d.parquet"])
def test_the_services_decisions_are_exported_without_persons(
    run: Run, settings: Path, tmp_path: Path, name: str
) -> None:
    done = run("decisions", "export", "--out", name, "--purpose", "audit", "--settings", settings, "--json")
    assert (done.status, done.document["decisions"], done.document["mapping"]) == (0, 2, None)
    found = duckdb.execute(f"SELECT DISTINCT id FROM '{tmp_path / name}'").fetchall()
    assert len(found) == 1
    assert "p-7391" not in str(found)
    assert b"7391" not in (tmp_path / name).read_bytes()
    assert not list(tmp_path.glob("*.map*"))


def test_the_mapping_is_a_file_for_its_owner_only(run: Run, settings: Path, tmp_path: Path) -> None:
    options = ["--mapping", "who.csv", "--tenant", "bank-a", "--purpose", "audit", "--settings", settings]
    done = run("decisions", "export", "--out", "d.csv", *options)
    assert (done.status, "personal data" in done.out) == (0, True)
    (row,) = rows_of(tmp_path / "d.csv")
    assert rows_of(tmp_path / "who.csv") == [{"id": row["id"], "subject": "p-7391"}]
    assert stat.S_IMODE((tmp_path / "who.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--out", "d.csv", "--mapping", "d.csv", "--purpose", "audit"], 2, "two results"),
        (["--out", "d.xlsx", "--purpose", "audit"], 2, "not written"),
        (["--out", "d.csv", "--purpose", " "], 2, "needs a purpose"),
        (["--out", "d.csv", "--purpose", "audit", "--tenant", "bank-z"], 1, "no decision"),
    ],
)
def test_an_export_that_cannot_be_is_one_line(
    run: Run, settings: Path, tmp_path: Path, options: list[str], status: int, words: str
) -> None:
    done = run("decisions", "export", *options, "--settings", settings)
    assert (done.status, done.out, len(done.err.splitlines())) == (status, "", 1)
    assert words in done.err
    assert not (tmp_path / "d.csv").exists()


class _Clock(datetime):
    """A clock that a test can set."""

    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        """The time."""
        assert tz is UTC
        return cls.moment


def test_a_plan_that_was_registered_first_is_shown_to_be(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One key for both, made once, readable by its owner; the private half is never printed."""
    monkeypatch.setattr(command, "datetime", _Clock)
    (tmp_path / "plan.toml").write_text("plan")
    (tmp_path / "decisions.csv").write_text("decisions")
    key = ["--key-file", "key.txt"]
    first = run("register", "plan.toml", "--role", "plan", *key, "--new-key", "auditor.example", "--out", "plan.note")
    assert first.status == 0, first.err
    private = (tmp_path / "key.txt").read_text().strip()
    assert private not in first.out
    assert stat.S_IMODE((tmp_path / "key.txt").stat().st_mode) == 0o600
    monkeypatch.setattr(_Clock, "moment", _Clock.moment + timedelta(days=1))
    second = run("register", "decisions.csv", "--role", "decisions", *key, "--out", "decisions.note", "--json")
    (tmp_path / "auditor.vkey").write_text(second.document["vkey"] + "\n")
    paths = [tmp_path / name for name in ("plan.toml", "plan.note", "decisions.csv", "decisions.note", "auditor.vkey")]
    assert shown(*paths).pre_registered
    (tmp_path / "plan.toml").write_text("another plan")
    assert "another file" in shown(*paths).why.en
    (tmp_path / "plan.note").write_bytes(b"\xff\xfe")
    assert "no registration" in shown(*paths).why.en
    with pytest.raises(FileError, match="no such file"):
        shown(paths[0], tmp_path / "none.note", *paths[2:])
    assert not shown(paths[0], None, *paths[2:]).pre_registered


def test_a_plan_in_the_services_log_is_before_decisions_that_follow_it(
    run: Run, settings: Path, tmp_path: Path
) -> None:
    """Within one hour and one minute: their places in the log decide."""
    (tmp_path / "plan.toml").write_text("plan")
    (tmp_path / "decisions.csv").write_text("decisions")
    for name, role in (("plan.toml", "plan"), ("decisions.csv", "decisions")):
        options = ["--role", role, "--out", f"{role}.receipt", "--settings", settings, "--json"]
        done = run("log", "register", name, *options)
        assert done.status == 0, done.err
    (tmp_path / "log.vkey").write_text(done.document["vkey"])
    names = ("plan.toml", "plan.receipt", "decisions.csv", "decisions.receipt", "log.vkey")
    assert shown(*(tmp_path / name for name in names)).pre_registered
    assert run("verify", "plan.receipt", "--vkey", "log.vkey").status == 0


def test_a_key_is_never_overwritten_and_never_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text("plan")
    options = ["--role", "plan", "--key-file", "key.txt"]
    assert run("register", "plan.toml", *options, "--new-key", "a.example", "--out", "n").status == 0
    before = (tmp_path / "key.txt").read_bytes()
    assert run("register", "plan.toml", *options, "--new-key", "b.example", "--out", "n").status == 2
    assert run("register", "plan.toml", *options, "--out", "key.txt").status == 2
    (tmp_path / "key.txt").chmod(0o644)
    done = run("register", "plan.toml", *options, "--out", "n")
    assert (done.status, "others can read" in done.err) == (2, True)
    assert (tmp_path / "key.txt").read_bytes() == before
