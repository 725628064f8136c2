"""Where one person may have several decisions, tables beyond the decision need people, not decisions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from audits.beyond.beyond import look_beyond
from audits.beyond.document import to_document
from audits.beyond.grouped import Compared
from audits.decisions.frame import open_frame
from audits.decisions.schema import Columns
from tests.support.cubes import Array


def people(each: int = 1500, seed: int = 2) -> dict[str, Array]:
    """Decisions on two sexes, one on every person."""
    chance = np.random.default_rng(seed)
    number = 2 * each
    declined = np.arange(number) % 2
    appealed = np.where(declined, chance.integers(0, 2, number), 0)
    return {
        "sex": np.repeat(["f", "m"], each),
        "person": np.arange(number),
        "score": chance.integers(400, 700, number),
        "approved": 1 - declined,
        "outcome": chance.integers(0, 2, number),
        "referred": chance.integers(0, 2, number),
        "appealed": appealed,
        "overturned": np.where(appealed, chance.integers(0, 2, number), 0),
        "reviewer": chance.choice(["r1", "r2"], number),
        "days_to_review": chance.integers(3, 9, number),
        "consent_refused": chance.integers(0, 2, number),
        "recourse_feasible": chance.integers(0, 2, number),
        "recourse_cost": chance.integers(1, 40, number),
        "reason_1": np.where(declined, chance.choice(["R1", "R2"], number), ""),
    }


def looked(columns: dict[str, Array], cluster: str | None = "person") -> dict[str, Any]:
    with open_frame(columns, by=["sex"], columns=Columns(outcome="outcome", cluster=cluster)) as opened:
        return to_document(look_beyond(opened, [Compared(attribute=opened.cube().attributes[0], reference="m")]))


def test_one_decision_on_everybody_shows_what_it_shows_without_a_column_of_persons() -> None:
    """In groups of hundreds, people fill enough buckets of their own."""
    assert looked(people()) == looked(people(), None)


TABLES = {
    "referred": ("handling", "referred"),
    "appealed": ("appeals", "appealed"),
    "overturned": ("appeals", "overturned"),
    "consent_refused": ("consent", "refused"),
    "recourse_feasible": ("recourse", "feasible"),
}


@pytest.mark.parametrize("column", TABLES)
def test_a_part_of_many_decisions_on_few_people_is_not_shown(column: str) -> None:
    """Of women only four people are in one part, with hundreds of decisions."""
    columns = people()
    women = columns["sex"] == "f"
    columns["person"][women & (columns[column] == 1)] = columns["person"][women & (columns[column] == 1)] % 4
    section, table = TABLES[column]
    rows = {row["group"]: row["share"] for row in looked(columns)[section]["by"][0][table]}

    assert rows["f"]["value"] is None
    assert all(row["share"]["value"] for row in looked(columns, None)[section]["by"][0][table])


def test_a_reason_that_few_people_have_in_many_decisions_is_not_shown() -> None:
    columns = people()
    few = (columns["sex"] == "f") & (columns["reason_1"] == "R2")
    columns["person"][few] %= 3
    for reason in looked(columns)["reasons"]["by"][0]["reasons"]:
        assert [row["share"]["value"] for row in reason["groups"]] == [None, None]


def test_neither_are_times_and_costs_of_few_people() -> None:
    columns = people()
    women = columns["sex"] == "f"
    for column, section, table in (
        ("days_to_review", "appeals", "days_to_review"),
        ("recourse_cost", "recourse", "cost"),
    ):
        columns["person"] = np.where(
            women & (columns["approved"] == 0), np.arange(len(women)) % 3, np.arange(len(women))
        )
        assert {row["people"] for row in looked(columns)[section]["by"][0][table]} == {None}, column


def test_a_reviewer_of_few_people_is_not_told_apart() -> None:
    columns = people()
    mine = columns["reviewer"] == "r2"
    columns["person"][mine] = columns["person"][mine] % 5
    assert [each["overturned"]["value"] for each in looked(columns)["appeals"]["reviewers"]] == [None, None]
