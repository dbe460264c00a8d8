"""Opening the ledger's database so that what was acknowledged survives and one program writes at a time."""

import re
import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

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
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


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
