"""Engines that run what a card is exported to; each takes a card and applicants and gives one outcome per applicant."""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from scoring.batch.score import reason_codes, score_table
from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Kind
from scoring.explain.contributions import default_basis
from scoring.export.form import Dialect
from scoring.export.onnx import input_name, onnx_bytes
from scoring.export.plan import Plan
from scoring.export.pmml import pmml
from scoring.export.program import javascript, python
from scoring.export.sql import sql
from scoring.tabular.readings import read_frame
from tests.support.export_vectors import Outcome

__all__ = [
    "Rows",
    "by_batch",
    "by_duckdb",
    "by_jpmml",
    "by_node",
    "by_onnx",
    "by_pmml",
    "by_postgres",
    "by_python_file",
    "by_spark",
    "by_sqlite",
]

Rows = Sequence[Mapping[str, object]]

ROW = 'place of "the" row\'s'
"""The column by which results are put in order; its name wants to be quoted too."""


def by_batch(card: Card, rows: Rows) -> list[Outcome]:
    """The project's own scoring of whole columns."""
    frame = {field.name: _objects([row.get(field.name) for row in rows]) for field in card.registry.read_fields}
    table = read_frame(frame, card.registry)
    scores = score_table(card, table)
    codes = reason_codes(card, table, default_basis(card), 4)
    return [
        _outcome(score, pd, invalid or None, list(found))
        for score, pd, invalid, found in zip(scores.score, scores.pd, scores.invalid, codes, strict=True)
    ]


def by_duckdb(card: Card, rows: Rows) -> list[Outcome]:
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    fields = Plan(card).reads
    columns: dict[str, Any] = {"r": np.arange(len(rows))}
    columns |= {f"c{place}": _masked(field, rows) for place, field in enumerate(fields)}
    connection.register("given", columns)
    names = ", ".join(f"c{place} AS {_quoted(field.name)}" for place, field in enumerate(fields))
    connection.execute(f"CREATE TABLE applicants AS SELECT r AS {_quoted(ROW)}, {names} FROM given")
    found = connection.execute(sql(card, Dialect.DUCKDB, keep=(ROW,))).fetchall()
    connection.close()
    return _in_order(found)


def by_sqlite(card: Card, rows: Rows) -> list[Outcome]:
    with sqlite3.connect(":memory:") as connection:
        connection.execute(_create(card, "REAL", "INTEGER", "TEXT"))
        marks = ", ".join("?" for _ in (ROW, *Plan(card).reads))
        connection.executemany(f"INSERT INTO applicants VALUES ({marks})", _tuples(card, rows))
        return _in_order(connection.execute(sql(card, Dialect.SQLITE, keep=(ROW,))).fetchall())


def by_postgres(card: Card, rows: Rows, server: Any) -> list[Outcome]:  # noqa: ANN401 - it publishes no types
    """In a PostgreSQL server of our own, through its command line."""
    values = ",\n".join(f"({', '.join(map(_postgres_literal, row))})" for row in _tuples(card, rows))
    statement = sql(card, Dialect.POSTGRES, keep=(ROW,)).rstrip().removesuffix(";")
    script = (
        "\\set ON_ERROR_STOP on\n\\set QUIET on\nSET client_encoding = 'UTF8';\nDROP TABLE IF EXISTS applicants;\n"
        f"{_create(card, 'DOUBLE PRECISION', 'BIGINT', 'TEXT')};\nINSERT INTO applicants VALUES {values};\n"
        f"COPY (\n{statement}\n) TO STDOUT WITH (FORMAT csv, NULL '<null>', FORCE_QUOTE *);\n"
    )
    found = [
        [None if cell == "<null>" else cell for cell in row] for row in csv.reader(io.StringIO(server.psql(script)))
    ]
    return _in_order([(int(row[0] or 0), *(row[1:])) for row in found])


def by_spark(card: Card, rows: Rows, session: Any) -> list[Outcome]:  # noqa: ANN401 - imported where it is there
    from pyspark.sql.types import DoubleType, LongType, StringType, StructField, StructType

    kinds = [DoubleType() if field.kind is Kind.NUMERIC else StringType() for field in Plan(card).reads]
    names = [field.name for field in Plan(card).reads]
    shape = StructType([StructField(ROW, LongType()), *(StructField(n, k) for n, k in zip(names, kinds, strict=True))])
    session.createDataFrame(list(_tuples(card, rows)), shape).createOrReplaceTempView("applicants")
    found = session.sql(sql(card, Dialect.SPARK, keep=(ROW,)).rstrip().removesuffix(";")).collect()
    return _in_order([tuple(row) for row in found])


def by_python_file(card: Card, rows: Rows, folder: Path) -> list[Outcome]:
    """The exported file in a process of its own, without this project on its path."""
    (folder / "exported_card.py").write_text(python(card), encoding="utf-8")
    program = (
        "import json, sys\nfrom exported_card import score\n"
        "print(json.dumps([score(row) for row in json.loads(sys.stdin.read())]))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, input=json.dumps(list(rows)), capture_output=True, check=True, cwd=folder, text=True, env={}
    )
    return [_from_document(each) for each in json.loads(done.stdout)]


def by_node(card: Card, rows: Rows, folder: Path) -> list[Outcome]:
    """The exported module in Node.js."""
    (folder / "card.mjs").write_text(javascript(card), encoding="utf-8")
    program = (
        'import { readFileSync } from "node:fs"; import { score } from "./card.mjs";'
        "const special = { NaN, Infinity, '-Infinity': -Infinity, '-0': -0 };"
        "const rows = JSON.parse(readFileSync(0, 'utf8')).map((row) =>"
        " Object.fromEntries(row.map(([name, value]) =>"
        " [name, Array.isArray(value) ? special[value[0]] : value])));"
        "console.log(JSON.stringify(rows.map((row) => score(row))));"
    )
    (folder / "run.mjs").write_text(program, encoding="utf-8")
    given = json.dumps([[[name, _for_node(value)] for name, value in row.items()] for row in rows])
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [node, str(folder / "run.mjs")], input=given, capture_output=True, check=True, text=True, encoding="utf-8"
    )
    return [_from_document(each) for each in json.loads(done.stdout)]


def _for_node(value: object) -> object:
    """JSON has no sign for these."""
    if isinstance(value, float) and not math.isfinite(value):
        return ["NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"]
    return ["-0"] if value == 0 and math.copysign(1, float(str(value))) < 0 else value


def _from_document(document: dict[str, Any]) -> Outcome:
    pd = None if document["pd"] is None else float(document["pd"])
    return Outcome(score=document["score"], pd=pd, invalid=document["invalid"], reasons=tuple(document["reasons"]))


def _outcome(score: Any, pd: Any, invalid: str | None, codes: Sequence[str | None]) -> Outcome:  # noqa: ANN401 - numbers of any library
    known = invalid is None
    return Outcome(
        score=int(score) if known else None,
        pd=float(pd) if known else None,
        invalid=invalid,
        reasons=tuple(code for code in codes if code is not None) if known else (),
    )


def _in_order(found: Sequence[Sequence[Any]]) -> list[Outcome]:
    """Rows of row number, score, PD, invalid and reasons; nothing but the invalid column where that is given."""
    assert all(row[3] is None or (row[1], row[2], *row[4:]) == (None,) * 6 for row in found)
    return [_outcome(row[1], row[2], row[3], row[4:]) for row in sorted(found, key=lambda row: int(row[0]))]


def _tuples(card: Card, rows: Rows) -> list[tuple[Any, ...]]:
    fields = Plan(card).reads
    return [(place, *(_typed(field, row[field.name]) for field in fields)) for place, row in enumerate(rows)]


def _typed(field: Characteristic, value: object) -> object:
    return value if value is None or field.kind is not Kind.NUMERIC else float(str(value))


def _create(card: Card, number: str, whole: str, text: str) -> str:
    columns = [f"{_quoted(field.name)} {number if field.kind is Kind.NUMERIC else text}" for field in Plan(card).reads]
    return f"CREATE TABLE applicants ({', '.join([f'{_quoted(ROW)} {whole}', *columns])})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _postgres_literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"'{value!r}'"


def _masked(field: Characteristic, rows: Rows) -> Any:  # noqa: ANN401 - an array, masked or not
    values = [row[field.name] for row in rows]
    if field.kind is not Kind.NUMERIC:
        return _objects(values)
    numbers = [0.0 if value is None else float(str(value)) for value in values]
    return np.ma.masked_array(np.array(numbers), mask=[value is None for value in values])


def _objects(values: Sequence[object]) -> Any:  # noqa: ANN401 - an array
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def by_onnx(card: Card, rows: Rows) -> list[Outcome]:
    """The graph in onnxruntime; a text that nobody knows is empty there."""
    import onnxruntime

    session = onnxruntime.InferenceSession(onnx_bytes(card), providers=["CPUExecutionProvider"])
    given = {}
    for field in Plan(card).reads:
        values = [row[field.name] for row in rows]
        if field.kind is Kind.NUMERIC:
            given[input_name(field.name)] = np.array([math.nan if v is None else float(str(v)) for v in values])
        else:
            given[input_name(field.name)] = _objects(["" if value is None else value for value in values])
    score, pd, invalid, codes = session.run(["score", "pd", "invalid", "reasons"], given)
    return [
        _outcome(points, chance, wrong or None, [code or None for code in found])
        for points, chance, wrong, found in zip(score, pd, invalid, codes, strict=True)
    ]


def by_pmml(card: Card, rows: Rows) -> list[Outcome]:
    """The document in a reader that knows nothing of cards."""
    from tests.reference.pmml_reader import score_rows

    found = score_rows(pmml(card), [dict(row) for row in rows])
    return [_outcome(score, pd, invalid, codes) for score, pd, invalid, codes in found]


def by_jpmml(card: Card, rows: Rows, backend: Any) -> list[Outcome | None]:  # noqa: ANN401 - it publishes no types
    """The document in JPMML, which stops where a result is invalid and does not name the field: None."""
    from jpmml_evaluator import JavaError, make_evaluator

    evaluator = make_evaluator(pmml(card), backend=backend).verify()
    score, pd, _, *reasons = (field.getName() for field in evaluator.getOutputFields())
    outcomes: list[Outcome | None] = []
    for row in rows:
        try:
            found = evaluator.evaluate(dict(row))
        except JavaError as error:
            if error.className.rpartition(".")[2] not in {"ValueCheckException", "UndefinedResultException"}:
                raise
            outcomes.append(None)
        else:
            outcomes.append(_outcome(found[score], found[pd], None, [found[name] for name in reasons]))
    return outcomes
