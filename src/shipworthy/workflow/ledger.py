"""The verb `ledger`: verify, list, export and import."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shipworthy.foundation.clock import SystemClock
from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.store.home import ledger_url
from shipworthy.store.ledger import Ledger
from shipworthy.store.steps import StepBack
from shipworthy.workflow.ends import missing_ends, note_end
from shipworthy.workflow.listing import Listed, Wanted, listed, write_table

ACTS: Final = ("verify", "head", "list", "export", "import")


@dataclass(frozen=True)
class Kept:
    """What came of it.

    Attributes:
        whole: no entry was altered, dropped or moved.
        says: lines to read.
        entries: with `list`, those asked for.
    """

    whole: bool
    says: tuple[str, ...]
    entries: tuple[Listed, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {
            "whole": self.whole,
            "says": list(self.says),
            "entries": [{**each.entry.to_dict(), "counts": each.counts} for each in self.entries],
        }


def keep(
    act: str,
    root: Path,
    file: Path | None = None,
    *,
    wanted: Wanted | None = None,
    environment: Mapping[str, str] | None = None,
) -> Kept:
    """Looks after the ledger that a project writes to.

    Args:
        act: verify, head, list, export or import.
        root: folder of the project, or any folder for the user's own ledger.
        file: with export and import, JSON Lines; with list, a table to write instead (CSV); with head, where to note
            the end; with verify, ends noted before.
        wanted: with list, which entries; None is all of them.
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
            return _verified(ledger, file)
        if act == "head":
            return _ended(ledger, file)
        if act == "list":
            entries = listed(ledger, wanted or Wanted())
            if file is None:
                return Kept(True, tuple(each.line for each in entries), entries)
            write_table(entries, file)
            return Kept(True, (f"{len(entries):,} entries written to {file}",), entries)
        if file is None:
            raise RequestError(f"say which file to {act}", next_step=f"shipworthy ledger {act} FILE.jsonl")
        count = ledger.export(file) if act == "export" else ledger.import_(file)
        return Kept(True, (f"{count:,} entries {'written to' if act == 'export' else 'taken from'} {file}",))


def _verified(ledger: Ledger, noted: Path | None) -> Kept:
    broken = [each.says for each in ledger.verify()]
    broken += missing_ends(ledger, noted) if noted else ()
    whole = f"{ledger.place}: {ledger.head().seq:,} entries, every one in its place and unaltered"
    return Kept(not broken, (*(broken or [whole]), *_clock(ledger.steps_back())))


def _ended(ledger: Ledger, file: Path | None) -> Kept:
    end = ledger.head()
    if file:
        note_end(end, SystemClock().now(), file)
    return Kept(True, (f"{end.seq} {end.hash}",))


def _clock(steps: Sequence[StepBack]) -> tuple[str, ...]:
    """What is said of clocks that went back; the chain is whole all the same."""
    if not steps:
        return ()
    widest = max(steps, key=lambda step: step.seconds)
    often = f"{len(steps):,} times, at most by {_long(widest.seconds)}" if steps[1:] else f"by {_long(widest.seconds)}"
    return (
        f"a clock went back {often}, between entries {widest.seq - 1} and {widest.seq}; "
        "what came first is told by places, not by times",
    )


def _long(seconds: float) -> str:
    """A stretch of time in words."""
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.3g} s"
