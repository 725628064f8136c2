"""Score a file by the same SQL in Spark: on this machine, or wherever the session that is there already runs."""

from __future__ import annotations

import os
import re
import shutil
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from scoring.artefact.card_json import card_digest
from scoring.batch.request import OWN_COLUMNS, Request
from scoring.batch.score_sql import EXACT_DIGITS
from scoring.batch.scored import Output, read_back
from scoring.batch.write import FORMULA, neutral_name
from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.errors import DataError, FileError, InputError, Unavailable
from scoring.export.form import Dialect
from scoring.export.plan import MISSING_TEXTS, SPACE, Plan
from scoring.tabular.source import heading

__all__ = ["by_spark"]

_WHOLE = frozenset({"tinyint", "smallint", "int", "bigint"})
_NUMBERS = _WHOLE | {"float", "double"}
_NUMBER = r"\A[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z"
"""What the card reads as a number; Java would read more, such as 1d and hexadecimal digits."""
_NO_NUMBER = r"\A[+-]?nan\z"
_ASCII_SPACE = "".join(letter for letter in SPACE if letter.isascii())
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.caseSensitive": "false",
}
_PLACE = "place of the row"


def by_spark(request: Request, folder: Path) -> Output:
    """Score into a file in a folder of our own, rows in the file's order.

    Raises
    ------
    InputError
        If recourse is asked for: a search, which no statement makes.
    Unavailable
        If pyspark or Java is not there.
    DataError
        If a column has a type that Spark might read otherwise than the card does.
    FileError
        If Spark cannot read the data or write the scores.
    """
    if request.record.recourse:
        raise InputError("Spark does not search for recourse", remedy="Use '--engine duckdb', or leave recourse out")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyspark's, of libraries that nothing here uses
        session, own = _session()
        from pyspark.errors import PySparkException

        try:
            path = _scored(session, request, folder)
        except PySparkException as error:
            raise FileError(
                f"Spark could not score it ({type(error).__name__})",
                where=request.file.path.name,
                remedy="Try '--engine duckdb', which says more",
            ) from None
        finally:
            if own:
                session.stop()
    with duckdb.connect(":memory:") as connection:
        return read_back(connection, request, path)


def _session() -> tuple[Any, bool]:
    """The session that is there, or one on all cores of this machine; and whether it is ours to stop."""
    absent = [module for module in ("pyspark", "sqlglot") if find_spec(module) is None]
    if absent:
        raise Unavailable(f"{absent[0]} is not installed", remedy="Install it with: pip install 'counterscore[spark]'")
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if (active := SparkSession.getActiveSession()) is not None:
        return active, False
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise Unavailable("there is no Java for Spark", remedy="Install Java 17 or newer, or use '--engine duckdb'")
    builder: Any = SparkSession.builder
    builder = builder.appName("counterscore").master("local[*]")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise Unavailable(f"Spark does not start ({type(error).__name__})", remedy="Use '--engine duckdb'") from None
    session.sparkContext.setLogLevel("FATAL")  # what it cannot do comes as an exception
    return session, True


def _scored(session: Any, request: Request, folder: Path) -> Path:  # noqa: ANN401 - pyspark is optional
    from pyspark.sql import functions as f

    from scoring.export.sql import select

    plan, place = Plan(request.card), _unused("row", request)
    view = _unused("counterscore_applicants", request)
    frame, number = _frame(session, request)
    kinds = dict(frame.dtypes)
    columns = [number.alias(place)]
    columns += [_column(field, kinds[field.name], request).alias(field.name) for field in plan.reads]
    columns += [f.col(_quoted(name)).alias(alias) for name, alias in request.aliases]
    statement = select(
        request.card,
        Dialect.SPARK,
        table=view,
        keep=(place, *request.kept),
        reasons=request.reasons,
        points=request.record.points,
    ).sql(dialect="spark")
    frame.select(*columns).createOrReplaceTempView(view)
    try:
        found = session.sql(statement)
        chosen = [f.col(place), *_chosen(request, dict(found.dtypes))]
        ordered = found.select(*chosen).repartition(1).sortWithinPartitions(place).drop(place)
        return _write(ordered, request, folder)
    finally:
        session.catalog.dropTempView(view)


def _frame(session: Any, request: Request) -> tuple[Any, Any]:  # noqa: ANN401 - pyspark is optional
    """The file, and the column that holds each row's place in it."""
    from pyspark.sql import functions as f

    path = request.file.path.resolve()
    pattern = "".join(f"\\{letter}" if letter in "{}[]*?\\" else letter for letter in str(path))
    if path.suffix.lower() == ".parquet":
        frame = session.read.parquet(pattern)
        return frame, frame.metadataColumn("_metadata").getField("row_index")
    from pyspark.sql.types import StringType, StructField, StructType

    delimiter, names = heading(path)
    frame = session.read.csv(
        pattern,
        schema=StructType([StructField(name, StringType()) for name in names]),
        header=True,
        sep=delimiter,
        quote='"',
        escape='"',
        encoding="UTF-8",
        multiLine=True,
        mode="FAILFAST",
    )
    return frame, f.monotonically_increasing_id()  # a file whose texts may hold line breaks is read in one piece


def _column(field: Characteristic, kind: str, request: Request) -> Any:  # noqa: ANN401 - pyspark is optional
    """A column of the file as the statement takes it, read as the card reads it."""
    from pyspark.sql import functions as f

    column = f.col(_quoted(field.name))
    if field.kind is Kind.CATEGORICAL and (kind == "string" or kind in _WHOLE):
        return column.cast("string")
    digits = re.fullmatch(r"decimal\((\d+),\d+\)", kind)
    if field.kind is Kind.NUMERIC and (kind in _NUMBERS or (digits and int(digits[1]) <= EXACT_DIGITS)):
        return column.cast("double")
    if field.kind is Kind.NUMERIC and kind == "string":
        text = f.btrim(column, f.lit(_ASCII_SPACE))
        missing = f.lower(f.btrim(column, f.lit(SPACE))).isin(*MISSING_TEXTS) | f.lower(text).rlike(_NO_NUMBER)
        invalid = f.when(column.isNotNull() & ~missing, f.lit(float("inf")))
        return f.when(text.rlike(_NUMBER), text.try_cast("double")).otherwise(invalid)
    raise DataError(
        f"Spark would read the type {kind} otherwise than the card does",
        where=f"{request.file.path.name}, column {field.name}",
        remedy="Use '--engine duckdb', or cast the column to double or text",
    )


def _chosen(request: Request, kinds: dict[str, str]) -> list[Any]:
    """The columns of the file in order, with the names that they have there."""
    from pyspark.sql import functions as f

    def plain(name: str) -> Any:  # noqa: ANN401 - pyspark is optional
        column = f.col(name)
        if not request.csv or kinds[name] != "string":
            return column
        return f.when(column.rlike(rf"\A[{FORMULA}]"), f.concat(f.lit("'"), column)).otherwise(column)

    found = [
        plain(alias).alias(neutral_name(name) if request.csv else name)
        for (name, _), alias in zip(request.copied, request.kept, strict=True)
    ]
    if request.record.decided_at is not None:
        found += [f.lit(request.record.decided_at).alias("decided_at"), f.lit(card_digest(request.card)).alias("card")]
    found += [f.col("score").cast("bigint").alias("score"), f.col("pd")]
    if request.card.cut_off is not None:
        found.append((f.col("score") >= request.card.cut_off).cast("bigint").alias("approved"))
    found += [plain(name).alias(name) for name in ("invalid", *request.codes)]
    return found + [f.col(value).cast("bigint").alias(name) for value, name in request.points.items()]


def _write(frame: Any, request: Request, folder: Path) -> Path:  # noqa: ANN401 - pyspark is optional
    parts = folder / "parts"
    if request.csv:
        frame.write.csv(
            str(parts),
            header=True,
            quote='"',
            escape='"',
            ignoreLeadingWhiteSpace=False,
            ignoreTrailingWhiteSpace=False,
        )
    else:
        frame.write.parquet(str(parts), compression="zstd")
    (part,) = parts.glob("part-*")
    return part


def _unused(name: str, request: Request) -> str:
    """A name that no column of the file has."""
    taken = {column.lower() for column in (*request.file.columns, *request.kept, *OWN_COLUMNS)}
    while name in taken:
        name += "_"
    return name


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
