"""Write a published population: its rows must be the published ones, or nothing is written.

A release is a name for rows. Its Parquet files may differ from one version of the library that writes them to the
next; their rows may not, and a digest of the rows decides.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from errno import EISDIR
from pathlib import Path

import duckdb

from scoring.artefact.files import write_bytes
from scoring.domain.errors import EvidenceBroken, FileError
from scoring.population.catalogue import RELEASES, WHOLE, Release, find_release
from scoring.population.croissant import croissant, to_text
from scoring.population.datacard import datacard
from scoring.population.layout import FILES
from scoring.population.measured import measure
from scoring.population.statement_folder import write_statement_folder
from scoring.population.write import digests, write

__all__ = ["RELEASES", "Release", "find_release", "write_excerpt", "write_release"]

Progress = Callable[[int], None]

STATEMENTS = 1_000
"""Persons of a release whose raw statements are written beside the categorised ones; of few persons, one in fifty."""

LICENCE = """CC0 1.0 Universal
SPDX-License-Identifier: CC0-1.0

To the extent possible under law, the Counterscore maintainers have waived all copyright and related or neighbouring
rights to Laagland, release {name}.

The legal text is that of the CC0 1.0 Universal Public Domain Dedication of Creative Commons:
https://creativecommons.org/publicdomain/zero/1.0/legalcode
"""


def write_release(name: str, folder: Path, on_progress: Progress | None = None) -> list[Path]:
    """Write a release: its files, some raw statements, a data card, Croissant, licence and ``SHA256SUMS``.

    Parameters
    ----------
    folder
        Where to; files of the same names are replaced.
    on_progress
        Called with the number of persons done.

    Raises
    ------
    InputError
        If there is no release of that name.
    FileError
        If the folder cannot be written.
    EvidenceBroken
        If a file's rows are not the published ones; then nothing was written. The first such file is named.
    """
    release = find_release(name)
    return _write(release, release.persons, release.digests, folder, on_progress)


def write_excerpt(name: str, folder: Path, on_progress: Progress | None = None) -> list[Path]:
    """Write the first persons of a release in the same way; what is raised is the same."""
    release = find_release(name)
    return _write(release, release.excerpt_persons, release.excerpt_digests, folder, on_progress)


def _write(
    release: Release, persons: int, published: Mapping[str, str], folder: Path, on_progress: Progress | None
) -> list[Path]:
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".release.") as scratch:
            made = write(release.first(persons), Path(scratch), on_progress=on_progress)
            _require_published(release, published, digests(Path(scratch)))
            made += write_statement_folder(release.first(persons), Path(scratch), min(STATEMENTS, persons // 50))
            made += _documents(release, persons, published, Path(scratch))
            made.append(_sums(Path(scratch), made))
            return _put(made, Path(scratch), folder)
    except FileError as error:  # it names the scratch folder, of which nobody knows
        raise FileError(error.what, where=str(folder), remedy=error.remedy) from None
    except (OSError, duckdb.Error) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise FileError(
            f"cannot be written ({why})", where=str(folder), remedy="Check the folder and its permissions"
        ) from None


def _put(made: list[Path], scratch: Path, folder: Path) -> list[Path]:
    """Move the files to their places, unless one of these is a folder; ``SHA256SUMS`` comes last."""
    targets = [folder / path.relative_to(scratch) for path in made]
    if any(target.is_dir() for target in targets):
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    for target in targets:
        target.parent.mkdir(exist_ok=True)
    return [path.replace(target) for path, target in zip(made, targets, strict=True)]


def _require_published(release: Release, published: Mapping[str, str], found: Mapping[str, str]) -> None:
    differing = [file.name for file in FILES if found[file.name] != published.get(file.name)]
    if differing or found[WHOLE] != published[WHOLE]:
        part = f"{differing[0]}.parquet" if differing else "population"
        raise EvidenceBroken(
            part,
            f"the rows are not those that {release.name} was published with"
            + (f"; {len(differing)} of {len(FILES)} files differ" if differing else ""),
            remedy="Nothing was written. Use the version of this program that published it, or write a population "
            "of your own without the name of a release",
        )


def _documents(release: Release, persons: int, published: Mapping[str, str], folder: Path) -> list[Path]:
    texts = {
        "DATACARD.md": datacard(release, persons, published, measure(folder)),
        "LICENSE.txt": LICENCE.format(name=release.name),
        "croissant.json": to_text(croissant(release, persons, folder)),
    }
    for name, text in texts.items():
        write_bytes(folder / name, text.encode())
    return [folder / name for name in texts]


def _sums(folder: Path, made: list[Path]) -> Path:
    """``SHA256SUMS``, as ``sha256sum --check`` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(made)
    ]
    write_bytes(folder / "SHA256SUMS", "".join(lines).encode())
    return folder / "SHA256SUMS"
