"""A candidate that has learned from what others answer, together with these others."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.model.fitted import Fitted
from shipworthy.records.spec import Task


class Chain(Fitted):
    """Asks the others first, and the last with their answers as columns.

    Args:
        before: name -> what is asked first, all of it given the same rows.
        last: has learned from `columns_of` their answers, beside other columns.
    """

    def __init__(self, before: Mapping[str, Fitted], last: Fitted) -> None:
        super().__init__(last.features, last.candidate, last.task, last.schema)
        self._before = dict(before)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that any of them is given, without the answers in between."""
        made = {name for other in self._before for name in names_of(other, self.task)}
        own = [name for name in self.schema if name not in made]
        return tuple(dict.fromkeys([*(name for other in self._before.values() for name in other.columns), *own]))

    def score(self, frame: pl.DataFrame) -> NDArray[np.float64]:
        """Answers for rows; see `Fitted.score`."""
        said = [
            column for name, other in self._before.items() for column in columns_of(name, self.task, other.score(frame))
        ]
        return super().score(frame.with_columns(said))


def columns_of(name: str, task: Task, scores: NDArray[np.float64]) -> list[pl.Series]:
    """What a candidate answered as columns to learn from: one, or one for each of many classes; NaN is empty.

    Args:
        name: of the candidate.
        task: what is predicted.
        scores: its answers. # (rows,) or (rows, classes)

    >>> [column.name for column in columns_of("linear", Task(kind="regression"), np.zeros(2))]
    ['answer of linear']
    """
    parts = scores.reshape(len(scores), -1).T
    return [pl.Series(column, part).fill_nan(None) for column, part in zip(names_of(name, task), parts, strict=True)]


def names_of(name: str, task: Task) -> list[str]:
    """Names of the columns that hold what a candidate answered."""
    said = f"answer of {name}"
    return [f"{said}: {label}" for label in task.classes] if task.kind == "multiclass" else [said]
