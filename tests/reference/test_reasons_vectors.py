"""The specification's example and vectors are what the code makes, and a reader without our code agrees."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.support.generated_page import with_blocks
from tests.support.reasons_vectors import PAGE, VECTORS, blocks, vectors_text

AGAIN = "write them anew with: python -m tests.support.reasons_vectors"

STORED: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
CASES = [pytest.param(case, id=case["what"]) for case in STORED["cases"]]
CODES = {declared["name"]: declared["code"] for declared in STORED["card"]["registry"]["characteristics"]}


def test_the_vectors_are_those_of_the_code() -> None:
    assert VECTORS.read_text(encoding="utf-8") == vectors_text(), AGAIN


def test_the_example_of_the_page_is_that_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_blocks(page, blocks()), AGAIN


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("basis", ["max", "just-passing", "population"])
def test_the_stored_contributions_sum_to_score_less_reference(case: dict[str, Any], basis: str) -> None:
    stored = case["by_basis"][basis]
    total = sum((Decimal(part) for part in stored["contributions"].values()), Decimal(0))
    assert total == case["score"] - Decimal(stored["reference"])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("basis", ["max", "just-passing", "population"])
def test_the_stored_reasons_follow_from_the_stored_contributions(case: dict[str, Any], basis: str) -> None:
    """By the rules of the page alone: positive losses, largest first, ties by code, no refused source, four."""
    stored = case["by_basis"][basis]
    refused = {
        declared["code"]
        for declared in STORED["card"]["registry"]["characteristics"]
        if declared["source"] in case["refused"]
    }
    losses = [(-Decimal(part), code) for code, part in stored["contributions"].items() if code not in refused]
    ordered = sorted(((-loss, code) for loss, code in losses if loss > 0))[:4]
    assert [(reason["code"], Decimal(reason["loss"])) for reason in stored["reasons"]] == [
        (code, -loss) for loss, code in ordered
    ]


@pytest.mark.parametrize("case", CASES)
def test_the_stored_plans_are_in_order_and_reach_the_cut_off(case: dict[str, Any]) -> None:
    plans = case["recourse"]["plans"]
    ranks = [(plan["months"], len(plan["changes"]), plan["cost"]) for plan in plans]
    assert ranks == sorted(ranks)
    assert all(plan["score"] >= STORED["policy"]["cut_off"] for plan in plans)
    assert bool(plans) or case["recourse"]["best_score"] < STORED["policy"]["cut_off"]
