"""Entries as lines of JSON: the form in which a ledger is exported and taken in again."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from shipworthy.foundation.errors import LedgerError
from shipworthy.store.chain import Link, canonical


def line_of(link: Link, place: str) -> str:
    """An entry as one line; its body is a JSON object in it.

    Raises:
        LedgerError: when the body has been altered so that it is no JSON any more.
    """
    try:
        return canonical({**link.to_dict(), "body": json.loads(link.body)})
    except (TypeError, ValueError) as error:
        raise LedgerError(
            "an entry of the ledger cannot be exported: it has been altered",
            where=f"{place}, entry {link.seq}",
            next_step="run `shipworthy ledger verify` to see all that was altered",
        ) from error


def read_lines(path: Path) -> Iterator[Link]:
    """Reads what `line_of` wrote, a line each, while it is asked for more.

    Raises:
        LedgerError: when the file cannot be read, or a line is no entry.
    """
    number = 0
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):  # noqa: B007 - told when a line is no entry
                fields = json.loads(line)
                yield msgspec.convert({**fields, "body": canonical(fields["body"])}, Link)
    except OSError as error:
        raise LedgerError(
            "the export cannot be read",
            where=str(path),
            seen=error.strerror,
            next_step="check the name of the file",
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise LedgerError(
            "this is no entry of a ledger",
            where=f"{path}, line {max(number, 1)}",
            seen=str(error).partition("\n")[0],
            allowed="what `shipworthy ledger export` writes",
            next_step="get a fresh export; this one may have been cut short",
        ) from error
