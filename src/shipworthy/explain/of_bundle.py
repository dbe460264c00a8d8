"""What a bundle brings along to explain itself, and explaining a row with it."""

from collections.abc import Sequence
from typing import Any, Final, Protocol, TypeVar

import polars as pl

from shipworthy.explain.background import Background, background
from shipworthy.explain.calibration import Calibration
from shipworthy.explain.explain import explain
from shipworthy.explain.learn import learn
from shipworthy.foundation.errors import BundleError
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.explanation import Explanation
from shipworthy.records.predictions import Predictions
from shipworthy.records.record import Record

BACKGROUND: Final = "background"
CALIBRATION: Final = "calibration"

R = TypeVar("R", bound=Record)


class Explains(Protocol):
    """A bundle in memory; `bundle.load.Loaded` is one."""

    @property
    def bundle(self) -> Bundle:
        """What is shipped."""
        ...

    def score(self, frame: pl.DataFrame) -> Any:
        """Probability of the positive label, or numbers # (rows,); of many classes, each # (rows, classes)."""
        ...

    def decide(self, scores: Any, frame: pl.DataFrame) -> Any:
        """Label or number acted on, row by row; None where nobody can tell."""
        ...

    def extra(self, name: str, kind: type[R]) -> R | None:
        """A record that was put beside the model; None when there is none of that name."""
        ...


def extras_for(
    frame: pl.DataFrame, predictions: Predictions, inputs: Sequence[Input], *, seed: int = 0
) -> dict[str, Record]:
    """The records that a bundle needs beside the model to explain its answers.

    Args:
        frame: rows learned from, with the inputs.
        predictions: on rows that were not learned from; for several classes, decided.
        inputs: what a row of the bundle brings along.
        seed: of the draw of the rows that predictions are held against.
    """
    columns = [each.name for each in inputs if each.use == "feature" and not each.personal]
    return {BACKGROUND: background(frame, columns, seed=seed), CALIBRATION: learn(predictions)}


def explain_row(loaded: Explains, row: pl.DataFrame, id: str = "") -> Explanation:
    """Why the bundle says what it says of a row, and how sure it can be.

    Args:
        loaded: the bundle.
        row: as its door reads it. # (1, columns)
        id: of the prediction; empty for a row that is only tried.

    Raises:
        BundleError: when the bundle brought along nothing to hold the row against.
        ColumnError: when a column is missing.
    """
    held_against = loaded.extra(BACKGROUND, Background)
    if held_against is None:
        raise BundleError(
            "this bundle cannot explain its answers",
            where=loaded.bundle.name,
            seen="no rows to hold a prediction against",
            allowed="a bundle built by `shipworthy ship` or `shipworthy retrain`",
            next_step="build it again with `shipworthy ship`",
        )
    (decision,) = loaded.decide(loaded.score(row), row)
    return explain(
        loaded.score,
        row,
        held_against.frame,
        loaded.bundle,
        calibration=loaded.extra(CALIBRATION, Calibration),
        decision=decision,
        id=id,
    )
