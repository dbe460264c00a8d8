"""Everything that is measured of one candidate, on the folds and on the rows kept aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.measure.claimed import Rates, measure_gain_over_rates
from shipworthy.measure.difference import Difference
from shipworthy.measure.gain import gain_difference, gains_by_period, measure_gain, measure_value
from shipworthy.measure.metrics.measure import measure_metrics, metric_difference, metric_gain
from shipworthy.measure.moves import gain_moves
from shipworthy.measure.slices import slice_gains, slice_metrics
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth
from shipworthy.workflow.rows import folds_of, holdout_of

EXTRA: Final = {
    "binary": ("roc_auc", "log_loss", "recall", "precision"),
    "multiclass": ("accuracy", "log_loss"),
    "regression": ("r2", "mean_absolute_error"),
}
"""Metrics that are measured whether asked for or not, by the kind of task."""
TOO_SMALL = 30
"""Groups with fewer rows are shown together."""


@dataclass(frozen=True)
class Yardstick:
    """How candidates of a project are measured.

    Attributes:
        worth: what a decision is worth.
        per: rows that values and gains are for.
        metrics: by scikit-learn's names, the main one first.
        slices: columns whose groups are looked at.
        ordered: True when periods follow each other in time.
        equivalent: differences of candidates up to this size do not matter, in the unit of gains; None when all do.
        rates: what today's decisions are claimed to be; None when they can be replayed or nobody claims anything.
    """

    worth: Worth
    per: float
    metrics: Sequence[str]
    slices: Sequence[str]
    ordered: bool
    rates: Rates | None = None
    equivalent: float | None = None

    def score(self, predictions: Predictions) -> Measurement:
        """What candidates are ranked by: value, or the main metric when no value was agreed."""
        if self.worth.agreed:
            return self.score_in_value(predictions)
        return measure_metrics(self.metrics[:1], predictions)[0]

    def score_in_value(self, predictions: Predictions) -> Measurement:
        """Value of the decisions; without agreed amounts, how often they are right or how far off."""
        return measure_value(predictions, self.worth, self.per)

    def gain(self, predictions: Predictions, baseline: Predictions) -> Measurement:
        """The paired difference of scores on the same rows."""
        if self.worth.agreed:
            return measure_gain(predictions, baseline, self.worth, self.per)
        return self.gain_in_metric(predictions, baseline)

    def difference(self, predictions: Predictions, other: Predictions) -> Difference:
        """What `gain` measures, before its interval is told."""
        if self.worth.agreed:
            return gain_difference(predictions, other, self.worth, self.per)
        found = metric_difference(self.metrics[0], predictions, other)
        return replace(found, blank=structs.replace(found.blank, name="gain"))

    def over_baseline(self, predictions: Predictions, baseline: Predictions) -> Measurement:
        """The gain over what is done today: over claimed rates where there are any, else over the baseline's rows."""
        if self.rates and self.worth.agreed:
            return measure_gain_over_rates(predictions, self.worth, self.rates, self.per)
        return self.gain(predictions, baseline)

    def gain_in_metric(self, predictions: Predictions, baseline: Predictions) -> Measurement:
        """The paired difference of the main metric on the same rows, more being better."""
        return structs.replace(metric_gain(self.metrics[0], predictions, baseline), name="gain")


def measure(
    predictions: Predictions, baseline: Predictions, yardstick: Yardstick, *, aside: bool = True
) -> tuple[Measurement, ...]:
    """Metrics, value, gain over the baseline, gain by period and by group.

    Args:
        predictions: a candidate's, folds and rows kept aside.
        baseline: what gains are held against, on the same rows.
        yardstick: how to measure.
        aside: False leaves out the rows kept aside.

    Returns:
        Measurements that name their origin, `fold` or `holdout`; those by period have `slice={"period": …}`.
    """
    parts: list[Measurement] = []
    for origin, rows in (("fold", folds_of), *((("holdout", holdout_of),) if aside else ())):
        mine, theirs = rows(predictions), rows(baseline)
        parts += _from(origin, measure_metrics(yardstick.metrics, mine))
        parts += _from(origin, [yardstick.score_in_value(mine), yardstick.over_baseline(mine, theirs)])
        if yardstick.ordered and yardstick.worth.agreed:
            parts += _from(origin, gains_of_periods(mine, theirs, yardstick))
    if not aside:
        return tuple(parts)
    mine, theirs = holdout_of(predictions), holdout_of(baseline)
    parts += _from("holdout", _groups(mine, theirs, yardstick))
    if not yardstick.rates:
        parts += _from("holdout", gain_moves(mine, theirs, yardstick.worth, yardstick.per))
    return tuple(parts)


def gains_of_periods(mine: Predictions, theirs: Predictions, yardstick: Yardstick) -> Iterable[Measurement]:
    """The gain of each period that the rows know."""
    if not yardstick.rates:
        return gains_by_period(mine, theirs, yardstick.worth, yardstick.per)
    names = mine.frame["period"].drop_nulls().unique().sort()
    parts = {name: structs.replace(mine, frame=mine.frame.filter(pl.col("period") == name)) for name in names}
    return [
        structs.replace(yardstick.over_baseline(rows, theirs), slice={"period": name}) for name, rows in parts.items()
    ]


def _groups(mine: Predictions, theirs: Predictions, yardstick: Yardstick) -> Iterable[Measurement]:
    if yardstick.worth.agreed and not yardstick.rates:
        return slice_gains(mine, theirs, yardstick.worth, yardstick.slices, yardstick.per, TOO_SMALL)
    name = yardstick.metrics[0]
    return slice_metrics(name, mine, yardstick.slices, TOO_SMALL)


def _from(origin: str, measurements: Iterable[Measurement]) -> list[Measurement]:
    return [structs.replace(measurement, origin=origin) for measurement in measurements]
