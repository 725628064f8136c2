"""Files to compare on: a table, its outcomes and its registry, so that every model gets exactly the same columns."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from scoring.artefact.characteristics_file import read_characteristics
from scoring.domain.errors import DataError, ForbiddenField, InputError
from scoring.domain.forbidden import refuse_forbidden
from scoring.domain.registry import Registry
from scoring.population.simulate import Plan, simulate
from scoring.population.world import World
from scoring.tabular.development import read_development
from scoring.tabular.readings import read_frame
from scoring.tabular.scaffold import scaffold
from scoring.tabular.source import DataFile, open_data

__all__ = ["Dataset", "Source", "laagland", "load"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a table is, and what of it is the outcome.

    Attributes
    ----------
    bad
        The value of the target that is the bad outcome.
    characteristics
        A characteristics file; None for one that declares every permitted column, without directions.
    leave_out
        Columns that tell of the outcome, or of nothing.
    """

    path: Path
    target: str
    bad: str
    characteristics: Path | None = None
    name: str = ""
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A table to compare on.

    Attributes
    ----------
    raw
        By name of a field that the registry reads, shape (rows,): values as they stand in the file.
    bad
        Shape (rows,): whether the outcome was bad.
    left_out
        Columns that no model gets, each with the reason.
    note
        What else a reader must know of the table.
    """

    name: str
    raw: Mapping[str, Column]
    bad: np.ndarray[tuple[int], np.dtype[np.bool_]]
    registry: Registry
    left_out: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.bad)

    def take(self, places: Column) -> Mapping[str, Column]:
        """The raw values of some rows."""
        return {name: column[places] for name, column in self.raw.items()}

    def capped(self, rows: int | None, seed: int) -> Dataset:
        """At most so many rows, drawn from each outcome in proportion; in the order of the file."""
        if rows is None or rows >= self.rows:
            return self
        rng = np.random.default_rng(seed)
        kept = []
        for outcome in (False, True):
            places = np.flatnonzero(self.bad == outcome)
            kept.append(rng.choice(places, size=round(rows * len(places) / self.rows), replace=False))
        places = np.sort(np.concatenate(kept))
        drawn = f"{len(places):,} of {self.rows:,} rows drawn"
        note = f"{self.note}; {drawn}" if self.note else drawn
        return replace(self, raw=self.take(places), bad=self.bad[places], note=note)


def load(source: Source) -> Dataset:
    """Read a file.

    Raises
    ------
    FileError, DataError, DeclarationError, InputError
        If a file or a column is not there or not readable, or a value contradicts its declaration.
    ForbiddenField
        If the given characteristics file declares what may never be declared.
    """
    if source.characteristics is not None and source.leave_out:
        raise InputError(
            "columns cannot be left out of a characteristics file", remedy="Leave them out of the file itself"
        )
    with open_data(source.path) as file:
        file.read((source.target, *source.leave_out))  # an unknown column is named before anything else
        left_out: tuple[tuple[str, str], ...] = ()
        if source.characteristics is not None:
            registry = read_characteristics(source.characteristics)
        else:
            registry, left_out = _declared(file, source)
        sample = read_development(file, registry, target=source.target, bad=source.bad, weight=None, exclude=[])
        sample.table.refuse_invalid()
        left_out = left_out or tuple((name, "not declared") for name in sample.table.not_used)
        raw = file.read(tuple(field.name for field in registry.read_fields))
    return Dataset(name=source.name or source.path.stem, raw=raw, bad=sample.bad, registry=registry, left_out=left_out)


def _declared(file: DataFile, source: Source) -> tuple[Registry, tuple[tuple[str, str], ...]]:
    """Every permitted column of a file, by the same scaffold that a person starts from."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "characteristics.toml"
        path.write_text(scaffold(file, source.target, source.leave_out), encoding="utf-8")
        registry = read_characteristics(path)
    names = [name for name in file.columns if name != source.target and name not in registry.names]
    return registry, tuple((name, _why(name, source.leave_out)) for name in names)


def _why(name: str, leave_out: tuple[str, ...]) -> str:
    if name in leave_out:
        return "left out on the command line"
    try:
        refuse_forbidden(name)
    except ForbiddenField as error:
        return f"refused: {error.rule}"
    return "a date"


def laagland(persons: int, seed: int = 1) -> Dataset:
    """Laagland's fair world, made in this process, with the reference card's characteristics.

    Only persons whose outcome is recorded count: to whom credit was granted, and who were observed to the end.
    """
    registry = read_characteristics(Path(str(files("scoring.population") / "laagland.toml")))
    chunk = simulate(Plan(persons=persons, seed=seed, world=World.FAIR, draws=0))
    seen = np.flatnonzero(chunk.defaulted >= 0)
    if not 0 < int((chunk.defaulted[seen] == 1).sum()) < len(seen):
        raise DataError("so small a population has one outcome only", remedy="Ask for more persons")
    raw = {field.name: np.asarray(chunk.characteristics[field.name])[seen] for field in registry.read_fields}
    read_frame(raw, registry).refuse_invalid()
    note = f"synthetic, fair world, {persons:,} persons of whom {len(seen):,} have an outcome"
    return Dataset(name="Laagland", raw=raw, bad=chunk.defaulted[seen] == 1, registry=registry, note=note)
