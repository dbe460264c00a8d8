"""What the document would say of a simplified version, and writing it there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, get_args

from shipworthy.foundation.errors import RequestError
from shipworthy.plan.document import Document
from shipworthy.plan.transfer import Schedule
from shipworthy.records.reframing import Change
from shipworthy.records.simplified import Delivery, Simplified
from shipworthy.records.table import Column
from shipworthy.show.words import joined
from shipworthy.workflow.propose import Idea
from shipworthy.workflow.rewriting import rewrite
from shipworthy.workflow.ways import ON_REQUEST
from shipworthy.workflow.workbench import Workbench

KIND: Final = "simplify"
"""What sort of proposal it is."""
EVERY: Final = {"1h": "once an hour", "1d": "once a day", "1w": "once a week"}
FORMS: Final = {
    "file": "a file",
    "notebook": "a notebook",
    "table": "a table",
    "search": "a search index",
    "rest": "a service that is asked",
}
_ROLES: Final = ("feature", "dropped")


@dataclass(frozen=True)
class Leaner:
    """One change of the document, and what it is in words.

    Attributes:
        place: names that lead there.
        value: what is written; None takes it out.
        says: in words that follow "would".
    """

    place: tuple[str, ...]
    value: Any
    says: str

    @property
    def change(self) -> Change:
        """As it goes on record."""
        return Change(place=self.place, value=self.value)


def changes_of(bench: Workbench, record: Simplified) -> tuple[Leaner, ...]:
    """What would change for the cheapest delivery that does: what goes, how often it answers, when it learns anew."""
    every = retraining_of(record)
    anew = [Leaner(("handover", "retraining"), every, f"say when it is learned anew: {every}")]
    known = every and not bench.document.handover.retraining
    chosen = record.chosen
    if chosen is None:
        return tuple(anew) if known else ()
    return (
        *_without(bench, chosen),
        *_delivered(bench.document, chosen),
        *_smaller(bench.document, record.candidate, chosen),
        *(anew if known else ()),
    )


def _without(bench: Workbench, chosen: Delivery) -> Iterator[Leaner]:
    table = bench.material.table
    of = {each.name: each.source for each in table.columns}
    gone = [name for name in chosen.sources if _can_leave(bench, name)]
    kept_for_others = [name for name in table.of("feature") if of[name] in chosen.sources and of[name] not in gone]
    dropped = [*chosen.columns, *kept_for_others]
    for name in gone:
        yield Leaner(("data", "sources", name), None, f"take out the source {name}")
    if dropped:
        before = bench.document.data.drop
        value = list(dict.fromkeys([*(name for name in before if of.get(name) not in gone), *dropped]))
        yield Leaner(("data", "drop"), value, f"leave out {joined(dropped, len(dropped))}")


def _delivered(document: Document, chosen: Delivery) -> Iterator[Leaner]:
    """Another schedule with its cost; how it was delivered until then, and what that cost, stays as another way."""
    said = document.to_data().get("delivery", {})
    others = dict(said.get("instead", {}))
    if chosen.schedule not in others:
        return
    other, now = others.pop(chosen.schedule), said.get("schedule") or ON_REQUEST
    if now in get_args(Schedule):
        was = {"form": said.get("form") if chosen.form else None, "running_cost": said.get("running_cost")}
        others = {now: {name: value for name, value in was.items() if value}, **others}
    words = f"say that answers are made {EVERY.get(chosen.schedule, 'as they are asked for')}"
    yield Leaner(("delivery", "schedule"), chosen.schedule, words)
    if chosen.form:
        yield Leaner(("delivery", "form"), chosen.form, f"deliver it as {FORMS[chosen.form]}")
    yield Leaner(("delivery", "running_cost"), other["running_cost"], "say what running it costs then")
    yield Leaner(("delivery", "instead"), others or None, "keep what was said of the way it is delivered now")


def _smaller(document: Document, candidate: str, chosen: Delivery) -> Iterator[Leaner]:
    names = [each.name for each in document.candidates]
    if candidate in names and chosen.parameters:
        place = ("candidates", str(names.index(candidate)), "parameters")
        value = {**document.candidates[names.index(candidate)].parameters, **chosen.parameters}
        yield Leaner(place, value, f"let {candidate} have {chosen.size}")


def write_changes(bench: Workbench, record: Simplified, changes: tuple[Leaner, ...]) -> str:
    """Writes all changes into the document, or none; gives what reads otherwise, as a unified diff.

    Raises:
        RequestError: when there is nothing to change, or the cases kept aside speak against it.
        DocumentError: when the document cannot take it.
        StorageError: when it cannot be written.
    """
    if not changes:
        raise _nothing(record, "apply")
    _check_confirmed(record)
    return rewrite(bench, [each.change for each in changes])


def idea_of(record: Simplified, changes: tuple[Leaner, ...]) -> Idea:
    """The changes as a proposal for those who decide: what would be done, and what it very likely brings.

    Raises:
        RequestError: when there is nothing to change.
    """
    if not changes:
        raise _nothing(record, "propose")
    lost = record.confirmed or (record.chosen.loss if record.chosen else None)
    gain = None if lost is None or lost.low is None or lost.high is None else (-lost.high, -lost.low)
    return Idea(
        f"{record.candidate} with less: {'; '.join(each.says for each in changes)}",
        gain=gain,
        kind=KIND,
        changes=tuple(each.change for each in changes),
        name=f"{record.candidate} with less",
    )


def _nothing(record: Simplified, what: str) -> RequestError:
    return RequestError(
        f"nothing can go, so there is nothing to {what}",
        where=f"--{what}",
        seen=f"{len(record.trials)} things tried",
        next_step=f"read what each of them loses without --{what}",
    )


def _check_confirmed(record: Simplified) -> None:
    lost = record.confirmed
    if lost is None or lost.low is None or lost.low <= record.allowed:
        return
    raise RequestError(
        "on the cases kept aside the simplified version surely loses more than matters",
        where="--apply",
        seen=f"at least {lost.low:,.4g} {lost.unit} per {lost.per:,.0f}",
        allowed=f"up to {record.allowed:,.4g}",
        next_step="leave the document as it is",
    )


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
    lefts |= {*spec.one_per.by} if spec.one_per else set()
    asked = {*material.worth.columns, *material.inputs, *material.slices, *spec.critical, *lefts}
    return (
        not (mine & asked)
        and all(_free(each) for each in columns if each.source == source)
        and not any(each.origin for each in columns)
    )


def _free(column: Column) -> bool:
    """Whether the document says nothing of it."""
    return column.role in _ROLES
