"""The JSON document: it keeps to its schema, and every number is there or has a reason not to be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from audits.decisions.schema import ROLES
from audits.fairness import known_errors as known
from audits.fairness.audit import audit
from audits.fairness.document import FORMAT, comparison_rows, to_document
from audits.fairness.measures import Measure
from audits.fairness.outcome import AuditReport
from audits.fairness.registration import Registration
from audits.fairness.result import Why
from audits.fairness.statistics import Statistic
from scoring.domain.text import Text
from tests.support.cubes import random_people
from tests.support.reports import hostile_report, report_of

SCHEMA = Path(__file__).parents[2] / "docs" / "spec" / "audit-report.schema.json"
REPORTS: dict[str, Callable[[], AuditReport]] = {
    "all outcomes": lambda: report_of(6000),
    "outcomes of the approved": lambda: report_of(6000, unknown=True),
    "few people": lambda: report_of(200),
    "combinations judged": lambda: report_of(6000, judged=True),
    "no score": lambda: report_of(3000, scored=False),
    "hostile names": hostile_report,
}


@dataclass(frozen=True)
class Registered:
    pre_registered: bool
    why: Text


@pytest.fixture(scope="module")
def schema() -> Any:  # noqa: ANN401 - a JSON schema
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def numbers(value: object) -> Iterator[dict[str, Any]]:
    """Everything in a document that is a number with an interval or a reason why there is none."""
    if isinstance(value, dict):
        if "value" in value:
            yield value
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner)


def test_the_schema_is_one(schema: Any) -> None:  # noqa: ANN401
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["format"] == {"const": FORMAT}


@pytest.mark.parametrize("which", REPORTS)
def test_every_report_keeps_to_the_schema(which: str, schema: Any) -> None:  # noqa: ANN401
    report = REPORTS[which]()
    document = json.loads(report.to_json())
    found = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]

    assert found == []


def test_a_document_with_something_more_does_not_keep_to_it(schema: Any) -> None:  # noqa: ANN401
    document = json.loads(report_of(6000).to_json())
    validator = Draft202012Validator(schema)

    assert not validator.is_valid(document | {"fair": True})
    assert not validator.is_valid(document | {"format": 3})
    document["groupings"][0]["comparisons"][0]["value"] = None
    assert not validator.is_valid(document)


def test_the_names_in_the_schema_are_the_audits(schema: Any) -> None:  # noqa: ANN401
    defined = schema["$defs"]

    assert defined["why"]["enum"] == [why.value for why in Why]
    assert defined["comparison"]["properties"]["measure"]["enum"] == [measure.value for measure in Measure]
    figures = defined["grouping"]["properties"]["groups"]["items"]["properties"]["figures"]
    assert list(figures["properties"]) == [statistic.value for statistic in Statistic]


@pytest.mark.parametrize("which", REPORTS)
def test_no_number_is_missing_without_a_reason(which: str) -> None:
    document = to_document(REPORTS[which]())

    assert all(one["value"] is not None or one["withheld"] in {why.value for why in Why} for one in numbers(document))


def test_what_is_withheld_gives_no_number_of_the_group() -> None:
    """Of a hidden group not even the number of people is there, nor its part of a distribution."""
    document = to_document(report_of(200))
    hidden = [
        (grouping, group["group"])
        for grouping in document["groupings"]
        for group in grouping["groups"]
        if group["people"]["value"] is None
    ]

    assert hidden
    for grouping, group in hidden:
        rows = [one for key in ("calibration", "distribution") for band in grouping[key] for one in band["groups"]]
        rows += [one for step in grouping["curve"] for one in (*step["rates"], *step["ratios"])]
        assert group not in [one["group"] for one in rows]
        own = next(one for one in grouping["groups"] if one["group"] == group)
        assert all(figure["value"] is None for figure in own["figures"].values())
        assert own["shortfall_people"]["value"] is None


def test_worst_cases_stand_beside_a_value_that_is_not_identified() -> None:
    rows = comparison_rows(report_of(6000, unknown=True))
    found = [row for row in rows if row["measure"] == Measure.TRUE_POSITIVE_DIFFERENCE]

    assert found
    for row in found:
        assert row["value"] is None
        assert row["withheld"] == "outcomes_missing"
        assert row["low"] <= row["worst_low"] <= row["worst_high"] <= row["high"]


def test_a_plan_is_pre_registered_only_if_that_is_shown() -> None:
    report = report_of(6000)

    def plan(registration: Registration | None) -> dict[str, Any]:
        found: dict[str, Any] = to_document(report, registration)["plan"]
        return found

    why = Text(en="signed on 1 March", nl="getekend op 1 maart")
    assert plan(None)["pre_registered"] is False
    assert plan(Registered(pre_registered=False, why=why))["pre_registered"] is False
    shown = plan(Registered(pre_registered=True, why=why))
    assert (shown["pre_registered"], shown["registration"]["nl"]) == (True, "getekend op 1 maart")


def test_other_parts_and_absent_columns_are_in_it(schema: Any) -> None:  # noqa: ANN401
    people = random_people(2_000, 3)
    report = audit({**people, "reason_1": np.where(people["approved"], "", "R1")}, by=["sex", "age"])
    document = to_document(report)

    assert document["extra"]["beyond"]["reasons"]["people"] == (~people["approved"].astype(bool)).sum()
    absent = {one["role"]: one["section"] for one in document["absent_columns"]}
    assert absent.keys() == ROLES.keys() - {"approved", "outcome", "score", "pd", "reason_1"}
    assert absent["appealed"] == "appeals"
    assert Draft202012Validator(schema).is_valid(json.loads(json.dumps(document)))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_of(6000).to_json() == report_of(6000).to_json()


def test_rows_are_flat_and_one_for_each_comparison() -> None:
    report = report_of(6000)
    rows = comparison_rows(report)

    assert len(rows) == sum(len(grouping.comparisons) for grouping in report.groupings)
    assert {row["attributes"] for row in rows} == {"sex", "age", "sex × age"}
    assert all(isinstance(row["group"], str) for row in rows)
    assert list(report.to_frame()["measure"]) == [row["measure"] for row in rows]


def test_without_a_table_of_error_rates_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "FILE", "not-there.json")
    known.known_errors.cache_clear()
    try:
        assert to_document(report_of(6000))["error_rates"] is None
    finally:
        known.known_errors.cache_clear()
