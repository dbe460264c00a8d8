"""How MLflow loads a bundle: `mlflow.pyfunc.load_model(folder)`."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.bundle.load import Loaded, load
from shipworthy.foundation.errors import RequestError


class Scores:
    """Answers MLflow's `predict` with scores.

    Args:
        loaded: the bundle.
    """

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def predict(self, model_input: Any, params: dict[str, Any] | None = None) -> NDArray[np.float64]:
        """Scores of the rows of a pandas frame, or of anything Polars makes a frame of.

        Returns:
            Probability of the positive label or a number # (rows,); of many classes, each # (rows, classes).

        Raises:
            RequestError: when a row cannot be taken; it names row and field.
        """
        del params
        rows = model_input if isinstance(model_input, pl.DataFrame) else _frame(model_input)
        read = self._loaded.door.frame(rows)
        for error in read.errors[:1]:
            raise RequestError(
                f"{error.field}: {error.what}" if error.field else error.what,
                where=f"row {error.row}",
                seen=error.seen,
                allowed=error.allowed,
                next_step=error.next_step or "mend the row and ask again",
            )
        return self._loaded.score(read.frame)


def _frame(rows: Any) -> pl.DataFrame:
    # NaN stands for nothing in a pandas frame, and Polars is told so
    return pl.from_pandas(rows, nan_to_null=True) if hasattr(rows, "iloc") else pl.DataFrame(rows)


def _load_pyfunc(data_path: str) -> Scores:
    """Called by MLflow with the folder of the model."""
    return Scores(load(Path(data_path)))
