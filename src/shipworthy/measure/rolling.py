"""Decisions for every row, with thresholds that could have been known: from other folds, never from the row's own."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.capacity import drawn, fair_share, highest, period_codes
from shipworthy.measure.correction import correct_rolling
from shipworthy.measure.decide import decide
from shipworthy.measure.rows import scores
from shipworthy.measure.threshold import Chosen, Thresholds, alone
from shipworthy.measure.top import top_rolling
from shipworthy.records.deciding import FREE, Deciding
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

CAPACITY = "problem.capacity"
"""Where the document states it."""


@dataclass(frozen=True, eq=False)
class Decided:
    """Decisions and what the threshold behind them had to keep to.

    Attributes:
        predictions: with their decisions; their threshold is the candidate's own.
        chosen: how that was chosen; None where no threshold was.
        alone: the threshold for rows that are decided one by one; None without a capacity.
    """

    predictions: Predictions
    chosen: Chosen | None = None
    alone: float | None = None


def decide_rolling(predictions: Predictions, worth: Worth, *, ordered: bool, deciding: Deciding = FREE) -> Decided:
    """Fills `decision` on folds and on the rows kept aside.

    A fold's threshold is the most valuable one on earlier folds (`ordered`) or on all other folds; the first of
    ordered folds, which has none before it, acts where acting has the greater expected value. The rows kept aside are
    decided by the threshold of all folds, and that is the candidate's own. With a capacity the highest scores of each
    period are acted on, the others get the negative label.

    Guardrails hold for the candidate's own threshold. Where they move it, each fold's threshold keeps to them on all
    other folds, later ones too: of the first folds alone they would ask what only all together can tell.

    Args:
        predictions: rows of origin `fold`, each with its period, and of origin `holdout`.
        worth: amounts.
        ordered: True when periods follow each other in time.
        deciding: capacity and guardrails; they hold for yes-or-no tasks.

    Raises:
        RequestError: when some decision and class have no amount.
        ColumnError: when a column of an amount, a guardrail or the capacity did not travel with the predictions.
        TargetError: when no row of the folds has both a score and a known value.
    """
    if predictions.task.kind == "regression":
        return Decided(correct_rolling(predictions, worth, ordered=ordered))
    if worth.top:
        ranked = top_rolling(predictions, worth)
        return Decided(ranked, alone=ranked.threshold)
    if predictions.task.kind != "binary":
        return Decided(decide(predictions, worth))
    rows = Rolling(predictions, deciding)
    chosen = rows.thresholds(worth, rows.folds).best(worth) if rows.folds.any() else None
    if chosen is not None and not chosen.bound:
        rows = Rolling(predictions, structs.replace(deciding, limits=()))
    period = predictions.frame["period"] if rows.folds.any() else pl.Series([None] * predictions.frame.height)
    thresholds: list[tuple[NDArray[np.bool_], float | None]] = []
    for name in period.filter(pl.Series(rows.folds)).unique().sort():
        mine = rows.folds & (period == name).fill_null(False).to_numpy()
        before = ordered and not (chosen and chosen.bound)
        others = rows.folds & (period < name).fill_null(False).to_numpy() if before else rows.folds & ~mine
        thresholds.append((mine, rows.thresholds(worth, others).best(worth).threshold if others.any() else None))
    final = chosen.threshold if chosen else None
    decided = _decided(predictions, worth, [*thresholds, (~rows.folds, final)])
    return Decided(
        structs.replace(predictions, frame=rows.held(decided), threshold=final),
        chosen,
        None if final is None else rows.alone(final),
    )


def held_to(predictions: Predictions, deciding: Deciding) -> Predictions:
    """Decisions that are there already, as many of them as there is room for.

    Raises:
        ColumnError: when the column of the capacity did not travel with the predictions.
    """
    if deciding.capacity is None or predictions.task.kind != "binary":
        return predictions
    return structs.replace(predictions, frame=Rolling(predictions, deciding).held(predictions.frame))


class Rolling:
    """The rows of a candidate, in folds and kept aside, with what can be acted on in their periods.

    Args:
        predictions: of a yes-or-no task.
        deciding: capacity and guardrails.

    Attributes:
        folds: rows of the folds. # (rows,)
    """

    def __init__(self, predictions: Predictions, deciding: Deciding) -> None:
        self._predictions = predictions
        self._deciding = deciding
        self.folds: NDArray[np.bool_] = (predictions.frame["origin"] == "fold").fill_null(False).to_numpy()

    def thresholds(self, worth: Worth, among: NDArray[np.bool_]) -> Thresholds:
        """The thresholds on some rows of the folds."""
        part = structs.replace(self._predictions, frame=self._predictions.frame.filter(pl.Series(among)))
        return Thresholds(part, worth, self._deciding.limits, self._within(among, self._scores))

    def acted(self, threshold: float) -> NDArray[np.bool_]:
        """The rows that are acted on from this threshold on, those kept aside alone, shape (rows kept aside,)."""
        asked = self._scores >= threshold
        taken = self._within(np.ones(len(asked), dtype=bool), np.where(asked, self._scores, np.nan))
        return (asked if taken is None else taken)[~self.folds]

    def held(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The decided rows, with the negative label where there is no room for a yes.

        Rows of the folds share what room there is for the folds. The rows kept aside compete with all rows of their
        period, as they would have on the day.
        """
        asked = (frame["decision"] == self._predictions.task.positive).fill_null(False).to_numpy()
        # a yes without a score comes last
        wished = np.where(asked, np.nan_to_num(self._scores, nan=-np.inf), np.nan)
        taken = self._within(np.ones(len(wished), dtype=bool), wished)
        within_folds = self._within(self.folds, wished)
        if taken is None or within_folds is None:
            return frame
        taken[self.folds] = within_folds
        too_many = pl.Series(asked & ~taken)
        return frame.with_columns(
            decision=pl.when(too_many).then(pl.lit(self._predictions.task.classes[0])).otherwise(pl.col("decision"))
        )

    def alone(self, threshold: float) -> float | None:
        """The threshold for rows that are decided one by one; None without a capacity."""
        if self._deciding.capacity is None:
            return None
        room = fair_share(self._periods, self.folds, self._deciding.capacity.most)
        return alone(self._scores[self.folds], self._periods[self.folds], room, threshold)

    def _within(self, among: NDArray[np.bool_], wished: NDArray[np.float64]) -> NDArray[np.bool_] | None:
        """Which of some rows there is room for, shape (rows among,); None without a capacity."""
        capacity = self._deciding.capacity
        if capacity is None:
            return None
        room = fair_share(self._periods, among, capacity.most)
        return highest(wished[among], self._periods[among], room, self._names.filter(pl.Series(among)))

    @cached_property
    def _names(self) -> pl.Series:
        return drawn(self._predictions.frame["id"])

    @cached_property
    def _periods(self) -> NDArray[np.int64]:
        assert self._deciding.capacity is not None
        return period_codes(self._predictions, self._deciding.capacity.per, CAPACITY)

    @cached_property
    def _scores(self) -> NDArray[np.float64]:
        return scores(self._predictions)


def _decided(
    predictions: Predictions, worth: Worth, thresholds: list[tuple[NDArray[np.bool_], float | None]]
) -> pl.DataFrame:
    """Each part by its own threshold, the rows in their order."""
    frame = predictions.frame.with_row_index("_place")
    parts = [
        decide(structs.replace(predictions, frame=frame.filter(pl.Series(part))), worth, threshold).frame
        for part, threshold in thresholds
    ]
    return pl.concat(parts).sort("_place").drop("_place")
