"""A few cases kept aside that an attempt got wrong, of each kind of mistake."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, Final

import polars as pl

from shipworthy.foundation.figures import figure
from shipworthy.records.finding import Finding
from shipworthy.records.predictions import Predictions

EXAMPLES: Final = 3
_COLUMNS: Final = 4
_LONGEST: Final = 40


def examples_of(predictions: Predictions, check: str) -> tuple[Finding, ...]:
    """Each kind of mistake with how many there were and a few of them, spread evenly over the cases.

    A case is named by its number, its time and the first columns that go with the predictions; personal ones never do.

    Args:
        predictions: decided, of the rows that were measured.
        check: name to put them down under.
    """
    frame = predictions.frame.filter(pl.col("outcome").is_not_null() & pl.col("decision").is_not_null())
    return tuple(
        Finding(
            check=check,
            says=f"{words}: {wrong.height:,} of {frame.height:,} cases kept aside",
            where=kind,
            count=wrong.height,
            of=frame.height,
            examples=tuple(_told(row) for row in _few(wrong).iter_rows(named=True)),
            next_step="keep one that must never be wrong again: shipworthy case NUMBER",
        )
        for kind, words, wrong in _kinds(predictions, frame)
        if wrong.height
    )


def _kinds(predictions: Predictions, frame: pl.DataFrame) -> Iterator[tuple[str, str, pl.DataFrame]]:
    task = predictions.task
    if task.kind == "regression":
        off = (pl.col("decision").cast(pl.Float64) - pl.col("outcome").cast(pl.Float64)).abs()
        yield "mean_absolute_error", "Furthest off", frame.filter(off > 0).top_k(EXAMPLES, by=off)
        return
    said, was = pl.col("decision").cast(pl.String), pl.col("outcome").cast(pl.String)
    if task.kind == "binary":
        yield "recall", "Missed", frame.filter((was == task.positive) & (said != task.positive))
        yield "precision", "False alarms", frame.filter((was != task.positive) & (said == task.positive))
        return
    yield "accuracy", "Wrong answers", frame.filter(said != was)


def _few(wrong: pl.DataFrame) -> pl.DataFrame:
    many = min(EXAMPLES, wrong.height)
    return wrong[[place * wrong.height // many for place in range(many)]]


def _told(row: dict[str, Any]) -> str:
    when = row.get("time")
    known = list((row.get("inputs") or {}).items())[:_COLUMNS]
    about = ", ".join(f"{name} {_short(value)}" for name, value in known if value is not None)
    named = f"case {row['id']}{f', {_short(when)}' if when is not None else ''}"
    return f"{named}: said {_short(row['decision'])}, was {_short(row['outcome'])}{f' ({about})' if about else ''}"


def _short(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    text = figure(value, grouped_from=10_000) if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
