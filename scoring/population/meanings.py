"""What a column means, in words: of a file's own, or as a characteristic is declared."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from scoring.artefact.characteristics_file import read_characteristics
from scoring.domain.characteristic import Characteristic, Source
from scoring.population.layout import Column, File
from scoring.population.world import GROUPS

__all__ = ["meaning"]

_EMPTY = {
    Source.APPLICATION: "left out",
    Source.REGISTER: "no record, or a part of it left out",
    Source.BANK: "too little was shared",
}


def meaning(file: File, column: Column) -> str:
    """One line about a column; for a characteristic of ``applicants`` its label, unit and codes."""
    if file.name == "protected" and column.name in GROUPS:
        return f"One of {', '.join(GROUPS[column.name])}"
    declared = _declared().get(column.name) if file.name == "applicants" else None
    if declared is None or declared.source is None:
        return column.meaning
    unit = f"{declared.unit.en}, " if declared.unit else ""
    codes = [f"{each.code}: {each.meaning.en}" for each in declared.special]
    if declared.not_provided is not None:
        codes.append(f"{declared.not_provided}: the source was not shared")
    said = f"{declared.label.en} ({unit}from the {declared.source.value})"
    return "; ".join([said, *codes, f"empty: {_EMPTY[declared.source]}"])


@cache
def _declared() -> dict[str, Characteristic]:
    with as_file(files("scoring.population") / "laagland.toml") as path:
        registry = read_characteristics(path)
    return {each.name: each for each in registry.fields}
