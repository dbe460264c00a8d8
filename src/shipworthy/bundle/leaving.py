"""Rows that the model leaves to what is done today: those it is not about, and those it is not sure of."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.bundle.deciding import Decision
from shipworthy.bundle.standing_in import done_today
from shipworthy.data.rules import apply_rule
from shipworthy.records.bundle import Bundle


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
    left = np.zeros(frame.height, dtype=bool)
    if bundle.abstain:
        negative, positive = bundle.task.classes
        sure = [negative if score <= bundle.abstain.above else positive for score in scores.tolist()]
        left = (scores > bundle.abstain.above) & (scores < bundle.abstain.below)
        made = list(sure)
    if bundle.only:
        left |= ~apply_rule(bundle.only, frame, where="data.only").fill_null(False).to_numpy()
    if not left.any():
        return made
    today = done_today(bundle, frame)
    return [old if leaves else new for new, old, leaves in zip(made, today, left.tolist(), strict=True)]
