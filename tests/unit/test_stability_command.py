"""``stability``: what it prints and writes, and when it ends with a finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import Run, runner
from tests.support.two_files import two_files

ALL = ("--score", "score", "--columns", "income, housing", "--by", "sex", "--period", "decided_at")
CALIBRATION = ("--pd", "pd", "--outcome", "outcome")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    command = runner(capsys, monkeypatch, tmp_path)
    return lambda *arguments: command("stability", *arguments)


def test_files_that_have_not_moved_pass(run: Run, tmp_path: Path) -> None:
    two_files(tmp_path)
    found = run("before.csv", "after.csv", *ALL, *CALIBRATION)

    assert found.status == 0, found.err
    assert "everybody" in found.out
    assert "calibration of" in found.out


def test_a_column_that_has_moved_far_is_a_finding(run: Run, tmp_path: Path) -> None:
    two_files(tmp_path, shift=40)
    found = run("before.csv", "after.csv", *ALL, "--json")

    assert found.status == 1
    assert found.document["act"] == ["score"]
    assert found.document["columns"][0]["whole"]["verdict"] == "act"
    assert found.document["columns"][1]["whole"]["verdict"] == "stable"


def test_a_group_that_has_moved_is_reported_and_no_finding(run: Run, tmp_path: Path) -> None:
    """Only the whole file decides the exit status."""
    before, after = two_files(tmp_path)
    lines = [line.split(",") for line in after.read_text().splitlines()]
    score, sex = lines[0].index("score"), lines[0].index("sex")
    for row, line in enumerate(lines[1:]):
        if row % 5 == 0:
            line[sex], line[score] = "not known", "300"
    after.write_text("\n".join(",".join(line) for line in lines))
    lines = [line.split(",") for line in before.read_text().splitlines()]
    for row, line in enumerate(lines[1:]):
        if row % 5 == 0:
            line[sex] = "not known"
    before.write_text("\n".join(",".join(line) for line in lines))
    found = run("before.csv", "after.csv", "--score", "score", "--by", "sex", "--json").document
    parts = {part["group"]: part["verdict"] for part in found["columns"][0]["parts"]}

    assert parts["not known"] == "act"
    assert found["columns"][0]["whole"]["verdict"] != "act"
    assert found["act"] == []


def test_groups_are_read_from_their_own_file_and_the_reading_is_recorded(run: Run, tmp_path: Path) -> None:
    for path, mark in zip(two_files(tmp_path, rows=200), "ba", strict=True):
        lines = path.read_text().splitlines()
        path.write_text("\n".join([f"id,{lines[0]}", *(f"{mark}{row},{line}" for row, line in enumerate(lines[1:]))]))
        groups = [f"{mark}{row},{'young' if row % 2 else 'old'}" for row in range(200)]
        (tmp_path / f"groups-{mark}.csv").write_text("\n".join(["id,age", *groups]))
    options = ["before.csv", "after.csv", "--score", "score", "--by", "age", "--groups", "groups-b.csv"]
    options += ["--groups-after", "groups-a.csv", "--key", "id", "--access-log", "access.jsonl"]
    stated = ["--purpose", "drift", "--reader", "auditor", "--necessity", "none", "--delete-after", "2999-01-01"]

    assert "lacks the day of deletion" in run(*options).err
    found = run(*options, *stated, "--json")
    assert found.status == 0, found.err
    assert [part["group"] for part in found.document["columns"][0]["parts"]] == ["old", "young"]
    assert json.loads((tmp_path / "access.jsonl").read_text())["attributes"] == ["age"]


def test_a_group_in_a_period_is_printed_if_it_has_moved(run: Run, tmp_path: Path) -> None:
    """All of them stand in the document."""
    two_files(tmp_path, shift=60)
    found = run("before.csv", "after.csv", "--score", "score", "--by", "sex", "--period", "decided_at").out
    assert "sex: man, 2026-01" in found
    two_files(tmp_path)
    options = ["before.csv", "after.csv", "--score", "score", "--by", "sex", "--period", "decided_at"]
    assert "sex: man, 2026-01" not in run(*options).out
    assert len(run(*options, "--json").document["columns"][0]["parts"]) == 2 + 4 + 8


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_page_is_written_in_either_language(run: Run, tmp_path: Path, language: str) -> None:
    two_files(tmp_path, rows=500)
    found = run("before.csv", "after.csv", "--score", "score", "--out", "page.html", "--lang", language)

    assert found.status == 0, found.err
    assert f'<html lang="{language}">' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_wrong_options_are_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    two_files(tmp_path, rows=50)
    cases = [
        (("before.csv", "after.csv"), "nothing is to be compared"),
        (("before.csv", "absent.csv", "--score", "score"), "no such file"),
        (("before.csv", "after.csv", "--score", "score", "--out", "after.csv"), "written over its own input"),
        (("before.csv", "after.csv", "--score", "score", "--groups", "before.csv"), "a groups file and a key"),
        (("before.csv", "after.csv", "--score", "score", "--groups-after", "before.csv"), "a groups file and a key"),
        (("before.csv", "after.csv", "--score", "score", "--access-log", "after.csv"), "written over its own input"),
        (("before.csv", "after.csv", "--score", "score", "--purpose", "p"), "nowhere to record it"),
        (("before.csv", "after.csv", "--score", "wealth"), "there is no column 'wealth'"),
    ]
    for command, what in cases:
        found = run(*command)
        assert (found.status, found.out) == (2, "")
        assert what in found.err
        assert found.err.count("\n") == 1
