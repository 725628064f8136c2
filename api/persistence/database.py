"""The database: opened once, entered by transactions; nothing else commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from api.persistence.store import SqlStore
from api.persistence.tables import VERSION, metadata, version
from scoring.domain.errors import EvidenceBroken, FileError, InputError, Unavailable

__all__ = ["Database"]

BUSY_MILLISECONDS = 5000
_PASSING = ("locked", "busy", "full", "disk I/O")
"""Signs of a state that may pass; all else means that the database is not what it was."""


class Database:
    """A SQLite database with the service's tables.

    Every transaction begins by taking the write lock, so that two of them can neither take the same place in the log
    nor review the same appeal. A crash leaves all of a transaction or nothing: the journal is synchronised at commit.

    Parameters
    ----------
    url
        ``sqlite:///`` and a path. The file is made where it is missing, its folder is not.

    Raises
    ------
    InputError, FileError
        For another kind of database, a file that is none, or one of another layout.
    """

    def __init__(self, url: str) -> None:
        address = _checked(url)
        self._engine = _engine(address)
        self._where = url
        try:
            Path(address.database or "").touch(mode=0o600)  # personal data: for the service's own user
            self._prepare()
        except OSError as error:
            raise FileError(f"cannot be made ({error.strerror})", where=url, remedy="Check the folder") from None
        except DatabaseError as error:
            why = f"cannot be used as a database ({_cause(error)})"
            raise FileError(why, where=url, remedy="Check the path and its folder") from None
        finally:
            self.close()  # whatever went wrong, no connection is left; the first transaction opens another

    @contextmanager
    def transaction(self) -> Iterator[SqlStore]:
        """What one use case does, kept as a whole or not at all.

        Raises
        ------
        EvidenceBroken
            If the database is damaged.
        Unavailable
            If others hold the write lock for longer than five seconds, or the disk refuses.
        """
        try:
            with self._engine.begin() as connection:
                yield SqlStore(connection)
        except OperationalError as error:
            if not any(word in _cause(error) for word in _PASSING):
                raise EvidenceBroken("database", f"it cannot be read: {_cause(error)}") from None
            raise Unavailable(
                f"the database does not answer ({_cause(error)}); nothing was recorded", remedy="Try again shortly"
            ) from None

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            if not inspect(connection).has_table(version.name):
                if inspect(connection).get_table_names():
                    raise FileError("holds other tables", where=self._where, remedy="Name a new file")
                metadata.create_all(connection)
                connection.execute(insert(version).values(version=VERSION))
            found = connection.execute(select(version.c.version)).scalars().all()
        if found != [VERSION]:
            raise FileError(
                f"has layout {found}, this program knows {VERSION}", where=self._where, remedy="Update counterscore"
            )
        # Written into the file itself, so only once it is known to be ours; not possible within a transaction.
        with closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.query:
        # The address itself is not repeated: it may hold a password.
        raise InputError("the database address is not sqlite:///PATH", remedy="Example: sqlite:///counterscore.sqlite")
    return parsed


def _engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def _configure(connection: SqliteConnection, _record: object) -> None:
        try:
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                connection.execute(f"PRAGMA {pragma}")
            # Bytes that are no text must reach the verification, which names their row, instead of failing here.
            connection.text_factory = lambda data: data.decode(errors="backslashreplace")
        except BaseException:
            connection.close()  # the pool does not know it yet
            raise

    @event.listens_for(engine, "begin")
    def _lock(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _cause(error: DatabaseError) -> str:
    return str(error.orig)
