"""Lines that a person fixed stand as they are, or are refused with the remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scoring.artefact.cuts_file import read_cuts
from scoring.certificate.certificate import certify
from scoring.domain.characteristic import Direction, Kind
from scoring.domain.cuts import Cuts
from scoring.domain.errors import DataError, DeclarationError, FileError
from scoring.domain.line import Test
from scoring.engine.options import FitOptions
from tests.support.development import EVERYTHING, characteristic, numeric_sample, registry, sample
from tests.support.service import ROOT


def test_fixed_cuts_are_the_lines_of_the_card() -> None:
    cuts = (Cuts(name="income", ends=(1_500, 2_500, 3_500)), Cuts(name="housing", groups=(("tenant",), ("owner",))))
    card = sample().fit(FitOptions(cuts=cuts)).card
    income = next(entry for entry in card.entries if entry.characteristic == "income")
    housing = next(entry for entry in card.entries if entry.characteristic == "housing")

    assert [a.lower for a in income.attributes if a.test is Test.INTERVAL] == [None, 1_500, 2_500, 3_500]
    assert [a.labels for a in housing.attributes if a.test is Test.CATEGORIES] == [("tenant",), ("owner",)]
    assert certify(card).passed


def test_neighbours_of_equal_points_stay_apart_where_a_person_fixed_them() -> None:
    """Merging says nothing new about people, but it would not be the table that was asked for."""
    rng = np.random.default_rng(0)
    values = rng.uniform(0, 4, 4_000)
    bad = rng.random(4_000) < np.where(values < 2, 0.4, 0.1)
    card = numeric_sample(values, bad).fit(FitOptions(cuts=(Cuts(name="x", ends=(1, 2, 3)),))).card

    assert sum(a.test is Test.INTERVAL for a in card.entries[0].attributes) == 4


def test_cuts_against_the_declared_direction_are_refused_by_name() -> None:
    rng = np.random.default_rng(0)
    values = rng.uniform(0, 3, 3_000)
    bad = rng.random(3_000) < np.select([values < 1, values < 2], [0.3, 0.1], 0.2)
    drawn = numeric_sample(values, bad, Direction.HIGHER_IS_SAFER)

    with pytest.raises(DataError, match="contradict the declared direction: higher is said to be safer") as refused:
        drawn.fit(FitOptions(cuts=(Cuts(name="x", ends=(1, 2)),)))
    assert "Merge the two lines" in refused.value.remedy
    assert refused.value.where == "x"


def test_a_fixed_line_that_too_few_people_stand_behind_is_refused() -> None:
    rng = np.random.default_rng(0)
    values = rng.uniform(0, 10, 2_000)
    drawn = numeric_sample(values, rng.random(2_000) < 0.1 + 0.04 * values)

    with pytest.raises(DataError, match=r"'below 0\.01' holds"):
        drawn.fit(FitOptions(cuts=(Cuts(name="x", ends=(0.01, 5)),)))


@pytest.mark.parametrize(
    ("ends", "line"), [((1_000,), "1,000 or more"), ((-5,), "below -5"), ((2, 20, 30), "20 to below 30")]
)
def test_a_fixed_line_without_anybody_is_refused(ends: tuple[float, ...], line: str) -> None:
    """Where all others fall into one line too: the column has many values, and the lines are what is wrong."""
    rng = np.random.default_rng(0)
    values = rng.uniform(0, 10, 400)
    drawn = numeric_sample(values, rng.random(400) < 0.3)

    with pytest.raises(DataError, match=f"nobody falls into the fixed line '{line}'") as refused:
        drawn.fit(FitOptions(cuts=(Cuts(name="x", ends=ends),)))
    assert (refused.value.where, refused.value.remedy) == ("x", "Merge it with a neighbour in the cuts file")


def test_a_fixed_group_without_anybody_is_refused() -> None:
    with pytest.raises(DataError, match="nobody falls into the fixed line 'castle'"):
        sample().fit(FitOptions(cuts=(Cuts(name="housing", groups=(("tenant",), ("castle",))),)))


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"ends": (2, 1)}, "do not rise"),
        ({"ends": (1, 1)}, "do not rise"),
        ({"ends": (float("inf"),)}, "not a finite number"),
        ({}, "needs cuts or groups"),
        ({"ends": (1,), "groups": (("a",),)}, "needs cuts or groups"),
        ({"groups": (("a",), ("a",))}, "stands in two"),
        ({"groups": ((),)}, "is empty"),
    ],
    ids=str,
)
def test_cuts_that_make_no_lines_are_refused(settings: dict[str, object], why: str) -> None:
    with pytest.raises(DeclarationError, match=why):
        Cuts(name="x", **settings)  # type: ignore[arg-type]  # wrong on purpose


def test_the_cuts_file_of_the_docs_can_be_read(tmp_path: Path) -> None:
    """The example of docs/fit.md, for characteristics of those names."""
    text = (ROOT / "docs" / "fit.md").read_text(encoding="utf-8")
    (tmp_path / "cuts.toml").write_text(text.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    declared = registry(
        characteristic("net_monthly_income", range=(0, 50_000)), characteristic("housing_tenure", kind=Kind.CATEGORICAL)
    )
    assert read_cuts(tmp_path / "cuts.toml", declared) == (
        Cuts(name="net_monthly_income", ends=(1_500, 2_500, 4_000)),
        Cuts(name="housing_tenure", groups=(("owner",), ("tenant", "lodger"))),
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[income]\ngroups = [["a"]]\n', "is numeric and needs cuts"),
        ("[housing]\ncuts = [1]\n", "is categorical and needs groups"),
        ("[income]\ncuts = [30000]\n", "outside its range"),
        ("[hobby]\ncuts = [1]\n", "'hobby' is not declared"),
        ("[income]\ncuts = ['a']\n", "finite number"),
        ("[income]\ncuts = [1]\nline = 2\n", "unknown"),
        ("[housing]\ngroups = ['a']\n", "list of lists"),
        ("[income]\ncuts = [2, 1]\n", "do not rise"),
        ("income = 3\n", "must be a table"),
    ],
)
def test_a_cuts_file_that_says_what_cannot_be_is_refused_by_name(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "cuts.toml"
    path.write_text(text)

    with pytest.raises(DeclarationError, match=why) as refused:
        read_cuts(path, EVERYTHING)
    assert "cuts.toml" in str(refused.value)


def test_a_cuts_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cuts.toml"
    path.write_text("[income\n")

    with pytest.raises(FileError, match="not valid TOML"):
        read_cuts(path, EVERYTHING)


def test_a_cuts_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "cuts.toml"
    path.write_text('[income]\ncuts = [1500, 2500]\n[housing]\ngroups = [["owner"], ["tenant", "family"]]\n')

    assert read_cuts(path, EVERYTHING) == (
        Cuts(name="income", ends=(1_500, 2_500)),
        Cuts(name="housing", groups=(("owner",), ("tenant", "family"))),
    )
