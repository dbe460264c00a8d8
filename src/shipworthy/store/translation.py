"""What the databases say, in the user's words."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.exc import OperationalError as AlchemyOperationalError

from shipworthy.foundation.errors import LedgerError, StorageError, UserError


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turns errors of the databases into ours.

    Args:
        place: where the ledger is, without a password.

    Raises:
        LedgerError: locked, damaged, not a ledger, out of reach.
        StorageError: full disk, no permission to write.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        # the words of the database quote bytes of a damaged file that are no text
        raise _damaged(place, "bytes that are no text") from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _in_words(error, place) from error


def _in_words(error: Exception, place: str) -> UserError:
    original = getattr(error, "orig", None) or error
    said = str(original).strip().partition("\n")[0]
    code = getattr(original, "sqlite_errorcode", None)
    state = getattr(original, "sqlstate", None)
    make = _SQLITE.get(code & 0xFF) if code is not None else _of_state(state or "", said)
    if make is not None:
        return make(place, said)
    if code is None and state is None and isinstance(error, AlchemyOperationalError):
        return _damaged(place, said) if isinstance(original, sqlite3.Error) else _out_of_reach(place, said)
    if isinstance(error, IntegrityError):
        return _refused(place, said)
    return LedgerError(
        "the ledger's database cannot do this",
        where=place,
        seen=said,
        next_step="run `shipworthy ledger verify`; if all is well, ask whoever keeps the database",
    )


def _of_state(state: str, said: str) -> "_Maker | None":
    if state.startswith(_CONNECTION):
        return _out_of_reach
    # refused at the door, the server's word comes without its code
    return _not_let_in if not state and _REFUSED.search(said) else _POSTGRES.get(state)


def _locked(place: str, said: str) -> UserError:
    return LedgerError(
        "the ledger is locked by another program",
        where=place,
        seen=said,
        next_step="wait until the other program is done, or close it, and run the same command again",
    )


def _damaged(place: str, said: str) -> UserError:
    return LedgerError(
        "the ledger is damaged or is no ledger",
        where=place,
        seen=said,
        next_step="put it aside, and start a new one with `shipworthy ledger import` from your last export",
    )


def _out_of_reach(place: str, said: str) -> UserError:
    return LedgerError(
        "the ledger's database cannot be reached",
        where=place,
        seen=said,
        next_step="check SHIPWORTHY_URL and that the database server is running",
    )


def _not_let_in(place: str, said: str) -> UserError:
    return LedgerError(
        "the ledger's database does not let you in",
        where=place,
        seen=said.partition("FATAL:")[2].strip() or said,
        next_step="check user, password and database in SHIPWORTHY_URL, or ask whoever keeps the database",
    )


def _refused(place: str, said: str) -> UserError:
    return LedgerError(
        "the ledger only grows, and this would have changed it",
        where=place,
        seen=said,
        next_step="run `shipworthy ledger verify` to see whether somebody else changed it",
    )


def _full(place: str, said: str) -> UserError:
    return StorageError(
        "the disk is full",
        where=place,
        seen=said,
        next_step="free some space and run the same command again; what was acknowledged is kept",
    )


def _not_allowed(place: str, said: str) -> UserError:
    return StorageError(
        "the ledger may not be written",
        where=place,
        seen=said,
        next_step="give yourself permission to write there, or choose another place with SHIPWORTHY_HOME",
    )


def _cannot_open(place: str, said: str) -> UserError:
    return StorageError(
        "the ledger's file cannot be opened, read or written",
        where=place,
        seen=said,
        next_step="check the folder and the disk, or choose another place with SHIPWORTHY_HOME",
    )


_Maker = Callable[[str, str], UserError]

_CONNECTION: Final = "08"
"""Class of the states that speak of a connection that broke."""
_REFUSED: Final = re.compile("authentication failed|pg_hba.conf|role .* does not exist|database .* does not exist")

_SQLITE: Final[dict[int, _Maker]] = {
    sqlite3.SQLITE_BUSY: _locked,
    sqlite3.SQLITE_LOCKED: _locked,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_NOTADB: _damaged,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_READONLY: _not_allowed,
    sqlite3.SQLITE_PERM: _not_allowed,
    sqlite3.SQLITE_CANTOPEN: _cannot_open,
    sqlite3.SQLITE_IOERR: _cannot_open,
    sqlite3.SQLITE_CONSTRAINT: _refused,
}
"""Primary result code -> words (https://www.sqlite.org/rescode.html)."""

_POSTGRES: Final[dict[str, _Maker]] = {
    "55P03": _locked,
    "40001": _locked,
    "40P01": _locked,
    "53100": _full,
    "42501": _not_allowed,
    "25006": _not_allowed,
    "XX001": _damaged,
    "XX002": _damaged,
    "P0001": _refused,
    "57P01": _out_of_reach,
    "57P02": _out_of_reach,
    "57P03": _out_of_reach,
    "53300": _out_of_reach,
}
"""SQLSTATE -> words (PostgreSQL manual, appendix A)."""
