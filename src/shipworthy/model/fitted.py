"""A candidate that has learned, with all it needs to answer for rows it is given."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.errors import CandidateError
from shipworthy.model.averaged import Averaged
from shipworthy.model.candidate import Candidate
from shipworthy.model.estimator import Estimator
from shipworthy.model.features import Features
from shipworthy.model.threads import native_threads, one_linear_algebra_thread
from shipworthy.records.spec import Task


class Fitted:
    """Features, candidate and task in one; it may be pickled, and used by several threads at once.

    Args:
        features: as learned from the rows.
        candidate: fitted on these features.
        task: what is predicted.
        schema: name -> type of the columns that were learned from, in order.
    """

    def __init__(self, features: Features, candidate: Candidate, task: Task, schema: pl.Schema) -> None:
        self.features = features
        self.candidate = candidate
        self.task = task
        self.schema = schema
        self._hasten()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that it is given, in order."""
        return tuple(self.schema)

    def score(self, frame: pl.DataFrame) -> NDArray[np.float64]:
        """Answers for rows; columns that it did not learn from are not looked at.

        The calling thread is limited to one native thread, and linear algebra to one for the whole process. The same
        rows give the same bits; what a linear model says of one row may differ by a millionth with the rows beside it.

        Args:
            frame: has `columns`, of any type that can be read as what was learned from.

        Returns:
            Probability of the positive label or a number # (rows,); of many classes, each # (rows, classes).

        Raises:
            ColumnError: when a column is not there.
            CandidateError: when the answer is not one finite number a row, or a class of a row.
        """
        native_threads(1)
        shape = (frame.height, len(self.task.classes)) if self.task.kind == "multiclass" else (frame.height,)
        if not frame.height:
            return np.empty(shape)
        matrix = self.features.transform(self._as_learned(frame) if self.candidate.view == "raw" else frame)
        scores = np.asarray(self.candidate.predict(matrix), dtype=np.float64)
        if scores.shape != shape or not np.isfinite(scores).all():
            raise CandidateError(
                "the model does not answer as it should",
                where=type(getattr(self.candidate, "model", self.candidate)).__name__,
                seen=f"shape {scores.shape}" if scores.shape != shape else "something that is no finite number",
                allowed=f"finite numbers of shape {shape}",
                next_step="look at its predict or predict_proba",
            )
        return scores

    def _as_learned(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns in the types that the candidate saw while it learned; what does not fit is empty."""
        self.features.require(frame)
        return pl.DataFrame(
            [frame.get_column(name).cast(dtype, strict=False) for name, dtype in self.schema.items()],
        )

    def _hasten(self) -> None:
        one_linear_algebra_thread()
        if isinstance(self.candidate, (Estimator, Averaged)) and self.candidate.view == "trees":
            self.candidate.hasten(self.features.invented())

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._hasten()
