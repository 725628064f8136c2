"""The README is true: its commands print what it says, its program runs, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)(?: ([\w.]+))?\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader's folder: the repository's ``docs``, and the files that the README shows."""
    made = tmp_path_factory.mktemp("readme")
    (made / "docs").symlink_to(ROOT / "docs")
    for language, name, content in BLOCKS:
        if language == "csv":
            (made / name).write_text(content, encoding="utf-8")
    return made


def _commands() -> list[tuple[str, str]]:
    """Each command, and what the README says it prints."""
    found = []
    for language, _, content in BLOCKS:
        if language == "console":
            for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
                command, _, expected = part.partition("\n")
                found.append((command, expected.strip()))
    return found


def test_every_block_is_of_a_kind_that_is_executed() -> None:
    """No block is only shown."""
    assert {language for language, _, _ in BLOCKS} == {"sh", "csv", "console", "python"}


UNRECORDED = "counterscore: the groups were read without a record of it; --access-log keeps one\n"


def test_the_commands_print_what_the_readme_says(folder: Path) -> None:
    """In order, in one folder; ``...`` stands for anything."""
    for command, expected in _commands():
        program, *arguments = command.split()
        assert program == "counterscore"
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "api.cli.main", *arguments],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        pattern = expected.replace("[", "[[]").replace("...", "*")
        assert done.stderr in {"", UNRECORDED}, command
        said = done.stdout.strip()
        assert fnmatchcase(said, pattern) or fnmatchcase(said, f"{pattern}\n*"), f"{command}\n{said}"


def test_the_program_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of the README, with the standard library only."""
    monkeypatch.chdir(folder)
    programs = [content for language, _, content in BLOCKS if language == "python"]
    assert programs
    for program in programs:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr


def test_the_addition_is_that_of_the_command() -> None:
    """The sum written out by hand has the points that the command prints, in order."""
    written = re.search(r"^ {4}([\d +]+) = (\d+)$", TEXT, re.MULTILINE)
    assert written is not None
    terms = [int(term) for term in written[1].split(" + ")]
    assert sum(terms) == int(written[2])
    printed = next(expected for command, expected in _commands() if " explain " in f" {command} ")
    points = [int(line.split()[0]) for line in printed.splitlines() if re.match(r"^ *\+?\d+  ", line)]
    assert points == [*terms, sum(terms)]


def test_make_has_the_targets_it_names() -> None:
    """``make demo``, ``make test`` and the others exist."""
    for target in ("demo", "test", "check", "bench", "serve"):
        done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)  # noqa: S607 - make is on the path
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_link_leads_somewhere(page: Path) -> None:
    """Relative links name files that are there."""
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_what_the_readme_is_in_ten_lines() -> None:
    """The beginning says what it is in at most ten lines."""
    beginning = TEXT.split("\n## ")[0].strip().splitlines()[2:]
    assert len([line for line in beginning if line.strip()]) <= 10
