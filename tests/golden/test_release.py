"""The release: its excerpt is what the code writes today, and its digest is of rows, not of bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from scoring.domain.errors import EvidenceBroken, FileError, InputError
from scoring.population import release as module
from scoring.population.catalogue import RELEASES, WHOLE, find_release
from scoring.population.datacard import KNOBS
from scoring.population.layout import FILES, File
from scoring.population.measured import measure
from scoring.population.parameters import EFFECTS, PARAMETERS
from scoring.population.release import write_excerpt, write_release
from scoring.population.simulate import Plan
from scoring.population.world import GROUPS, Knobs, World
from scoring.population.write import canonical_digest, digests, write
from tests.support.release import CATALOGUE, EXCERPT, to_toml

NAME = "laagland-v1"
RELEASE = RELEASES[NAME]
PARQUET = [f"{file.name}.parquet" for file in FILES]
RAW = [
    *(f"psd2/{name}.parquet" for name in ("applications", "register_contracts", "register_events")),
    "psd2/statements.jsonl.gz",
]
NAMES = [*PARQUET, *RAW, "population.json", "DATACARD.md", "LICENSE.txt", "croissant.json", "SHA256SUMS"]
SMALL = Plan(persons=300, seed=7, world=World.HISTORICAL, draws=4, sample=50, sample_draws=8)
STALE = "run python -m tests.support.release"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The excerpt, written by today's code."""
    folder = tmp_path_factory.mktemp("excerpt")
    write_excerpt(NAME, folder)
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write(SMALL, folder)
    return folder


def rewritten(file: File, source: Path, target: Path, change: str, compression: str = "zstd") -> str:
    """Digest of a file of a population that was passed through SQL."""
    changed = target / f"{file.name}.parquet"
    with duckdb.connect(":memory:") as connection:
        rows = f"read_parquet('{source / changed.name}', file_row_number = true)"
        connection.sql(change.format(rows=rows)).write_parquet(str(changed), compression=compression)
        connection.from_parquet(str(changed)).create_view("rows")
        return canonical_digest(connection, file)


def test_the_committed_excerpt_is_what_the_code_writes(made: Path) -> None:
    """The same rows in every file, the same texts, and nothing beside them."""
    assert digests(made) == digests(EXCERPT) == RELEASE.excerpt_digests, STALE
    for name in ("DATACARD.md", "LICENSE.txt"):
        assert (made / name).read_text() == (EXCERPT / name).read_text(), STALE
    statements = "psd2/statements.jsonl.gz"
    assert gzip.decompress((made / statements).read_bytes()) == gzip.decompress((EXCERPT / statements).read_bytes())
    assert _names(EXCERPT) == _names(made) == sorted(NAMES)


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["croissant.json", "population.json"])
def test_the_committed_descriptions_differ_in_what_depends_on_bytes_alone(made: Path, name: str) -> None:
    """Parquet's writer may change its bytes, and with them a file's size and SHA-256."""

    def without_bytes(folder: Path) -> object:
        def blank(found: dict[str, object]) -> dict[str, object]:
            return {key: value for key, value in found.items() if key not in {"sha256", "contentSize"}}

        return json.loads((folder / name).read_text(), object_hook=blank)

    assert without_bytes(made) == without_bytes(EXCERPT), STALE


@pytest.mark.parametrize("kept", [True, False], ids=["committed", "written"])
def test_the_sums_are_those_of_every_other_file(made: Path, kept: bool) -> None:  # noqa: FBT001 - a case
    folder = EXCERPT if kept else made
    lines = [line.split("  ") for line in (folder / "SHA256SUMS").read_text().splitlines()]
    assert [name for _, name in lines] == sorted(name for name in NAMES if name != "SHA256SUMS")
    for digest, name in lines:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    done = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=False)  # noqa: S607
    assert done.returncode == 0


def test_the_descriptions_hold_the_sums_of_the_committed_files() -> None:
    """``population.json`` and ``croissant.json`` name the bytes that lie beside them."""
    about = json.loads((EXCERPT / "population.json").read_text())
    objects = json.loads((EXCERPT / "croissant.json").read_text())["distribution"]
    assert sorted(about["sha256"]) == sorted(each["contentUrl"] for each in objects) == sorted(PARQUET)
    for each in objects:
        data = (EXCERPT / each["contentUrl"]).read_bytes()
        assert each["sha256"] == about["sha256"][each["contentUrl"]] == hashlib.sha256(data).hexdigest()
        assert each["contentSize"] == f"{len(data)} B"


def test_the_excerpt_stays_small() -> None:
    assert sum(path.stat().st_size for path in EXCERPT.rglob("*")) < 2_000_000


def test_the_catalogue_is_as_its_helper_writes_it() -> None:
    assert CATALOGUE.read_text() == to_toml(RELEASES), STALE
    assert RELEASE.plan == Plan(
        persons=100_000, seed=20261125, world=World.HISTORICAL, draws=64, sample=20_000, sample_draws=128
    )
    assert RELEASE.published == date(2026, 11, 25)
    for published in (RELEASE.digests, RELEASE.excerpt_digests):
        assert set(published) == {WHOLE, *(file.name for file in FILES)}
        assert all(len(digest) == 64 for digest in published.values())


def test_the_figures_of_the_release_are_those_that_are_measured(made: Path) -> None:
    found = measure(made)
    assert {*found, f"reliability_{RELEASE.draws}"} == set(RELEASE.figures), STALE
    assert found["persons"] == RELEASE.excerpt_persons
    assert RELEASE.figures["persons"] == RELEASE.persons
    assert found["defaults"] <= found["persons"]
    assert found["below_zero_always"] <= found["below_zero_sometimes"] <= found["sharing"]


def test_the_card_names_every_file_column_parameter_knob_and_group() -> None:
    text = (EXCERPT / "DATACARD.md").read_text()
    for file in FILES:
        part = text.split(f"### `{file.name}.parquet`")[1].split("\n#")[0]
        assert all(f"| `{column.name}` |" in part for column in file.columns), file.name
    for name, value, unit, meaning in PARAMETERS.table():
        assert f"| `{name}` | {value} | {unit} | {meaning} |" in text
    for name, set_to in Knobs.of(RELEASE.world).to_document().items():
        assert f"| `{name}` | {set_to:g} |" in text
    assert list(KNOBS) == list(Knobs().to_document())
    assert list(EFFECTS) == list(GROUPS)
    assert all(f"| `{attribute}` | {group} |" in text for attribute, groups in GROUPS.items() for group in groups)
    assert all(digest in text for digest in (*RELEASE.digests.values(), *RELEASE.excerpt_digests.values()))
    assert "$" not in text


@pytest.mark.parametrize(
    "change",
    [
        "SELECT * EXCLUDE (file_row_number) FROM {rows} ORDER BY file_row_number DESC",
        "SELECT * EXCLUDE (file_row_number) FROM {rows} ORDER BY hash(file_row_number)",
    ],
)
@pytest.mark.parametrize("compression", ["zstd", "uncompressed", "snappy"])
def test_the_digest_knows_neither_order_nor_compression(
    small: Path, tmp_path: Path, change: str, compression: str
) -> None:
    assert {file.name: rewritten(file, small, tmp_path, change, compression) for file in FILES} == {
        name: digest for name, digest in digests(small).items() if name
    }


@pytest.mark.parametrize("size", [31, 97, 300])
def test_the_digest_knows_no_chunk(small: Path, tmp_path: Path, size: int) -> None:
    write(SMALL, tmp_path, size=size)
    assert digests(tmp_path) == digests(small)


def one_more(file: File) -> str:
    """SQL that gives one row another value in the last column."""
    column = file.columns[-1]
    other = {
        "VARCHAR": f"'{column.name}'",
        "BOOLEAN": f'NOT "{column.name}"',
        "BIGINT": f'coalesce("{column.name}", 0) + 1',
        "DOUBLE": f'coalesce("{column.name}", 0) + 0.000001',
        "DATE": f"coalesce(\"{column.name}\", DATE '2020-01-01') + 1",
    }[column.sql]
    changed = f'CASE WHEN file_row_number = 0 THEN {other} ELSE "{column.name}" END'
    return f'SELECT * EXCLUDE (file_row_number) REPLACE ({changed} AS "{column.name}") FROM {{rows}}'


def one_less(file: File) -> str:
    return "SELECT * EXCLUDE (file_row_number) FROM {rows} WHERE file_row_number > 0"


def one_twice(file: File) -> str:
    every = "SELECT * EXCLUDE (file_row_number) FROM {rows}"
    return f"{every} UNION ALL ({every} WHERE file_row_number = 0)"


@pytest.mark.parametrize("change", [one_more, one_less, one_twice])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_changed_row_changes_the_digest(
    small: Path, tmp_path: Path, file: File, change: Callable[[File], str]
) -> None:
    """A value, a row that is gone, a row twice."""
    unchanged = rewritten(file, small, tmp_path, "SELECT * EXCLUDE (file_row_number) FROM {rows}")
    assert rewritten(file, small, tmp_path, change(file)) != unchanged


def test_a_changed_file_changes_the_digest_of_the_whole(small: Path, tmp_path: Path) -> None:
    """That file and the whole have another digest; no other file has."""
    for path in small.glob("*.parquet"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    rewritten(FILES[-1], small, tmp_path, one_less(FILES[-1]))
    before, after = digests(small), digests(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {FILES[-1].name, WHOLE}


def test_the_digest_can_be_had_without_this_program(small: Path) -> None:
    """By the words of the data card: rows as text, sorted, and SHA-256."""

    def said(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        return f"{value:.6f}" if isinstance(value, float) else str(value)

    found = {}
    for file in FILES:
        rows = duckdb.from_parquet(str(small / f"{file.name}.parquet")).fetchall()
        texts = sorted("|".join(said(value) for value in row) + "\n" for row in rows)
        found[file.name] = hashlib.sha256("".join(texts).encode()).hexdigest()
    whole = "".join(f"{name} {digest}\n" for name, digest in sorted(found.items()))
    assert {**found, WHOLE: hashlib.sha256(whole.encode()).hexdigest()} == digests(small)


def test_other_rows_than_the_published_ones_are_refused_and_not_written(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file that differs is named; what stood in the folder stays."""

    def other(plan: Plan, folder: Path, **rest: object) -> list[Path]:
        return write(Plan(persons=plan.persons, seed=plan.seed + 1, world=plan.world, draws=0), folder)

    monkeypatch.setattr(module, "write", other)
    (tmp_path / "DATACARD.md").write_text("mine")
    with pytest.raises(EvidenceBroken) as caught:
        write_excerpt(NAME, tmp_path)
    assert caught.value.part == "applicants.parquet"
    assert NAME in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["DATACARD.md"]
    assert (tmp_path / "DATACARD.md").read_text() == "mine"


def test_progress_is_told_and_the_paths_are_those_of_the_files(tmp_path: Path) -> None:
    told: list[int] = []
    paths = write_excerpt(NAME, tmp_path, told.append)
    assert told[-1] == RELEASE.excerpt_persons
    assert sorted(paths) == sorted(tmp_path / name for name in NAMES)


def test_a_release_that_does_not_exist_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=NAME):
        write_release("laagland-v0", tmp_path)
    with pytest.raises(InputError, match="laagland-v0"):
        find_release("laagland-v0")


@pytest.mark.parametrize("name", ["", "DATACARD.md"])
def test_a_folder_that_cannot_be_written_is_named_and_left_alone(tmp_path: Path, name: str) -> None:
    """It does not exist, or one of the files' places is taken by a folder."""
    folder = tmp_path / "there"
    if name:
        (folder / name).mkdir(parents=True)
    with pytest.raises(FileError) as caught:
        write_excerpt(NAME, folder)
    assert caught.value.where == str(folder)
    assert not name or [path.name for path in folder.iterdir()] == [name]
