"""Approval among people who asked for the same."""

import numpy as np
import pytest

from audits.beyond.beyond import look_beyond
from audits.beyond.document import to_document
from audits.beyond.figures import Alike, Found, Rate, Withheld
from audits.beyond.grouped import Compared
from audits.beyond.need import need
from audits.beyond.sections import beyond_sections
from audits.decisions.frame import open_frame
from audits.decisions.schema import Columns
from scoring.domain.text import Language

LEVEL = 0.95


def people(rows: int = 20_000) -> dict[str, np.ndarray]:
    """Women ask for larger amounts; approval depends on the amount alone."""
    chance = np.random.default_rng(5)
    women = chance.random(rows) < 0.45
    amount = chance.choice([1000.0, 5000.0, 20_000.0], rows, p=[0.4, 0.4, 0.2])
    amount = np.where(women & (chance.random(rows) < 0.5), 20_000.0, amount)
    approved = chance.random(rows) < np.select([amount == 1000, amount == 5000], [0.9, 0.7], 0.4)
    return {
        "sex": np.where(women, "f", "m").astype(object),
        "amount": np.where(chance.random(rows) < 0.01, np.nan, amount),
        "approved": approved.astype(int),
        "outcome": np.zeros(rows),
    }


def test_a_difference_explained_by_the_amount_vanishes_among_those_who_asked_the_same() -> None:
    table = people()
    with open_frame(table, by=["sex"], columns=Columns(outcome="outcome"), extra=["amount"]) as opened:
        compared = [Compared(attribute=opened.cube().attributes[0], reference="m")]
        found = need(opened, compared, "amount", LEVEL)
    women = found.by[0].approved[0]

    assert found.unknown == int(np.isnan(table["amount"]).sum())
    assert isinstance(women.rate, Rate)
    assert isinstance(women.difference, Found)
    assert women.difference.interval.high < -0.05
    assert isinstance(women.alike, Alike)
    assert women.alike.found.interval.low < 0 < women.alike.found.interval.high
    assert women.alike.matched == pytest.approx(1)


def test_the_part_stands_in_document_and_page_only_where_it_was_asked_for() -> None:
    with open_frame(people(), by=["sex"], columns=Columns(outcome="outcome"), extra=["amount"]) as opened:
        compared = [Compared(attribute=opened.cube().attributes[0], reference="m")]
        asked, plain = (look_beyond(opened, compared, asked=column) for column in ("amount", None))

    assert to_document(plain)["need"] is None
    assert to_document(asked)["need"]["by"][0]["approved"][0]["same_need"]["value"] is not None
    for language in Language:
        titles = [section.identity for section in beyond_sections(asked, language)]
        assert "beyond-need" in titles


@pytest.mark.parametrize(("few", "amounts", "withheld"), [(4, 2, True), (4, 40, False), (60, 2, False)])
def test_a_comparison_in_few_strata_does_not_say_how_few_stand_in_one(
    few: int, amounts: int, *, withheld: bool
) -> None:
    """Two amounts: the difference and its interval are solved for how many women asked for the smaller one."""
    chance = np.random.default_rng(8)
    amount = [chance.integers(1, amounts, 300), np.full(few, amounts), chance.integers(1, amounts + 1, 500)]
    table = {
        "sex": np.repeat(["f", "m"], [300 + few, 500]).astype(object),
        "amount": 1000.0 * np.concatenate(amount),
        "approved": chance.integers(0, 2, 800 + few),
        "outcome": np.zeros(800 + few),
    }
    with open_frame(table, by=["sex"], columns=Columns(outcome="outcome"), extra=["amount"]) as opened:
        found = need(opened, [Compared(attribute=opened.cube().attributes[0], reference="m")], "amount", LEVEL)
    women = found.by[0].approved[0]

    assert isinstance(women.rate, Rate)
    assert isinstance(women.alike, Withheld if withheld else Alike)
