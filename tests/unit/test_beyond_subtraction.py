"""Nobody can be had from the sections beyond the decision by subtracting what one prints from what another does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

import audits.beyond.reasons
from audits.beyond.beyond import look_beyond
from audits.beyond.document import to_document
from audits.beyond.hiding import crossed
from audits.shared.proportion import Proportion
from audits.shared.small_cells import is_small
from tests.support.grouped_people import People, sex
from tests.support.subtraction import Printed, few_that_follow

Array = np.ndarray[Any, np.dtype[Any]]
Parts = Callable[..., frozenset[int]]
Rows = list[dict[str, Any]]

NAMES = ("a", "b", "c", "d")


class Divided:
    """People divided by what some columns say of them, and the section that is printed of them."""

    def __init__(self, columns: dict[str, Array], by: dict[str, Array]) -> None:
        self.levels = tuple(sorted(set(columns["sex"].tolist())))
        beyond = look_beyond(People(**columns), sex(*self.levels), cut_off=500 if "score" in columns else None)
        self.document = to_document(beyond)
        self.by = list(by)
        keys, place = np.unique(np.column_stack(list(by.values())), axis=0, return_inverse=True)
        self.keys = keys
        group = np.searchsorted(self.levels, columns["sex"])
        self.truth = np.zeros((len(self.levels), len(keys)), dtype=int)
        np.add.at(self.truth, (group, place.ravel()), 1)
        self.printed: list[Printed] = []
        self.populations: list[frozenset[int]] = []
        for number in (1, 0):
            decided = self.where(approved=[number])
            self.populations.append(decided)
            self.printed += [
                (at, decided, int(self.truth[at, sorted(decided)].sum()))
                for at in range(len(self.levels))
                if at not in beyond.compared[0].hidden
            ]

    def where(self, **wanted: Sequence[int]) -> frozenset[int]:
        """The parts of people of whom the columns say this."""
        mask = np.ones(len(self.keys), dtype=bool)
        for name, values in wanted.items():
            mask &= np.isin(self.keys[:, self.by.index(name)], list(values))
        return frozenset(np.flatnonzero(mask).tolist())

    def share(self, rows: Rows, of: frozenset[int], yes: frozenset[int], part: str = "share") -> None:
        """Numbers of a table of shares."""
        for row in rows:
            if row[part].get("of") is not None:
                at = self.levels.index(row["group"])
                self.printed += [(at, of, row[part]["of"]), (at, of & yes, row[part]["count"])]
        self.populations += [of, of & yes]

    def people(self, rows: Rows, of: frozenset[int]) -> None:
        """Numbers of a table of medians."""
        self.printed += [(self.levels.index(row["group"]), of, row["people"]) for row in rows if row["people"]]
        self.populations.append(of)

    def few(self) -> list[tuple[list[int], list[int], int]]:
        """Whoever follows and is few."""
        return few_that_follow(self.truth, self.printed, self.populations)


def recourse(columns: dict[str, Array]) -> Divided:
    route = np.where(columns["approved"] == 1, -1, columns["recourse_feasible"])
    price = (route == 1) & ~np.isnan(columns["recourse_cost"])
    found = Divided(columns, {"approved": columns["approved"], "route": route, "price": price})
    table = found.document["recourse"]["by"][0]
    found.share(table["feasible"], found.where(approved=[0], route=[0, 1]), found.where(route=[1]))
    found.people(table["cost"], found.where(price=[1]))
    return found


def appeals(columns: dict[str, Array]) -> Divided:
    made = columns["appealed"] == 1
    by = {
        "approved": columns["approved"],
        "appealed": np.where(made | (columns["approved"] == 0), columns["appealed"], -1),
        "changed": np.where(made, columns["overturned"], -1),
        "timed": made & ~np.isnan(columns["days_to_review"]),
    }
    found = Divided(columns, by)
    table = found.document["appeals"]["by"][0]
    asked = found.where(approved=[0], appealed=[0, 1]) | found.where(appealed=[1])
    found.share(table["appealed"], asked, found.where(appealed=[1]))
    found.share(table["overturned"], found.where(changed=[0, 1]), found.where(changed=[1]))
    found.people(table["days_to_review"], found.where(timed=[1]))
    return found


def consent(columns: dict[str, Array]) -> Divided:
    found = Divided(columns, {"approved": columns["approved"], "refused": columns["consent_refused"]})
    table, approved = found.document["consent"]["by"][0], found.where(approved=[1])
    found.share(table["refused"], found.where(refused=[0, 1]), found.where(refused=[1]))
    found.share(table["approval"], found.where(refused=[1]), approved, "refused")
    found.share(table["approval"], found.where(refused=[0]), approved, "others")
    return found


def handling(columns: dict[str, Array]) -> Divided:
    by = {"approved": columns["approved"], "referred": columns["referred"], "passes": columns["score"] >= 500}
    found = Divided(columns, by)
    table, approved = found.document["handling"]["by"][0], found.where(approved=[1])
    everybody = found.where()
    found.share(table["referred"], found.where(referred=[0, 1]), found.where(referred=[1]))
    found.share(table["approved_below"], found.where(passes=[0]), approved)
    found.share(table["declined_above"], found.where(passes=[1]), everybody - approved)
    return found


def reasons(columns: dict[str, Array]) -> Divided:
    codes = sorted(set(columns["reason_1"].tolist()) - {""})
    given = np.searchsorted(codes, columns["reason_1"]) + 1
    given[(columns["reason_1"] == "") | (columns["approved"] == 1)] = 0
    found = Divided(columns, {"approved": columns["approved"], "given": given})
    for reason in found.document["reasons"]["by"][0]["reasons"]:
        place = codes.index(reason["code"]) + 1
        found.share(reason["groups"], found.where(given=range(1, len(codes) + 1)), found.where(given=[place]))
    return found


SECTIONS = [recourse, appeals, consent, handling, reasons]


def files(number: int, seed: int) -> Iterator[dict[str, Array]]:
    """Random files in which rare and common things are said of large and of small groups."""
    rng = np.random.default_rng(seed)
    for _ in range(number):
        names = np.array(NAMES[: rng.integers(2, 5)])
        people = np.repeat(names, rng.choice([80, 400, 1000, 3000], len(names)))
        rows = len(people)

        def chance(*rates: float, names: Array = names, people: Array = people) -> Array:
            each = rng.choice(rates, len(names))
            return rng.random(len(people)) < each[np.searchsorted(names, people)]

        def flag(*rates: float, unknown: Array, chance: Callable[..., Array] = chance) -> Array:
            return np.where(unknown, -1, chance(*rates).astype(int))

        approved = chance(0.3, 0.5, 0.7)
        made = flag(0.02, 0.4, 0.98, 1, unknown=chance(0, 0, 0, 0.01, 0.2)) * (~approved | chance(0, 0, 0.02))
        feasible = flag(0.02, 0.5, 0.99, 1, unknown=chance(0, 0, 0.01, 0.2))
        changed = flag(0.03, 0.4, 0.97, unknown=chance(0, 0.01, 0.2) | (made != 1))
        rare = np.where(chance(0, 0.01, 0.2), "R3", np.where(chance(0.01, 0.5), "R4", "R5"))
        common = np.where(chance(0.3, 0.5, 0.98), "R1", np.where(chance(0.5, 0.95), "R2", rare))
        yield {
            "sex": people,
            "score": np.where(approved ^ chance(0.005, 0.05, 0.2), 520.0, 480.0),
            "approved": approved.astype(int),
            "recourse_feasible": feasible,
            "recourse_cost": np.where((feasible == 1) & ~chance(0, 0.01, 0.2), rng.integers(1, 9, rows), np.nan),
            "appealed": made,
            "overturned": changed,
            "days_to_review": np.where(
                (made == 1) & ((changed >= 0) | chance(0, 0.3)) & ~chance(0, 0, 0.01, 0.3), 5.0, np.nan
            ),
            "consent_refused": flag(0.02, 0.4, unknown=chance(0, 0, 0.01, 0.2)),
            "referred": flag(0.02, 0.4, 0.98, unknown=chance(0, 0, 0.01, 0.2)),
            "reason_1": np.where(approved | chance(0, 0, 0.01, 0.2), "", common),
        }


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_no_few_people_of_a_group_follow_from_what_a_section_prints(section: Callable[..., Divided]) -> None:
    """Whatever the file; and most of them print something."""
    shown = 0
    for columns in files(60, seed=11):
        found = section(columns)
        shown += len(found.printed) > 2 * len(found.levels)
        assert found.few() == []
    assert shown > 12


def test_codes_that_are_left_out_do_not_follow_from_those_that_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audits.beyond.reasons, "MOST_REASONS", 3)
    for columns in files(40, seed=12):
        assert reasons(columns).few() == []


def lender() -> dict[str, Array]:
    """A thousand declined women and men each, who all have what can be had."""
    declined = np.ones(2000, dtype=bool)
    return {
        "sex": np.repeat(["man", "woman"], 2000),
        "approved": np.tile(np.repeat([0, 1], 1000), 2),
        "recourse_feasible": np.tile([1, 0], 2000),
        "recourse_cost": np.tile([5.0, np.nan], 2000),
        "appealed": np.tile(np.repeat([1, 0], [500, 1500]), 2),
        "overturned": np.tile(np.where(np.arange(2000) < 500, np.arange(2000) % 2, -1), 2),
        "days_to_review": np.tile(np.where(np.arange(2000) < 500, 7.0, np.nan), 2),
        "reason_1": np.tile(np.where(np.arange(2000) < 1000, np.where(declined, "R1", ""), ""), 2),
    }


WOMEN = slice(2000, 4000)


def test_a_rare_reason_does_not_follow_from_the_others_of_the_group() -> None:
    """With one reason each, 621 women less those with the others are the five."""
    columns = lender()
    columns["reason_1"][2000:2400] = "R2"
    columns["reason_1"][2400:2405] = "R3"
    columns["reason_1"][:300] = "R2"
    columns["reason_1"][300:400] = "R3"
    found = reasons(columns)
    shown = [
        [row["share"].get("count") for row in reason["groups"]]
        for reason in found.document["reasons"]["by"][0]["reasons"]
    ]

    assert found.few() == []
    assert shown == [[600, 595], [None, None], [None, None]]


def test_those_without_a_route_do_not_follow_from_those_with_a_cost() -> None:
    columns = lender()
    columns["recourse_feasible"][WOMEN] = [0] * 4 + [1] * 1996
    columns["recourse_cost"][WOMEN] = [np.nan] * 4 + [5.0] * 1996
    found = recourse(columns)

    assert found.few() == []
    assert all(row["people"] is None for row in found.document["recourse"]["by"][0]["cost"])


def test_those_who_did_not_appeal_do_not_follow_from_decided_appeals() -> None:
    columns = lender()
    columns["appealed"][2000:2993] = 1
    columns["overturned"][2000:2993] = np.arange(993) % 2
    found = appeals(columns)
    table = found.document["appeals"]["by"][0]

    assert found.few() == []
    assert all(row["share"]["value"] is None for row in [*table["appealed"], *table["overturned"]])


def test_a_few_pending_appeals_hide_decided_ones_and_not_the_appeals() -> None:
    columns = lender()
    columns["overturned"][:40] = -1
    columns["overturned"][2000:2002] = -1
    found = appeals(columns)
    table = found.document["appeals"]["by"][0]

    assert found.few() == []
    assert [row["share"]["count"] for row in table["appealed"]] == [500, 500]
    assert all(row["share"]["value"] is None for row in table["overturned"])


def test_a_few_declined_without_a_reason_hide_the_number_of_those_with_one() -> None:
    columns = lender()
    columns["reason_1"][:60] = ""
    columns["reason_1"][2000:2004] = ""
    found = reasons(columns)

    assert found.few() == []
    assert {row["share"]["value"] for row in found.document["reasons"]["by"][0]["reasons"][0]["groups"]} == {None}


def test_that_nobody_is_left_over_may_be_known() -> None:
    """All women appealed: their share is not printed, and what became of their appeals is."""
    columns = lender()
    columns["appealed"][2000:3000] = 1
    columns["overturned"][2000:3000] = np.arange(1000) % 2
    table = appeals(columns).document["appeals"]["by"][0]

    assert all(row["share"]["value"] is None for row in table["appealed"])
    assert all(row["share"]["value"] is not None for row in table["overturned"])


def test_a_hidden_cell_of_a_table_with_known_sums_has_no_only_value() -> None:
    """No small cell is spanned by the sums along rows and columns, nor is what is hidden of a line small."""
    rng = np.random.default_rng(2)
    for _ in range(300):
        shape = (int(rng.integers(2, 7)), int(rng.integers(2, 6)))
        yes = np.where(rng.random(shape) < 0.3, rng.integers(0, 10, shape), rng.integers(10, 200, shape))
        of = np.broadcast_to(yes.sum(axis=0) + rng.integers(0, 2) * rng.integers(30, 60, shape[1]), shape)
        hidden = crossed(yes, of, np.zeros(shape, dtype=bool))
        cells = np.argwhere(hidden)
        if len(cells) in (0, hidden.size):
            continue
        sums = np.vstack([cells[:, axis] == line for axis in (0, 1) for line in range(shape[axis])]).astype(float)
        follows = np.diag(np.linalg.pinv(sums) @ sums) > 1 - 1e-9
        for row, column in cells[follows]:
            assert not is_small(Proportion(count=int(yes[row, column]), of=int(of[row, column])))
        for line, count, whole in [*zip(hidden, yes, of, strict=True), *zip(hidden.T, yes.T, of.T, strict=True)]:
            if line.any() and not line.all():
                assert not is_small(Proportion(count=int(count[line].sum()), of=int(whole[line].sum())))
