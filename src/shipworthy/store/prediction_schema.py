"""The prediction log's file: its tables, its version, and how it is opened."""

import sqlite3
from pathlib import Path
from typing import Final

from shipworthy.foundation.errors import LogError
from shipworthy.foundation.files import storage_error

LOG_FILE: Final = "predictions.sqlite"

FORM: Final = 1
"""Version of the tables; stands in the file as SQLite's `user_version`."""

_MARK: Final = 0x53574C47
"""SQLite's `application_id` of our files: the letters SWLG."""

_TABLES: Final = (
    """
    CREATE TABLE predictions (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL, origin TEXT NOT NULL, version INTEGER NOT NULL,
        time INTEGER NOT NULL, received INTEGER NOT NULL,
        route TEXT NOT NULL, why TEXT NOT NULL, score, decision,
        unit_id TEXT NOT NULL, "group" TEXT NOT NULL, inputs TEXT NOT NULL, seconds REAL NOT NULL,
        UNIQUE (id, origin, version)
    )
    """,
    "CREATE INDEX predictions_in_time ON predictions (origin, time)",
    """
    CREATE TABLE outcomes (
        id TEXT NOT NULL, place INTEGER NOT NULL, outcome, time INTEGER, received INTEGER NOT NULL,
        PRIMARY KEY (id, place)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE calls (
        number INTEGER PRIMARY KEY,
        time INTEGER NOT NULL, received INTEGER NOT NULL, seconds REAL NOT NULL, status INTEGER NOT NULL,
        rows INTEGER NOT NULL, fallback INTEGER NOT NULL, path TEXT NOT NULL
    )
    """,
    "CREATE INDEX calls_in_time ON calls (time)",
)
"""Times are whole microseconds since 1970 in UTC; a score is a number, or a JSON list; inputs are a JSON object."""


def connect(folder: Path, *, read_only: bool, wait: float) -> sqlite3.Connection:
    """Opens the log in a folder, and makes it when it is not there and may be written.

    Args:
        folder: where the file lies.
        read_only: True only looks, beside the process that writes.
        wait: seconds to wait while another process writes.

    Raises:
        LogError: when there is none to look at, or the file is no log, or one of another version.
        StorageError: when the folder cannot be made.
        sqlite3.Error: what SQLite says of the file otherwise.
    """
    path = folder / LOG_FILE
    if not read_only:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(folder, error) from error
    elif not path.exists():
        raise LogError(
            "there is no prediction log yet",
            where=str(path),
            next_step="start the model server with `shipworthy serve`, and ask it something",
        )
    # the driver's own transactions begin too late, without taking the write lock
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, path, read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, read_only: bool) -> None:
    if read_only:
        # 64 MiB: reading half a year looks up an outcome for each of its rows
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA query_only = ON")
    else:
        # 16 MiB: a model server should be small, and what it adds lies at the end
        connection.execute("PRAGMA cache_size = -16384")
        # FULL: what was acknowledged has reached the disk, in WAL mode too
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA journal_mode = WAL")
        _make(connection, path)
    _check(connection, path)


def _make(connection: sqlite3.Connection, path: Path) -> None:
    if _form(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
            for table in _TABLES:
                connection.execute(table)
            connection.execute(f"PRAGMA application_id = {_MARK}")
            connection.execute(f"PRAGMA user_version = {FORM}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _check(connection: sqlite3.Connection, path: Path) -> None:
    form, mark = _form(connection), connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != _MARK:
        raise LogError(
            "this file is no prediction log",
            where=str(path),
            next_step="move it away; the model server makes a new one when it starts",
        )
    if form != FORM:
        raise LogError(
            "the prediction log was written by another version of shipworthy",
            where=str(path),
            seen=f"form {form}",
            allowed=f"form {FORM}",
            next_step="use the version that wrote it, or move the file away to begin a new log",
        )


def _form(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
