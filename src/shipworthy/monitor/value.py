"""What the decisions of one window brought, held against what is done today and against what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.data.rules import apply_rule
from shipworthy.measure.claimed import claimed_value_per_row
from shipworthy.measure.fill import fill
from shipworthy.measure.gain import blank_value, measure_rows
from shipworthy.measure.inputs import input_column
from shipworthy.measure.metrics.measure import measure_metrics, metric_gain
from shipworthy.measure.rows import known_outcomes, numbers
from shipworthy.measure.same_answer import same_answer_predictions
from shipworthy.measure.status_quo import WHERE, is_replayed, nothing_predictions, status_quo_predictions
from shipworthy.measure.worth import outcomes_of, value_per_row
from shipworthy.monitor.settings import Settings
from shipworthy.records.logged import AS_MEANT
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.stats.linear import linear_mean

MODEL: Final = {"route": "model"}
"""Slice of the rows that the model answered, where something else answered others."""

RANKING: Final = {"binary": ("roc_auc",), "multiclass": ("balanced_accuracy",), "regression": ()}
"""Metrics that are measured whether asked for or not: they do not move when outcomes become more or less frequent."""

MISCALIBRATION: Final = "miscalibration"
"""How much more often the positive label turned out than the scores said."""

_STEPS: Final = {"day": "1d", "week": "1w", "month": "1mo"}


@dataclass(frozen=True, eq=False)
class Valued:
    """The rows of one stretch, with what each decision was worth.

    Attributes:
        predictions: the rows, outcomes that never came filled in as agreed.
        settings: what they are judged by.
        baseline: what gains are held against on the same rows; None when nobody knows, or only rates are claimed.
    """

    predictions: Predictions
    settings: Settings
    baseline: Predictions | None

    @cached_property
    def gains(self) -> NDArray[np.float64] | None:
        """Value over the baseline's, NaN where it is not known; None when nobody knows what is done today."""
        return self._gains(self.predictions)

    def gain(self, among: pl.Series | None = None, slice: dict[str, str] | None = None) -> Measurement | None:
        """The gain for `per` rows, with its interval over groups.

        Args:
            among: the rows to count; None for all. # (rows,)
            slice: what to call them.

        Raises:
            RequestError: when a decision met an outcome for which no amount was agreed.
            ColumnError: when a column that is needed did not travel with the rows.
        """
        settings = self.settings
        if not settings.worth.agreed:
            return self._gain_in_metric(among, slice or {})
        if self.gains is None:
            return None
        blank = blank_value(self.predictions, settings.worth, settings.per, 0.95)
        blank = structs.replace(blank, name="gain", against=self.settings.against, slice=slice or {})
        return measure_rows(blank, self.predictions, self.gains, None if among is None else among.to_numpy())

    def with_outcome(self, outcome: str) -> NDArray[np.float64] | None:
        """Gains had every unknown outcome been this one, shape (rows,)."""
        filled = self.predictions.frame.with_columns(pl.col("outcome").fill_null(outcome))
        return self._gains(structs.replace(self.predictions, frame=filled))

    def _gains(self, predictions: Predictions) -> NDArray[np.float64] | None:
        worth, rates = self.settings.worth, self.settings.status_quo.rates
        if self.baseline is not None:
            outcome = predictions.frame["outcome"]
            baseline = structs.replace(self.baseline, frame=self.baseline.frame.with_columns(outcome))
            return value_per_row(predictions, worth) - value_per_row(baseline, worth)
        if rates and worth.agreed:
            return value_per_row(predictions, worth) - claimed_value_per_row(predictions, worth, rates)
        return None

    def _gain_in_metric(self, among: pl.Series | None, slice: dict[str, str]) -> Measurement | None:
        if self.baseline is None or not self.settings.metrics:
            return None
        ours, theirs = (taken(each, among) for each in (self.predictions, self.baseline))
        return structs.replace(metric_gain(self.settings.metrics[0], ours, theirs), name="gain", slice=slice)


def valued(frame: pl.DataFrame, settings: Settings) -> Valued:
    """Reads a table of logged predictions as what `measure` judges.

    Args:
        frame: as the prediction log gives it.
        settings: what it is judged by.

    Raises:
        RequestError: when today's rule cannot be computed, or gives no answer that exists.
        ColumnError: when a column that it needs did not travel with the rows.
    """
    predictions = Predictions(candidate="live", task=settings.task, frame=_settled(frame, settings))
    return Valued(predictions, settings, _baseline(predictions, settings))


def measure_window(rows: Valued) -> tuple[Measurement, ...]:
    """Value, gain, promise, metrics, and what is not known of one window.

    `value` and `gain` are over all rows as they were answered, by whatever answered them; where something else than
    the model answered some, `gain` is told for the model's rows too. `unknown` is the share of rows whose outcome is
    not known; `gain_at_worst` and `gain_at_best` say what they could do to the gain.

    Raises:
        RequestError: when a decision met an outcome for which no amount was agreed, or there is no such metric.
        ColumnError: when a column that is needed did not travel with the rows.
    """
    settings, all_rows = rows.settings, rows.predictions
    model = answered_by_model(all_rows.frame)
    measured: list[Measurement | None] = [
        _value(rows),
        rows.gain(),
        rows.gain(model, MODEL) if not model.all() else None,
        promised(settings),
        _share("unknown", ~pl.Series(known_outcomes(all_rows)), all_rows, "down"),
        _share("fallback", ~model, all_rows, "down"),
        *_extremes(rows),
        *_performance(taken(all_rows, model), settings),
    ]
    return tuple(structs.replace(one, origin="live") for one in measured if one is not None)


def answered_by_model(frame: pl.DataFrame) -> pl.Series:
    """Which rows the model answered, those that it leaves to what is done today included, shape (rows,)."""
    return frame["route"].is_in(AS_MEANT).fill_null(True)


def taken(predictions: Predictions, among: pl.Series | None) -> Predictions:
    """Some of the rows."""
    return predictions if among is None else structs.replace(predictions, frame=predictions.frame.filter(among))


def promised(settings: Settings) -> Measurement | None:
    """What was promised for as many rows; None when nothing was."""
    if settings.promise is None or settings.promise.promise.value is None:
        return None
    told = settings.promise.promise
    scale = settings.per / told.per
    ends = {name: None if end is None else scale * end for name, end in (("low", told.low), ("high", told.high))}
    return structs.replace(
        told,
        name="promised",
        value=scale * (told.value or 0.0),
        se=None if told.se is None else scale * told.se,
        per=settings.per,
        **ends,
    )


def performance_names(settings: Settings) -> tuple[str, ...]:
    """The metrics of a window: those asked for, and one that does not move with how frequent outcomes are."""
    return tuple(dict.fromkeys([*settings.metrics, *RANKING[settings.task.kind]]))


def _settled(frame: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Outcomes that never came as agreed, and groups where rows do not say them."""
    step = _STEPS.get(settings.group)
    if step and frame["group"].null_count() == frame.height:
        frame = frame.with_columns(pl.col("time").dt.truncate(step).cast(pl.String).alias("group"))
    if settings.task.kind != "binary" or settings.missing == "unknown":
        return frame
    label = settings.task.classes[1 if settings.missing == "yes" else 0]
    return frame.with_columns(pl.col("outcome").fill_null(label))


def _baseline(predictions: Predictions, settings: Settings) -> Predictions | None:
    today = settings.status_quo
    if settings.same_answer is not None:
        return same_answer_predictions(predictions, settings.same_answer, settings.worth)
    if not is_replayed(today, settings.task):
        return None
    if today.kind == "rule":
        rows = predictions.frame["inputs"].struct.unnest()
        return status_quo_predictions(predictions, apply_rule(today.rule, rows, where=f"{WHERE}.rule"))
    if today.kind == "column":
        return status_quo_predictions(predictions, input_column(predictions, today.column, f"{WHERE}.column"))
    return nothing_predictions(predictions)


def _value(rows: Valued) -> Measurement:
    blank = blank_value(rows.predictions, rows.settings.worth, rows.settings.per, 0.95)
    return measure_rows(blank, rows.predictions, value_per_row(rows.predictions, rows.settings.worth))


def _share(name: str, among: pl.Series, predictions: Predictions, direction: str) -> Measurement:
    blank = Measurement(name=name, value=None, unit="share", direction="down" if direction == "down" else "up")
    hits = linear_mean(among.cast(pl.Float64).to_numpy())
    return fill(blank, hits, None, limits=(0.0, 1.0), share=True)


def _extremes(rows: Valued) -> Iterable[Measurement]:
    """The gain over all rows, had every unknown outcome been the worst or the best for it."""
    predictions, settings = rows.predictions, rows.settings
    unknown = ~known_outcomes(predictions)
    if settings.task.kind == "regression" or not settings.worth.agreed or rows.gains is None or not unknown.any():
        return
    cases = [rows.with_outcome(each) for each in outcomes_of(settings.task, settings.worth)]
    gains = np.array([each for each in cases if each is not None])  # (outcomes, rows)
    blank = blank_value(predictions, settings.worth, settings.per, 0.95)
    for name, row in (("gain_at_worst", gains.min(axis=0)), ("gain_at_best", gains.max(axis=0))):
        yield measure_rows(structs.replace(blank, name=name, against=settings.against), predictions, row)


def _performance(predictions: Predictions, settings: Settings) -> Iterable[Measurement]:
    """Metrics on the rows that the model answered."""
    yield from measure_metrics(performance_names(settings), predictions)
    if settings.task.kind != "binary":
        return
    known = known_outcomes(predictions)
    turned_out = (predictions.frame["outcome"] == settings.task.positive).cast(pl.Float64).to_numpy()
    error = np.where(known, turned_out - numbers(predictions.frame["score"]), np.nan)
    blank = blank_value(predictions, settings.worth, 1.0, 0.95)
    blank = structs.replace(blank, name=MISCALIBRATION, unit="share", direction="none")
    yield measure_rows(blank, predictions, error)
