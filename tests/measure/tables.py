"""Small tables of predictions for tests."""

from typing import Any

import numpy as np
import polars as pl

from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task, Worth

BINARY = Task(kind="binary", classes=("no", "yes"))
COLOURS = Task(kind="multiclass", classes=("red", "green", "blue"))
NUMBER = Task(kind="regression", unit="min")
USD = Worth(unit="USD", outcomes={"no": {"no": 0.0, "yes": 0.0}, "yes": {"no": -250.0, "yes": 900.0}})
NONE_AGREED = Worth(agreed=False)


def table(task: Task, candidate: str = "ours", **columns: Any) -> Predictions:
    """Predictions from columns; id, origin and model are put in, and `score` where it is left out."""
    rows = len(next(iter(columns.values())))
    given: dict[str, Any] = {"id": [f"r{row}" for row in range(rows)], "score": [None] * rows, **columns}
    types = {"decision": pl.String, "outcome": pl.String} if task.kind != "regression" else {}
    frame = pl.DataFrame(given, schema_overrides={name: kind for name, kind in types.items() if name in given})
    if frame["score"].dtype == pl.Null:
        frame = frame.with_columns(pl.col("score").cast(pl.Float64))
    return Predictions(
        candidate=candidate,
        task=task,
        frame=frame.with_columns(origin=pl.lit("holdout"), model=pl.lit(candidate)),
    )


def simulated(seed: int, days: int = 30, size: int = 20, *, skill: float = 1.5, candidate: str = "ours") -> Predictions:
    """Binary predictions whose outcomes hang together by day; decisions from 0.3 on."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(days), rng.poisson(size, days) + 1)
    signal = rng.normal(size=len(day))
    late = rng.random(len(day)) < 1 / (1 + np.exp(1.5 - 1.5 * signal - rng.normal(0, 0.5, days)[day]))
    score = 1 / (1 + np.exp(1.5 - skill * signal))
    return table(
        BINARY,
        candidate,
        score=score,
        decision=np.where(score >= 0.3, "yes", "no"),
        outcome=np.where(late, "yes", "no"),
        group=day.astype(str),
    )
