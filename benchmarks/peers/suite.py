"""A suite: a TOML file that lists tables to compare on.

::

    [[data]]
    file = "loans.parquet"        # beside the suite, or an absolute path
    target = "outcome"
    bad = "1"
    characteristics = "loans.toml"   # optional
    name = "Loans"                   # optional
    leave_out = ["days_late"]        # optional
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.data import Source
from scoring.artefact.characteristics_file import read_toml
from scoring.artefact.table import Table
from scoring.domain.errors import DeclarationError

__all__ = ["read_suite"]


def read_suite(path: Path) -> tuple[Source, ...]:
    """The tables that a suite lists.

    Raises
    ------
    FileError, DeclarationError
        If it cannot be read, or lists nothing, or says something that a suite cannot say.
    """
    whole = Table(read_toml(path), path.name)
    found = []
    for item in whole.items("data", "data"):
        characteristics = item.text("characteristics", "")
        found.append(
            Source(
                path=path.parent / item.text("file"),
                target=item.text("target"),
                bad=item.text("bad"),
                characteristics=path.parent / characteristics if characteristics else None,
                name=item.text("name", ""),
                leave_out=item.words("leave_out"),
            )
        )
        item.close()
    whole.close()
    if not found:
        raise DeclarationError("lists no table", where=path.name, remedy="Add a [[data]] with file, target and bad")
    return tuple(found)
