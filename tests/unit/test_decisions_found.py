"""Columns that nobody names are found under their names in the schema, or refused with what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audits.decisions.cube import AxisKind
from audits.decisions.frame import open_frame
from audits.decisions.read import Opened, open_decisions
from audits.decisions.schema import Columns
from audits.fairness.audit import audit
from audits.fairness.result import Found
from scoring.domain.errors import DataError

N = 2_000


def people() -> dict[str, np.ndarray]:
    """Of women and men 72 in 100 are approved; of women the approved weigh a quarter of all others."""
    sex = np.array(["f", "m"] * (N // 2))
    approved = np.where(np.arange(N) % 100 < 72, 1, 0)
    return {
        "sex": sex,
        "approved": approved,
        "outcome": np.arange(N) // 2 % 10 == 0,
        "weight": np.where((sex == "f") & (approved == 1), 0.25, 1.0),
        "score": 500 + np.arange(N) % 97,
        "pd": 0.1 + np.arange(N) % 7 / 100,
    }


def opened(columns: dict[str, np.ndarray], **roles: Any) -> Opened:  # noqa: ANN401 - names of columns
    with open_frame(columns, by=["sex"], columns=Columns(outcome="outcome", **roles)) as found:
        found.cube()
        return found


def test_weight_score_and_prediction_are_used_under_their_names() -> None:
    found = opened(people())
    cube = found.cube()

    assert (cube.weighted, cube.predicted, cube.axis.kind) == (True, True, AxisKind.SCORE)
    assert not {"weight", "score", "pd"} & set(found.absent)


def test_a_weight_that_nobody_named_changes_the_verdict() -> None:
    weighted = audit(people(), by=["sex"]).groupings[0].comparisons[0]
    columns = people()
    del columns["weight"]
    plain = audit(columns, by=["sex"]).groupings[0].comparisons[0]

    assert isinstance(weighted.finding, Found)
    assert isinstance(plain.finding, Found)
    assert weighted.finding.value == pytest.approx(0.72 / (0.18 / (0.18 + 0.28)))
    assert plain.finding.value == 1.0


def test_a_column_that_is_named_is_used_in_place_of_the_one_found() -> None:
    columns = people() | {"points": np.full(N, 3), "one": np.ones(N)}
    cube = opened(columns, score="points", weight="one").cube()

    assert set(cube.position) == {3.0}
    assert cube.weight.sum() == N


@pytest.mark.parametrize("role", ["weight", "score", "pd"])
def test_a_column_that_cannot_have_the_role_of_its_name_is_refused_and_may_be_renamed(
    role: str, tmp_path: Path
) -> None:
    columns = people() | {role: np.array([f"{n} kg" for n in range(N)])}
    with pytest.raises(DataError, match="not a number") as caught:
        opened(columns)
    assert caught.value.where == f"the table, row 1, column {role}"
    assert "rename the column" in caught.value.remedy

    with pytest.raises(DataError, match="not numbers") as caught:
        opened(people() | {role: np.array(["2026-11-30"] * N, dtype="datetime64[s]")})
    assert "rename the column" in caught.value.remedy

    (tmp_path / "d.csv").write_text(f"sex,approved,outcome,points,{role}\nf,1,0,1,heavy\nm,1,0,1,light\n")
    renamed: dict[str, Any] = {role: "points"}
    named = Columns(outcome="outcome", **renamed)
    with open_decisions(tmp_path / "d.csv", by=["sex"], columns=named) as found:
        assert found.cube().total == 2
