from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audits.alternatives.manifest import read_manifest
from audits.alternatives.weights import Method
from audits.alternatives.weights_file import weights_of_file
from scoring.domain.errors import DataError, FileError, InputError

CARD: dict[str, Any] = {"digest": "a", "score": "score_a", "pd": "pd_a", "making": "chosen", "what": ""}
OTHER = {"digest": "b", "score": "score_b", "pd": None, "making": "pool", "what": ""}


def manifest(folder: Path, **changes: object) -> Path:
    path = folder / "candidates.json"
    document = {"kind": "counterscore-candidates", "format": 1, "chosen": "a", "cards": [OTHER, CARD]}
    path.write_text(json.dumps({**document, **changes}))
    return path


def test_the_chosen_card_is_found_wherever_it_stands(tmp_path: Path) -> None:
    found = read_manifest(manifest(tmp_path))
    assert found.chosen.score == "score_a"
    assert found.columns == ("score_a", "pd_a", "score_b")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "x"},
        {"format": 2},
        {"chosen": "z"},
        {"cards": [CARD]},
        {"cards": [CARD, CARD]},
        {"cards": [CARD, {**OTHER, "score": "pd_a"}]},
        {"cards": [CARD, {**OTHER, "more": 1}]},
        {"cards": [CARD, {**OTHER, "score": 5}]},
        {"cards": [CARD, {**OTHER, "score": None}]},
        {"cards": [CARD, "b"]},
        {"cards": None},
    ],
)
def test_a_file_that_is_no_list_of_candidates_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(FileError):
        read_manifest(manifest(tmp_path, **changes))


def test_what_is_not_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"\xff{")
    for path in (tmp_path / "x.json", tmp_path / "absent.json"):
        with pytest.raises(FileError):
            read_manifest(path)


def files(folder: Path, **columns: list[Any]) -> tuple[Path, Path]:
    rows, decisions, groups = 40, folder / "decisions.csv", folder / "groups.csv"
    table = {
        "id": [f"p{n:03}" for n in range(rows)],
        "outcome": [(n % 4 == 0 and 1) or 0 for n in range(rows)],
        "approved": [int(n % 3 > 0) for n in range(rows)],
        **columns,
    }
    lines = [",".join(table), *(",".join(map(str, row)) for row in zip(*table.values(), strict=True))]
    decisions.write_text("\n".join(lines) + "\n")
    # In another order, with one person of no known group and one without a line.
    levels = [f"p{n:03},{'' if n == 7 else 'ab'[n % 2]}" for n in reversed(range(rows)) if n != 9]
    groups.write_text("\n".join(["id,sex", *levels]) + "\n")
    return decisions, groups


def run(decisions: Path, groups: Path, method: Method = Method.REWEIGHING, **options: Any) -> Any:  # noqa: ANN401
    named = {"key": "id", "attribute": "sex", "outcome": "outcome", "approved": "approved", **options}
    return weights_of_file(decisions, groups, method=method, **named)


@pytest.mark.parametrize("method", list(Method))
def test_weights_come_with_their_pseudonyms_in_order_and_mean_one(tmp_path: Path, method: Method) -> None:
    identity, weight = run(*files(tmp_path), method=method)
    assert identity.tolist() == sorted(f"p{n:03}" for n in range(40))
    assert weight.min() > 0
    assert weight.mean() == pytest.approx(1)


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    decisions, groups = files(tmp_path)
    before = run(decisions, groups)
    head, *lines = decisions.read_text().splitlines()
    decisions.write_text("\n".join([head, *reversed(lines)]) + "\n")
    after = run(decisions, groups)
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)


def test_rows_without_an_outcome_get_no_weight(tmp_path: Path) -> None:
    outcomes = ["" if n < 5 else int(n % 4 == 0) for n in range(40)]
    assert len(run(*files(tmp_path, outcome=outcomes))[0]) == 35


@pytest.mark.parametrize(
    "columns",
    [
        {"outcome": ["2"] * 40},
        {"approved": ["yes"] * 40},
        {"id": ["p"] * 40},
        {"outcome": [""] * 40},
        {"outcome": [1] * 40},
    ],
)
def test_values_that_mean_nothing_are_refused(tmp_path: Path, columns: dict[str, list[Any]]) -> None:
    with pytest.raises(DataError):
        run(*files(tmp_path, **columns))


@pytest.mark.parametrize("name", ["not stated", " niet opgegeven "])
def test_a_group_called_like_people_without_one_is_refused(tmp_path: Path, name: str) -> None:
    """It would be weighed together with them."""
    decisions, groups = files(tmp_path)
    groups.write_text(groups.read_text().replace(",b", f",{name}"))
    with pytest.raises(DataError, match=r"groups\.csv, column sex"):
        run(decisions, groups)


def test_a_missing_column_and_missing_decisions_are_refused(tmp_path: Path) -> None:
    decisions, groups = files(tmp_path)
    with pytest.raises(DataError, match="no column"):
        run(decisions, groups, attribute="absent")
    with pytest.raises(InputError, match="decisions"):
        run(decisions, groups, method=Method.DEMOGRAPHIC_PARITY, approved=None)
