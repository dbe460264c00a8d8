"""What the best of several looks at the same cases owes to luck, and takes off what is promised."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import structs

from shipworthy.plan.consistency import BASELINES
from shipworthy.records.evidence import Evidence
from shipworthy.records.look import Look
from shipworthy.records.measurement import Measurement
from shipworthy.records.placed import Placed
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.checks import EVALUATE, LUCK
from shipworthy.workflow.looks import looks

BEST_OF: Final = "best_of"
"""Name of the measurement of what luck adds, in standard errors of the chosen attempt's own numbers."""


REFRAMED: Final = "reframe:"
"""What the name of a look begins with that was taken for another question: no attempt at this one is picked by it."""


def attempts_at(bench: Bench, chosen: str) -> int:
    """How many attempts at the cases kept aside the chosen one may have been picked from by what was seen there.

    One while it was among the first that were looked at, and none of those has been taken off since: then nothing that
    was seen on these cases had a part in the choice, which is made on others.
    """
    taken = [each for each in looks(bench) if not _aside(each.record.candidate)]
    mine = [each for each in taken if each.record.candidate == chosen]
    if not mine:
        return 1
    told = [each.seq for each in bench.book.placed(Evidence) if each.record.check == EVALUATE]
    first = bisect(told, taken[0].seq)
    roadmap = {each.name for each in bench.document.candidates}
    dropped = any(each.record.candidate not in roadmap for each in taken)
    later = bisect(told, mine[-1].seq) > first
    return len(_different(taken)) if later or dropped else 1


def luck_of(bench: Bench, candidate: str) -> float:
    """What luck adds to a candidate's numbers on the cases kept aside, in their standard errors; 0 where none does."""
    found = latest_luck(bench, candidate)
    return 0.0 if found is None else found.measurements[0].value or 0.0


def less_luck(measured: Measurement, luck: float, error: float | None = None) -> Measurement:
    """The number without what luck adds; it gets worse, and its interval with it.

    Args:
        measured: on the cases kept aside.
        luck: in standard errors.
        error: the standard error that is meant; None takes the number's own.

    >>> found = Measurement(name="gain", value=10.0, low=6.0, high=14.0, se=2.0, direction="up")
    >>> less_luck(found, 0.5).value, less_luck(found, 0.5).low
    (9.0, 5.0)
    """
    shift = luck * ((measured.se if error is None else error) or 0.0)
    shift = -shift if measured.direction == "up" else shift if measured.direction == "down" else 0.0
    if not shift or measured.value is None:
        return measured
    moved = {name: getattr(measured, name) for name in ("value", "low", "high")}
    method = f"{measured.method}, less what luck adds to the best of several looks".removeprefix(", ")
    return structs.replace(
        measured, method=method, **{name: end + shift for name, end in moved.items() if end is not None}
    )


def periods_less_luck(found: Iterable[Measurement], kept: Sequence[Measurement], luck: float) -> list[Measurement]:
    """Gains of periods, those of the cases kept aside without what luck adds.

    Args:
        found: a gain each period.
        kept: all that was measured, among it the gain on all cases kept aside.
        luck: in standard errors of that gain.
    """
    whole = next((one for one in kept if one.name == "gain" and one.origin == "holdout" and not one.slice), None)
    error = whole.se if whole is not None else None
    return [less_luck(one, luck, error) if one.origin == "holdout" and error else one for one in found]


def latest_luck(bench: Bench, candidate: str) -> Evidence | None:
    """What was found out last of a candidate's luck on the cases that are kept aside now; None when nothing was."""
    kept = kept_aside(bench)
    return next(
        (
            each
            for each in reversed(bench.book.all(Evidence))
            if each.check == LUCK and each.candidate == candidate and each.stands_on.get("kept") == kept
        ),
        None,
    )


def kept_aside(bench: Bench) -> str:
    """Digest of the rows that are kept aside now; empty before the first look."""
    taken = looks(bench)
    return taken[-1].record.rows if taken else ""


def _different(taken: Sequence[Placed[Look]]) -> set[tuple[str, str]]:
    return {(each.record.candidate, each.record.answers or each.record.predictions) for each in taken}


def _aside(name: str) -> bool:
    """Whether nothing is picked by what a look of this name told."""
    return name in BASELINES or name.startswith(REFRAMED)
