"""Write a population to a folder: applicants, protected attributes and truth in files of their own."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from scoring.artefact.files import write_bytes
from scoring.domain.errors import FileError
from scoring.population.simulate import Population

__all__ = ["write"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


def write(population: Population, folder: Path) -> list[Path]:
    """Write ``applicants``, ``protected`` and ``truth`` as Parquet, and ``population.json`` about them.

    The same population gives the same bytes. A file is whole or not there.

    Raises
    ------
    FileError
        If the folder cannot be written.
    """
    files = {
        "applicants": population.applicants,
        "protected": population.protected,
        "truth": population.truth,
    }
    about: dict[str, object] = {
        "name": "Laagland",
        "persons": len(population.person),
        "seed": population.seed,
        "world": population.world.value,
        "knobs": {"label_bias": population.knobs.label_bias, "proxy_strength": population.knobs.proxy_strength},
    }
    digests: dict[str, str] = {}
    written = []
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".population.") as scratch:
            for name, columns in files.items():
                _parquet({"person": population.person, **columns}, Path(scratch) / f"{name}.parquet")
            for name in files:
                target = folder / f"{name}.parquet"
                (Path(scratch) / f"{name}.parquet").replace(target)
                digests[target.name] = hashlib.sha256(target.read_bytes()).hexdigest()
                written.append(target)
    except (OSError, duckdb.Error) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise FileError(
            f"cannot be written ({why})", where=str(folder), remedy="Check the folder and its permissions"
        ) from None
    about["sha256"] = digests
    write_bytes(folder / "population.json", (json.dumps(about, indent=2) + "\n").encode())
    return [*written, folder / "population.json"]


def _parquet(columns: dict[str, Column], path: Path) -> None:
    connection = duckdb.connect(":memory:", config={"threads": "1", "preserve_insertion_order": "true"})
    try:
        connection.register("columns", columns)
        connection.table("columns").write_parquet(str(path), compression="zstd")
    finally:
        connection.close()
