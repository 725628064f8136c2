"""Write columns to a CSV or Parquet file, whole or not at all."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from scoring.artefact.files import refuse_unwritable
from scoring.domain.errors import FileError, InputError
from scoring.tabular.sql_text import quoted

__all__ = ["neutral_name", "neutral_text", "refuse_unwritable_table", "write_columns"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

FORMULA = r"=+@\t\r-"
"""With one of these a spreadsheet begins a formula; they stand in a class of characters."""


def refuse_unwritable_table(out: Path) -> None:
    """Say early that columns could not be written to a file.

    Raises
    ------
    InputError
        If it is neither CSV nor Parquet.
    FileError
        If it could not be written whatever it holds.
    """
    if out.suffix.lower() not in {".csv", ".parquet"}:
        raise InputError(f"'{out.suffix}' files are not written", where=str(out), remedy="Name a .csv or .parquet file")
    refuse_unwritable(out)


def write_columns(columns: Mapping[str, Column], out: Path) -> None:
    """Write through a temporary sibling and a rename.

    Parameters
    ----------
    columns
        By name: numbers, with NaN or a mask for what is not there, or text and other values, with None.

    Raises
    ------
    InputError
        If the file is neither CSV nor Parquet.
    FileError
        If it cannot be written.
    """
    refuse_unwritable_table(out)
    csv = out.suffix.lower() == ".csv"
    connection = duckdb.connect(":memory:", config={"threads": "1", "preserve_insertion_order": "true"})
    try:
        connection.register("columns", {f"c{place}": _plain(column) for place, column in enumerate(columns.values())})
        table = connection.sql(f"SELECT {_chosen(columns, csv=csv)} FROM columns")  # noqa: S608 - identifiers are quoted
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as scratch:
            path = Path(scratch) / "columns"
            if csv:
                table.write_csv(str(path), header=True)
            else:
                table.write_parquet(str(path), compression="zstd")
            path.replace(out)
    except (OSError, duckdb.Error) as error:
        raise FileError(
            f"cannot be written ({type(error).__name__})", where=str(out), remedy="Check the folder"
        ) from None
    finally:
        connection.close()


def _chosen(columns: Mapping[str, Column], *, csv: bool) -> str:
    """What is written, in order; in a CSV an apostrophe stands before a text or name that a spreadsheet would run."""
    chosen = []
    for place, (name, column) in enumerate(columns.items()):
        value = f"c{place}"
        if column.dtype.kind == "O" and all(each is None or isinstance(each, str) for each in column):
            value = f"CAST({value} AS VARCHAR)"  # a column of nothing but None would have no type
            if csv:
                value = neutral_text(value)
        chosen.append(f"{value} AS {quoted(neutral_name(name) if csv else name)}")
    return ", ".join(chosen)


def neutral_text(value: str) -> str:
    """A column of texts in SQL, with an apostrophe before those that a spreadsheet would run."""
    return f"CASE WHEN regexp_matches({value}, '^[{FORMULA}]') THEN '''' || {value} ELSE {value} END"


def neutral_name(name: str) -> str:
    """A name in the heading, likewise."""
    return f"'{name}" if re.match(f"[{FORMULA}]", name) else name


def _plain(column: Column) -> Any:  # noqa: ANN401 - an array, masked or not
    if column.dtype.kind != "f":
        return column
    return np.ma.masked_array(column, mask=np.ma.getmaskarray(column) | np.isnan(np.ma.getdata(column)))
