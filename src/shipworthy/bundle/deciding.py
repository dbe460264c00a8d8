"""From the scores of a few rows to what is acted on, with no table in between where none is needed."""

import numpy as np
import polars as pl
from msgspec import UNSET
from numpy.typing import NDArray

from shipworthy.bundle.brought import times
from shipworthy.measure.decide import decide, expected_value_threshold
from shipworthy.measure.rolling import held_to
from shipworthy.records.bundle import Bundle
from shipworthy.records.deciding import Deciding
from shipworthy.records.predictions import Predictions

Decision = str | float | None
"""A label or number acted on; None where nobody but a person can tell."""


def decisions(bundle: Bundle, scores: NDArray[np.float64], frame: pl.DataFrame) -> list[Decision]:
    """What `measure.decide` says, row by row.

    Args:
        bundle: says how it decides.
        scores: as the model gives them. # (rows,) or (rows, classes)
        frame: the rows; columns with amounts are read from it.

    Raises:
        ColumnError: when a column with amounts is not in the frame.
        RequestError: when some decision and class have no amount.
    """
    task = bundle.task
    if task.kind == "regression":
        acted = bundle.correction.of(scores) if bundle.correction else scores
        return [float(number) for number in acted]
    if task.kind == "binary":
        threshold = bundle.threshold if bundle.alone is UNSET else bundle.alone
        if threshold is None:
            threshold = expected_value_threshold(bundle.worth, task)
        if threshold is not None:
            negative, positive = task.classes
            return [positive if score >= threshold else negative for score in scores.tolist()]
    elif not bundle.worth.agreed:
        return [task.classes[place] for place in np.argmax(scores, axis=1)]
    made: list[Decision] = decide(_table(bundle, scores, frame), bundle.worth).frame["decision"].to_list()
    return made


def limited(bundle: Bundle) -> bool:
    """Whether only so many rows of a period can be acted on, so that rows are best decided together."""
    return bool(bundle.capacity or bundle.worth.top)


def together(bundle: Bundle, scores: NDArray[np.float64], frame: pl.DataFrame) -> list[Decision]:
    """What is acted on when all rows of their periods are there: the highest scores, as many as there is room for.

    Args:
        bundle: says how it decides.
        scores: as the model gives them, NaN for rows that it did not answer. # (rows,)
        frame: the rows, with their times or the column that names the period.

    Raises:
        ColumnError: when the rows do not say which period they belong to.
    """
    table = decide(_table(bundle, scores, frame), bundle.worth, bundle.threshold)
    held = held_to(table, Deciding(capacity=bundle.capacity)) if bundle.capacity else table
    made: list[Decision] = held.frame["decision"].to_list()
    return made


def _table(bundle: Bundle, scores: NDArray[np.float64], frame: pl.DataFrame) -> Predictions:
    wanted = {each.name for each in bundle.inputs} if bundle.worth.call else set(bundle.worth.columns)
    wanted |= {bundle.capacity.per} if bundle.capacity else set()
    inputs = [frame.get_column(name) for name in sorted(wanted) if name in frame.columns]
    series = pl.Series("score", scores)
    columns = [
        pl.int_range(frame.height, eager=True).cast(pl.String).alias("id"),
        pl.Series("time", times(frame, bundle), dtype=pl.Datetime("us", "UTC")),
        pl.repeat("live", frame.height, eager=True).alias("origin"),
        pl.repeat(bundle.candidate, frame.height, eager=True).alias("model"),
        series.cast(pl.List(pl.Float64)) if scores.ndim == 2 else series,
        *([pl.DataFrame(inputs).to_struct("inputs")] if inputs else []),
    ]
    return Predictions(candidate=bundle.candidate, task=bundle.task, frame=pl.DataFrame(columns))
