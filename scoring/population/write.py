"""Write a population to a folder, chunk by chunk: a file is whole or not there.

Chunks go to a database in a scratch folder, from which each Parquet file is then copied in one go. Memory stays
bounded, and the bytes do not depend on the size of the chunks.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from errno import EISDIR
from pathlib import Path
from typing import Any

import duckdb

from scoring.domain.errors import DataError, FileError
from scoring.population.layout import FILES, File, raw_columns
from scoring.population.simulate import CHUNK, Chunk, Plan, chunks

__all__ = ["canonical_digest", "digests", "write", "write_files"]

MEMORY = "1GB"
_PARTS = "0123456789abcdef"


def write(
    plan: Plan, folder: Path, *, size: int = CHUNK, on_progress: Callable[[int], None] | None = None
) -> list[Path]:
    """Simulate a population and write its files, with ``population.json`` about them.

    Parameters
    ----------
    size
        Persons in a chunk; the files do not depend on it.
    on_progress
        Called with the number of persons done.

    Raises
    ------
    FileError
        If the folder cannot be written; then none of its files has changed.
    """
    return _written(chunks(plan, size=size), folder, FILES, on_progress, plan)


def write_files(
    parts: Iterable[Chunk], folder: Path, files: Sequence[File], *, on_progress: Callable[[int], None] | None = None
) -> list[Path]:
    """Write some of a population's files for persons given in chunks.

    Raises
    ------
    FileError
        If the folder cannot be written; then none of its files has changed.
    """
    return _written(parts, folder, files, on_progress, None)


def _written(
    parts: Iterable[Chunk],
    folder: Path,
    files: Sequence[File],
    on_progress: Callable[[int], None] | None,
    plan: Plan | None,
) -> list[Path]:
    """Make every file in a scratch folder, with ``population.json`` where there is a plan, then move them all."""
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".population.") as scratch:
            made = _make(parts, Path(scratch), files, on_progress)
            if plan is not None:
                about = Path(scratch) / "population.json"
                about.write_text(json.dumps(_about(plan, made), indent=2) + "\n", encoding="utf-8")
                made.append(about)
            return _put(made, folder, Path(scratch))
    except (OSError, duckdb.Error) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise FileError(
            f"cannot be written ({why})", where=str(folder), remedy="Check the folder and its permissions"
        ) from None


def digests(folder: Path) -> dict[str, str]:
    """The canonical digest of each file of a population, and of all of them under ``""``.

    The digest of a file is SHA-256 over its rows, each as text with ``|`` between the columns and a line feed behind,
    in the order of that text, whose first column is the id. That of the population is SHA-256 over the lines
    ``name digest`` of its files. No writer, compression, chunk or order of persons can change either.
    """
    found = {}
    connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "threads": "2"})
    try:
        for file in FILES:
            connection.from_parquet(str(folder / f"{file.name}.parquet")).create_view("rows", replace=True)
            found[file.name] = canonical_digest(connection, file)
    finally:
        connection.close()
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(found.items()))
    return {**found, "": hashlib.sha256(lines.encode()).hexdigest()}


def canonical_digest(connection: duckdb.DuckDBPyConnection, file: File) -> str:
    """SHA-256 over the canonical rows of the view ``rows``, which holds a file of a population.

    Raises
    ------
    DataError
        If it has other columns, or an id that no population gives: the digest would not see them.
    """
    _refuse_foreign(connection, file)
    line = " || '|' || ".join(column.text for column in file.columns)
    first = file.columns[0].name
    total = hashlib.sha256()
    for part in _PARTS:  # a sixteenth of the ids at a time: the text of all of them need not fit in memory
        found = connection.execute(
            f"SELECT string_agg(line || chr(10), '' ORDER BY line) FROM (SELECT {line} AS line FROM rows "  # noqa: S608 - names of ours
            f"WHERE left({first}, 1) = '{part}')"
        ).fetchall()
        total.update((found[0][0] or "").encode())
    return total.hexdigest()


def _refuse_foreign(connection: duckdb.DuckDBPyConnection, file: File) -> None:
    found = connection.execute("DESCRIBE rows").fetchall()
    named = [(str(row[0]), str(row[1])) for row in found]
    if named != [(column.name, column.sql) for column in file.columns]:
        raise DataError(
            "its columns are not those of a population",
            where=f"{file.name}.parquet",
            remedy=f"Write the population again; the columns are {', '.join(c.name for c in file.columns)}",
        )
    first = file.columns[0].name
    strange = connection.execute(
        f"SELECT count(*) FROM rows WHERE {first} IS NULL OR NOT regexp_full_match({first}, '[0-9a-f]{{16}}')"  # noqa: S608 - a name of ours
    ).fetchall()[0][0]
    if strange:
        raise DataError(
            f"{strange} rows have an id that is not 16 hexadecimal digits",
            where=f"{file.name}.parquet, column {first}",
            remedy="Write the population again",
        )


def _make(
    parts: Iterable[Chunk], scratch: Path, files: Sequence[File], on_progress: Callable[[int], None] | None
) -> list[Path]:
    config: dict[str, Any] = {"threads": "1", "preserve_insertion_order": "true", "memory_limit": MEMORY}
    connection = duckdb.connect(str(scratch / "chunks.duckdb"), config=config)
    try:
        for file in files:
            columns = ", ".join(f'"{column.name}" {column.sql}' for column in file.columns)
            connection.execute(f"CREATE TABLE {file.name} ({columns})")
        done = 0
        for chunk in parts:
            raw = raw_columns(chunk)
            for file in files:
                _insert(connection, file, raw[file.name])
            done += len(chunk.person)
            if on_progress is not None:
                on_progress(done)
        made = []
        for file in files:
            path = scratch / f"{file.name}.parquet"
            connection.table(file.name).write_parquet(str(path), compression="zstd")
            made.append(path)
        return made
    finally:
        connection.close()


def _put(made: Iterable[Path], folder: Path, scratch: Path) -> list[Path]:
    """Move files to their places; if one cannot be moved, what stood in the places of the others comes back."""
    aside = scratch / "aside"
    aside.mkdir()
    done: list[Path] = []
    try:
        for path in made:
            place = folder / path.name
            if place.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            if place.exists():
                place.replace(aside / place.name)
            done.append(place)
            path.replace(place)
    except BaseException:
        for place in done:
            place.unlink(missing_ok=True)
            if (aside / place.name).exists():
                (aside / place.name).replace(place)
        raise
    return done


def _insert(connection: duckdb.DuckDBPyConnection, file: File, raw: dict[str, Any]) -> None:
    values = ", ".join(column.value for column in file.columns)
    connection.register("raw", raw)
    connection.execute(f"INSERT INTO {file.name} SELECT {values} FROM raw")  # noqa: S608 - names and values of ours
    connection.unregister("raw")


def _about(plan: Plan, written: Iterable[Path]) -> dict[str, object]:
    return {
        "name": "Laagland",
        "persons": plan.persons,
        "seed": plan.seed,
        "world": plan.world.value,
        "knobs": plan.turned.to_document(),
        "draws": plan.draws,
        "truth_sample": {"persons": min(plan.sample, plan.persons), "draws": max(plan.sample_draws, plan.draws)}
        if plan.draws
        else None,
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in written},
    }
