"""Rows that the model leaves to what is done today: those it is not about, and those it is not sure of."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.bundle.deciding import Decision
from shipworthy.bundle.standing_in import done_today
from shipworthy.data.rules import apply_rule
from shipworthy.records.bundle import Bundle

LEFT: Final = "the model leaves it to what is done today"


def left(bundle: Bundle, scores: NDArray[np.float64], frame: pl.DataFrame) -> NDArray[np.bool_]:
    """Which rows the model leaves to what is done today, shape (rows,).

    Args:
        bundle: says what it leaves.
        scores: as the model gives them. # (rows,) or (rows, classes)
        frame: the rows.

    Raises:
        ColumnError: when a column that says which rows are meant is not in the frame.
    """
    leaves = np.zeros(frame.height, dtype=bool)
    if bundle.abstain:
        leaves |= (scores > bundle.abstain.above) & (scores < bundle.abstain.below)
    if bundle.only:
        leaves |= ~apply_rule(bundle.only, frame, where="data.only").fill_null(False).to_numpy()
    return leaves


def leave(bundle: Bundle, scores: NDArray[np.float64], frame: pl.DataFrame, made: list[Decision]) -> list[Decision]:
    """Decisions, with today's answer where the model is not to decide.

    Args:
        bundle: says what it leaves.
        scores: as the model gives them. # (rows,) or (rows, classes)
        frame: the rows.
        made: what would be decided by the scores. # (rows,)

    Raises:
        ColumnError: when a column that says which rows are meant, or what is done today, is not in the frame.
    """
    if not bundle.abstain and not bundle.only:
        return made
    if bundle.abstain:
        negative, positive = bundle.task.classes
        made = [negative if score <= bundle.abstain.above else positive for score in scores.tolist()]
    leaves = left(bundle, scores, frame)
    if not leaves.any():
        return made
    today = done_today(bundle, frame)
    return [old if leaving else new for new, old, leaving in zip(made, today, leaves.tolist(), strict=True)]
