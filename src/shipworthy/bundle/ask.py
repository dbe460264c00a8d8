"""Asks a bundle in a process of its own: `python -m shipworthy.bundle.ask FOLDER ROWS ANSWERS`.

Rows and answers are Arrow IPC files. The answers have a column `own`, scores of our own loader, and a column `mlflow`,
scores of `mlflow.pyfunc`; seconds to load go to standard output as JSON.
"""

import json
import sys
import warnings
from pathlib import Path
from time import perf_counter

import mlflow
import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.bundle.load import load
from shipworthy.bundle.mlmodel import without_zones


def ask(folder: Path, frame: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """Scores of both loaders, and seconds that ours took to load.

    MLflow is not asked about rows that lack what they must bring along; its scores of them are empty.

    Raises:
        BundleError: when it cannot be loaded.
    """
    start = perf_counter()
    loaded = load(folder)
    seconds = perf_counter() - start
    own = loaded.score(frame)
    rows = loaded.door.frame(frame).frame
    required = [each.name for each in loaded.bundle.inputs if each.required]
    whole = np.logical_and.reduce([rows[name].is_not_null().to_numpy() for name in required], initial=True)
    taken = np.flatnonzero(np.broadcast_to(whole, frame.height))
    theirs = np.full(own.shape, np.nan)
    asked = without_zones(rows[taken]).to_pandas()
    theirs[taken] = np.asarray(mlflow.pyfunc.load_model(str(folder)).predict(asked), dtype=np.float64)
    return pl.DataFrame([_column("own", own), _column("mlflow", theirs)]), seconds


def _column(name: str, scores: NDArray[np.float64]) -> pl.Series:
    return pl.Series(name, list(scores) if scores.ndim == 2 else scores)


def main(folder: str, rows: str, answers: str) -> None:
    """Reads rows, asks, and writes the answers."""
    # what libraries tell developers is no matter of whoever ships a model
    warnings.simplefilter("ignore")
    told, seconds = ask(Path(folder), pl.read_ipc(Path(rows).read_bytes()))
    told.write_ipc(answers)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
