"""Small studies that several tests look at."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from shipworthy.lab.splits import make_folds, periods_of
from shipworthy.lab.study import Study, Workplace
from shipworthy.records.spec import Split, Task
from shipworthy.records.table import Column, Table

BINARY = Task(kind="binary", classes=("no", "yes"))
REGRESSION = Task(kind="regression")


def table_of(frame: pl.DataFrame, *, time: str = "", personal: Sequence[str] = ()) -> Table:
    """A table whose columns are features, but for the time and personal ones."""
    roles = {time: "time", **dict.fromkeys(personal, "personal")}
    columns = [{"name": name, "kind": "other", "role": roles.get(name, "feature")} for name in frame.columns]
    return Table(name="t", frame=frame, columns=tuple(Column.from_dict(one) for one in columns), time=time)


def study_of(
    frame: pl.DataFrame,
    labels: pl.Series,
    task: Task = BINARY,
    *,
    split: Split | None = None,
    folder: Path | None = None,
    workers: int = 2,
) -> Study:
    """A study of all columns; with a column `when`, split by time."""
    split = split or Split(time="when" if "when" in frame.columns else "", folds=2)
    table = table_of(frame, time="when" if "when" in frame.columns else "", personal=["email"])
    return Study(
        table=table,
        labels=labels,
        task=task,
        folds=make_folds(split, table, labels),
        periods=periods_of(split, table),
        inputs=("colour", "email"),
        place=Workplace(folder=folder, workers=workers),
    )


def easy(rows: int = 300, seed: int = 0) -> tuple[pl.DataFrame, pl.Series]:
    """Half a year of rows whose outcome hangs on `size` and `colour`, with noise beside."""
    random = np.random.default_rng(seed)
    size = random.normal(size=rows)
    colour = random.integers(0, 3, rows)
    chance = 1 / (1 + np.exp(-(2 * size + colour - 1)))
    frame = pl.DataFrame(
        {
            "when": [datetime(2024, 1, 1) + timedelta(hours=4380 * row / rows) for row in range(rows)],
            "size": size,
            "colour": np.array(["red", "green", "blue"])[colour],
            "noise": random.normal(size=rows),
            "email": [f"person{row}@example.org" for row in range(rows)],
        }
    )
    return frame, pl.Series("y", np.where(random.random(rows) < chance, "yes", "no"))


def silent(done: int, total: int, words: str) -> None:
    """Tells nobody."""
    del done, total, words
