"""What the best of several looks at the same cases owes to luck, and takes off what is promised."""

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.gain import gain_per_row
from shipworthy.measure.rows import cluster_codes
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.look import Look
from shipworthy.records.measurement import Measurement
from shipworthy.records.placed import Placed
from shipworthy.records.predictions import Predictions
from shipworthy.show.numbers import count, number
from shipworthy.stats.best_of import excess_of_best
from shipworthy.workflow.bench import Bench
from shipworthy.workflow.candidates import CONSTANT, TODAY
from shipworthy.workflow.checks import EVALUATE, LUCK
from shipworthy.workflow.ground import ground, under
from shipworthy.workflow.looks import looks
from shipworthy.workflow.measuring import Yardstick
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.workbench import Workbench

BEST_OF: Final = "best_of"
"""Name of the measurement of what luck adds, in standard errors of the chosen attempt's own numbers."""


def attempts_at(bench: Bench, chosen: str) -> int:
    """How many attempts at the cases kept aside the chosen one may have been picked from by what was seen there.

    One while it was among the first that were looked at, and none of those has been taken off since: then nothing that
    was seen on these cases had a part in the choice, which is made on others.
    """
    taken = [each for each in looks(bench) if each.record.candidate not in (TODAY, CONSTANT)]
    mine = [each for each in taken if each.record.candidate == chosen]
    if not mine:
        return 1
    told = [each.seq for each in bench.book.placed(Evidence) if each.record.check == EVALUATE]
    first = bisect(told, taken[0].seq)
    roadmap = {each.name for each in bench.document.candidates}
    dropped = any(each.record.candidate not in roadmap for each in taken)
    later = bisect(told, mine[-1].seq) > first
    return len(_different(taken)) if later or dropped else 1


def gather_luck(bench: Workbench, chosen: str, field: Mapping[str, Predictions], stick: Yardstick, base: str) -> None:
    """Writes down what luck adds to the numbers of the chosen attempt, where it may have been picked by them.

    Args:
        bench: the project.
        chosen: the attempt that is put forward.
        field: decided predictions by name.
        stick: how gains are measured.
        base: what gains are held against.
    """
    many = attempts_at(bench, chosen)
    if many < 2:
        return
    known = _latest(bench, chosen)
    if known is not None and known.measurements[0].n == many:
        return
    names = [chosen, *(name for name in field if name not in (chosen, TODAY, CONSTANT))][:many]
    errors = _covariance([holdout_of(field[name]) for name in names], holdout_of(field[base]), stick)
    factor = excess_of_best(_with_unknown(errors, many)) / float(np.sqrt(errors[0, 0]))
    says = (
        f"{chosen} was put forward after {count(many)} attempts had been looked at on the same cases kept aside; the "
        f"best of so many looks better than it is by {number(factor)} standard errors, and that is taken off"
    )
    bench.book.put(
        Evidence(
            check=LUCK,
            says=says,
            stage="prototype",
            findings=(Finding(check=LUCK, says=says, severity="note", where="timebox.looks", next_step=_STEP),),
            measurements=(Measurement(name=BEST_OF, value=factor, n=many, unit="1", origin="holdout", method=_METHOD),),
            candidate=chosen,
            grade=grade(bench.document),
            stands_on={**under(ground(bench), ("evaluation.split",)), "kept": _kept(bench)},
        )
    )


def luck_of(bench: Bench, candidate: str) -> float:
    """What luck adds to a candidate's numbers on the cases kept aside, in their standard errors; 0 where none does."""
    found = _latest(bench, candidate)
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


_STEP: Final = "keep other cases aside before more is tried, so that a number nobody has seen can be promised"
_METHOD: Final = "mean of the largest of as many normal errors, drawn together over independent groups"


def _latest(bench: Bench, candidate: str) -> Evidence | None:
    kept = _kept(bench)
    return next(
        (
            each
            for each in reversed(bench.book.all(Evidence))
            if each.check == LUCK and each.candidate == candidate and each.stands_on.get("kept") == kept
        ),
        None,
    )


def _kept(bench: Bench) -> str:
    taken = looks(bench)
    return taken[-1].record.rows if taken else ""


def _different(taken: Sequence[Placed[Look]]) -> set[tuple[str, str]]:
    return {(each.record.candidate, each.record.answers or each.record.predictions) for each in taken}


def _covariance(attempts: Sequence[Predictions], base: Predictions, stick: Yardstick) -> NDArray[np.float64]:
    """Of the gains' errors, over independent groups; independent ones where gains are no mean of rows.

    # (attempts, attempts)
    """
    if not stick.worth.agreed or stick.rates:
        return np.eye(len(attempts))
    gains = np.stack([gain_per_row(each, base, stick.worth) for each in attempts], axis=1)  # (rows, attempts)
    told = np.isfinite(gains).all(axis=1)
    clusters = cluster_codes(attempts[0].frame)
    # rows of all attempts stand in one order, that of the table
    parts = (gains[told] - gains[told].mean(axis=0)) / max(1, told.sum())
    if clusters is not None:
        sums = np.zeros((int(clusters.max()) + 1, len(attempts)))
        np.add.at(sums, clusters[told], parts)
        parts = sums
    found: NDArray[np.float64] = parts.T @ parts
    return found if found[0, 0] > 0 else np.eye(len(attempts))


def _with_unknown(errors: NDArray[np.float64], many: int) -> NDArray[np.float64]:
    """Attempts that are gone erred as much as the chosen one, and nobody knows how much together with it.

    # (attempts, attempts)
    """
    full: NDArray[np.float64] = np.eye(max(many, len(errors))) * errors[0, 0]
    full[: len(errors), : len(errors)] = errors
    return full
