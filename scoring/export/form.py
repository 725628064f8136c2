"""The forms that a card can be exported to, and the engines that its SQL is written for."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Dialect", "Form"]


class Form(StrEnum):
    """What a card is exported to."""

    SQL = "sql"
    PMML = "pmml"
    ONNX = "onnx"
    JAVASCRIPT = "javascript"
    PYTHON = "python"
    HTML = "html"


class Dialect(StrEnum):
    """The engine that SQL is written for."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SQLITE = "sqlite"
    SPARK = "spark"
    BIGQUERY = "bigquery"
    SNOWFLAKE = "snowflake"
