"""A file is the one that was named, whatever its name looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.tabular.source import open_data

NAMES = ["d[1].csv", "d*.csv", "d?.csv", "it's.csv", "a b.csv", "{x,y}.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_signs_of_a_pattern_stand_for_themselves(tmp_path: Path, name: str) -> None:
    """Siblings that such a pattern would match are not read."""
    for sibling in ("d1.csv", "dx.csv", "x.csv"):
        (tmp_path / sibling).write_text("a\n1\n2\n3\n")
    (tmp_path / name).write_text("a\n7\n")
    with open_data(tmp_path / name) as file:
        assert file.column("a").tolist() == ["7"]


@pytest.mark.parametrize("name", NAMES)
def test_an_audit_reads_the_file_that_was_named(tmp_path: Path, name: str) -> None:
    """The auditor's own reader likewise."""
    heading = "g,approved,y\n"
    for sibling in ("d1.csv", "dx.csv", "x.csv"):
        (tmp_path / sibling).write_text(heading + "a,1,0\n" * 3)
    (tmp_path / name).write_text(heading + "a,1,0\nb,0,1\n")
    with open_decisions(tmp_path / name, by=["g"], columns=Columns(outcome="y")) as opened:
        assert opened.cube().total == 2
