"""Opening the ledger's database so that what was acknowledged survives and one program writes at a time."""

import re
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from shipworthy.foundation.errors import LedgerError, MissingExtraError
from shipworthy.foundation.files import storage_error

WRITES: Final = "shipworthy_writes"
"""Execution option of a connection whose transactions write."""

_CONNECT_SECONDS: Final = 10


def engine_for(url: str, wait: float) -> Engine:
    """An engine for the ledger at a URL; nothing is connected yet.

    Args:
        url: `sqlite:///FILE` or `postgresql://USER@HOST/DATABASE`.
        wait: seconds to wait while another program writes.

    Raises:
        LedgerError: when the URL cannot be understood.
        MissingExtraError: when it is PostgreSQL and its driver is not installed.
        StorageError: when the folder of the file cannot be made.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, wait)
    return _postgres(parsed, wait)


def place_of(engine: Engine) -> str:
    """Where the ledger is, in words fit for a message: a file, or a URL without its password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or "in memory"
    return engine.url.render_as_string(hide_password=True)


def _parsed(url: str) -> URL:
    allowed = "sqlite:///FILE or postgresql://USER@HOST/DATABASE"
    next_step = "mend SHIPWORTHY_URL, or leave it empty to keep the ledger in a file"
    try:
        # the short form that many hosts of databases hand out
        parsed = make_url(re.sub("^postgres://", "postgresql://", url))
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError) as error:
        # the whole of it is not shown: it may hold a password
        seen = url.partition("://")[0]
        what = "the ledger's address cannot be understood"
        raise LedgerError(what, seen=f"{seen}…", allowed=allowed, next_step=next_step) from error
    if backend not in ("sqlite", "postgresql"):
        what = "the ledger cannot be kept in this kind of database"
        raise LedgerError(what, seen=backend, allowed=allowed, next_step=next_step)
    return parsed


def _sqlite(url: URL, wait: float) -> Engine:
    if url.database and "uri" not in url.query:
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(folder, error) from error
    engine = create_engine(url, connect_args={"timeout": wait})
    file = _File(url)
    event.listen(engine, "do_connect", file.before)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "connect", file.opened)
    event.listen(engine, "begin", file.still)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class _File:
    """The file of an embedded ledger, which somebody may take away or replace while it is open.

    The system lets go on writing into a file that has no name any more, and forgets it afterwards: what would be
    acknowledged then would be lost.
    """

    _NUMBER: Final = "shipworthy_file"

    def __init__(self, url: URL) -> None:
        kept = url.database and url.database != ":memory:" and "uri" not in url.query
        self._path = Path(str(url.database)) if kept else None
        self._was_there = False

    def before(self, *_: object) -> None:
        """A file that was there is not made anew, empty."""
        if self._was_there and self._number() is None:
            raise self._gone()

    def opened(self, _: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        """Remembers which file a connection writes into."""
        record.info[self._NUMBER] = self._number()
        self._was_there = True

    def still(self, connection: Connection) -> None:
        """Refuses to go on with another file than the one that was opened."""
        number = self._number()
        if number == connection.info.get(self._NUMBER):
            return
        connection.invalidate()
        if number is None:
            raise self._gone()
        raise LedgerError(
            "the ledger's file was replaced by another while it was open",
            where=str(self._path),
            next_step="see whether it is the right one with `shipworthy ledger verify`, and run the same command again",
        )

    def _number(self) -> tuple[int, int] | None:
        """What the system calls the file, whatever its name; None when there is none, or the ledger is in memory."""
        try:
            stat = self._path.stat() if self._path else None
        except OSError:
            return None
        return (stat.st_dev, stat.st_ino) if stat else None

    def _gone(self) -> LedgerError:
        return LedgerError(
            "the ledger's file is gone",
            where=str(self._path),
            next_step="put it back, or start anew and take in your last export with `shipworthy ledger import`",
        )


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # the driver would begin transactions too late, without taking the write lock
    connection.isolation_level = None
    # FULL: an acknowledged entry has reached the disk, in WAL mode too
    connection.execute("PRAGMA synchronous = FULL")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
        connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL, wait: float) -> Engine:
    options: dict[str, Any] = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS}
    try:
        url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url, connect_args=options, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "the ledger is in PostgreSQL, and the driver for it is not installed",
            seen=error.name,
            next_step="pip install 'shipworthy[postgres]'",
        ) from error

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES, False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(wait * 1000)}")
            connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    event.listen(engine, "begin", begin)
    return engine
