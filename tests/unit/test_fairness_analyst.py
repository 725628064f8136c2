"""The audit in a notebook: any table an analyst has, numbers as a frame, and the same people in fairlearn."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from fairlearn.metrics import MetricFrame, selection_rate, true_positive_rate

from api.cli.audit_run import Question, examine
from audits.decisions.access import Access, Recorded
from audits.decisions.schema import Columns
from audits.fairness.audit import audit
from audits.fairness.document import FRAME, to_document
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import default_plan, read_plan
from scoring.domain.errors import DataError, FileError, InputError
from tests.support.cubes import Array, random_people
from tests.support.reports import HOSTILE, hostile_report

ROLES: dict[str, Any] = {"by": ["sex", "age"], "score": "score", "pd": "pd"}


def people(number: int = 1_500, *, unknown: bool = False) -> dict[str, Array]:
    """Decisions by column; with ``unknown`` the declined have no outcome."""
    columns = random_people(number, 5)
    outcome = columns["outcome"].astype(float)
    if unknown:
        outcome = np.where(columns["approved"], outcome, np.nan)
    return {**columns, "approved": columns["approved"].astype(np.int64), "outcome": outcome}


def _parquet(folder: Path, columns: dict[str, Array]) -> Path:
    pl.DataFrame(columns).write_parquet(folder / "decisions.parquet")
    return folder / "decisions.parquet"


def _csv(folder: Path, columns: dict[str, Array]) -> str:
    pd.DataFrame(columns).to_csv(folder / "decisions.csv", index=False)
    return str(folder / "decisions.csv")


SHAPES: dict[str, Callable[[Path, dict[str, Array]], object]] = {
    "pandas": lambda _, columns: pd.DataFrame(columns),
    "pandas, categories": lambda _, columns: pd.DataFrame(columns).astype({"sex": "category", "age": "category"}),
    "pandas, an index of its own": lambda _, columns: pd.DataFrame(columns, index=[f"r{i}" for i in range(1_500)]),
    "polars": lambda _, columns: pl.DataFrame(columns),
    "polars, lazy": lambda _, columns: pl.DataFrame(columns).lazy(),
    "Arrow": lambda _, columns: pa.table(columns),
    "columns by name": lambda _, columns: columns,
    "a path": _parquet,
    "a path as text": _csv,
}


@pytest.fixture(scope="module")
def report() -> AuditReport:
    return audit(pd.DataFrame(people()), **ROLES)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_table_gives_the_same_numbers(tmp_path: Path, report: AuditReport, shape: str) -> None:
    """Only a file has a name and a digest."""
    found = to_document(audit(SHAPES[shape](tmp_path, people()), **ROLES))
    inputs = found.pop("inputs")
    assert [each["role"] for each in inputs] == (["decisions"] if shape.startswith("a path") else [])
    assert found == {key: value for key, value in to_document(report).items() if key != "inputs"}


@pytest.mark.parametrize("kind", ["frames", "files"])
def test_groups_may_lie_in_a_table_of_their_own(tmp_path: Path, report: AuditReport, kind: str) -> None:
    columns = people() | {"id": np.array([f"p{i}" for i in range(1_500)])}
    apart = ["sex", "age"]
    decisions = pd.DataFrame({name: column for name, column in columns.items() if name not in apart})
    groups = pd.DataFrame({name: columns[name] for name in ["id", *apart]}).iloc[::-1]
    given: list[object] = [decisions, groups]
    if kind == "files":
        given = [tmp_path / "d.csv", tmp_path / "g.csv"]
        decisions.to_csv(tmp_path / "d.csv", index=False)
        groups.to_csv(tmp_path / "g.csv", index=False)
    found = audit(given[0], groups=given[1], key="id", **ROLES)
    assert to_document(found)["groupings"] == to_document(report)["groupings"]


def several(number: int = 400) -> dict[str, Array]:
    """People of whom the first 20 have a second decision."""
    return people(number) | {"id": np.array([f"p{i % (number - 20)}" for i in range(number)])}


def _frame(_: Path, columns: dict[str, Array]) -> object:
    return pd.DataFrame(columns)


@pytest.mark.parametrize("given", [_frame, _csv])
def test_people_with_several_decisions_are_noticed_as_the_command_notices_them(
    tmp_path: Path, given: Callable[[Path, dict[str, Array]], object]
) -> None:
    """Only where nobody said by which column to keep them together."""
    table = given(tmp_path, several())
    notices = to_document(audit(table, by=["sex"]))["notices"]
    question = Question(decisions=Path(_csv(tmp_path, several())), by=("sex",), columns=Columns(outcome="outcome"))
    examined = examine(question, lambda _: nullcontext())

    assert notices == to_document(examined)["notices"]
    assert "20 people have more than one decision" in notices[0]["en"]
    assert "20 people have" in audit(table, by=["sex"])._repr_html_()
    together = to_document(audit(table, by=["sex"], cluster="id"))["notices"]
    assert not any("more than one decision" in notice["en"] for notice in together)
    assert to_document(audit(people(400), by=["sex"]))["notices"] == []


@pytest.mark.parametrize("nobody", ["", " ", None])
def test_those_without_an_id_are_not_one_person_with_many_decisions(nobody: str | None) -> None:
    table = several()
    table["id"] = np.array([nobody if n < 30 else f"p{n}" for n in range(len(table["id"]))], dtype=object)
    assert to_document(audit(pd.DataFrame(table), by=["sex"]))["notices"] == []


def test_one_person_with_two_decisions_is_one_person() -> None:
    table = several()
    table["id"] = np.array(["p1", *(f"p{n}" for n in range(1, len(table["id"])))], dtype=object)
    assert "1 person has more than one" in to_document(audit(pd.DataFrame(table), by=["sex"]))["notices"][0]["en"]


def test_an_access_that_does_not_say_where_it_is_recorded_is_refused(access: Recorded) -> None:
    with pytest.raises(InputError, match="Access") as caught:
        audit(pd.DataFrame(people(400)), by=["sex"], access=access.access)  # type: ignore[arg-type]
    assert "Recorded" in (caught.value.remedy or "")


@pytest.fixture
def access(tmp_path: Path) -> Recorded:
    stated = Access(
        purpose="yearly audit", person_or_role="auditor", necessity="no other way", delete_after=date(2027, 1, 31)
    )
    return Recorded(access=stated, path=tmp_path / "access.jsonl", clock=lambda: datetime(2026, 12, 1, tzinfo=UTC))


def test_the_reading_of_groups_is_recorded_as_the_command_records_it(tmp_path: Path, access: Recorded) -> None:
    """To the letter; the report itself is the same with and without."""
    path = Path(_csv(tmp_path, people(400)))
    found = audit(path, by=["sex"], access=access)
    question = Question(decisions=path, by=("sex",), columns=Columns(outcome="outcome"), access=access)
    examine(question, lambda _: nullcontext())
    ours, commands = access.path.read_text(encoding="utf-8").splitlines()

    assert ours == commands
    assert json.loads(ours)["files"][0]["name"] == "decisions.csv"
    assert found.to_json() == audit(path, by=["sex"]).to_json()
    assert len(access.path.read_text(encoding="utf-8").splitlines()) == 2


def test_the_reading_of_groups_in_tables_is_recorded_too(access: Recorded) -> None:
    """A table has no name and no digest: the record says in which role it was read."""
    columns = people(400) | {"id": np.array([f"p{i}" for i in range(400)])}
    audit(
        {name: columns[name] for name in ("id", "approved", "outcome")},
        by=["sex"],
        groups={name: columns[name] for name in ("id", "sex")},
        key="id",
        access=access,
    )
    entry = json.loads(access.path.read_text(encoding="utf-8"))

    assert (entry["attributes"], entry["purpose"]) == (["sex"], "yearly audit")
    assert entry["files"] == [
        {"role": "decisions", "name": "a table in memory", "sha256": None},
        {"role": "groups", "name": "a table in memory", "sha256": None},
    ]


def test_nothing_is_read_that_cannot_be_recorded(tmp_path: Path, access: Recorded) -> None:
    late = replace(access, clock=lambda: datetime(2027, 2, 1, tzinfo=UTC))
    with pytest.raises(InputError, match="were to be deleted"):
        audit(people(400), by=["sex"], access=late)
    assert not access.path.exists()


def test_one_file_and_one_frame_are_refused(tmp_path: Path) -> None:
    frame = pd.DataFrame(people())
    frame.to_csv(tmp_path / "d.csv", index=False)
    with pytest.raises(InputError, match="goes with a file of groups"):
        audit(tmp_path / "d.csv", groups=frame, key="id", **ROLES)


def test_the_plan_is_an_argument(report: AuditReport) -> None:
    """What it names is judged; without one the default limits are."""
    plan = default_plan(with_pd=False)
    found = audit(people(), plan, **ROLES)
    assert found.plan is plan
    assert {c.measure.value for r in found.groupings for c in r.comparisons if c.threshold} < {
        c.measure.value for r in report.groupings for c in r.comparisons if c.threshold
    }


BOUND = """
by = ["sex"]
[columns]
outcome = "bad"
approved = "yes"
score = "score"
pd = "pd"
key = "id"
"""


def apart(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, Path]:
    """Decisions, groups, and a plan that names all that is read."""
    frame = pd.DataFrame(people() | {"id": np.arange(1_500)}).rename(columns={"approved": "yes", "outcome": "bad"})
    (folder / "plan.toml").write_text(BOUND, encoding="utf-8")
    return frame.drop(columns=["sex", "age"]), frame[["id", "sex", "age"]], folder / "plan.toml"


@pytest.mark.parametrize("form", [read_plan, str, Path, lambda path: read_plan(str(path))])
def test_what_the_plan_names_need_not_be_said_again(tmp_path: Path, form: Callable[[Path], Any]) -> None:
    decisions, groups, path = apart(tmp_path)
    found = audit(decisions, form(path), groups=groups)

    assert [result.attributes for result in found.groupings] == [("sex",)]
    assert found.plan.sha256 == read_plan(path).sha256
    assert found.cube.predicted


def test_what_the_caller_names_against_the_plan_is_refused(tmp_path: Path) -> None:
    decisions, groups, path = apart(tmp_path)
    with pytest.raises(InputError, match="the attributes: sex; the audit has age"):
        audit(decisions, path, by="age", groups=groups)
    with pytest.raises(InputError, match="'score': score; the audit has pd"):
        audit(decisions, path, groups=groups, score="pd", pd="score")
    with pytest.raises(InputError, match="'key': id; the audit has none"):
        audit(decisions.assign(sex="f"), path)


def test_a_text_is_one_attribute_and_none_at_all_is_refused(report: AuditReport) -> None:
    assert [result.attributes for result in audit(people(), by="sex").groupings] == [("sex",)]
    for plan in (None, default_plan(with_pd=True)):
        with pytest.raises(InputError, match="no group column is named") as caught:
            audit(people(), plan)
        assert "by=['sex']" in caught.value.remedy


def test_what_is_no_plan_is_refused_with_what_is_one() -> None:
    with pytest.raises(InputError, match="the plan is a dict") as caught:
        audit(people(), {"level": 0.9}, by="sex")  # type: ignore[arg-type]
    assert "read_plan" in caught.value.remedy


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("score", lambda n: 100_000 + n % 90, "Not every score is a whole number from −9999 to 9999"),
        ("score", lambda n: 500.5 + n % 90, "Not every score is a whole number from −9999 to 9999"),
        ("pd", lambda n: 0.01 + n % 90 / 100, "Predicted probabilities were put into bins"),
    ],
    ids=["far from 0", "not whole", "predictions"],
)
def test_what_is_put_into_bins_is_called_what_it_is(column: str, values: Callable[[Array], Array], said: str) -> None:
    """Whole scores far from 0 are whole numbers all the same."""
    columns = {name: each for name, each in people(400).items() if name not in {"score", "pd"}}
    notices = to_document(audit(columns | {column: values(np.arange(400))}, by="sex"))["notices"]

    assert notices[0]["en"].startswith(said)


def test_a_frame_has_a_row_for_each_comparison_and_the_columns_that_are_documented(report: AuditReport) -> None:
    """The tutorial lists them."""
    frame = report.to_frame()
    assert len(frame) == sum(len(result.comparisons) for result in report.groupings)
    assert tuple(frame.columns) == FRAME == tuple(audit(people(unknown=True), **ROLES).to_frame().columns)
    tutorial = (Path(__file__).parents[2] / "docs" / "tutorial-audit.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)`", tutorial, re.MULTILINE)) == set(FRAME)


def test_a_frame_has_the_numbers_of_the_document(report: AuditReport) -> None:
    frame = report.to_frame()
    rows = [
        (" × ".join(grouping["attributes"]), each)
        for grouping in json.loads(report.to_json())["groupings"]
        for each in grouping["comparisons"]
    ]
    assert frame["attributes"].tolist() == [name for name, _ in rows]
    for column in ("value", "low", "high"):
        said = [each.get(column) for _, each in rows]
        assert np.allclose(frame[column].astype(float), np.array(said, dtype=float), atol=0, equal_nan=True)
    judged = frame[frame["primary"]]
    assert set(judged["verdict"]) <= {"within", "breach", "inconclusive", "suppressed"}
    assert frame[~frame["primary"]]["verdict"].isna().all()


def test_nobody_is_a_number_where_there_is_none(report: AuditReport) -> None:
    """A withheld value is missing in the frame, never 0, and says why."""
    frame = audit(people(unknown=True), **ROLES).to_frame()
    missing = frame[frame["value"].isna()]
    assert len(missing) > 0
    assert missing["withheld"].notna().all()
    assert not frame["withheld"].notna()[frame["value"].notna()].any()
    assert not report.to_frame()["value"].isna().all()


def test_the_document_is_json_without_extensions(report: AuditReport) -> None:
    def refuse(_: str) -> None:
        raise AssertionError

    assert json.loads(report.to_json(), parse_constant=refuse) == json.loads(json.dumps(to_document(report)))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_a_notebook_shows_is_text_whatever_groups_are_called() -> None:
    page = _Tags()
    page.feed(hostile_report()._repr_html_())
    plain = {"div", "p", "strong", "em", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "span"}
    assert page.tags <= plain | {"h2", "h3", "h4"}
    assert not {name for name in page.attributes if name.startswith("on") or name in {"src", "href"}}
    assert any(name in page.text for name in HOSTILE)


def test_a_metric_frame_holds_the_same_people_as_fairlearns_own(report: AuditReport) -> None:
    """To the last bit; more of fairlearn's rates in tests/reference."""
    columns = people()
    theirs = MetricFrame(
        metrics={"selection_rate": selection_rate, "true_positive_rate": true_positive_rate},
        y_true=1 - columns["outcome"].astype(int),
        y_pred=columns["approved"],
        sensitive_features=pd.Series(columns["age"], name="age"),
    )
    ours = report.metric_frame("age")
    for name in ("selection_rate", "true_positive_rate"):
        assert ours.by_group[name].to_dict() == theirs.by_group[name].to_dict()
    assert ours.by_group["count"].sum() == 1_500
    assert ours.overall["selection_rate"] == theirs.overall["selection_rate"]


def test_a_metric_frame_with_missing_outcomes_is_refused() -> None:
    """Fairlearn would count them as something."""
    with pytest.raises(InputError, match="not recorded"):
        audit(people(unknown=True), **ROLES).metric_frame("sex")
    with pytest.raises(InputError):
        audit(people(), **ROLES).metric_frame("shoe size")


@pytest.mark.parametrize(
    ("table", "error"),
    [
        (pd.DataFrame({"sex": [], "approved": [], "outcome": []}), FileError),
        (pd.DataFrame({"sex": ["f", "m"], "approved": [1, 2], "outcome": [0, 0]}), DataError),
        (pd.DataFrame({"sex": ["f", "f"], "approved": [1, 0], "outcome": [0, 0]}), DataError),
        (pd.DataFrame({"age": ["f", "f"], "approved": [1, 0], "outcome": [0, 0]}), DataError),
        ([1, 2, 3], FileError),
        (None, FileError),
        ("nowhere.csv", FileError),
    ],
    ids=["no rows", "a decision of 2", "one group", "no such column", "a list", "nothing", "no file"],
)
def test_what_is_no_table_of_decisions_is_a_typed_error(table: object, error: type[InputError]) -> None:
    with pytest.raises(error):
        audit(table, by=["sex"])


def test_a_cut_off_that_is_no_number_is_refused() -> None:
    with pytest.raises(InputError, match="the cut-off is '560'"):
        audit(people(), by="sex", cut_off="560")  # type: ignore[arg-type]
