"""Everything beyond the decision: what is absent, what is hidden, and that rows may come in any order."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audits.beyond.beyond import Beyond, look_beyond
from audits.beyond.document import to_document
from audits.beyond.figures import Absent, Withheld
from audits.beyond.grouped import Compared
from audits.beyond.reasons import Reasons, reasons
from audits.decisions.cube import Attribute
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.domain.errors import InputError
from tests.support.grouped_people import BY, People, lender, sex


@pytest.fixture(scope="module")
def people() -> People:
    return lender()


@pytest.fixture(scope="module")
def beyond(people: People) -> Beyond:
    return look_beyond(people, BY)


def test_a_part_without_columns_is_named_with_those_it_needs() -> None:
    source = People(sex=["man", "woman"] * 50, approved=[1, 0] * 50)
    found = look_beyond(source, BY)

    assert (found.reasons, found.recourse, found.appeals, found.consent, found.handling) == (None,) * 5
    assert found.absent == (
        Absent(part="reasons", needs=("reason_1",)),
        Absent(part="recourse", needs=("recourse_feasible", "recourse_cost")),
        Absent(part="appeals", needs=("appealed",)),
        Absent(part="consent", needs=("consent_refused",)),
        Absent(part="handling", needs=("referred", "score")),
        Absent(part="months", needs=("decided_at",)),
    )


def test_a_hidden_group_does_not_follow_from_the_others() -> None:
    """Subtracting what is shown from the total leaves two groups or more, never a small one."""
    source = People(
        sex=["a"] * 400 + ["b"] * 300 + ["c"] * 20,
        approved=[0] * 720,
        reason_1=(["X", "Y"] * 350) + ["X"] * 5 + ["Y"] * 15,
    )
    found = reasons(source, sex("a", "b", "c"), 0.95)
    assert isinstance(found, Reasons)

    for reason in found.by[0].reasons:
        hidden = {share.group for share in reason.shares if isinstance(share.rate, Withheld)}
        assert hidden == {"b", "c"}
        assert all(isinstance(share.difference, Withheld) for share in reason.shares if share.group in hidden)


def test_a_hidden_reference_leaves_nothing_to_compare_with() -> None:
    source = People(sex=["man"] * 20 + ["woman"] * 400, approved=[0] * 420, reason_1=["X", "Y"] * 210)
    found = reasons(source, BY, 0.95)
    assert isinstance(found, Reasons)

    assert all(isinstance(reason.shares[1].difference, Withheld) for reason in found.by[0].reasons)


def test_the_order_of_rows_changes_nothing(people: People, beyond: Beyond) -> None:
    order = np.random.default_rng(9).permutation(len(people.columns["sex"]))
    shuffled = People(**{name: column[order] for name, column in people.columns.items() if name != "position"})

    assert to_document(look_beyond(shuffled, BY)) == to_document(beyond)


def test_the_document_is_plain_json_and_says_why_a_number_is_missing(beyond: Beyond) -> None:
    document: dict[str, Any] = json.loads(json.dumps(to_document(beyond), allow_nan=False))

    assert document["appeals"]["reviewers"][2]["overturned"] == {
        "value": None,
        "withheld": "few_people_here_or_given_away",
    }
    assert document["reasons"]["by"][0]["reasons"][0]["groups"][0]["difference"] is None
    assert document["absent"] == []


def test_a_reference_that_is_no_group_is_refused() -> None:
    with pytest.raises(InputError, match="has no group 'x'"):
        Compared(attribute=Attribute(name="sex", levels=("man", "woman")), reference="x")


def test_an_opened_file_gives_what_its_people_give(tmp_path: Path, people: People, beyond: Beyond) -> None:
    """The parts stand on counts alone: a file of decisions answers as people in memory do."""
    names = [name for name in people.columns if name not in {"position", "month"}]
    rows = zip(*(people.columns[name] for name in names), strict=True)
    written = [["" if value == -1 or value != value else value for value in row] for row in rows]
    path = tmp_path / "decisions.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*names, "outcome"])
        writer.writerows([*row, ""] for row in written)
    with open_decisions(path, by=["sex"], columns=Columns.schema([*names, "outcome"])) as opened:
        found = look_beyond(opened, BY)

    assert to_document(found) == to_document(beyond)
