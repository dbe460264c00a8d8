"""What luck adds to the best of several attempts at the same cases, counted from their answers."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.gain import gain_per_row
from shipworthy.measure.rows import cluster_codes
from shipworthy.plan.consistency import BASELINES
from shipworthy.plan.specs import grade
from shipworthy.records.evidence import Evidence
from shipworthy.records.finding import Finding
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.show.numbers import count, number
from shipworthy.stats.best_of import excess_of_best
from shipworthy.workflow.checks import LUCK
from shipworthy.workflow.ground import ground, under
from shipworthy.workflow.luck import BEST_OF, attempts_at, kept_aside, latest_luck
from shipworthy.workflow.measuring import Yardstick
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.workbench import Workbench

_STEP: Final = "keep other cases aside before more is tried, so that a number nobody has seen can be promised"
_METHOD: Final = "mean of the largest of as many normal errors, drawn together over independent groups"


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
    known = latest_luck(bench, chosen)
    if known is not None and known.measurements[0].n == many:
        return
    names = [chosen, *(name for name in field if name not in (chosen, *BASELINES))][:many]
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
            stands_on={**under(ground(bench), ("evaluation.split",)), "kept": kept_aside(bench)},
        )
    )


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
