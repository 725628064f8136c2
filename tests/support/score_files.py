"""Files to score: applicants at the corners of a card, and large files of one applicant whose income changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from scoring.domain.card import Card
from scoring.domain.characteristic import Kind
from scoring.tabular.sql_text import quoted
from tests.support.export_vectors import ARITHMETIC, applicants, extremes, odd_texts
from tests.support.hand_card import APPLICANT

__all__ = ["KEEP", "file_of", "large", "people"]

Rows = Sequence[dict[str, object]]

KEEP = '=1+1 "person\'s" key'
_TEXTS = ["=1+1", "+1", "-1", "@x", "plain", None, "two\nlines", 'a "quoted", cell', ""]


def people(card: Card) -> list[dict[str, object]]:
    """Applicants at the corners of a card, with a text to keep beside each."""
    rows = [*applicants(card, several=90), *odd_texts(card), *(extremes() if card is ARITHMETIC else ())]
    return [{**row, KEEP: _TEXTS[place % len(_TEXTS)]} for place, row in enumerate(rows)]


def file_of(card: Card, rows: Rows, path: Path, *, texts: bool = False) -> Path:
    """The rows as a file: numbers as doubles, or every column as text, which a CSV is anyway."""
    fields = {field.name: field for field in card.registry.read_fields}
    columns: dict[str, Any] = {}
    chosen = []
    for place, name in enumerate([*fields, KEEP]):
        values = [row.get(name) for row in rows]
        number = name in fields and fields[name].kind is Kind.NUMERIC and not texts
        array = np.empty(len(values), dtype=object)
        array[:] = [value if value is None or number else str(value) for value in values]
        columns[f"c{place}"] = array
        chosen.append(f"CAST(c{place} AS {'DOUBLE' if number else 'VARCHAR'}) AS {quoted(name)}")
    with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
        connection.register("given", columns)
        form = "csv, HEADER" if path.suffix == ".csv" else "parquet"
        connection.execute(f"COPY (SELECT {', '.join(chosen)} FROM given) TO '{path}' (FORMAT {form})")
    return path


def large(folder: Path, rows: int) -> Path:
    """A file of several groups of rows, with the place of each row and income that grows with it."""
    path = folder / "large.parquet"
    usual = {name: value for name, value in APPLICANT.items() if name != "net_monthly_income"}
    columns = ", ".join(f"{value!r} AS {quoted(name)}" for name, value in usual.items())
    income = "CASE WHEN range % 1000 = 7 THEN -1 ELSE 1000 + range % 6000 END"
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"COPY (SELECT range AS place, {income} AS net_monthly_income, {columns} FROM range({rows})) TO '{path}'"
        )
    return path
