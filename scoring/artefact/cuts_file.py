"""The cuts file: for some characteristics, the lines that a person fixed (TOML)."""

from __future__ import annotations

from pathlib import Path

from scoring.artefact.characteristics_file import read_toml
from scoring.artefact.table import Table
from scoring.domain.cuts import Cuts
from scoring.domain.errors import DeclarationError
from scoring.domain.registry import Registry

__all__ = ["read_cuts"]


def read_cuts(path: Path, registry: Registry) -> tuple[Cuts, ...]:
    """The cuts in a file, checked against the declarations.

    Raises
    ------
    FileError
        If the file is missing or is no TOML.
    DeclarationError
        If it names a characteristic that is not declared, or fixes lines that cannot be.
    """
    found = [_cuts(name, content, path) for name, content in read_toml(path).items()]
    declared = {characteristic.name: characteristic for characteristic in registry.characteristics}
    for cuts in found:
        if cuts.name not in declared:
            raise DeclarationError(f"'{cuts.name}' is not declared", where=path.name, remedy="Correct the name")
        try:
            cuts.check(declared[cuts.name])
        except DeclarationError as error:
            raise DeclarationError(error.what, where=path.name, remedy=error.remedy) from None
    return tuple(found)


def _cuts(name: str, content: object, path: Path) -> Cuts:
    table = Table(content, f"{path.name}, '{name}'")
    ends = tuple(table.as_number(end, "cuts") for end in table.array("cuts"))
    groups = []
    for group in table.array("groups"):
        if not isinstance(group, list) or not all(isinstance(label, str) for label in group):
            raise table.broken("'groups' must be a list of lists of texts in quotes")
        groups.append(tuple(group))
    table.close()
    try:
        return Cuts(name=name, ends=ends, groups=tuple(groups))
    except DeclarationError as error:
        raise DeclarationError(error.what, where=path.name, remedy=error.remedy) from None
