"""Entries of the ledger for people: which ones, and what each of them says in a line."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from shipworthy.foundation.files import write_with
from shipworthy.records.undone import Undone
from shipworthy.store.counting import gone
from shipworthy.store.entry import Entry
from shipworthy.store.ledger import Ledger

_COLUMNS: Final = ("entry", "time_utc", "project", "kind", "author", "how_sure", "counts", "says", "hash")

_WORDS: Final = ("says", "why", "text")


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; what is empty leaves none out.

    Attributes:
        project: name of the project.
        kind: name of the record, whatever its case.
        by: person or program.
        since: moment from which on.
    """

    project: str = ""
    kind: str = ""
    by: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Listed:
    """One entry in a list.

    Attributes:
        entry: as it was taken in.
        counts: False when a counter-entry took it out.
        says: what it says, in a line.
    """

    entry: Entry
    counts: bool
    says: str

    @property
    def line(self) -> str:
        """For the terminal; what does not count is struck."""
        entry = self.entry
        mark = "" if self.counts else "[undone] "
        who = f"{entry.author} ({entry.authority})"
        return f"{entry.seq:>5}  {entry.time:%Y-%m-%d %H:%M}  {entry.project}  {entry.kind}  {who}  {mark}{self.says}"


def listed(ledger: Ledger, wanted: Wanted) -> tuple[Listed, ...]:
    """The entries asked for, oldest first."""
    counters = ledger.entries(wanted.project or None, Undone.__name__)
    undone = gone((each.hash, each.body["entry"]) for each in counters)
    kind = next((each for each in ledger.kinds() if each.lower() == wanted.kind.lower()), wanted.kind)
    found = ledger.entries(wanted.project or None, kind or None)
    return tuple(Listed(each, each.hash not in undone, said(each)) for each in found if _asked_for(each, wanted))


def write_table(rows: Sequence[Listed], path: Path) -> None:
    """Writes a list as a table that any office program opens (CSV, UTF-8).

    Raises:
        StorageError: when it cannot be written.
    """

    def write(partial: Path) -> None:
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(_COLUMNS)
            table.writerows(_cells(each) for each in rows)

    write_with(path, write)


def said(entry: Entry) -> str:
    """What an entry says, in a line."""
    told = _SAYS.get(entry.kind)
    words = told(entry.body) if told else str(next((entry.body[name] for name in _WORDS if entry.body.get(name)), ""))
    return " ".join(words.split())


def _asked_for(entry: Entry, wanted: Wanted) -> bool:
    return wanted.by in ("", entry.author) and (wanted.since is None or entry.time >= wanted.since)


def _cells(each: Listed) -> Iterator[object]:
    entry = each.entry
    yield from (entry.seq, entry.time.isoformat(timespec="seconds"), entry.project, entry.kind)
    # a table program takes what begins like a formula for one
    yield from (_harmless(entry.author), entry.authority, "yes" if each.counts else "undone")
    yield from (_harmless(each.says), entry.hash)


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text


def _decision(body: dict[str, Any]) -> str:
    to = f" to {body['back_to']}" if body.get("back_to") else ""
    follows = "" if body["follows"] else ", against the gate"
    return f"{body['choice']}{to} at the end of {body['stage']}{follows}: {body['why']}"


def _sign_off(body: dict[str, Any]) -> str:
    if body.get("seconds"):
        what = "agreed to the goal"
    elif body.get("goal"):
        what = f"signed the goal: {body['goal']['says']}"
    else:
        what = f"signed {', '.join(body['claims'])}"
    return ": ".join(each for each in (what, body.get("why", ""), body.get("says", "")) if each)


def _undone(body: dict[str, Any]) -> str:
    return f"undid entry {body['seq']} ({body['kind']}): {body['why']}"


def _goal_seen(body: dict[str, Any]) -> str:
    return f"found the goal changed, unsigned: {body['goal']['says']}"


def _gate(body: dict[str, Any]) -> str:
    to = f" to {body['back_to']}" if body.get("back_to") else ""
    return f"the end of {body['stage']}: {body['advice']}{to}"


def _asked(body: dict[str, Any]) -> str:
    return f"asked {body['of'] or 'whoever gives it'} for {body['claim'].partition('.')[2]}"


def _estimated(body: dict[str, Any]) -> str:
    # not which: those who have not spoken yet are not told
    return f"said what {body['about']} very likely is"


def _invited(body: dict[str, Any]) -> str:
    return f"invited {body['person']} by the link {body['link']} to {', '.join(body['to'])}, until {body['until'][:16]}"


def _entered(body: dict[str, Any]) -> str:
    return f"came in by the link {body['link']}"


def _withdrawn(body: dict[str, Any]) -> str:
    return f"took the link {body['link']} back"


_SAYS: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "Asked": _asked,
    "Decision": _decision,
    "Entered": _entered,
    "Estimated": _estimated,
    "Gate": _gate,
    "GoalSeen": _goal_seen,
    "Invited": _invited,
    "SignOff": _sign_off,
    "Undone": _undone,
    "Withdrawn": _withdrawn,
}
