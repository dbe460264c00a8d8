"""What SQLite says of the prediction log, in the user's words."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from shipworthy.foundation.errors import LogError, StorageError, UserError
from shipworthy.foundation.files import storage_error


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into ours.

    Args:
        path: the log's file.

    Raises:
        LogError: the file is damaged, or is no log.
        StorageError: full disk, no permission, locked by another process.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(path, error) from error


def _in_words(path: Path, error: sqlite3.Error) -> UserError:
    extended = getattr(error, "sqlite_errorcode", 0)
    # what cannot grow beside the log is a full disk too, though SQLite calls it an error of the disk
    code = sqlite3.SQLITE_FULL if extended == sqlite3.SQLITE_IOERR_SHMSIZE else extended & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StorageError(
            "another process is writing the prediction log",
            where=str(path),
            seen=str(error),
            next_step="stop the other model server of this project, or wait until it is done",
        )
    if code in _SYSTEM:
        number = _SYSTEM[code]
        return storage_error(path, OSError(number, os.strerror(number)))
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LogError(
            "the prediction log is damaged or is no prediction log",
            where=str(path),
            seen=str(error),
            next_step="move the file away and restart the model server; it begins a new log",
        )
    return StorageError(
        "the prediction log cannot be read or written",
        where=str(path),
        seen=str(error),
        next_step="check the disk, then run the same command again",
    )


_SYSTEM: Final = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
"""Primary result code -> the operating system's number that it stands for (https://www.sqlite.org/rescode.html)."""
