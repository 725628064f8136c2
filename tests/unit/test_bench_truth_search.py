"""Proxies and alternatives against the truth: the definitions, what a replicate is, and what they say together."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audits.alternatives.page import MEASURED as OF_ALTERNATIVES
from audits.fairness import known_errors as known
from audits.proxies.page import MEASURED as OF_PROXIES
from audits.proxies.report import proxies
from audits.shared.cut_off import CutOff
from audits.shared.finding import Known
from benchmarks.audit.truth import PAGE
from benchmarks.audit.truth_search_document import documents
from benchmarks.audit.truth_search_page import HEADING, section
from benchmarks.audit.truth_search_replicate import Answer, Best, Covered, Order
from benchmarks.audit.truth_search_sample import PLANTED, POPULATION_SEED, SETTINGS, Frame, lives
from benchmarks.audit.truth_search_values import (
    approved_share,
    bands,
    evenness,
    kendall,
    membership,
    membership_within,
    pairs_in_order,
)
from benchmarks.audit.truth_text import put_in
from scoring.domain.errors import FileError
from tests.support.counted import Frame as OtherFrame


def test_the_rank_correlation_is_one_of_an_order_with_itself_and_minus_one_of_its_reverse() -> None:
    order = [0.3, 0.1, 0.2, 0.05]

    assert kendall(order, order) == 1
    assert kendall(order, [-each for each in order]) == -1
    assert kendall(order, [0.3, 0.2, 0.1, 0.05]) == pytest.approx(4 / 6)


def test_ties_count_neither_as_the_same_order_nor_as_the_opposite() -> None:
    assert pairs_in_order([1, 2, 3], [1, 1, 2]) == (2, 0)
    assert kendall([1, 2, 3], [1, 1, 2]) == pytest.approx(2 / 3)


def test_membership_is_the_share_of_pairs_that_points_put_right() -> None:
    rng = np.random.default_rng(3)
    points, member = rng.integers(0, 5, 60), rng.random(60) < 0.3
    pairs = [(a > b) + (a == b) / 2 for a in points[member] for b in points[~member]]

    assert membership(points, member) == pytest.approx(np.mean(pairs))
    assert membership(points * 7 - 40, member) == pytest.approx(np.mean(pairs))


def test_a_person_who_counts_twice_is_two_persons() -> None:
    points, member = np.array([1, 2, 3, 2]), np.array([True, True, False, False])
    twice = [0, 1, 2, 2, 3]
    weighted = membership(points, member, np.array([1, 1, 2, 1]))

    assert weighted == pytest.approx(membership(points[twice], member[twice]))


def test_an_association_that_comes_from_risk_alone_is_gone_within_risk() -> None:
    """Members are riskier and risk sets the points: at equal risk nothing is told."""
    rng = np.random.default_rng(5)
    member = rng.random(40_000) < 0.3
    risk = rng.choice([0.1, 0.2, 0.4], 40_000, p=[0.5, 0.3, 0.2]) + 0.2 * (member & (rng.random(40_000) < 0.5))
    points = rng.normal(-risk, 0.02)

    assert membership(points, member) < 0.35
    assert membership_within(points, member, [risk == one for one in np.unique(risk)]) == pytest.approx(0.5, abs=0.02)


def test_strata_count_by_how_many_pairs_they_can_say_something_of() -> None:
    points = np.array([1, 2, 1, 2, 2, 1])
    member = np.array([True, False, True, True, False, False])
    first = np.array([True, True, False, False, False, False])
    # One member below one other: 0. Two members against two others: (0.5 + 0 + 1 + 0.5) / 4. Weights 1/2 and 1.
    assert membership_within(points, member, [first, ~first]) == pytest.approx((0.5 * 0 + 1 * 0.5) / 1.5)


def test_bands_hold_equally_many_people_and_part_nobody_of_the_same_risk() -> None:
    risk = np.repeat(np.arange(20) / 20, 5)
    found = bands(risk)

    assert [int(band.sum()) for band in found] == [10] * 10
    assert (np.sum(found, axis=0) == 1).all()
    assert len(bands(np.zeros(50))) == 1


def test_true_disparity_of_a_hand_made_population() -> None:
    """Ten of twenty are approved: both at 700, all of the six at 650, and two thirds of the three at 600."""
    score = np.array([700] * 2 + [650] * 6 + [600] * 3 + [500] * 9)
    member = np.array([False] * 2 + [False] * 4 + [True] * 2 + [False] * 2 + [True] + [False] * 4 + [True] * 5)

    assert approved_share(score, 0.5).sum() == pytest.approx(10)
    assert evenness(score, member, 0.5) == pytest.approx(((2 + 2 / 3) / 8) / ((2 + 4 + 4 / 3) / 12))


def test_evenness_does_not_ask_which_side_is_ahead() -> None:
    rng = np.random.default_rng(1)
    score, member = rng.integers(450, 650, 500), rng.random(500) < 0.4

    assert evenness(score, member, 0.7) == pytest.approx(evenness(score, ~member, 0.7))
    assert evenness(score, member, 0.7) <= 1


def test_definitions_agree_with_the_audit_on_the_same_people() -> None:
    """Written apart from the audit's code, they give the same numbers where sample and population are one."""
    rng = np.random.default_rng(8)
    member = rng.random(3000) < 0.3
    risk = rng.choice(np.arange(20) / 40, 3000)
    points = rng.integers(0, 6, 3000) + 2 * (member & (rng.random(3000) < 0.3))
    score = 500 + 10 * rng.integers(0, 15, 3000) - 20 * member
    columns: dict[str, Any] = {
        "group": np.where(member, "yes", "no").astype(object),
        "points": points.astype(np.float64),
        "risk": risk,
        "score": score.astype(np.float64),
        "outcome": (rng.random(3000) < risk).astype(np.int64),
        "approved": (score > 540).astype(np.int64),
    }
    found = proxies(Frame(columns), ["group"], ["points"], risk="risk").attributes[0].characteristics[0]
    row = next(each for each in found if each.group == "yes")

    assert isinstance(row.predicts, Known)
    assert isinstance(row.given_risk, Known)
    assert row.predicts.value == pytest.approx(membership(points, member))
    assert row.given_risk.value == pytest.approx(membership_within(points, member, bands(risk)), abs=1e-4)
    assert CutOff.at(score, np.ones(3000), 0.6).approved == pytest.approx(approved_share(score, 0.6))


def test_people_are_counted_as_in_an_opened_file() -> None:
    rng = np.random.default_rng(2)
    columns: dict[str, Any] = {"a": rng.choice(["x", "y"], 50).astype(object), "b": rng.integers(0, 3, 50)}
    found, expected = (kind(columns).counts(["a", "b"]) for kind in (Frame, OtherFrame))

    assert set(found) == set(expected)
    assert all(np.array_equal(found[name], expected[name]) for name in expected)


def test_a_proxy_is_planted_in_the_record_and_none_in_the_control() -> None:
    shares = {}
    for name in ("equal", "control"):
        people = lives(SETTINGS[name], 1500, 7)
        lodger = people.readings.columns[PLANTED].labels == "lodger"
        shares[name] = lodger[people.member].mean(), lodger[~people.member].mean()

    assert shares["equal"][0] > 0.45
    assert shares["equal"][1] == shares["control"][1]
    assert abs(shares["control"][0] - shares["control"][1]) < 0.06


def test_no_replicate_has_the_people_of_the_population() -> None:
    streams = sorted(setting.stream for setting in SETTINGS.values())

    assert streams[0] > POPULATION_SEED
    assert all(after - before >= 1_000_000 for before, after in pairwise(streams))


def order(first: str, *, marked: bool = True, held: bool = True) -> Order:
    covered = tuple(
        Covered(characteristic=name, predicts=held, given_outcome=True, given_risk=None) for name in (PLANTED, "income")
    )
    return Order(
        first=first,
        true_first=PLANTED,
        marked=(PLANTED,) if marked else (),
        strong=(PLANTED,) if first == PLANTED else (),
        kendall=1.0 if first == PLANTED else 0.0,
        same=2 if first == PLANTED else 1,
        pairs=2,
        covered=covered,
    )


def best(nearer: float, gini: float) -> Best:
    return Best(making="weights", what="reweighing", nearer=nearer, gini=gini)


def answers() -> list[Answer]:
    """Four replicates of each setting; three findings, of which one is wrong about either."""
    equal = [
        Answer(setting="equal", order=order(PLANTED), others=10, nearer=True, dominating=(best(0.1, 0.02),)),
        Answer(
            setting="equal", order=order("income"), others=12, nearer=True, dominating=(best(0.1, -0.01), best(-1, -1))
        ),
        Answer(
            setting="equal", order=order(PLANTED, held=False), others=10, nearer=True, dominating=(best(-0.1, -0.03),)
        ),
        Answer(setting="equal", order=order(PLANTED), others=10, nearer=True),
    ]
    control = [Answer(setting="control", order=order("income", marked=False), others=9) for _ in range(4)]
    fair = [Answer(setting="fair", order=order(PLANTED)) for _ in range(4)]
    return equal + control + fair


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    return documents(answers(), "python -m here", 8_000, 200_000)


def test_what_was_right_is_counted_over_replicates_and_over_findings(written: dict[str, Any]) -> None:
    equal, control = (written["alternatives"][name] for name in ("equal", "control"))

    assert (equal["found"]["rate"], equal["found"]["of"]) == (0.75, 4)
    assert (equal["less_disparate"]["rate"], equal["less_disparate"]["of"]) == (0.6667, 3)
    assert equal["no_less_accurate"]["rate"] == equal["both"]["rate"] == 0.3333
    assert equal["within_tolerance"]["rate"] == 0.6667
    assert equal["made_by"] == {"weights reweighing": 3}
    assert control["found"]["rate"] == control["nearer"]["rate"] == 0
    assert control["less_disparate"] is None
    assert "fair" not in written["alternatives"]


def test_the_order_and_the_coverage_are_counted_over_replicates(written: dict[str, Any]) -> None:
    equal = written["proxies"]["equal"]

    assert written["proxies"]["people"] == 4000
    assert equal["first"]["rate"] == equal["first_right"]["rate"] == 0.75
    assert (equal["strong"]["rate"], equal["marked"]["rate"], equal["wrongly_marked"]["rate"]) == (0.75, 1, 0.25)
    assert equal["pairs"]["rate"] == pytest.approx(7 / 8)
    assert equal["covered"]["predicts"]["rate"] == 0.75
    assert equal["covered"]["given_risk"] is None
    assert [one["characteristic"] for one in equal["characteristics"]] == sorted([PLANTED, "income"])
    assert written["proxies"]["control"]["marked"]["rate"] == 0


def test_the_section_is_put_in_and_every_other_byte_of_the_page_is_kept(written: dict[str, Any]) -> None:
    page = f"# A page\n\nwords\n\n{HEADING}\n\nold words\n\n## Another\n\n- more\n"
    found = put_in(page, HEADING, section(written))

    assert found.startswith("# A page\n\nwords\n\n")
    assert found.endswith("\n## Another\n\n- more\n")
    assert "old words" not in found
    assert "66.7 %" in found
    assert " nan" not in found
    assert put_in(found, HEADING, section(written)) == found
    with pytest.raises(ValueError, match="no section"):
        put_in("# A page\n", HEADING, section(written))


def test_what_was_not_measured_is_said_not_to_have_been() -> None:
    assert section({"proxies": None, "alternatives": None}) == f"{HEADING}\n\nNot measured by this command.\n"


def test_the_committed_page_prints_the_committed_table() -> None:
    table, page = known.known_errors(), PAGE.read_text(encoding="utf-8")
    assert table is not None
    assert table["proxies"] is not None

    assert section(table) in page
    assert put_in(page, HEADING, section(table)) == page


def test_the_auditors_pages_say_what_the_committed_table_says() -> None:
    table = known.known_errors()
    assert table is not None
    ranked, searched = table["proxies"], table["alternatives"]

    assert {
        "replicates": ranked["replicates"],
        "people": ranked["people"],
        "first": times(ranked["equal"]["first"]),
        "strong": times(ranked["equal"]["strong"]),
        "marked": times(ranked["equal"]["marked"]),
        "wrongly": times(ranked["control"]["marked"]),
        "strong_in_fair": times(ranked["fair"]["strong"]),
        "marked_in_fair": times(ranked["fair"]["marked"]),
        "pairs": ranked["fair"]["pairs"]["rate"],
    } == OF_PROXIES
    assert {
        "replicates": searched["replicates"],
        "people": searched["people"],
        "found": times(searched["equal"]["found"]),
        "less": times(searched["equal"]["less_disparate"]),
        "accurate": times(searched["equal"]["no_less_accurate"]),
        "wrongly": times(searched["control"]["found"]),
    } == OF_ALTERNATIVES


def times(share: dict[str, float]) -> int:
    return round(share["rate"] * share["of"])


def test_the_parts_that_are_written_are_those_that_are_read(
    written: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert read(written, monkeypatch, tmp_path) == written
    assert read({"proxies": None}, monkeypatch, tmp_path) == {"proxies": None}


@pytest.mark.parametrize(
    ("part", "path", "value", "told"),
    [
        ("proxies", ("population",), None, "does not say made_with"),
        ("proxies", ("fair",), None, "of 'fair'"),
        ("proxies", ("equal", "first"), None, "of 'equal'"),
        ("proxies", ("equal", "first", "low"), 0.99, "as 'first' of 'equal'"),
        ("alternatives", ("control", "found", "high"), 1.5, "as 'found' of 'control'"),
        ("alternatives", ("equal", "both"), 0.5, "as 'both' of 'equal'"),
        ("alternatives", ("equal", "both", "of"), "3", "as 'both' of 'equal'"),
    ],
)
def test_a_part_that_lacks_a_share_or_contradicts_itself_is_refused(
    written: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    part: str,
    path: tuple[str, ...],
    value: object,
    told: str,
) -> None:
    wrong = json.loads(json.dumps(written))
    inner = wrong[part]
    for key in path[:-1]:
        inner = inner[key]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value

    with pytest.raises(FileError, match=told) as refused:
        read(wrong, monkeypatch, tmp_path)
    assert f"'{part}'" in str(refused.value)


def read(document: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any] | None:
    """Read a table as that of the package."""
    (tmp_path / known.FILE).write_text(json.dumps(document), encoding="utf-8")
    monkeypatch.setattr(known, "files", lambda _: tmp_path)
    return known.known_errors.__wrapped__()
