"""The user's MLflow server, or the project's own database: where it is, asked quietly and with little patience."""

import logging
import os
import re
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from shipworthy.foundation.errors import StorageError

_MANNERS: Final = {
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    # it prints the address of every run on a server, in the midst of what is said or handed over
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}
_LOGGERS: Final = ("mlflow", "alembic", "urllib3")


def own_database(folder: Path) -> str:
    """Address of `mlflow.db` in a folder. It is opened first: MLflow would try for minutes.

    Raises:
        StorageError: when it cannot be opened.
    """
    path = folder.resolve() / "mlflow.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA schema_version")
    except (OSError, sqlite3.Error) as error:
        raise StorageError(str(error), where=str(path)) from error
    return f"sqlite:///{path}"


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing printed, no warnings, little patience; all of it as before afterwards."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    before = {name: os.environ.get(name) for name in _MANNERS}
    for name, value in _MANNERS.items():
        os.environ.setdefault(name, value)
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        for name, old in before.items():
            if old is None:
                os.environ.pop(name, None)


def without_password(text: str) -> str:
    """Addresses in a text, without the name and password that may stand before the host.

    >>> without_password("https://me:secret@example.org/api is away")
    'https://example.org/api is away'
    """
    return re.sub(r"(?<=://)[^/@\s]+@", "", text)


def in_short(error: Exception) -> str:
    """The first line of what an error says, without passwords."""
    return without_password(str(error).strip().partition("\n")[0][:200]) or type(error).__name__
