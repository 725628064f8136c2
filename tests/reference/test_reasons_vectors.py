"""The specification's example and vectors are what the code makes, and a reader without our code agrees."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from tests.reference.independent_recourse import Setting, fields_of, settings
from tests.support.generated_page import with_blocks
from tests.support.reasons_vectors import PAGE, VECTORS, blocks, vectors_text

AGAIN = "write them anew with: python -m tests.support.reasons_vectors"

STORED: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
CASES = [pytest.param(case, id=case["what"]) for case in STORED["cases"]]
LIMITS = frozenset(limit["code"] for limit in STORED["policy"]["limit"])


def test_the_vectors_are_those_of_the_code() -> None:
    assert VECTORS.read_text(encoding="utf-8") == vectors_text(), AGAIN


def test_the_example_of_the_page_is_that_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_blocks(page, blocks()), AGAIN


@pytest.mark.parametrize("case", CASES)
def test_the_stored_contributions_sum_to_score_less_reference(case: dict[str, Any]) -> None:
    for stored in case["by_basis"].values():
        total = sum((Decimal(part) for part in stored["contributions"].values()), Decimal(0))
        assert total == case["score"] - Decimal(stored["reference"])


@pytest.mark.parametrize("case", CASES)
def test_the_stored_reasons_follow_from_the_stored_contributions(case: dict[str, Any]) -> None:
    """By the rules of the page alone: positive losses, largest first, ties by code, no refused source, four."""
    refused = {
        declared["code"]
        for declared in STORED["cards"][case["card"]]["registry"]["characteristics"]
        if declared["source"] in case["refused"]
    }
    for stored in case["by_basis"].values():
        losses = [(-Decimal(part), code) for code, part in stored["contributions"].items() if code not in refused]
        ordered = sorted(((-loss, code) for loss, code in losses if loss > 0))[:4]
        assert [(reason["code"], Decimal(reason["loss"])) for reason in stored["reasons"]] == [
            (code, -loss) for loss, code in ordered
        ]


@pytest.fixture(scope="module", params=CASES)
def enumerated(request: pytest.FixtureRequest) -> tuple[dict[str, Any], list[Setting]]:
    """A case, and every permitted setting of its person in the order of plans, by a reader without our code."""
    case: dict[str, Any] = request.param
    found = settings(case, STORED["cards"][case["card"]], STORED["policy"])
    return case, sorted(found, key=lambda setting: setting.key)


Enumerated = tuple[dict[str, Any], list[Setting]]


def reaches(setting: Setting) -> bool:
    return setting.score >= STORED["policy"]["cut_off"] and setting.met == LIMITS


def test_the_stored_plans_are_the_first_of_all_settings(enumerated: Enumerated) -> None:
    case, every = enumerated
    best: dict[frozenset[str], Setting] = {}
    for setting in filter(reaches, every):
        best.setdefault(frozenset(setting.after), setting)
    needed = [setting for fields, setting in best.items() if not any(other < fields for other in best)][:3]
    stored = case["recourse"]["plans"]
    assert [{name: after for name, (_, after) in plan["changes"].items()} for plan in stored] == [
        setting.after for setting in needed
    ]
    assert [(plan["months"], plan["cost"], plan["score"], tuple(plan["also"])) for plan in stored] == [
        (setting.key[0], setting.key[2], setting.score, setting.besides) for setting in needed
    ]


def test_the_stored_bounds_are_those_of_all_settings(enumerated: Enumerated) -> None:
    """Where there is no plan, the certificate's addition ends below the cut-off, or a limit is never met."""
    case, every = enumerated
    answer = case["recourse"]
    met = frozenset[str]().union(*(setting.met for setting in every))
    if answer["plans"]:
        assert answer["certificate"] is None
        return
    assert answer["best_score"] == max(setting.score for setting in every)
    assert answer["unmet_limits"] == sorted(LIMITS - met)
    proof = answer["certificate"]
    if proof["ground"] == "score":
        bounds = [component["bounds"][0]["points"] for component in proof["components"]]
        assert proof["fixed_points"] + sum(bounds) == answer["best_score"] < STORED["policy"]["cut_off"]


def test_what_one_reason_alone_can_do_is_what_the_settings_of_its_fields_can(enumerated: Enumerated) -> None:
    case, every = enumerated
    card = STORED["cards"][case["card"]]
    by_code = {field["code"]: [field["name"]] for field in card["registry"]["characteristics"]}
    by_code |= {limit["code"]: [limit["characteristic"]] for limit in STORED["policy"]["limit"]}
    by_code |= {e["naming"]["code"]: e["characteristics"] for e in card["entries"] if e.get("naming")}
    fields = fields_of(card)
    for code, stored in case["alone"].items():
        own = {n for name in by_code[code] for n in re.findall(r"[a-z_]+", fields[name].get("derived", name))}
        within = [setting for setting in every if setting.after.keys() <= own]
        assert stored["gain"] == max(setting.score for setting in within) - case["score"]
        first = next(filter(reaches, within), None)
        assert stored["enough"] == (first is not None)
        assert {name: after for name, (_, after) in stored["changes"].items()} == (first.after if first else {})
