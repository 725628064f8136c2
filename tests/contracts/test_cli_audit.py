"""``audit`` as a lender's build and an auditor run it: what passes, what is recorded, what is written."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from audits.fairness.audit import audit as audit_table
from audits.ledger.key import Signer
from audits.registration.statement import Role, Statement, file_digest, sign_statement
from scoring.domain.errors import InputError
from tests.support.command import Run, runner

PLAN = '[limit.adverse_impact_ratio]\nlimit = 0.8\nsource = "test"\n'
OUT = ("--out", "r.html", "--json-out", "r.json")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


def decisions(folder: Path, name: str, groups: dict[str, tuple[int, int]]) -> Path:
    """People approved and declined by group, one in twenty and one in five of whom defaulted."""
    rows = ["id,group,approved,defaulted,amount"]
    for group, (approved, declined) in groups.items():
        rows += [f"{group}{n},{group},1,{int(n % 20 == 0)},{1000 * (1 + n % 3)}" for n in range(approved)]
        rows += [f"{group}x{n},{group},0,{int(n % 5 == 0)},{1000 * (1 + n % 3)}" for n in range(declined)]
    path = folder / f"{name}.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "plan.toml").write_text(PLAN)
    return decisions(tmp_path, "decisions", {"a": (8000, 2000), "b": (7900, 2100)})


def audit(file: Path, *more: str | Path) -> list[str | Path]:
    return ["audit", file, "--by", "group", "--outcome", "defaulted", "--plan", "plan.toml", *OUT, *more]


@pytest.mark.parametrize(
    ("groups", "word", "allowed"),
    [
        ({"a": (8000, 2000), "b": (4000, 6000)}, "breach", "breach"),
        ({"a": (160, 40), "b": (120, 80)}, "inconclusive", "inconclusive"),
        ({"a": (8000, 2000), "b": (9, 2)}, "suppressed", "suppressed"),
    ],
)
def test_what_is_not_within_passes_only_if_it_is_allowed_by_name(
    run: Run, file: Path, tmp_path: Path, groups: dict[str, tuple[int, int]], word: str, allowed: str
) -> None:
    path = decisions(tmp_path, "other", groups)
    wrong = next(name for name in ("inconclusive", "suppressed") if name != word)

    assert run(*audit(path)).status == 1
    assert run(*audit(path, "--allow", wrong)).status == 1
    assert run(*audit(path, "--allow", allowed)).status == 0
    assert json.loads((tmp_path / "r.json").read_text())["overall"] == word


def test_allowing_the_inconclusive_lets_nothing_suppressed_pass(run: Run, file: Path, tmp_path: Path) -> None:
    """The overall word is the worse of both; each has to be allowed."""
    path = decisions(tmp_path, "both", {"a": (800, 200), "b": (610, 200), "c": (9, 2), "d": (40, 20)})

    assert run(*audit(path, "--allow", "inconclusive")).status == 1
    assert run(*audit(path, "--allow", "inconclusive", "--allow", "suppressed")).status == 0


def test_a_condition_is_judged_on_the_whole_interval(run: Run, file: Path) -> None:
    passes, fails, open_ = (
        run(*audit(file, "--fail-on", f"adverse_impact_ratio < {number}")) for number in ("0.9", "1.2", "0.99")
    )

    assert (passes.status, fails.status, open_.status) == (0, 1, 1)
    assert "adverse_impact_ratio < 0.99: inconclusive" in open_.out
    assert run(*audit(file, "--fail-on", "adverse_impact_ratio < 0.99", "--allow", "inconclusive")).status == 0
    wrong = run(*audit(file, "--fail-on", "luck > 3"))
    assert (wrong.status, "no measure 'luck'" in wrong.err) == (2, True)


def test_every_form_of_the_report_holds_the_same_word(run: Run, file: Path, tmp_path: Path) -> None:
    done = run(*audit(file, "--md-out", "r.md", "--need", "amount", "--lang", "nl"))

    assert done.status == 0, done.err
    document = json.loads((tmp_path / "r.json").read_text())
    assert document["overall"] == "within"
    assert document["extra"]["beyond"]["need"]["column"] == "amount"
    for name in ("r.html", "r.md"):
        assert "binnen de grenzen" in (tmp_path / name).read_text()


def test_a_report_is_written_as_pdf_where_the_extra_is_installed(run: Run, file: Path, tmp_path: Path) -> None:
    done = run(*audit(file, "--pdf-out", "r.pdf"))
    if done.status == 2 and "counterscore[pdf]" in done.err:
        pytest.skip("the libraries that WeasyPrint draws with are not installed")

    assert done.status == 0, done.err
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")


FULL = (
    "id,decided_at,card,score,pd,approved,outcome,weight,reason_1,recourse_feasible,recourse_cost,referred,appealed,"
    "overturned,reviewer,days_to_review,consent_refused,amount,group"
)


def every_column(folder: Path, people: int = 3_000) -> Path:
    """Decisions with every column that switches a part of the report on."""
    rows = [FULL]
    for n in range(people):
        approved, appealed = int(n % 7 < 4), int(n % 7 == 6 and n % 2)
        declined = f"R{n % 3},{n % 2},{n % 5}" if not approved else ",,"
        appeal = f"{appealed},{int(n % 4 == 1)},v{n % 3},{n % 9}" if appealed else "0,,,"
        rows.append(
            f"p{n},2026-0{1 + n % 6}-1{n % 10},sha256:aa,{500 + 10 * approved + n % 11},0.{1 + n % 8},{approved},"
            f"{int(n % 9 == 0)},{1 + n % 2},{declined},{int(n % 6 == 0)},{appeal},{int(n % 3 == 0)},"
            f"{1000 * (1 + n % 4)},{'abc'[n % 3]}"
        )
    path = folder / "full.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_python_gives_the_document_that_the_command_writes(run: Run, tmp_path: Path) -> None:
    """Every part of it; a table in memory differs from a file in that it has no name."""
    path = every_column(tmp_path)
    more = ("--need", "amount", "--cut-off", "507")
    done = run("audit", path, "--by", "group", "--outcome", "outcome", *OUT, *more)
    assert done.status in {0, 1}, done.err
    written = (tmp_path / "r.json").read_text()
    asked: dict[str, Any] = {"by": ["group"], "need": "amount", "cut_off": 507}

    assert audit_table(path, **asked).to_json() + "\n" == written
    inside = json.loads(audit_table(pd.read_csv(path), **asked).to_json())
    document = json.loads(written)
    assert document.pop("inputs") != inside.pop("inputs")
    assert inside == document
    beyond = document["extra"]["beyond"]
    assert [name for name, part in beyond.items() if part is None] == []
    assert (beyond["absent"], beyond["handling"]["cut_offs"][0]["given"]) == ([], True)


def test_python_refuses_a_cut_off_that_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the cut-off is nan"):
        audit_table(every_column(tmp_path, 100), by="group", cut_off=float("nan"))


@pytest.mark.parametrize("cut_off", ["nan", "inf", "-inf", "1e400"])
def test_a_cut_off_is_a_number(run: Run, file: Path, tmp_path: Path, cut_off: str) -> None:
    done = run(*audit(file, f"--cut-off={cut_off}"))
    assert (done.status, "the cut-off is" in done.err, "a finite number" in done.err) == (2, True, True)
    assert not (tmp_path / "r.json").exists()


def test_attributes_that_the_plan_names_need_not_be_named_again(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(f'by = ["group"]\n{PLAN}')
    asked = [word for word in audit(file) if word not in {"--by", "group"}]

    assert run(*asked).status == 0
    (tmp_path / "plan.toml").write_text(PLAN)
    done = run(*asked)
    assert done.status == 2
    assert "no group column is named. Name at least one: --by sex" in done.err


def test_results_may_not_be_one_file(run: Run, file: Path) -> None:
    done = run(*audit(file, "--md-out", "r.json"))
    assert (done.status, "cannot be one file" in done.err) == (2, True)


def test_a_plan_signed_before_the_decisions_is_pre_registered_and_after_them_is_not(
    run: Run, file: Path, tmp_path: Path
) -> None:
    signer = Signer("auditor.example", bytes(range(32)))
    (tmp_path / "key.pub").write_text(signer.vkey)

    def note(path: Path, role: Role, day: int) -> str:
        at = datetime(2026, 3, day, tzinfo=UTC)
        name = f"{role.value}-{day}.note"
        (tmp_path / name).write_text(sign_statement(Statement(role=role, digest=file_digest(path), at=at), signer))
        return name

    plan = tmp_path / "plan.toml"
    decided = note(file, Role.DECISIONS, 10)
    for day, registered in ((1, True), (20, False)):
        more = ("--plan-note", note(plan, Role.PLAN, day), "--decisions-note", decided, "--vkey", "key.pub")
        assert run(*audit(file, *more)).status == 0
        said = json.loads((tmp_path / "r.json").read_text())["plan"]
        assert said["pre_registered"] is registered, said
    lacking = run(*audit(file, "--decisions-note", decided))
    assert (lacking.status, "--vkey" in lacking.err) == (2, True)


def test_the_plan_that_is_pre_registered_is_the_one_that_was_read(run: Run, file: Path, tmp_path: Path) -> None:
    """A pipe gives a lax plan, and the registered one to whoever reads it a second time."""
    signer = Signer("auditor.example", bytes(range(32)))
    plan, pipe = tmp_path / "plan.toml", tmp_path / "pipe.toml"
    (tmp_path / "key.pub").write_text(signer.vkey)
    for path, role, day in ((plan, Role.PLAN, 1), (file, Role.DECISIONS, 10)):
        said = Statement(role=role, digest=file_digest(path), at=datetime(2026, 3, day, tzinfo=UTC))
        (tmp_path / f"{role.value}.note").write_text(sign_statement(said, signer))
    os.mkfifo(pipe)

    def feed() -> None:
        for text in (PLAN.replace("0.8", "0.1"), PLAN):
            with contextlib.suppress(BrokenPipeError):
                pipe.write_text(text)
            time.sleep(0.2)  # so that the reader sees the end of the first

    feeder = threading.Thread(target=feed)
    feeder.start()
    notes = ("--plan-note", "plan.note", "--decisions-note", "decisions.note", "--vkey", "key.pub")
    done = run(*audit(file, "--plan", pipe, *notes))
    while feeder.is_alive():  # whoever still waits for a second reader
        os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))
        feeder.join(0.1)

    assert done.status == 0, done.err
    found = json.loads((tmp_path / "r.json").read_text())["plan"]
    assert found["sha256"] != file_digest(plan)
    assert not found["pre_registered"]


def test_reading_groups_is_recorded_with_its_purpose_or_not_done(run: Run, file: Path, tmp_path: Path) -> None:
    stated = ("--purpose", "fairness of 2026", "--reader", "auditor", "--necessity", "groups are in no other file")
    record = tmp_path / "access.jsonl"

    assert run(*audit(file, "--access-log", record, *stated, "--delete-after", "2099-12-31")).status == 0
    entry = json.loads(record.read_text())
    assert (entry["purpose"], entry["attributes"]) == ("fairness of 2026", ["group"])
    assert run(*audit(file, "--access-log", record, "--delete-after", "2099-12-31")).status == 2
    assert run(*audit(file, "--access-log", record, *stated, "--delete-after", "2020-01-01")).status == 2
    assert run(*audit(file, *stated)).status == 2
    assert len(record.read_text().splitlines()) == 1


def test_people_with_several_decisions_are_told_of(run: Run, file: Path, tmp_path: Path) -> None:
    twice = tmp_path / "twice.csv"
    lines = file.read_text().splitlines()
    twice.write_text("\n".join([*lines, *lines[1:101]]) + "\n")

    assert "100 people have more than one decision" in run(*audit(twice)).out
    assert "more than one decision" not in run(*audit(twice, "--cluster", "id")).out


def test_what_nobody_can_know_is_inconclusive_and_not_merely_suppressed(run: Run, file: Path, tmp_path: Path) -> None:
    """Without a score there is no AUC: letting the suppressed pass lets no such condition pass."""
    asked = ("--fail-on", "auc_difference < -0.01")
    done = run(*audit(file, *asked, "--allow", "suppressed"))

    assert (done.status, "auc_difference < -0.01: inconclusive" in done.out) == (1, True)
    assert run(*audit(file, *asked, "--allow", "inconclusive")).status == 0
