"""Fit, weigh, make, score, judge: the commands from a population's files to a signed search log."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
import typer
from typer.testing import CliRunner, Result

from api.cli import alternatives, fit, proxies, use
from audits.alternatives.log import read_log
from audits.ledger.key import Signer, Verifier, write_signer
from audits.ledger.note import open_note
from scoring.domain.errors import DataError, FileError, InputError
from scoring.population.simulate import Plan
from scoring.population.world import Knobs, World
from scoring.population.write import write
from tests.support.laagland import CHARACTERISTICS

app = typer.Typer()
for module in (alternatives, fit, proxies, use):
    module.register(app)

SIGNER = Signer("auditor.example/search", bytes(range(32)))
DECLARED: tuple[str | Path, ...] = (
    "--characteristics",
    CHARACTERISTICS,
    "--target",
    "defaulted",
    "--bad",
    "1",
    "--crossings",
    "0",
)
GROUP = "migration_background"
SHORT = ("--max-attributes", "4", "--max-characteristics", "4")


def run(*arguments: str | Path | int) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Development and held-out rows, a card with its cut-off, decisions, groups, and a signing key."""
    place = tmp_path_factory.mktemp("search")
    knobs = Knobs(label_bias=0.15, proxy_strength=0.7)
    write(Plan(persons=3_000, seed=5, world=World.EQUAL, knobs=knobs, draws=0), place)
    people = f"(SELECT *, row_number() OVER () AS n FROM read_parquet('{place / 'applicants.parquet'}'))"
    for name, rows in (("dev", "n <= 1500"), ("held", "n > 1500")):
        duckdb.execute(f"COPY (SELECT * EXCLUDE n FROM {people} WHERE {rows}) TO '{place / name}.parquet'")
    done = run("fit", place / "dev.parquet", *DECLARED, *SHORT, "--cut-off", 540, "--out", place / "card.json")
    assert done.exit_code == 0, done.output
    kept = ("--keep", "person", "--keep", "defaulted")
    done = run("score", place / "card.json", place / "dev.parquet", *kept, "--out", place / "scored.parquet")
    assert done.exit_code == 0, done.output
    decided = f"SELECT *, score >= 540 AS approved FROM read_parquet('{place / 'scored.parquet'}')"
    duckdb.execute(f"COPY ({decided}) TO '{place / 'decided.parquet'}'")
    write_signer(place / "key", SIGNER)
    return place


@pytest.fixture(scope="module")
def made(folder: Path) -> Path:
    weigh = ("--groups", folder / "protected.parquet", "--key", "person", "--by", GROUP, "--outcome", "defaulted")
    done = run("alternatives", "weigh", folder / "decided.parquet", *weigh, "--out", folder / "even.parquet")
    assert done.exit_code == 0, done.output
    assert "keep them apart" in done.output
    done = run(*make(folder), "--leave-one-out", "--weights", folder / "even.parquet", "--out", folder / "made")
    assert done.exit_code == 0, done.output
    return folder / "made"


def make(folder: Path) -> list[str | Path]:
    files: list[str | Path] = ["--held-out", folder / "held.parquet", "--card", folder / "card.json", "--id", "person"]
    declared: list[str | Path] = [*DECLARED, *SHORT]
    return ["alternatives", "make", folder / "dev.parquet", *files, *declared]


def judge(folder: Path, *options: str | Path) -> Result:
    groups = ("--groups", folder / "ids.parquet", "--key", "id", "--by", GROUP)
    renamed = f"SELECT person AS id, {GROUP} FROM read_parquet('{folder / 'protected.parquet'}')"
    duckdb.execute(f"COPY ({renamed}) TO '{folder / 'ids.parquet'}'")
    return run("alternatives", "judge", folder / "made" / "scores.parquet", *groups, *options)


def test_every_candidate_is_a_full_card_with_its_own_columns(made: Path) -> None:
    listed = json.loads((made / "candidates.json").read_text())
    assert {each["making"] for each in listed["cards"]} == {"chosen", "left-out", "weights"}
    described = duckdb.execute(f"DESCRIBE SELECT * FROM read_parquet('{made / 'scores.parquet'}')").fetchall()
    columns = [str(each[0]) for each in described]
    for each in listed["cards"]:
        assert {each["score"], each["pd"]} <= set(columns)
        assert (made / f"card-{each['digest'][7:19]}.json").is_file()
    assert columns[:3] == ["id", "outcome", "approved"]
    assert not any(GROUP in path.read_text() for path in made.glob("*.json"))


def test_an_open_finding_ends_with_one_and_a_reason_closes_it(folder: Path, made: Path) -> None:
    assert made.is_dir()
    first = judge(folder, "--tolerance", "0.1", "--json")
    found = json.loads(first.stdout)
    assert first.exit_code == 1
    assert found["open"]
    (folder / "reasons.json").write_text(json.dumps(dict.fromkeys(found["open"], "not the policy")))
    out = ("--out", folder / "page.html", "--json-out", folder / "found.json", "--log", folder / "log")
    again = judge(
        folder, "--tolerance", "0.1", "--reasons", folder / "reasons.json", *out, "--key-file", folder / "key"
    )
    assert again.exit_code == 0, again.output
    head, cards = read_log(open_note((folder / "log").read_text(), Verifier(SIGNER.vkey)))
    assert head["open"] == 0
    assert {each["reason"] for each in cards if each["standing"] == "dominates"} == {"not the policy"}
    assert len(json.loads((folder / "found.json").read_text())["cards"]) == len(cards)
    assert "<script" not in (folder / "page.html").read_text()


def test_a_log_without_a_key_and_a_reason_without_a_text_are_refused(folder: Path, made: Path) -> None:
    assert made.is_dir()
    assert isinstance(judge(folder, "--log", folder / "other").exception, InputError)
    assert isinstance(judge(folder, "--reason", "abc").exception, InputError)
    assert isinstance(judge(folder, "--reason", "abc=why").exception, InputError)


def test_a_candidates_column_that_is_missing_is_named(folder: Path, made: Path, tmp_path: Path) -> None:
    listed = json.loads((made / "candidates.json").read_text())
    listed["cards"][1]["score"] = "score_absent"
    (tmp_path / "candidates.json").write_text(json.dumps(listed))
    error = judge(folder, "--candidates", tmp_path / "candidates.json").exception
    assert isinstance(error, DataError)
    assert "score_absent" in str(error)


def test_rows_that_made_a_card_do_not_judge_it(folder: Path, tmp_path: Path) -> None:
    arguments = [folder / "dev.parquet" if each == folder / "held.parquet" else each for each in make(folder)]
    error = run(*arguments, "--leave-one-out", "--out", tmp_path).exception
    assert isinstance(error, DataError)
    assert "made the cards" in str(error)


def test_another_card_than_the_chosen_one_is_refused(folder: Path, tmp_path: Path) -> None:
    error = run(*make(folder), "--seed", 9, "--leave-one-out", "--out", tmp_path).exception
    assert isinstance(error, InputError)
    assert "another card" in str(error)


def test_weights_that_miss_a_row_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("id,weight\nx,1\n")
    error = run(*make(folder), "--weights", tmp_path / "few.csv", "--out", tmp_path).exception
    assert isinstance(error, DataError)
    assert "no weight" in str(error)


def test_nothing_asked_for_is_refused(folder: Path, tmp_path: Path) -> None:
    assert isinstance(run(*make(folder), "--out", tmp_path).exception, InputError)
    missing = run("alternatives", "judge", tmp_path / "absent.parquet", "--by", "x").exception
    assert isinstance(missing, FileError)
