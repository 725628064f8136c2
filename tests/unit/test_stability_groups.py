"""Groups of two files: kept apart in other files, followed through the periods, hidden where they are few."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from audits.decisions.access import Access, recorded
from audits.stability.compare import compare
from audits.stability.document import to_document
from audits.stability.joined import Apart
from audits.stability.question import Question
from audits.stability.read import read_files
from audits.stability.report import render
from audits.stability.result import StabilityReport, Why, Withheld
from scoring.domain.errors import DataError, InputError
from scoring.domain.text import Language
from tests.support.two_files import FULL, two_files, write


def apart(folder: Path, *, files: int = 1, rows: int = 2_000) -> tuple[Path, Path, Apart]:
    """The two files without their groups, and one or two files of groups, in another order."""
    groups: list[str] = ["id,sex"]
    for number, path in enumerate(two_files(folder, rows=rows)):
        lines = [line.split(",") for line in path.read_text().splitlines()]
        sex = lines[0].index("sex")
        path.write_text(
            "\n".join(
                ",".join(["id" if row == 0 else f"p{number}-{row}", *line[:sex], *line[sex + 1 :]])
                for row, line in enumerate(lines)
            )
        )
        own = [f"p{number}-{row},{line[sex]}" for row, line in enumerate(lines) if row]
        groups[1:1] = reversed(own)
        if files == 2:
            (folder / f"groups-{number}.csv").write_text("\n".join(groups))
            groups = ["id,sex"]
    if files == 1:
        (folder / "groups.csv").write_text("\n".join(groups))
        return folder / "before.csv", folder / "after.csv", Apart(groups=folder / "groups.csv", key="id")
    both = Apart(groups=folder / "groups-0.csv", after=folder / "groups-1.csv", key="id")
    return folder / "before.csv", folder / "after.csv", both


@pytest.mark.parametrize("files", [1, 2])
def test_groups_that_lie_apart_give_the_same_numbers(tmp_path: Path, files: int) -> None:
    """In one file for both periods or in one for each; and the files of groups are named with their digests."""
    inside = to_document(compare(read_files(*two_files(tmp_path), FULL)))
    before, after, groups = apart(tmp_path, files=files)
    found = to_document(compare(read_files(before, after, FULL, groups)))

    roles = [each["role"] for each in found.pop("inputs")]
    assert roles == ["before", "after", "groups_file", "groups_after"][: 2 + files]
    inside.pop("inputs")
    assert json.dumps(found) == json.dumps(inside)


def test_a_column_of_that_name_in_the_scores_is_not_the_group(tmp_path: Path) -> None:
    before, after, groups = apart(tmp_path)
    expected = to_document(compare(read_files(before, after, FULL, groups)))
    for path in (before, after):
        lines = path.read_text().splitlines()
        path.write_text("\n".join([lines[0] + ",sex", *(line + ",nobody" for line in lines[1:])]))
    found = to_document(compare(read_files(before, after, FULL, groups)))

    assert {**found, "inputs": None} == {**expected, "inputs": None}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("p1-3,man", "groups.csv, row 51, column id: the key stands in an earlier row too"),
        (",man", "groups.csv, row 51, column id: the key is empty"),
    ],
)
def test_a_key_stands_once(tmp_path: Path, line: str, what: str) -> None:
    before, after, groups = apart(tmp_path, rows=25)
    groups.groups.write_text(groups.groups.read_text() + "\n" + line)
    with pytest.raises(DataError) as caught:
        read_files(before, after, FULL, groups)
    assert what in str(caught.value)


def test_a_row_without_a_group_is_named_and_never_left_out(tmp_path: Path) -> None:
    before, after, groups = apart(tmp_path, rows=25)
    lines = groups.groups.read_text().splitlines()
    groups.groups.write_text("\n".join(line for line in lines if not line.startswith(("p1-4,", "p1-9,"))))
    with pytest.raises(DataError, match=r"after.csv, row 4, column id: 2 rows have no match in groups.csv"):
        read_files(before, after, FULL, groups)


def test_a_groups_file_without_a_group_column_is_refused(tmp_path: Path) -> None:
    before, after, groups = apart(tmp_path, rows=25)
    with pytest.raises(InputError, match="no group column"):
        read_files(before, after, Question(score="score"), groups)


def test_the_reading_of_groups_is_recorded_before_anything_else(tmp_path: Path) -> None:
    """Even where the files then turn out to be wrong."""
    before, after, groups = apart(tmp_path, rows=25)
    stated = Access(purpose="drift", person_or_role="auditor", necessity="no proxy", delete_after=date(2027, 1, 1))
    record = recorded(tmp_path / "access.jsonl", stated, lambda: datetime(2026, 6, 1, tzinfo=UTC))
    groups.groups.write_text("id,sex\nx,man\n")
    with pytest.raises(DataError):
        read_files(before, after, FULL, groups, record)
    entry = json.loads((tmp_path / "access.jsonl").read_text())
    assert entry["attributes"] == ["sex"]
    assert [file["name"] for file in entry["files"]] == ["before.csv", "after.csv", "groups.csv"]


def test_no_record_is_made_where_no_group_is_read(tmp_path: Path) -> None:
    before, after = two_files(tmp_path, rows=50)
    stated = Access(purpose="drift", person_or_role="auditor", necessity="no proxy", delete_after=date(2027, 1, 1))
    record = recorded(tmp_path / "access.jsonl", stated, lambda: datetime(2026, 6, 1, tzinfo=UTC))
    read_files(before, after, Question(score="score"), None, record)
    assert not (tmp_path / "access.jsonl").exists()


def one_group_moves(folder: Path) -> StabilityReport:
    """Men score 150 lower in the second month; two months, 1,000 of each sex in either."""
    rng = np.random.default_rng(3)
    rows = [(m, s) for m in ("2026-01", "2026-02") for s in ("man", "woman") for _ in range(1_000)]
    paths = []
    for name, drop in (("before", 0), ("after", 150)):
        score = [int(rng.normal(500, 40)) - drop * (m == "2026-02" and s == "man") for m, s in rows]
        paths.append(
            write(
                folder / f"{name}.csv",
                {"score": score, "sex": [s for _, s in rows], "month": [f"{m}-03" for m, _ in rows]},
            )
        )
    return compare(read_files(paths[0], paths[1], Question(score="score", by=("sex",), period="month")))


TAKEN = "column sex: the group is called 'not stated' or 'niet opgegeven', the names of people without a group"


@pytest.mark.parametrize("name", ["not stated", "niet opgegeven", " not stated "])
@pytest.mark.parametrize("file", [0, 1])
def test_a_group_called_like_people_without_one_is_refused(tmp_path: Path, name: str, file: int) -> None:
    """In either file: it would be counted with them."""
    paths = [write(tmp_path / f"{i}.csv", {"score": [1, 2, 3, 4], "sex": ["f", "m", "", "f"]}) for i in range(2)]
    write(paths[file], {"score": [1, 2, 3], "sex": ["f", "", name]})

    with pytest.raises(DataError, match=f"{file}.csv, row 3, {TAKEN}"):
        read_files(paths[0], paths[1], Question(score="score", by=("sex",)))


@pytest.mark.parametrize("files", [1, 2])
def test_it_is_refused_in_a_file_of_groups_too(tmp_path: Path, files: int) -> None:
    before, after, groups = apart(tmp_path, files=files, rows=40)
    path = groups.groups if groups.after is None else groups.after
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:7], lines[7].split(",")[0] + ",not stated", *lines[8:]]))

    with pytest.raises(DataError, match=f"{path.name}, row 7, {TAKEN}"):
        read_files(before, after, FULL, groups)


def test_a_group_that_moves_in_one_period_is_found_there(tmp_path: Path) -> None:
    report = one_group_moves(tmp_path)
    words = {
        (part["group"], part["period"]): part["verdict"]
        for part in to_document(report)["columns"][0]["parts"]
        if {"group", "period"} <= set(part)
    }
    assert words[("man", "2026-02")] == "act"
    assert [words[pair] for pair in (("man", "2026-01"), ("woman", "2026-01"), ("woman", "2026-02"))] == ["stable"] * 3


@pytest.mark.parametrize("language", list(Language))
def test_the_page_has_a_table_of_periods_by_groups(tmp_path: Path, language: Language) -> None:
    page = render(one_group_moves(tmp_path), language)
    table = page[page.index('id="crossed"') :]
    assert {Language.EN: "Groups over time", Language.NL: "Groepen in de tijd"}[language] in table
    assert table.index("2026-01") < table.index("2026-02")


def test_a_table_that_nobody_reads_is_left_to_the_document(tmp_path: Path) -> None:
    """The page says so and stays small."""
    rows = [(f"g{g:02}", f"t{t:02}") for g in range(20) for t in range(30) for _ in range(4)]
    columns = {"score": list(range(len(rows))), "g": [g for g, _ in rows], "t": [t for _, t in rows]}
    path = write(tmp_path / "a.csv", columns)
    report = compare(read_files(path, path, Question(score="score", by=("g",), period="t")))
    assert "g has too many groups and periods" in render(report)
    assert len(to_document(report)["columns"][0]["parts"]) == 20 + 30 + 600


@pytest.mark.parametrize("seed", range(6))
def test_no_small_cell_of_groups_by_periods_follows_by_subtraction(tmp_path: Path, seed: int) -> None:
    """Whoever solves rows and columns for the hidden cells never finds one of fewer than 30 people."""
    rng = np.random.default_rng(seed)
    sizes = rng.choice([5, 20, 60, 150], size=(3, 4))
    rows = [(f"g{g}", f"t{t}") for g, t in itertools.product(range(3), range(4)) for _ in range(sizes[g, t])]
    columns = {"score": list(range(len(rows))), "g": [g for g, _ in rows], "t": [t for _, t in rows]}
    path = write(tmp_path / "a.csv", columns)
    parts = compare(read_files(path, path, Question(score="score", by=("g",), period="t"))).columns[0].parts
    shown = {(part.whom.group, part.whom.period): part.people_after for part in parts if part.people_after is not None}
    hidden = [(g, t) for g, t in itertools.product(range(3), range(4)) if (g, t) not in shown]
    equations = [[cell for cell in hidden if cell[0] == g] for g in range(3) if (g, -1) in shown]
    equations += [[cell for cell in hidden if cell[1] == t] for t in range(4) if (-1, t) in shown]
    known = np.array([[float(cell in line) for cell in hidden] for line in equations]).reshape(-1, len(hidden))
    for place, (g, t) in enumerate(hidden):
        unit = np.eye(len(hidden))[place]
        determined = np.linalg.matrix_rank(np.vstack([known, unit])) == np.linalg.matrix_rank(known)
        assert not (determined and sizes[g, t] < 30), (hidden, sizes)
    assert all(people >= 30 for people in shown.values())


def test_a_group_that_is_hidden_is_hidden_in_every_period(tmp_path: Path) -> None:
    columns = {"score": list(range(1_020)), "g": ["a"] * 600 + ["b"] * 400 + ["c"] * 20, "t": ["u", "v"] * 510}
    path = write(tmp_path / "a.csv", columns)
    parts = compare(read_files(path, path, Question(score="score", by=("g",), period="t"))).columns[0].parts
    small = [part.index for part in parts if part.whom.crossed and part.whom.group == 2]
    assert small == [Withheld(why=Why.TOO_FEW)] * 2
