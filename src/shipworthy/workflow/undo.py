"""The verb `undo`: a counter-entry, so that what a person put on record no longer counts. Nothing is deleted."""

from dataclasses import dataclass
from typing import Any, Final

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.records.person import Person
from shipworthy.records.undone import Undone
from shipworthy.store.deployments import read_deployment
from shipworthy.store.entry import Entry
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.course import moved

UNDOABLE: Final = {
    "SignOff": "the signature no longer counts",
    "Decision": "the decision no longer counts",
    "Undone": "what it took back counts again",
    "Asked": "it was not asked for",
    "Comment": "it was not said",
    "Estimated": "the range was not said",
    "CheckIn": "it counts as never shown",
    "Proposal": "it was not proposed",
    "Remark": "it was not said",
    "ProposalDecision": "the lead has not decided on it; what was added to the roadmap stays there",
}
"""What may be undone: name of the record -> what follows. One line for each kind that a person puts on record."""

STAYS: Final = {
    "Evidence": "what was found out stays found out; mend what it is about, and `shipworthy check` finds out anew",
    "Gate": "it says what the promises added up to at that moment; `shipworthy check` holds it anew",
    "Deployment": "what answers is changed by an act, not by a word: let the version before answer with "
    "`shipworthy rollback`, or decide again",
    "Bundle": "a bundle was built and stays built; build another one with `shipworthy ship`",
    "Experiment": "what was stated before an attempt ran is what it is scored by; state the next one better",
    "Invited": "a link is taken back with `shipworthy invite --withdraw`, which also shows out who came in by it",
    "Entered": "somebody came in; take the link back with `shipworthy invite --withdraw`",
    "Withdrawn": "the link is closed for good; invite the person again",
    "GoalSeen": "the goal did read like this; write it as it was agreed into project.yaml, or sign it anew",
    "Reframing": "what was tried stays tried; `shipworthy reframe` tries again when document or data change",
    "Seal": "the last cases stay sealed until somebody who may opens them with `shipworthy sign sealed`",
    "Opening": "what was seen cannot be unseen; seal cases that come in later",
    "Look": "a look cannot be unlooked; name other rows to keep aside in project.yaml if too many were taken",
}
"""What may not: name of the record -> why not, and what to do instead."""

_OTHERS: Final = "the program wrote it down as it happened; have it look again: `shipworthy check`"
_LEADS: Final = ("business-owner", "lead")


@dataclass(frozen=True)
class TakenBack:
    """A counter-entry on record.

    Attributes:
        undone: what was undone by whom, and why.
        says: lines to read: what follows, and what does not follow by itself.
    """

    undone: Undone
    says: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-like values."""
        return {**self.undone.to_dict(), "sentences": list(self.says)}


def undo(bench: Bench, seq: int, *, why: str) -> TakenBack:
    """Takes an entry out of what counts.

    Args:
        bench: the project; its person undoes.
        seq: place of the entry in the ledger, as `shipworthy ledger list` shows it.
        why: the reason; must not be empty.

    Raises:
        RequestError: without a reason, when there is no such entry, when its kind stays, or when it is undone already.
        PersonError: when the person neither wrote it nor leads the project.
    """
    if not why.strip():
        raise RequestError("undoing needs its reason", where="--why", next_step="say in a sentence why")
    entry = _entry(bench, seq)
    _refuse_what_stays(bench, entry)
    person = bench.person
    _require(person, bench, entry)
    undone = Undone(
        entry=entry.hash,
        seq=entry.seq,
        kind=entry.kind,
        why=why.strip(),
        by=person.name,
        authority=person.authority,
    )
    if bench.book.put_unless(
        undone, max((each.seq for each in bench.book.placed(Undone, also_undone=True)), default=0)
    ):
        moved(bench.book, bench.document.project, read_deployment(bench.own))
        return TakenBack(undone, _says(bench, entry, undone))
    # somebody undid something at the same moment; perhaps the same
    return undo(bench, seq, why=why)


def _entry(bench: Bench, seq: int) -> Entry:
    entry = bench.ledger.entry(seq)
    if entry is None or entry.project != bench.document.project:
        raise RequestError(
            "the project has no such entry in the ledger",
            where="SEQ",
            seen=seq,
            allowed="the number in front of an entry",
            next_step="run `shipworthy ledger list` to see them",
        )
    return entry


def _refuse_what_stays(bench: Bench, entry: Entry) -> None:
    if entry.kind not in UNDOABLE:
        raise RequestError(
            f"an entry of the kind {entry.kind} stays",
            where=f"entry {entry.seq}",
            allowed=sorted(UNDOABLE),
            next_step=STAYS.get(entry.kind, _OTHERS),
        )
    if entry.hash in bench.book.undone():
        by = next(each for each in bench.book.placed(Undone) if each.record.entry == entry.hash)
        raise RequestError(
            "this is undone already",
            where=f"entry {entry.seq}",
            seen=f"{by.record.by} undid it on {by.time:%Y-%m-%d %H:%M} UTC: {by.record.why}",
            next_step=f"bring it back with `shipworthy undo {by.seq}`",
        )


def _require(person: Person, bench: Bench, entry: Entry) -> None:
    """Lets those undo who wrote it, own the project or lead it."""
    if not bench.people or person.name == entry.author or any(role in person.roles for role in _LEADS):
        return
    leads = [each.name for each in bench.people if any(role in each.roles for role in _LEADS)]
    raise PersonError(
        f"{person.name} may not undo this",
        where=f"entry {entry.seq}",
        seen=f"written by {entry.author}",
        allowed=list(dict.fromkeys([entry.author, *leads])),
        next_step=f"let {entry.author} do it with --as {entry.author}",
    )


def _says(bench: Bench, entry: Entry, undone: Undone) -> tuple[str, ...]:
    who = f"{undone.by} (simulated)" if undone.authority == "simulated" else undone.by
    lines = [f"{who} undid entry {entry.seq} ({entry.kind} of {entry.author}): {UNDOABLE[entry.kind]}. {undone.why}"]
    live = read_deployment(bench.own)
    if entry.kind == "Decision" and entry.body.get("choice") in ("go", "back") and live and live.champion:
        lines.append(
            f"What answers live is not changed by this: version {live.champion} still does. "
            "`shipworthy rollback` lets the one before answer."
        )
    return tuple(lines)
