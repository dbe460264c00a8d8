"""Looks at the rows kept aside: on record before anything is measured on them, so that none goes uncounted."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import structs

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.records.evidence import Evidence
from shipworthy.records.frames import digest_frame
from shipworthy.records.look import Look
from shipworthy.records.person import Person
from shipworthy.records.placed import Placed
from shipworthy.records.predictions import Predictions
from shipworthy.show.looks import STEP, on_folds_only, over_budget
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.rows import holdout_of

_ROWS: Final = ("id", "time", "outcome")
_ANSWERS: Final = ("id", "score", "decision")


def put_looks(bench: Bench, predictions: Mapping[str, Predictions], *, anyway: bool = False) -> frozenset[str]:
    """Puts on record that attempts are about to be measured on the rows kept aside, as far as looks were agreed.

    The same answers to the same rows cost no second look.

    Args:
        bench: the project; its person looks.
        predictions: name of the attempt -> its answers; the first have the looks that are left.
        anyway: take more looks than were agreed, and have that on record.

    Returns:
        The attempts that may be measured there; the others had to stay without a look.
    """
    person = somebody(bench)
    wanted = [look_of(name, answers, person) for name, answers in predictions.items()]
    return frozenset(look.candidate for look in granted(bench, wanted, anyway=anyway))


def granted(bench: Bench, wanted: Iterable[Look], *, anyway: bool = False) -> tuple[Look, ...]:
    """Puts looks on record as far as they were agreed, the first in front; the same look twice counts once.

    Args:
        bench: the project.
        wanted: looks about to be taken.
        anyway: grant more than were agreed, and have that on record.

    Returns:
        Those that may be taken.
    """
    before = bench.book.all(Look)
    known = {(each.candidate, each.predictions, each.rows) for each in before}
    may: list[Look] = []
    fresh: list[Look] = []
    for look in wanted:
        if (look.candidate, look.predictions, look.rows) not in known:
            taken = sum(each.rows == look.rows for each in (*before, *fresh))
            beyond = taken >= (bench.document.timebox.looks or taken + 1)
            if beyond and not anyway:
                continue
            fresh.append(structs.replace(look, beyond=beyond))
        may.append(look)
    if fresh:
        bench.book.put_all(fresh)
    return tuple(may)


def looks(bench: Bench) -> tuple[Placed[Look], ...]:
    """The looks at the rows that are kept aside now, oldest first."""
    taken = bench.book.placed(Look)
    return tuple(each for each in taken if each.record.rows == taken[-1].record.rows)


def spent(bench: Bench) -> bool:
    """Whether as many looks as were agreed have been taken at the rows that are kept aside now."""
    agreed = bench.document.timebox.looks
    return agreed is not None and len(looks(bench)) >= agreed


def looked_at(evidence: Evidence) -> bool:
    """Whether an attempt was measured on the rows kept aside, and not on the folds alone."""
    return any(one.origin == "holdout" for one in evidence.measurements)


def seen(bench: Bench, predictions: Mapping[str, Predictions]) -> dict[str, Predictions]:
    """Those of which the answers to the rows kept aside have been looked at."""
    known = {(each.candidate, each.predictions) for each in bench.book.all(Look)}
    return {name: answers for name, answers in predictions.items() if (name, answers.digest) in known}


def refuse_unseen(bench: Bench, evidence: Evidence) -> None:
    """Refuses to show the rows kept aside where an attempt was measured on the folds alone.

    Raises:
        RequestError: when that is so.
    """
    if not looked_at(evidence):
        agreed = bench.document.timebox.looks or 0
        raise RequestError(
            f"no look at the cases kept aside is left for {evidence.candidate}",
            where="timebox.looks",
            seen=f"{len(looks(bench))} looks taken",
            allowed=f"{agreed} looks",
            next_step=STEP,
        )


def over(bench: Bench) -> tuple[str, ...]:
    """That more looks were taken than were agreed; empty while there are none too many."""
    says = over_budget(len(looks(bench)), bench.document.timebox.looks)
    return (says,) if says else ()


def unseen(bench: Bench, measured: Iterable[Evidence]) -> tuple[str, ...]:
    """Which attempts got no look, for none was left; empty where all did."""
    says = on_folds_only([each.candidate for each in measured if not looked_at(each)], len(looks(bench)))
    return (says,) if says else ()


def look_of(name: str, answers: Predictions, person: Person) -> Look:
    """That a person is about to see how an attempt does on the rows kept aside."""
    kept = holdout_of(answers).frame
    return Look(
        candidate=name,
        predictions=answers.digest,
        rows=digest_frame(kept.select(_ROWS)),
        n=kept.height,
        by=person.name,
        authority=person.authority,
        answers=digest_frame(kept.select([name for name in _ANSWERS if name in kept.columns])),
    )


def somebody(bench: Bench) -> Person:
    """Who looks; a machine without a login name looks too.

    Raises:
        PersonError: when nobody of the name that was asked for is in the document.
    """
    try:
        return bench.person
    except PersonError:
        if bench.asked_for:
            raise
        return Person(name="unknown")
