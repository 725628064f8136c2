"""What every command shares: options, printing, progress, and optional parts that may not be installed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from scoring.domain.errors import FileError, InputError

__all__ = [
    "AsJson",
    "CardPath",
    "DataPath",
    "Lang",
    "SeedOption",
    "emit",
    "keep_inputs",
    "need",
    "need_folder",
    "progress",
    "progress_bar",
    "require_extra",
    "table",
]

CardPath = Annotated[Path, typer.Argument(metavar="CARD", help="A card.json that 'fit' wrote.")]
DataPath = Annotated[Path, typer.Argument(metavar="DATA", help="A CSV or Parquet file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
SeedOption = Annotated[int, typer.Option("--seed", help="Seed of every random draw.", min=0)]


class Lang(StrEnum):
    """Language of the texts."""

    EN = "en"
    NL = "nl"


def emit(document: object, text: str, *, as_json: bool) -> None:
    """Print the result once, in the form asked for."""
    print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) if as_json else text)


def need(path: Path) -> Path:
    """A file that must be there.

    Raises
    ------
    FileError
        If it is not.
    """
    if path.is_dir():
        raise FileError("is a folder", where=str(path), remedy="Name a file")
    if not path.is_file():
        raise FileError("no such file", where=str(path), remedy="Check the path")
    return path


def keep_inputs(outputs: Iterable[Path], inputs: Iterable[Path | None]) -> None:
    """Refuse to write over what is read, or two results into one file.

    Raises
    ------
    InputError
        Naming the file.
    """
    read = {path.resolve() for path in inputs if path is not None}
    written: set[Path] = set()
    for out in outputs:
        if out.resolve() in read:
            raise InputError("would be written over its own input", where=str(out), remedy="Choose another name")
        if out.resolve() in written:
            raise InputError("two results would be written to one file", where=str(out), remedy="Choose another name")
        written.add(out.resolve())


def need_folder(path: Path) -> Path:
    """A folder, made where it is missing.

    Raises
    ------
    FileError
        If it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"cannot be made ({error.strerror})", where=str(path), remedy="Choose another folder") from None
    return path


def require_extra(extra: str, *modules: str) -> None:
    """Refuse early, in words, where an optional part is not installed.

    Raises
    ------
    InputError
        Naming the extra to install.
    """
    absent = [module for module in modules if find_spec(module) is None]
    if absent:
        raise InputError(
            f"this command needs {', '.join(absent)}, which is not installed",
            remedy=f"Install it with: pip install 'counterscore[{extra}]'",
        )


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Show that long work goes on, on standard error and only to a person at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


@contextmanager
def steps(what: str) -> Iterator[Callable[[str], None]]:
    """Show which step of long work is being done; only for a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how much of long work is done; the caller says how many of ``total`` so far. Only for a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def table(rows: list[tuple[str, ...]], align: str) -> str:
    """Rows as aligned plain text.

    Parameters
    ----------
    rows
        The first row is the heading.
    align
        One of ``<`` and ``>`` per column.
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(align))]
    lines = [
        "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, align, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
