"""Small bundles that several tests look at."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from shipworthy.bundle.build import build
from shipworthy.bundle.inputs import inputs_of
from shipworthy.bundle.load import Loaded, load
from shipworthy.lab.final import fit_final
from shipworthy.lab.study import Study, Workplace
from shipworthy.model.fitted import Fitted
from shipworthy.records.bundle import Bundle
from shipworthy.records.spec import CandidateSpec, StatusQuo, Task
from shipworthy.records.table import Column, Table
from tests.lab.samples import BINARY

THREE = Task(kind="multiclass", classes=("a", "b", "c"))
TREES = CandidateSpec(
    name="trees",
    kind="estimator",
    target="sklearn.ensemble.HistGradientBoostingClassifier",
    parameters={"max_iter": 5},
)
LINEAR = CandidateSpec(name="linear", kind="estimator", target="sklearn.linear_model.LogisticRegression")
LIGHT = CandidateSpec(
    name="light", kind="estimator", target="lightgbm.LGBMClassifier", parameters={"n_estimators": 5, "verbose": -1}
)
NUMBER = CandidateSpec(name="ridge", kind="estimator", target="sklearn.linear_model.Ridge")
KINDS = {"size": "number", "colour": "category", "flag": "boolean", "seen": "time", "note": "text", "when": "time"}
ROLES = {"when": "time", "email": "personal", "booked": "not_known"}


def rows(count: int = 240, seed: int = 0) -> pl.DataFrame:
    """Every kind of column, with gaps, and a personal one."""
    random = np.random.default_rng(seed)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    words = ["late", "early", "train", "plane", "fog", "snow", "crew", "gate"]
    frame = pl.DataFrame(
        {
            "when": [start + timedelta(hours=3 * row) for row in range(count)],
            "size": random.normal(size=count),
            "whole": random.integers(0, 9, count),
            "colour": random.choice(["red", "green", "blue"], count),
            "flag": random.random(count) < 0.5,
            "seen": [start + timedelta(minutes=37 * row) for row in range(count)],
            "note": [" ".join([*random.choice(words, 4), str(row % 60)]) for row in range(count)],
            "email": [f"person{row}@example.org" for row in range(count)],
            "booked": random.integers(1, 5, count).astype(float),
        }
    )
    gaps = ["size", "whole", "colour", "flag", "seen", "note"]
    holes = [pl.Series(name, random.random(count) < 0.1) for name in gaps]
    return frame.with_columns(pl.when(~hole).then(pl.col(hole.name)).alias(hole.name) for hole in holes)


def labels(frame: pl.DataFrame, task: Task) -> pl.Series:
    """Outcomes that hang on `size`, some unknown."""
    size = frame["size"].fill_null(0).to_numpy()
    if task.kind == "regression":
        found = pl.Series("y", 3 * size)
    else:
        cuts = np.digitize(size, [0.0] if task.kind == "binary" else [-0.5, 0.5])
        found = pl.Series("y", np.array(task.classes)[cuts])
    return found.to_frame().select(pl.when(pl.int_range(pl.len()) % 17 != 0).then("y")).to_series()


def table(frame: pl.DataFrame) -> Table:
    """The rows with what their columns are for."""
    columns = [
        {"name": name, "kind": KINDS.get(name, "number"), "role": ROLES.get(name, "feature"), "source": "trips"}
        for name in frame.columns
    ]
    return Table(name="trips", frame=frame, columns=tuple(Column.from_dict(each) for each in columns), time="when")


def study(task: Task = BINARY, folder: Path | None = None, count: int = 240) -> Study:
    """The rows as something to learn from."""
    frame = rows(count)
    return Study(
        table=table(frame),
        labels=labels(frame, task),
        task=task,
        folds=(),
        periods=pl.repeat("all", frame.height, eager=True),
        place=Workplace(folder=folder, workers=1),
    )


def record(task: Task = BINARY, *, context: Sequence[str] = ("when", "booked", "email"), **more: Any) -> Bundle:
    """The record of a bundle, nothing built."""
    fields = {
        "threshold": 0.4 if task.kind == "binary" else None,
        "status_quo": StatusQuo(kind="rule", rule="booked >= 3"),
        "fallback": "status_quo",
        "rows": 225,
        "made": datetime(2026, 1, 2, tzinfo=UTC),
        **more,
    }
    inputs = inputs_of(table(rows()), context, ("size",))
    return Bundle(project="trips", version=1, candidate="trees", task=task, inputs=inputs, time="when", **fields)


def built(folder: Path, spec: CandidateSpec = TREES, task: Task = BINARY, **more: Any) -> tuple[Loaded, Fitted]:
    """A bundle built in a folder and loaded again, and the model as it was before."""
    fitted = fit_final(study(task), spec)
    build(folder, record(task), fitted, example=rows(3), **more)
    return load(folder), fitted
