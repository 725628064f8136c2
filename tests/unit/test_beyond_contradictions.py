"""Decisions that contradict themselves are refused, and the row is named that has to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.fairness.audit import audit
from scoring.domain.errors import DataError

HEAD = "sex,approved,outcome,reason_1,reason_2,appealed,overturned"
FINE = ["f,1,0,,,0,", "m,0,0,A,B,1,1", "f,0,0,A,,1,0", "m,0,1, B ,A,1,"]


def refused(folder: Path, row: str) -> DataError:
    (folder / "d.csv").write_text("\n".join([HEAD, *FINE * 3, row, *FINE, row]) + "\n")
    with pytest.raises(DataError) as caught:
        audit(folder / "d.csv", by="sex")
    return caught.value


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("f,0,0,C,C,0,", "one code stands in both reason_1 and reason_2"),
        ("f,0,0,C, C,0,", "one code stands in both reason_1 and reason_2"),
        ("f,0,0,,C,0,", "a decision has a code in reason_2 and none in reason_1"),
        ("f,0,0,A,B,0,1", "overturned is 1, and appealed is not"),
        ("f,1,0,,,,true", "overturned is 1, and appealed is not"),
    ],
)
def test_a_contradiction_is_named_by_its_first_row(row: str, what: str, tmp_path: Path) -> None:
    error = refused(tmp_path, row)

    assert what in error.what
    assert error.where == "d.csv, row 13"
    assert error.remedy
