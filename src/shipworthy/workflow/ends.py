"""Ends of the ledger noted in a file elsewhere: who rewrites the ledger as a whole cannot rewrite that too."""

from datetime import datetime
from pathlib import Path

from shipworthy.foundation.errors import LedgerError
from shipworthy.foundation.files import storage_error
from shipworthy.store.chain import Head
from shipworthy.store.ledger import Ledger


def note_end(end: Head, now: datetime, file: Path) -> None:
    """Adds a line to a file: place and hash of the last entry, and when that was.

    Raises:
        StorageError: when the file cannot be written.
    """
    try:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(f"{end.seq} {end.hash} {now.isoformat(timespec='seconds')}\n")
    except OSError as error:
        raise storage_error(file, error) from error


def missing_ends(ledger: Ledger, file: Path) -> tuple[str, ...]:
    """What does not hold of the ends noted in a file, a sentence each; empty when the ledger goes through all.

    Raises:
        LedgerError: when the file cannot be read or a line is no end.
    """
    lost = [end.seq for end in _read(file) if end.seq and ledger.hash_at(end.seq) != end.hash]
    told = "is not the one whose hash stands in"
    return tuple(f"entry {seq} {told} {file}: the ledger was rewritten up to there" for seq in lost)


def _read(file: Path) -> tuple[Head, ...]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        seen = error.strerror if isinstance(error, OSError) else "bytes that are no text"
        raise LedgerError(
            "the file with noted ends cannot be read",
            where=str(file),
            seen=seen,
            next_step="note one with `shipworthy ledger head FILE`",
        ) from error
    return tuple(_end(line, f"{file}, line {number}") for number, line in enumerate(lines, 1) if line.strip())


def _end(line: str, where: str) -> Head:
    place, _, rest = line.strip().partition(" ")
    digits = rest.partition(" ")[0]
    if not (place.isdecimal() and len(digits) == 64):
        raise LedgerError(
            "this is no end of a ledger",
            where=where,
            seen=line[:80],
            allowed="a place and a hash, as `shipworthy ledger head` notes them",
            next_step="mend the line, or note the end anew with `shipworthy ledger head FILE`",
        )
    return Head(seq=int(place), hash=digits)
