"""Guardrails at every threshold at once: which thresholds keep to them, and how far the others fall short."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.measure.inputs import input_column
from shipworthy.measure.ladder import Ladder
from shipworthy.measure.rows import codes, known_outcomes, scores, weights
from shipworthy.measure.slicing import cut
from shipworthy.records.deciding import Limit
from shipworthy.records.measurement import TOO_FEW
from shipworthy.records.predictions import Predictions

_ROUNDING: Final = 1e-12
_Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Weights of right and wrong decisions; all of the same shape.

    Attributes:
        hits: yes decided, yes turned out.
        alarms: yes decided, no turned out.
        yes: yes turned out.
        no: no turned out.
        unscored: no turned out and nothing was decided, which is wrong.
    """

    hits: _Array
    alarms: _Array
    yes: _Array
    no: _Array
    unscored: _Array

    @property
    def rests(self) -> _Array:
        """No decided, no turned out."""
        return self.no - self.alarms - self.unscored


def _share(part: _Array, whole: _Array) -> _Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


FROM_COUNTS: Final[Mapping[str, Callable[[Counts], _Array]]] = {
    "accuracy": lambda of: _share(of.hits + of.rests, of.yes + of.no),
    "balanced_accuracy": lambda of: (_share(of.hits, of.yes) + _share(of.rests, of.no)) / 2,
    "precision": lambda of: _share(of.hits, of.hits + of.alarms),
    "recall": lambda of: _share(of.hits, of.yes),
    "specificity": lambda of: _share(of.rests, of.no),
    "jaccard": lambda of: _share(of.hits, of.alarms + of.yes),
    "f1": lambda of: _share(2 * of.hits, of.hits + of.alarms + of.yes),
}
"""Metrics that a threshold can be held to, by their names; whatever else is asked for waits for the gate."""


@dataclass(frozen=True, slots=True, eq=False)
class Guarded:
    """What one limit says of every step of a ladder.

    Attributes:
        limit: the guardrail.
        unmet: groups that do not keep to it. # (steps,)
        short: how far these fall short, added up, in the metric's unit. # (steps,)
    """

    limit: Limit
    unmet: NDArray[np.int64]
    short: _Array


def guarded(predictions: Predictions, ladder: Ladder, limits: Sequence[Limit]) -> tuple[Guarded, ...]:
    """What each limit says of every step of a ladder, the rows being counted once for each limit.

    Args:
        predictions: rows with outcomes, of a yes-or-no task.
        ladder: over these rows.
        limits: those on metrics that counts do not tell, such as of scores alone, are left out.

    Raises:
        ColumnError: when the column of a limit did not travel with the predictions.
    """
    wanted = [limit for limit in limits if limit.metric in FROM_COUNTS]
    if not wanted:
        return ()
    known = known_outcomes(predictions)
    heavy = weights(predictions.frame)
    heavy = np.ones(len(known)) if heavy is None else heavy
    yes = codes(predictions.frame["outcome"], predictions.task.classes) == 1
    rows = _Rows(ladder, np.where(known & yes, heavy, 0.0), np.where(known & ~yes, heavy, 0.0), scores(predictions))
    return tuple(_guarded(rows, limit, _groups(predictions, limit, known)) for limit in wanted)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    ladder: Ladder
    yes: _Array  # weight of the rows where yes turned out, 0 elsewhere. # (rows,)
    no: _Array  # (rows,)
    scores: _Array  # (rows,)


def _groups(predictions: Predictions, limit: Limit, known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Code of the group of each row from 0, -1 for rows that are not looked at, shape (rows,)."""
    if not limit.by:
        return np.where(known, 0, -1)
    groups = np.full(len(known), -1)
    slices = cut(input_column(predictions, limit.by, "guardrails"), known, max(limit.min_n, 1))
    for place, positions in enumerate(rows for name, rows in slices.items() if name != TOO_FEW):
        groups[positions] = place
    return groups


def _guarded(rows: _Rows, limit: Limit, groups: NDArray[np.int64]) -> Guarded:
    """Only where a row of a group comes in does its metric change: sums of these changes are what each step has."""
    ladder, count = rows.ladder, int(groups.max(initial=-1)) + 1
    steps = len(ladder)
    yes, no = (_by_group(groups, values, count) for values in (rows.yes, rows.no))
    unscored = _by_group(groups, np.where(np.isfinite(rows.scores), 0.0, rows.no), count)
    inside = groups[ladder.rows] >= 0
    order = np.argsort(groups[ladder.rows][inside], kind="stable")
    at, step = ladder.rows[inside][order], ladder.step[inside][order]
    group = groups[at]
    first = np.append(True, group[1:] != group[:-1])[: len(group)]
    last = np.append((group[1:] != group[:-1]) | (step[1:] != step[:-1]), True)[: len(group)]
    hits, alarms = (_running(values[at], first)[last] for values in (rows.yes, rows.no))
    group, step = group[last], step[last]
    none = np.zeros(count)
    start = _shortfall(limit, Counts(none, none, yes, no, unscored))
    then = _shortfall(limit, Counts(hits, alarms, yes[group], no[group], unscored[group]))
    told = np.zeros(count, dtype=bool)
    told[np.flatnonzero(~np.isnan(start))] = True
    told[group[~np.isnan(then)]] = True
    # a group that can tell at some step and not at this one does not keep to the limit there
    start, then = np.nan_to_num(np.where(told, start, 0.0), nan=1.0), np.nan_to_num(then, nan=1.0)
    then = np.where(told[group], then, 0.0)
    fresh = np.append(True, group[1:] != group[:-1])[: len(group)]
    before = np.where(fresh, start[group], np.append(0.0, then[:-1])[: len(then)])
    unmet = np.bincount(step, weights=(then > _ROUNDING) * 1.0 - (before > _ROUNDING), minlength=steps)
    short = np.bincount(step, weights=then - before, minlength=steps)
    unmet[0] += np.count_nonzero(start > _ROUNDING)
    short[0] += start.sum()
    return Guarded(limit, np.rint(np.cumsum(unmet)).astype(np.int64), np.cumsum(short))


def _shortfall(limit: Limit, counts: Counts) -> _Array:
    """How far the metric lies outside the limit, 0 within, NaN where it cannot tell."""
    value = FROM_COUNTS[limit.metric](counts)
    short = np.zeros_like(value) if limit.at_least is None else np.maximum(limit.at_least - value, 0)
    return short if limit.at_most is None else short + np.maximum(value - limit.at_most, 0)


def _by_group(groups: NDArray[np.int64], values: _Array, count: int) -> _Array:
    inside = groups >= 0
    return np.bincount(groups[inside], weights=values[inside], minlength=count).astype(np.float64)


def _running(values: _Array, first: NDArray[np.bool_]) -> _Array:
    """Cumulative sums that begin anew at each first row."""
    total = np.cumsum(values)
    start = np.where(first, total - values, 0.0)[np.maximum.accumulate(np.where(first, np.arange(len(values)), 0))]
    return total - start
