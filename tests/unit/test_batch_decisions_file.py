"""Scores written as a file of decisions: the day, the card's digest, recourse and points beside what was there."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.artefact.card_json import card_digest
from scoring.batch import score
from scoring.batch.request import Record, Request
from scoring.batch.score import FEW, Engine, by_columns, score_file
from scoring.batch.score_sql import by_sql
from scoring.domain.card import Card
from scoring.domain.errors import DataError, InputError
from scoring.explain.recourse import Goal, recourse
from scoring.tabular.rows import raw_row
from scoring.tabular.source import open_data
from tests.support.export_vectors import ARITHMETIC, HOSTILE
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD
from tests.support.score_files import KEEP, file_of, large, people
from tests.support.spec_cards import CORNERS

DAY = datetime.date(2026, 6, 30)
CARDS = {"hand": HAND_CARD, "crossed": CROSSED_CARD, "corners": CORNERS, "hostile": HOSTILE, "arithmetic": ARITHMETIC}
FORMS = [
    pytest.param(card, form, id=f"{name}-{form}")
    for name, card in CARDS.items()
    for form in ("csv", "parquet")
    if card is not HOSTILE or form != "csv"
]


def written(card: Card, data: Path, out: Path, record: Record, *, keep: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """The columns of a file of decisions."""
    with open_data(data) as file:
        score_file(card, file, out, reasons=1, record=record, keep=keep)
    with open_data(out) as file:
        return {name: values.tolist() for name, values in file.read(file.columns).items()}


@pytest.mark.parametrize("out", ["decisions.csv", "decisions.parquet"])
@pytest.mark.parametrize(("card", "form"), FORMS)
def test_both_ways_write_the_same_bytes(card: Card, form: str, out: str, tmp_path: Path) -> None:
    """By whole columns and by SQL, a column with a hostile name copied as 'id', points of every entry."""
    data = file_of(card, people(card), tmp_path / f"data.{form}")
    decided_at = None if card.cut_off is None else DAY
    record = Record(decided_at=decided_at, columns=(("id", KEEP),), points=True)
    found = []
    with open_data(data) as file:
        request = Request(card=card, file=file, out=tmp_path / out, reasons=2, keep=(), record=record)
        for name, way in (("columns", by_columns), ("sql", by_sql)):
            folder = tmp_path / name
            folder.mkdir()
            done = way(request, folder)
            assert done is not None
            found.append((done.path.read_bytes(), done.invalid, done.first))
    assert found[0] == found[1]


@pytest.fixture(params=[0, FEW], ids=["sql", "columns"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score, "FEW", request.param)


@pytest.mark.usefixtures("either_way")
def test_every_row_carries_the_day_and_the_digest_of_the_card(tmp_path: Path) -> None:
    record = Record(decided_at=DAY, columns=(("id", "place"),))
    found = written(HAND_CARD, large(tmp_path, 1_000), tmp_path / "decisions.parquet", record)
    assert list(found) == ["id", "decided_at", "card", "score", "pd", "approved", "invalid", "reason_1"]
    assert found["id"] == list(range(1_000))
    days = set(np.array(found["decided_at"], dtype="datetime64[D]").astype(datetime.date))
    assert days == {DAY}
    assert set(found["card"]) == {card_digest(HAND_CARD)}


@pytest.mark.usefixtures("either_way")
def test_points_sum_to_the_score_and_say_nothing_where_there_is_none(tmp_path: Path) -> None:
    data = file_of(CROSSED_CARD, people(CROSSED_CARD), tmp_path / "data.parquet")
    found = written(CROSSED_CARD, data, tmp_path / "decisions.csv", Record(points=True))
    points = [found[f"points_{CROSSED_CARD.naming(entry).code}"] for entry in CROSSED_CARD.entries]
    assert any(value is None for value in found["score"])
    for total, *parts in zip(found["score"], *points, strict=True):
        if total is None:
            assert parts == [None] * len(parts)
        else:
            assert int(str(total)) == CROSSED_CARD.initial_points + sum(int(str(part)) for part in parts)


def test_recourse_of_the_declined_is_that_of_each_person_alone(tmp_path: Path) -> None:
    """Approved and invalid rows have none; where nothing helps, there is no cost."""
    strong: dict[str, object] = {
        "net_monthly_income": 12_000,
        "open_arrears": 0,
        "card_utilisation": 0.0,
        "buffer_months": 20,
    }
    own: tuple[dict[str, object], ...] = (
        {},
        {"net_monthly_income": 8_000},
        {"buffer_months": -99},
        {"open_arrears": "x"},
        strong,
    )
    changes = [{**APPLICANT, **each} for each in own]
    data = file_of(HAND_CARD, changes, tmp_path / "data.csv", texts=True)
    card = replace(HAND_CARD, cut_off=600)
    found = written(card, data, tmp_path / "decisions.parquet", Record(recourse=True))
    seen = set()
    with open_data(data) as file:
        for row, (approved, feasible, cost) in enumerate(
            zip(found["approved"], found["recourse_feasible"], found["recourse_cost"], strict=True)
        ):
            seen.add((approved, feasible))
            if approved != 0:
                assert feasible is None
                assert cost is None or cost != cost
                continue
            plans = recourse(card, raw_row(file, card.registry, row + 1), goal=Goal(target_score=600)).plans
            assert feasible == int(bool(plans))
            assert (cost == plans[0].cost) if plans else cost != cost
    assert {(1, None), (0, 1), (0, 0), (None, None)} == seen


def test_without_a_record_the_file_is_what_it_was(tmp_path: Path) -> None:
    """Also columns that a file of decisions has of its own may be kept then."""
    rows = [{**APPLICANT, "card": "x", "decided_at": "y", "recourse_cost": "z"}]
    data = tmp_path / "data.csv"
    data.write_text(",".join(rows[0]) + "\n" + ",".join(map(str, rows[0].values())) + "\n")
    found = written(HAND_CARD, data, tmp_path / "s.csv", Record(), keep=("card", "decided_at", "recourse_cost"))
    names = ["card", "decided_at", "recourse_cost", "score", "pd", "approved", "invalid", "reason_1"]
    assert list(found) == names


@pytest.mark.parametrize(
    ("record", "keep", "what"),
    [
        (Record(decided_at=DAY), ("card",), "'card' is a column of the result itself"),
        (Record(recourse=True), ("Recourse_Cost",), "'Recourse_Cost' is a column of the result itself"),
        (Record(points=True), ("POINTS_R01",), "'POINTS_R01' is a column of the result itself"),
        (Record(columns=(("id", "card"),)), ("ID",), "'ID' would stand twice"),
        (Record(columns=(("id", "nobody"),)), (), "there is no column 'nobody'"),
    ],
)
def test_names_that_would_stand_twice_or_are_not_there_are_refused(
    record: Record, keep: tuple[str, ...], what: str, tmp_path: Path
) -> None:
    names = [*APPLICANT, "card", "Recourse_Cost", "POINTS_R01", "ID"]
    values = [*map(str, APPLICANT.values()), *"abcd"]
    data = tmp_path / "data.csv"
    data.write_text(",".join(names) + "\n" + ",".join(values) + "\n")
    with open_data(data) as file, pytest.raises(DataError, match=what):
        score_file(HAND_CARD, file, tmp_path / "decisions.csv", reasons=0, record=record, keep=keep)
    assert not (tmp_path / "decisions.csv").exists()


@pytest.mark.parametrize("record", [Record(decided_at=DAY), Record(recourse=True)])
def test_a_card_without_a_cut_off_decides_nothing(record: Record, tmp_path: Path) -> None:
    with open_data(large(tmp_path, 3)) as file, pytest.raises(InputError, match="no cut-off"):
        score_file(replace(HAND_CARD, cut_off=None), file, tmp_path / "d.csv", reasons=0, record=record)


def test_spark_does_not_search_for_recourse(tmp_path: Path) -> None:
    """Said before a session is started."""
    with open_data(large(tmp_path, 3)) as file, pytest.raises(InputError, match="does not search for recourse"):
        score_file(HAND_CARD, file, tmp_path / "d.csv", reasons=0, engine=Engine.SPARK, record=Record(recourse=True))


def test_a_record_of_many_rows_is_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Through the SQL, on several threads."""
    record = Record(decided_at=DAY, columns=(("id", "place"),), points=True)
    found = written(HAND_CARD, large(tmp_path, 150_000), tmp_path / "decisions.parquet", record)
    assert found["id"] == list(range(150_000))
