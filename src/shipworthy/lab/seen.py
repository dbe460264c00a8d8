"""Whether a candidate that was trained elsewhere may have seen the rows that it is asked about."""

from datetime import UTC, date, datetime
from typing import Any, Final

import numpy as np
import polars as pl

from shipworthy.lab.imports import refusal
from shipworthy.lab.study import Study
from shipworthy.records.finding import Finding, Severity
from shipworthy.records.spec import CandidateSpec

NEVER: Final = "never"


def seen(study: Study, spec: CandidateSpec) -> tuple[Finding, ...]:
    """What has to be said about what a candidate may have learned from before it came here.

    Args:
        study: rows and folds, and the column that says when.
        spec: the candidate; a function, an MLflow model and predictions in a file may have been trained.

    Raises:
        CandidateError: when it was trained on rows of the time that is kept aside.
    """
    if spec.kind not in ("function", "mlflow", "predictions") or spec.trained_until == NEVER:
        return ()
    if not spec.trained_until:
        says = f"{spec.name} was trained elsewhere; if it saw the cases kept aside, it looks better than it is"
        step = "say until when it learned, trained_until: DATE; or trained_until: never when it learned nothing"
        return (_finding(spec, says, "problem", step),)
    when, until = _moments(study), _moment(spec.trained_until)
    aside = _least(when, study, "holdout")
    if aside is None:
        says = (
            f"{spec.name} learned until {spec.trained_until}, and cases are kept aside by chance and not by time: "
            "it may have seen them, and then it looks better than it is"
        )
        return (_finding(spec, says, "problem", "keep aside later cases: evaluation.split.holdout_from"),)
    if aside <= until:
        raise refusal(
            spec,
            "it was trained on cases of the time that is kept aside, so nothing fair can be said of it",
            seen=f"trained_until: {spec.trained_until}",
            allowed=f"before {aside:%Y-%m-%d %H:%M}, when the cases kept aside begin",
            step="keep aside later cases (evaluation.split.holdout_from), or train it on earlier ones",
        )
    return _flattered(when, until, study, spec)


def _flattered(when: pl.Series, until: datetime, study: Study, spec: CandidateSpec) -> tuple[Finding, ...]:
    asked = _asked(study, "fold")
    early = int((when.gather(asked) <= until).sum()) if len(asked) else 0
    if not early:
        return ()
    says = (
        f"{early:,} of the {len(asked):,} cases on which attempts are compared are from before {spec.trained_until}, "
        f"and {spec.name} may have learned from them: the comparison flatters it, the cases kept aside do not"
    )
    return (_finding(spec, says, "note", "judge it by the cases kept aside"),)


def _finding(spec: CandidateSpec, says: str, severity: Severity, step: str) -> Finding:
    return Finding(check="evaluate", says=says, severity=severity, where=f"candidates.{spec.name}", next_step=step)


def _asked(study: Study, origin: str) -> "np.ndarray[Any, np.dtype[np.int64]]":
    parts = [fold.test for fold in study.folds if fold.origin == origin]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)


def _least(when: pl.Series, study: Study, origin: str) -> datetime | None:
    """When the first row of that origin was; None when no time says."""
    found = when.gather(_asked(study, origin)).min() if len(when) else None
    return found if isinstance(found, datetime) else None


def _moments(study: Study) -> pl.Series:
    """When each row was, UTC; empty where rows were drawn at random, for then later rows are among all others."""
    name = study.table.time
    if study.trend or name not in study.table.frame.columns:
        return pl.Series([], dtype=pl.Datetime("us", "UTC"))
    column = study.table.frame[name]
    if not isinstance(column.dtype, pl.Datetime):
        return column.cast(pl.Datetime("us"), strict=False).dt.replace_time_zone("UTC")
    return column.dt.convert_time_zone("UTC") if column.dtype.time_zone else column.dt.replace_time_zone("UTC")


def _moment(text: str) -> datetime:
    """The end of a day, or the moment itself, UTC."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=UTC)
