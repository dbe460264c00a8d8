"""Looks at the rows kept aside: on record before anything is measured on them, so that none goes uncounted."""

from collections.abc import Mapping

from shipworthy.foundation.errors import PersonError
from shipworthy.records.frames import digest_frame
from shipworthy.records.look import Look
from shipworthy.records.person import Person
from shipworthy.records.placed import Placed
from shipworthy.records.predictions import Predictions
from shipworthy.show.looks import over_budget
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.rows import holdout_of

_ROWS = ("id", "time", "outcome")
_ANSWERS = ("id", "score", "decision")


def put_looks(bench: Bench, predictions: Mapping[str, Predictions]) -> None:
    """Puts on record that these attempts are about to be measured on the rows kept aside.

    Args:
        bench: the project; its person looks.
        predictions: name of the attempt -> its answers.
    """
    known = {(each.candidate, each.predictions, each.rows) for each in bench.book.all(Look)}
    person = somebody(bench)
    taken = [look_of(name, answers, person) for name, answers in predictions.items()]
    fresh = [each for each in taken if (each.candidate, each.predictions, each.rows) not in known]
    if fresh:
        bench.book.put_all(fresh)


def looks(bench: Bench) -> tuple[Placed[Look], ...]:
    """The looks at the rows that are kept aside now, oldest first."""
    taken = bench.book.placed(Look)
    return tuple(each for each in taken if each.record.rows == taken[-1].record.rows)


def over(bench: Bench) -> tuple[str, ...]:
    """That more looks were taken than were agreed; empty while there are none too many."""
    says = over_budget(len(looks(bench)), bench.document.timebox.looks)
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
