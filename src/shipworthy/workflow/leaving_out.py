"""What the document would say of a simplified version, and writing it there."""

from dataclasses import dataclass
from typing import Any, Final

from shipworthy.foundation.errors import RequestError
from shipworthy.plan.writing import edit_all
from shipworthy.records.simplified import Simplified
from shipworthy.records.table import Column
from shipworthy.show.words import joined
from shipworthy.workflow.bench import find_document
from shipworthy.workflow.propose import Idea
from shipworthy.workflow.workbench import Workbench

_ROLES: Final = ("feature", "dropped")


@dataclass(frozen=True)
class Change:
    """One change of the document.

    Attributes:
        place: names that lead there.
        value: what is written; None takes it out.
        says: in words that follow "would".
    """

    place: tuple[str, ...]
    value: Any
    says: str


def changes_of(bench: Workbench, record: Simplified) -> tuple[Change, ...]:
    """What would change: sources taken out, columns dropped, and when to learn anew, where nobody said."""
    table = bench.material.table
    of = {each.name: each.source for each in table.columns}
    gone = [name for name in record.sources if _can_leave(bench, name)]
    kept_for_others = [name for name in table.of("feature") if of[name] in record.sources and of[name] not in gone]
    dropped = [*record.columns, *kept_for_others]
    changes = [Change(("data", "sources", name), None, f"take out the source {name}") for name in gone]
    if dropped:
        before = bench.document.data.drop
        value = list(dict.fromkeys([*(name for name in before if of.get(name) not in gone), *dropped]))
        changes.append(Change(("data", "drop"), value, f"leave out {joined(dropped, len(dropped))}"))
    every = retraining_of(record)
    if every and not bench.document.handover.retraining:
        changes.append(Change(("handover", "retraining"), every, f"say when it is learned anew: {every}"))
    return tuple(changes)


def write_changes(bench: Workbench, record: Simplified, changes: tuple[Change, ...]) -> None:
    """Writes all changes into the document, or none.

    Raises:
        RequestError: when there is nothing to change, or the cases kept aside speak against it.
        DocumentError: when the document cannot take it.
        StorageError: when it cannot be written.
    """
    if not changes:
        raise RequestError(
            "nothing can go, so there is nothing to apply",
            where="--apply",
            seen=f"{len(record.trials)} things tried",
            next_step="read what each of them loses without --apply",
        )
    lost = record.confirmed
    if lost is not None and lost.low is not None and lost.low > record.margin:
        raise RequestError(
            "on the cases kept aside the simplified version surely loses more than matters",
            where="--apply",
            seen=f"at least {lost.low:,.4g} {lost.unit} per {lost.per:,.0f}",
            allowed=f"up to {record.margin:,.4g}",
            next_step="leave the document as it is",
        )
    edit_all(find_document(bench.root), [(each.place, each.value) for each in changes])


def idea_of(record: Simplified, changes: tuple[Change, ...]) -> Idea:
    """The changes as a proposal for those who decide: what would be done, and what it very likely brings.

    Raises:
        RequestError: when there is nothing to change.
    """
    if not changes:
        raise RequestError(
            "nothing can go, so there is nothing to propose",
            where="--propose",
            seen=f"{len(record.trials)} things tried",
            next_step="read what each of them loses without --propose",
        )
    last = next((each for each in reversed(record.trials) if each.kind in ("source", "columns") and each.taken), None)
    lost = record.confirmed or (last.loss if last else None)
    gain = None if lost is None or lost.low is None or lost.high is None else (-lost.high, -lost.low)
    return Idea(f"{record.candidate} with less: {'; '.join(each.says for each in changes)}", gain=gain, kind="simplify")


def retraining_of(record: Simplified) -> str:
    """When to learn anew, in words: the oldest model that surely loses less than matters; empty when it was not tried.

    Without an age that surely does, that is after every period.
    """
    ages = [each for each in record.trials if each.kind == "retraining" and not each.failure]
    if not ages:
        return ""
    word = ages[0].says.split(" learned 1 ")[-1].split()[0] if " learned 1 " in ages[0].says else "period"
    fine = 0
    for each in ages:
        if not each.taken:
            break
        fine = round(each.strength or 0.0)
    if fine <= 1:
        return f"every {word}"
    return f"every {fine} {word}s"


def _can_leave(bench: Workbench, source: str) -> bool:
    """Whether nothing else asks for the columns of a source, so that it can be taken out of the document."""
    material = bench.material
    spec, columns = material.spec, material.table.columns
    mine = {each.name for each in columns if each.source == source}
    lefts = {name for each in spec.sources if each.join and each.name != source for name in each.join.left}
    lefts |= {each.join.as_of.left for each in spec.sources if each.join and each.join.as_of and each.name != source}
    asked = {*material.worth.columns, *material.inputs, *material.slices, *spec.critical, *lefts}
    return (
        not (mine & asked)
        and all(_free(each) for each in columns if each.source == source)
        and not any(each.origin for each in columns)
    )


def _free(column: Column) -> bool:
    """Whether the document says nothing of it."""
    return column.role in _ROLES
