"""The tutorial is true: its blocks run in their order, and print what it says they print."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "tutorial-audit.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
STATUS = "; echo $?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone, as far as the tutorial reads it, after every block has run."""
    made = tmp_path_factory.mktemp("tutorial")
    for name in ("docs", "scoring"):
        (made / name).symlink_to(ROOT / name)
    for language, content in BLOCKS:
        if language == "python":
            done = _run(made, ["-c", content])
            assert done.returncode == 0, done.stderr
        else:
            for command, expected in _commands(content):
                _check(made, command, expected)
    return made


def _commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command on one line, and what the tutorial says it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.replace("\\\n", " ").partition("\n")
        yield command, expected.strip()


def _check(folder: Path, command: str, expected: str) -> None:
    """``...`` stands for anything; a status that is echoed is the last line, any other is 0."""
    status = 0
    if command.endswith(STATUS):
        command = command.removesuffix(STATUS)
        expected, _, last = expected.rpartition("\n")
        status = int(last)
    program, *arguments = shlex.split(command)
    assert program == "counterscore"
    done = _run(folder, ["-m", "api.cli.main", *arguments])
    assert done.returncode == status, f"{command}\n{done.stderr}"
    assert "internal error" not in done.stderr
    said = _spaced(done.stdout)
    pattern = _spaced(expected).replace("[", "[[]").replace("...", "*")
    assert fnmatchcase(said, pattern), f"{command}\n{done.stdout}"


def _spaced(text: str) -> str:
    """Lines with one blank where there are several: columns may be wider than the tutorial shows them."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _run(folder: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_every_block_is_of_a_kind_that_is_executed() -> None:
    """No block is only shown."""
    assert {language for language, _ in BLOCKS} == {"console", "python"}


def test_every_block_runs_and_prints_what_the_tutorial_says(folder: Path) -> None:
    """What it leaves behind is what it names."""
    for name in ("decisions.parquet", "report.html", "report.json", "search", "MODELCARD.md", "DATACARD.md"):
        assert (folder / name).exists()


def test_the_numbers_in_the_sentences_are_those_of_the_report(folder: Path) -> None:
    report = json.loads((folder / "report.json").read_text())
    assert f"{report['unknown_outcomes']} persons have no outcome" in TEXT
    assert len((folder / "access.jsonl").read_text().splitlines()) == 1
    found = {
        each["group"][0]: each
        for grouping in report["groupings"]
        for each in grouping["comparisons"]
        if len(grouping["attributes"]) == 1 and each["measure"] == "adverse_impact_ratio"
    }
    sex, background = found["male"], found["yes"]
    assert f"approved {sex['value']:.2f} times as often as women" in TEXT
    assert f"the whole interval, {sex['low']:.2f} to {sex['high']:.2f}," in TEXT
    assert f"approved {background['value']:.2f} times as often" in TEXT
    assert f"the upper end, {background['high']:.2f}," in TEXT


def test_the_model_card_names_the_card_that_decided(folder: Path) -> None:
    assert "The audited decisions name this card" in (folder / "MODELCARD.md").read_text(encoding="utf-8")
