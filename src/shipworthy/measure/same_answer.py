"""Always giving the same answer, as predictions on the same rows, so that it is measured like any candidate."""

from dataclasses import dataclass
from typing import Final

import polars as pl
from msgspec import structs

from shipworthy.measure.decide import decide
from shipworthy.measure.status_quo import status_quo_predictions
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

NAME: Final = "constant"


@dataclass(frozen=True)
class SameAnswer:
    """What a constant candidate says and does, whatever the row.

    Attributes:
        decision: label or number; None when it differs by row or is not known.
        score: a probability, a number, or a probability for each class in order; empty when it is not known.
    """

    decision: float | str | None
    score: tuple[float, ...] = ()


def same_answer_predictions(like: Predictions, answer: SameAnswer, worth: Worth) -> Predictions:
    """The same answer on the rows of a candidate.

    Of many classes the decision follows from the score and each row's own amounts, and in a ranking from the row's
    place, as it does for any candidate.

    Args:
        like: a candidate's predictions; ids, outcomes, groups and inputs are taken from them.
        answer: given to every row.
        worth: amounts.

    Raises:
        RequestError: when some decision and class have no amount, or the answer is none that the task knows.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    rows = like.frame.height
    decided = status_quo_predictions(like, pl.repeat(answer.decision, rows, eager=True))
    kind, score = like.task.kind, answer.score
    if score and kind != "regression":
        told = pl.Series([list(score)] * rows if kind == "multiclass" else [score[0]] * rows)
        decided = structs.replace(decided, frame=decided.frame.with_columns(told.alias("score")))
    decided = structs.replace(decided, candidate=NAME, frame=decided.frame.with_columns(pl.lit(NAME).alias("model")))
    ranked = kind == "multiclass" or bool(worth.top)
    return decide(decided, worth) if score and ranked else decided
