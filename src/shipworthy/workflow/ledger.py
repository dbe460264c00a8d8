"""The verb `ledger`: verify, list, export and import."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.store.entry import Entry
from shipworthy.store.home import ledger_url
from shipworthy.store.ledger import Ledger

ACTS: Final = ("verify", "list", "export", "import")


@dataclass(frozen=True)
class Kept:
    """What came of it.

    Attributes:
        whole: no entry was altered, dropped or moved.
        says: lines to read.
        entries: with `list`, every entry.
    """

    whole: bool
    says: tuple[str, ...]
    entries: tuple[Entry, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "whole": self.whole,
            "says": list(self.says),
            "entries": [entry.to_dict() for entry in self.entries],
        }


def keep(act: str, root: Path, file: Path | None = None, environment: Mapping[str, str] | None = None) -> Kept:
    """Looks after the ledger that a project writes to.

    Args:
        act: verify, list, export or import.
        root: folder of the project, or any folder for the user's own ledger.
        file: with export and import, JSON Lines.
        environment: variables; None takes the process's.

    Raises:
        RequestError: for another act, or without the file that it needs.
        LedgerError: when the ledger cannot be opened, or the file is no chain.
        StorageError: when a file cannot be written.
    """
    if act not in ACTS:
        near = nearest(act, ACTS)
        raise RequestError(
            "this cannot be done with a ledger",
            seen=act,
            allowed=ACTS,
            next_step=f"did you mean {near}?" if near else "",
        )
    with Ledger.open(ledger_url(os.environ if environment is None else environment, root), SystemClock()) as ledger:
        if act == "verify":
            broken = ledger.verify()
            whole = f"{ledger.place}: {len(ledger.entries()):,} entries, every one in its place and unaltered"
            return Kept(not broken, tuple(each.says for each in broken) or (whole,))
        if act == "list":
            entries = ledger.entries()
            return Kept(True, tuple(_line(entry) for entry in entries), entries)
        if file is None:
            raise RequestError(f"say which file to {act}", next_step=f"shipworthy ledger {act} FILE.jsonl")
        count = ledger.export(file) if act == "export" else ledger.import_(file)
        return Kept(True, (f"{count:,} entries {'written to' if act == 'export' else 'taken from'} {file}",))


def _line(entry: Entry) -> str:
    said = str(entry.body.get("says", "")) or str(entry.body.get("why", ""))
    who = f"{entry.author} ({entry.authority})"
    return f"{entry.seq:>5}  {entry.time:%Y-%m-%d %H:%M}  {entry.project}  {entry.kind}  {who}  {said}"
