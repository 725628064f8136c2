"""``explain``, ``recourse`` and ``score --recourse`` where a field has many steps: an answer, or the reason why not."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.artefact.card_json import card_bytes, read_card
from scoring.domain.characteristic import Characteristic
from tests.support.command import Run, runner
from tests.support.service import CARD

APPLICANT = (
    {
        "requested_amount": "9000",
        "term_months": "48",
        "net_monthly_income": "2100",
        "monthly_housing_costs": "700",
        "monthly_instalments": "150",
        "housing_tenure": "tenant",
        "open_arrears": "1",
        "months_since_recovery": "-8",
        "register_reports": "1",
        "utilisation": "0.6",
        "recent_credits": "1",
        "active_credits": "2",
        "registered_debt_ratio": "0.25",
    }
    | dict.fromkeys(("buffer_months", "lowest_balance_months", "days_below_zero", "failed_debits"), "-99")
    | dict.fromkeys(("income_months", "income_trend", "net_cash_flow_ratio", "committed_outgoings_ratio"), "-99")
)
LARGE = {**APPLICANT, "requested_amount": "75000", "monthly_instalments": "25000"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    with (tmp_path / "people.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, APPLICANT)
        writer.writeheader()
        writer.writerows([APPLICANT, LARGE])
    return runner(capsys, monkeypatch, tmp_path)


@pytest.fixture
def finer(tmp_path: Path) -> Path:
    """The reference card with amounts in steps of a quarter: too many for large ones."""
    return in_steps(0.25, tmp_path / "finer.json")


def in_steps(step: float, path: Path) -> Path:
    """The reference card with other steps of the amount."""
    card = read_card(CARD)

    def stepped(field: Characteristic) -> Characteristic:
        if field.actionable is None or field.name != "requested_amount":
            return field
        return replace(field, actionable=replace(field.actionable, step=step))

    registry = replace(
        card.registry,
        characteristics=tuple(map(stepped, card.registry.characteristics)),
        inputs=tuple(map(stepped, card.registry.inputs)),
    )
    path.write_bytes(card_bytes(replace(card, registry=registry)))
    return path


@pytest.mark.parametrize("step", [1e-290, 1e-300, 5e-324])
def test_steps_of_next_to_nothing_are_too_many_and_no_error_of_ours(step: float, run: Run, tmp_path: Path) -> None:
    """More of them than a number can count."""
    card = in_steps(step, tmp_path / "nothing.json")
    explained = run("explain", card, "people.csv", "--row", "1", "--json").document
    done = run("score", card, "people.csv", "--out", "scores.csv", "--recourse")

    assert explained["not_searched"] == ["requested_amount"]
    assert "too fine" in run("recourse", card, "people.csv", "--row", "1", "--target-score", "560").err
    assert (done.status, "2 of 2 rows have no recourse" in done.err) == (0, True)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_everybody_within_the_declared_ranges_gets_an_explanation_and_recourse(run: Run, tmp_path: Path) -> None:
    """An amount of 75,000 and instalments of 25,000 have 299 x 1,001 settings together."""
    explained = run("explain", CARD, "people.csv", "--row", "2", "--json").document
    assert any(reason["alone"] for reason in explained["reasons"])
    assert explained["not_searched"] == []

    plan = run("recourse", CARD, "people.csv", "--row", "2", "--target-score", "560").out
    assert "plan 1" in plan

    done = run("score", CARD, "people.csv", "--out", "scores.csv", "--recourse")
    assert (done.status, done.err) == (0, "")
    assert [row["recourse_feasible"] for row in rows(tmp_path / "scores.csv")] == ["1", "1"]


def test_an_explanation_is_given_where_changes_are_too_many_to_search(run: Run, finer: Path) -> None:
    words = run("explain", finer, "people.csv", "--row", "2")
    dutch = run("explain", finer, "people.csv", "--row", "2", "--lang", "nl")
    document = run("explain", finer, "people.csv", "--row", "2", "--json").document

    assert (words.status, words.err, dutch.status) == (0, "", 0)
    assert "1. " in words.out
    assert "alone would do was not searched: too many steps in " in words.out
    assert "is niet uitgezocht: te veel stappen in " in dutch.out
    assert document["not_searched"] == ["requested_amount"]
    assert document["reasons"]
    assert all(reason["alone"] is None for reason in document["reasons"])
    assert "too fine" in run("recourse", finer, "people.csv", "--row", "2", "--target-score", "560").err


def test_a_row_whose_changes_are_too_many_to_search_is_marked_counted_and_named(
    run: Run, finer: Path, tmp_path: Path
) -> None:
    done = run("score", finer, "people.csv", "--out", "scores.csv", "--recourse")
    document = run("score", finer, "people.csv", "--out", "scores.csv", "--recourse", "--json").document

    assert done.status == 0
    assert "1 of 2 rows have no recourse, because their changes are too many to search" in done.err
    assert "the first is people.csv, row 2: the steps of requested_amount are too fine" in done.err
    assert document["not_searched"] == 1
    small, large = rows(tmp_path / "scores.csv")
    assert small["recourse_feasible"] == "1"
    assert (large["score"] != "", large["recourse_feasible"], large["recourse_cost"]) == (True, "", "")
