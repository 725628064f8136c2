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
from tests.support.cubes import Array


def examined(
    path: Path, by: tuple[str, ...], columns: dict[str, Array], cluster: str | None = None
) -> tuple[Any, dict[str, Any]]:
    """The report on a file, and what stands beside the decisions as JSON."""
    names = list(columns)
    rows = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    path.write_text("\n".join([",".join(names), *rows]) + "\n", encoding="utf-8")
    question = Question(decisions=path, by=by, columns=Columns(outcome="outcome", cluster=cluster))
    found = examine(question, lambda _: nullcontext())
    return found.report, to_document(found.beyond)


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
