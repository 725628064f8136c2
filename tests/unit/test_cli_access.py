"""Every command that reads protected attributes can record that it does, before it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer

from api.cli.main import app
from scoring.batch.write import write_columns
from tests.support.candidates import MANIFEST, people
from tests.support.command import Run, runner
from tests.support.proxied import people as proxied

READ = {"audit", "stability", "proxies", "alternatives weigh", "alternatives judge"}
OPTIONS = {"access_log", "purpose", "reader", "necessity", "delete_after"}
STATED = ("--purpose", "a check", "--reader", "auditor", "--necessity", "nothing less", "--delete-after", "2999-01-01")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


def _parameters() -> dict[str, set[str]]:
    root: Any = typer.main.get_command(app)
    found = {}
    for name, command in root.commands.items():
        for sub, inner in getattr(command, "commands", {"": command}).items():
            found[f"{name} {sub}".strip()] = {each.name for each in inner.params}
    return found


def test_whatever_reads_groups_has_the_options_of_a_record() -> None:
    """A new command with ``--by`` or ``--groups`` has to have them too."""
    parameters = _parameters()
    assert {name for name, found in parameters.items() if found & {"by", "groups"}} == READ
    assert {name for name, found in parameters.items() if found >= OPTIONS} == READ


def _files(folder: Path) -> dict[str, list[str]]:
    """Small files for each command, and its arguments without those of the record."""
    columns = proxied(400)
    identity = np.array([f"p{n:05}" for n in range(400)], dtype=object)
    origin = columns.pop("origin")
    write_columns({"id": identity, **columns}, folder / "decisions.csv")
    write_columns({"id": identity, "origin": origin}, folder / "groups.csv")
    scored = people(400)
    write_columns({"id": identity, "origin": scored.pop("origin")}, folder / "held.csv")
    write_columns({"id": identity, **scored}, folder / "scores.csv")
    cards = [
        {"digest": each.digest, "score": each.score, "pd": each.pd, "making": each.making, "what": each.what}
        for each in (MANIFEST.chosen, *MANIFEST.others)
    ]
    listed = {"kind": "counterscore-candidates", "format": 1, "chosen": MANIFEST.chosen.digest, "cards": cards}
    (folder / "candidates.json").write_text(json.dumps(listed))
    groups = ["--by", "origin", "--groups", "groups.csv", "--key", "id"]
    return {
        "audit": ["decisions.csv", *groups, "--outcome", "outcome", "--out", "r.html", "--json-out", "r.json"],
        "stability": ["decisions.csv", "decisions.csv", *groups, "--score", "score"],
        "proxies": ["decisions.csv", *groups],
        "alternatives weigh": ["decisions.csv", *groups, "--outcome", "outcome", "--out", "weights.csv"],
        "alternatives judge": ["scores.csv", "--by", "origin", "--groups", "held.csv", "--key", "id"],
    }


@pytest.mark.parametrize("command", sorted(READ))
def test_groups_that_are_read_without_a_record_are_told_of(run: Run, tmp_path: Path, command: str) -> None:
    done = run(*command.split(), *_files(tmp_path)[command])
    assert "the groups were read without a record of it; --access-log keeps one" in done.err


def test_without_groups_there_is_nothing_to_record(run: Run, tmp_path: Path) -> None:
    _files(tmp_path)
    done = run("stability", "decisions.csv", "decisions.csv", "--score", "score")
    assert "without a record" not in done.err


@pytest.mark.parametrize("command", sorted(READ))
def test_the_record_says_who_read_what_and_why(run: Run, tmp_path: Path, command: str) -> None:
    arguments = _files(tmp_path)[command]
    done = run(*command.split(), *arguments, "--access-log", "access.jsonl", *STATED)
    assert done.status in (0, 1), done.err
    assert done.err == ""
    (entry,) = map(json.loads, (tmp_path / "access.jsonl").read_text().splitlines())
    assert (entry["attributes"], entry["purpose"], entry["person_or_role"]) == (["origin"], "a check", "auditor")
    assert len(entry["files"]) >= 2


@pytest.mark.parametrize("command", sorted(READ))
def test_a_record_that_lacks_a_word_stops_the_reading(run: Run, tmp_path: Path, command: str) -> None:
    """So do words without a record to write them to, and a record that would be written over an input."""
    start = (*command.split(), *_files(tmp_path)[command])
    groups = start[start.index("--groups") + 1]
    cases = [
        ("no necessity", ["--access-log", "access.jsonl", *STATED[:4], *STATED[6:]]),
        ("lacks the day of deletion", ["--access-log", "access.jsonl", *STATED[:6]]),
        ("nowhere to record it", [*STATED]),
        ("over its own input", ["--access-log", groups, *STATED]),
    ]
    for what, options in cases:
        done = run(*start, *options)
        assert (done.status, done.out) == (2, "")
        assert what in done.err
    assert not (tmp_path / "access.jsonl").exists()
