"""Putting the answers of all folds into one table of predictions."""

from collections.abc import Sequence

import polars as pl

from shipworthy.lab.answers import Answers
from shipworthy.lab.study import Study
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec


def asked_rows(study: Study) -> pl.DataFrame:
    """All that does not depend on the candidate, for the rows of every fold in order; candidates share it.

    The id of a row is its number in the table, from 0, as text. `period` is the fold's number where time
    has no say.
    """
    frame = study.table.frame
    row = pl.int_range(frame.height, eager=True).cast(pl.String)
    personal = set(study.table.of("personal"))
    inputs = [name for name in dict.fromkeys(study.inputs) if name not in personal and name in frame.columns]
    columns = [
        row.alias("id"),
        _time(study).alias("time"),
        (row if study.groups is None else study.groups).alias("group"),
        study.labels.alias("outcome"),
        study.periods.cast(pl.String).alias("period"),
        *([pl.struct(inputs).alias("inputs")] if inputs else []),
    ]
    rows = frame.select(columns)
    parts = []
    for fold in study.folds:
        part = rows[fold.test].with_columns(origin=pl.lit(fold.origin), period=pl.col("period").fill_null(fold.name))
        parts.append(part)
    return pl.concat(parts)


def predictions(study: Study, rows: pl.DataFrame, spec: CandidateSpec, answered: Sequence[Answers]) -> Predictions:
    """One candidate's predictions of all folds and the holdout.

    Args:
        study: what was asked.
        rows: as `asked_rows` gives them.
        spec: the candidate.
        answered: its answers, fold by fold.
    """
    scores = pl.concat([answers.frame for answers in answered])
    frame = rows.with_columns(scores["score"], model=pl.lit(spec.name))
    order = ("id", "time", "group", "origin", "model", "score", "outcome", "inputs", "period")
    return Predictions(candidate=spec.name, task=study.task, frame=frame.select(n for n in order if n in frame.columns))


def _time(study: Study) -> pl.Series:
    """When each row happened, UTC; null where the table does not say."""
    frame, name = study.table.frame, study.table.time
    empty = pl.Series("time", [None] * frame.height, dtype=pl.Datetime("us", "UTC"))
    if not name or name not in frame.columns:
        return empty
    when = frame[name]
    if when.dtype == pl.Date:
        when = when.cast(pl.Datetime("us"))
    if not isinstance(when.dtype, pl.Datetime):
        return empty
    zoned = when.dt.convert_time_zone("UTC") if when.dtype.time_zone else when.dt.replace_time_zone("UTC")
    return zoned.dt.cast_time_unit("us")
