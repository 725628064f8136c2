"""Beyond the decision no group is shown that the report hides, nor one that another attribute's tables give away."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from api.cli.audit_run import Question, examine
from audits.beyond.document import to_document
from audits.beyond.grouped import Cells, Compared
from audits.beyond.linked import without_linked
from audits.decisions.cube import Attribute
from audits.decisions.schema import Columns
from audits.fairness.outcome import AuditReport
from tests.support.cubes import Array


def examined(
    path: Path, by: tuple[str, ...], columns: dict[str, Array], cut_off: float | None = None
) -> tuple[AuditReport, dict[str, Any]]:
    """The report on a file, and what stands beside the decisions as JSON."""
    rows = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    path.write_text("\n".join([",".join(columns), *rows]) + "\n", encoding="utf-8")
    score, pd = (name if name in columns else None for name in ("score", "pd"))
    question = Question(decisions=path, by=by, columns=Columns(outcome="outcome", score=score, pd=pd), cut_off=cut_off)
    found = examine(question, lambda _: nullcontext())
    assert found.beyond is not None
    return found, to_document(found.beyond)


def decided(people: int, seed: int = 1) -> dict[str, Array]:
    chance = np.random.default_rng(seed)
    return {name: chance.integers(0, 2, people) for name in ("approved", "outcome", "referred")}


def referred(document: dict[str, Any], attribute: str) -> dict[str, int | None]:
    """By group, of how many the share referred is; None where it is not shown."""
    by = next(each for each in document["handling"]["by"] if each["attribute"] == attribute)
    return {each["group"]: each["share"].get("of") for each in by["referred"]}


def test_a_group_that_is_hidden_for_another_table_of_the_report_is_hidden_beyond_the_decision(tmp_path: Path) -> None:
    """Of the wide group all but five are in one narrow group: who is hidden there follows from no other section."""
    sizes = {("X", "x1"): 5, ("X", "x2"): 400, ("Y", "y1"): 60, ("Y", "y2"): 400, ("Z", "z1"): 500}
    wide, narrow = (np.repeat([pair[place] for pair in sizes], [*sizes.values()]) for place in (0, 1))
    columns = {"wide": wide, "narrow": narrow, **decided(len(wide))}
    _, document = examined(tmp_path / "decisions.csv", ("wide", "narrow"), columns)

    assert referred(document, "wide") == {"X": 405, "Y": 460, "Z": 500}
    assert set(referred(document, "narrow").values()) == {None}


def test_whoever_the_report_hides_by_a_combination_is_hidden_beyond_the_decision(tmp_path: Path) -> None:
    """What the report does not print of an attribute is a subset of what no other table shows."""
    chance = np.random.default_rng(4)
    sex, age = chance.choice(["f", "m", "x"], 900, p=[0.5, 0.47, 0.03]), chance.choice(["old", "young"], 900)
    report, document = examined(tmp_path / "d.csv", ("sex", "age"), {"sex": sex, "age": age, **decided(900)})

    for result in report.attributes:
        shown = {group for group, of in referred(document, result.name).items() if of is not None}
        assert shown.isdisjoint(group for (group,) in result.hidden)


def compared(*attributes: tuple[str, str], hidden: dict[str, frozenset[int]] | None = None) -> list[Compared]:
    return [
        Compared(
            attribute=Attribute(name=name, levels=tuple(levels)),
            reference=levels[0],
            hidden=(hidden or {}).get(name, frozenset()),
        )
        for name, levels in attributes
    ]


def cells(**groups: list[int]) -> Cells:
    places = {name: np.array(codes) for name, codes in groups.items()}
    return Cells(columns={}, groups=places, people=np.full(len(next(iter(places.values()))), 100))


def left(people: Cells, attributes: list[Compared]) -> list[str]:
    """The attributes that are shown."""
    found = without_linked(people, attributes)
    return [each.attribute.name for each in found if len(each.hidden) < len(each.attribute.levels)]


def test_attributes_that_have_the_total_alone_in_common_are_all_shown() -> None:
    people = cells(a=[0, 0, 1, 1, 0, 1], b=[0, 1, 0, 1, 2, 2])
    assert left(people, compared(("a", "xy"), ("b", "pqr"))) == ["a", "b"]


def test_a_town_that_is_a_region_by_itself_links_both() -> None:
    people = cells(region=[0, 0, 1, 1, 2], town=[0, 1, 0, 1, 2])
    assert left(people, compared(("region", "xyz"), ("town", "pqr"))) == ["region"]
    assert left(people, compared(("town", "pqr"), ("region", "xyz"))) == ["town"]


@pytest.mark.parametrize("hidden", [False, True])
def test_a_shown_group_within_a_shown_group_links_both_and_a_hidden_one_does_not(*, hidden: bool) -> None:
    people = cells(a=[0, 0, 1, 1, 0], b=[0, 1, 0, 1, 2])
    chosen = compared(("a", "xy"), ("b", "pqr"), hidden={"b": frozenset({2})} if hidden else None)
    assert left(people, chosen) == (["a", "b"] if hidden else ["a"])


def above(report: AuditReport, place: int, group: str) -> list[int]:
    """How many of a group stand above each edge, as anybody can count who reads the report."""
    result = report.attributes[place]
    size = next(one.people for one in result.groups if one.group == (group,))
    assert isinstance(size, int)
    return [round(one.rates[(group,)].value * size) for one in result.curve]


def scored(seed: int, cut_off: float = 600, overridden: float = 0.06) -> dict[str, Array]:
    chance = np.random.default_rng(seed)
    sex = np.repeat(["a", "b", "c", "d"], [1400, 1000, 60, 200])
    score = np.clip(chance.normal(600, 60, 2660), 400, 800).astype(int)
    approved = (score >= cut_off) != (chance.random(2660) < overridden)
    return {"sex": sex, "score": score, **decided(2660, seed), "approved": approved.astype(int)}


@pytest.mark.parametrize("cut_off", [None, 586, 614, 640, 745])
@pytest.mark.parametrize("seed", range(3))
def test_no_few_people_stand_between_the_cut_off_of_overrides_and_one_of_the_curve(
    tmp_path: Path, seed: int, cut_off: float | None
) -> None:
    """Those below the cut-off and those above an edge are both printed: what is between them would follow."""
    report, document = examined(tmp_path / "d.csv", ("sex",), scored(seed), cut_off=cut_off)
    sizes = {"a": 1400, "b": 1000}
    below = {row["group"]: row["share"].get("of") for row in document["handling"]["by"][0]["approved_below"]}
    shown = [group for group in sizes if below[group] is not None]

    assert report.attributes[0].curve
    assert shown or cut_off == 745
    for group in shown:
        between = [abs(sizes[group] - below[group] - number) for number in above(report, 0, group)]
        assert min(n for n in between if n) >= 30
        assert 0 in between


def test_overrides_of_two_cards_with_cut_offs_near_each_other_are_not_shown_beside_a_curve(tmp_path: Path) -> None:
    columns = scored(1)
    columns["card"] = np.where(np.arange(2660) % 2 == 0, "A", "B")
    chance, at = np.random.default_rng(3), np.where(columns["card"] == "A", 597, 603)
    columns["approved"] = ((columns["score"] >= at) != (chance.random(2660) < 0.06)).astype(int)
    report, document = examined(tmp_path / "d.csv", ("sex",), columns)

    assert report.attributes[0].curve
    assert {row["share"]["value"] for row in document["handling"]["by"][0]["approved_below"]} == {None}


def test_probabilities_have_the_cut_off_of_overrides_among_their_edges(tmp_path: Path) -> None:
    columns = scored(2)
    columns["pd"] = np.round((900 - columns.pop("score")) / 1000, 3)
    report, document = examined(tmp_path / "d.csv", ("sex",), columns, cut_off=0.3)
    below = {row["group"]: row["share"].get("of") for row in document["handling"]["by"][0]["approved_below"]}

    assert below["a"] is not None
    assert 1400 - below["a"] in above(report, 0, "a")
