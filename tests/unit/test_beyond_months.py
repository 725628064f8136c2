"""Approval month by month: what decided_at switches on, and what of it small numbers hide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audits.beyond.beyond import look_beyond
from audits.beyond.document import to_document
from audits.beyond.figures import Absent, Found, Rate, Withheld
from audits.beyond.months import EARLIER, MOST_MONTHS, Months, months
from audits.beyond.sections import beyond_sections
from audits.decisions.frame import open_frame
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.domain.errors import DataError
from scoring.domain.text import Language
from tests.support.grouped_people import BY

N = 2_400


def people(**columns: Any) -> dict[str, Any]:  # noqa: ANN401 - anything numpy takes
    """Of men half are approved in every month, of women half in January and a quarter in February."""
    n = np.arange(N)
    february = n % 4 >= 2
    given = {
        "sex": np.where(n % 2 == 0, "woman", "man"),
        "decided_at": np.where(february, "2026-02-28", "2026-01-31 23:59"),
        "approved": np.where((n % 2 == 0) & february, n // 4 % 4 == 0, n // 4 % 2 == 0).astype(int),
        "outcome": n // 8 % 5 == 0,
    }
    return {name: np.asarray(column) for name, column in (given | columns).items()}


def by_month(columns: dict[str, Any]) -> dict[str, dict[str, Rate | Withheld]]:
    with open_frame(columns, by=["sex"], columns=Columns(outcome="outcome")) as found:
        part = months(found, BY, 0.95)
    assert isinstance(part, Months)
    return {one.month: {share.group: share.rate for share in one.shares} for one in part.by[0].months}


def of(rate: Rate | Withheld) -> tuple[int, int]:
    assert isinstance(rate, Rate)
    return rate.proportion.count, rate.proportion.of


def test_each_month_has_its_decisions_and_its_share_approved() -> None:
    found = by_month(people())

    assert list(found) == ["2026-01", "2026-02"]
    assert {month: {group: of(rate) for group, rate in groups.items()} for month, groups in found.items()} == {
        "2026-01": {"man": (300, 600), "woman": (300, 600)},
        "2026-02": {"man": (300, 600), "woman": (150, 600)},
    }


def test_a_difference_is_of_the_same_month() -> None:
    with open_frame(people(), by=["sex"], columns=Columns(outcome="outcome")) as found:
        beyond = look_beyond(found, BY)
    assert beyond.months is not None
    differences = [one.shares[1].difference for one in beyond.months.by[0].months]

    assert all(isinstance(each, Found) for each in differences)
    assert [each.value for each in differences if isinstance(each, Found)] == [0.0, -0.25]
    document = to_document(beyond)["months"]
    assert [one["month"] for one in document["by"][0]["months"]] == ["2026-01", "2026-02"]
    for language, title in ((Language.EN, "Decisions by month"), (Language.NL, "Besluiten per maand")):
        section = next(one for one in beyond_sections(beyond, language) if one.identity == "beyond-months")
        assert section.title == title
        assert section.plots[0].figure is not None


def test_without_dates_the_part_is_absent() -> None:
    columns = people()
    del columns["decided_at"]
    with open_frame(columns, by=["sex"], columns=Columns(outcome="outcome")) as found:
        assert months(found, BY, 0.95) == Absent(part="months", needs=("decided_at",))


def test_a_small_month_follows_from_no_sum() -> None:
    """Five women in March: theirs, men's, and those of both in another month are hidden, and the others stand."""
    columns = people()
    march = columns["decided_at"].copy()
    march[:10] = "2026-03-01"
    march[1000:1100:2] = "2026-04-01"
    march[1001:1301:2] = "2026-04-01"
    found = by_month(people(decided_at=march))
    hidden = {(m, g) for m, groups in found.items() for g, rate in groups.items() if isinstance(rate, Withheld)}

    assert {("2026-03", "woman"), ("2026-03", "man")} < hidden
    for group in ("woman", "man"):
        assert len([1 for _, each in hidden if each == group]) == 2
    assert len(hidden) == 4


def test_decisions_without_a_date_are_a_row_and_old_months_are_one() -> None:
    n = np.arange(N)
    days = [f"{2020 + k // 12}-{k % 12 + 1:02}-15" for k in range(30)]
    dates = np.where(n // 4 % 40 < 30, np.array(days)[n // 4 % 40 % 30], "").astype(object)
    found = by_month(people(decided_at=dates))

    assert list(found) == [EARLIER, *(day[:7] for day in days[-MOST_MONTHS:]), ""]


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-01", "2026-02-30", "2026-11", "20261130", "2026-11-301"])
def test_a_date_that_is_none_is_named_by_row_and_column(wrong: str) -> None:
    columns = people()
    dates = columns["decided_at"].astype(object)
    dates[6] = wrong
    with pytest.raises(DataError, match="no date") as caught:
        by_month(people(decided_at=dates))

    assert caught.value.where == "the table, row 7, column decided_at"
    assert "2026-11-30" in caught.value.remedy


@pytest.mark.parametrize("right", ["2026-02-28T14:00Z", "2026-02-28 14:00:00+01:00", " 2026-02-28 "])
def test_a_time_may_follow_a_day(right: str, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text(f"sex,approved,outcome,decided_at\nwoman,1,0,{right}\nman,1,0,2026-02-01\n")
    with open_decisions(tmp_path / "d.csv", by=["sex"], columns=Columns(outcome="outcome")) as found:
        assert found.counts(["month"])["month"].tolist() == ["2026-02"]


def test_dates_and_times_of_a_table_are_read_as_they_are() -> None:
    days = np.where(people()["decided_at"] == "2026-02-28", "2026-02-28T10:00", "2026-01-31T23:59")
    assert list(by_month(people(decided_at=days.astype("datetime64[s]")))) == ["2026-01", "2026-02"]
