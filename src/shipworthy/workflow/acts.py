"""What people put on record in a project and may take back, for those who show it."""

from shipworthy.records.decision import Decision
from shipworthy.records.undone import Undone
from shipworthy.show.acts import Act
from shipworthy.store.entry import Entry
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.listing import said
from shipworthy.workflow.undo import UNDOABLE


def acts_of(bench: Bench) -> tuple[Act, ...]:
    """Every act, in the order of the ledger, those taken back included."""
    project = bench.document.project
    entries = [entry for kind in UNDOABLE for entry in bench.ledger.entries(project, kind)]
    taken = {
        each.record.entry: f"taken back by {each.record.by}: {each.record.why}" for each in bench.book.placed(Undone)
    }
    return tuple(_act(each, taken.get(each.hash, "")) for each in sorted(entries, key=lambda each: each.seq))


def _act(entry: Entry, undone: str) -> Act:
    return Act(
        seq=entry.seq,
        time=entry.time,
        by=entry.author,
        authority=entry.authority,  # type: ignore[arg-type]
        says=said(entry),
        decision=Decision.from_dict(entry.body) if entry.kind == Decision.__name__ else None,
        undone=undone,
    )
