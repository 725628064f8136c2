"""Which files a folder of records has, and that they do not contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scoring.domain.errors import FileError

__all__ = ["RecordFolder", "find", "record_paths"]

REGISTER = ("register_contracts", "register_events")
BANK = ("bank_accounts", "bank_transactions")
TABLES = ("applications", *REGISTER, *BANK)
TABLE_SUFFIXES = (".csv", ".parquet")
STATEMENTS = "statements"
STATEMENT_SUFFIXES = (".jsonl", ".jsonl.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFolder:
    """The files of a folder.

    Attributes
    ----------
    applications
        Always there.
    register
        Contracts and events; None where nobody was looked up.
    bank
        Accounts and transactions, already categorised; None where there are none of these.
    statements
        Statements as banks give them, in their place; with neither, everybody refused this source.
    """

    applications: Path
    register: tuple[Path, Path] | None
    bank: tuple[Path, Path] | None
    statements: Path | None


def find(folder: Path) -> RecordFolder:
    """Look which files there are.

    Raises
    ------
    FileError
        If one is missing, or there in two forms.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileError("there is no such folder", where=str(folder), remedy="Name a folder of records")
    applications = _one(folder, "applications", TABLE_SUFFIXES)
    if applications is None:
        raise FileError(
            "there is no applications.csv or applications.parquet", where=str(folder), remedy="Add one of them"
        )
    bank, statements = _pair(folder, *BANK), _one(folder, STATEMENTS, STATEMENT_SUFFIXES)
    if bank is not None and statements is not None:
        raise FileError(
            f"the bank source is there twice: {bank[0].name} and {bank[1].name}, and {statements.name}",
            where=str(folder),
            remedy=f"Remove {statements.name} to use the tables, or the two tables to use the statements",
        )
    return RecordFolder(applications=applications, register=_pair(folder, *REGISTER), bank=bank, statements=statements)


def record_paths(folder: Path) -> tuple[Path, ...]:
    """Every path that is read where it is there: nothing may be written to any of them."""
    tables = [folder / f"{name}{suffix}" for name in TABLES for suffix in TABLE_SUFFIXES]
    return (*tables, *(folder / f"{STATEMENTS}{suffix}" for suffix in STATEMENT_SUFFIXES))


def _pair(folder: Path, first: str, second: str) -> tuple[Path, Path] | None:
    """Two tables that say something together only."""
    there, other = _one(folder, first, TABLE_SUFFIXES), _one(folder, second, TABLE_SUFFIXES)
    if there is not None and other is not None:
        return there, other
    if (alone := there or other) is None:
        return None
    missing = second if there is not None else first
    raise FileError(
        f"there is no {missing}.csv or {missing}.parquet",
        where=str(folder),
        remedy=f"Add it (a heading alone says that there are none), or remove {alone.name}",
    )


def _one(folder: Path, name: str, suffixes: tuple[str, str]) -> Path | None:
    found = [path for suffix in suffixes if (path := folder / f"{name}{suffix}").exists()]
    if len(found) > 1:
        raise FileError(
            f"{found[0].name} and {found[1].name} are both there", where=str(folder), remedy="Remove one of them"
        )
    return found[0] if found else None
