"""The threshold that is worth most, within guardrails and capacity, on rows that are not those kept aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.foundation.errors import InternalError, TargetError
from shipworthy.measure.guarding import guarded
from shipworthy.measure.ladder import Ladder
from shipworthy.measure.rows import known_outcomes, scores, weights
from shipworthy.measure.worth import labels_of, unpriced_error, value_of
from shipworthy.records.deciding import Limit
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Worth

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Chosen:
    """A threshold and what it had to keep to.

    Attributes:
        threshold: score from which the decision is yes.
        unmet: guardrails that no threshold keeps to together with the others; this one comes nearest.
        gives_up: value given up for guardrails, as the mean of a row that it was chosen on, in the unit of value.
    """

    threshold: float
    unmet: tuple[Limit, ...] = ()
    gives_up: float = 0.0

    @property
    def bound(self) -> bool:
        """Whether guardrails moved the threshold."""
        return bool(self.unmet) or self.gives_up > 0


class Thresholds:
    """All thresholds on some rows, ready to be asked for the best one with these amounts or others.

    Args:
        predictions: out-of-fold rows of the training period, never those kept aside; of a yes-or-no task.
        worth: amounts.
        limits: guardrails, held to by their value on these rows.
        eligible: rows that can be acted on at all, such as the highest of each day; None for all. # (rows,)

    Raises:
        TargetError: when no row has both a score and a known value.
        RequestError: when a decision met an outcome for which no amount was agreed.
        ColumnError: when a column of an amount or a guardrail did not travel with the predictions.
    """

    def __init__(
        self,
        predictions: Predictions,
        worth: Worth,
        limits: Sequence[Limit] = (),
        eligible: NDArray[np.bool_] | None = None,
    ) -> None:
        self._predictions = predictions
        score = scores(predictions)
        gain = gain_of_yes(predictions, worth)
        known = known_outcomes(predictions) & np.isfinite(score)
        self._rows = int((known & np.isfinite(gain)).sum())
        if not self._rows:
            raise _nothing_known(predictions, len(score))
        self._free = Ladder(score, known)
        self._ladder = self._free if eligible is None else Ladder(score, known & eligible)
        self._guarded = guarded(predictions, self._ladder, limits)

    def best(self, worth: Worth) -> Chosen:
        """The threshold whose decisions were worth most in all, of those that keep to every guardrail.

        All thresholds between two neighbouring scores decide alike; of such a stretch the middle is taken, and of
        several stretches that are equally good the highest, which acts on fewest. Where only so many can be acted on,
        rows below these tell what acting on them would bring: the best threshold without that is taken where it lies
        in the stretch. When no threshold keeps to every guardrail, the one is taken that falls short by the least,
        added up over guardrails and groups.
        """
        return self.best_for(gain_of_yes(self._predictions, worth))

    def best_for(self, gain: NDArray[np.float64]) -> Chosen:
        """The same, told what yes is worth more than no on each row.

        Args:
            gain: by the rows' weights, as `gain_of_yes` gives it; NaN counts for nothing. # (rows,)
        """
        gain = np.nan_to_num(gain)
        rounding = _ROUNDING * float(np.abs(gain).sum())
        free = _best(self._free, self._free.totals(gain), rounding)
        if len(self._ladder) == 1:
            return Chosen(self._free.middle(*free))
        total = self._ladder.totals(gain)
        allowed, unmet = self._allowed()
        first, last = _best(self._ladder, np.where(allowed, total, -np.inf), rounding)
        threshold = self._ladder.middle(first, last)
        if self._ladder is not self._free:
            low, high = self._ladder.ends(first, last)
            wished = self._free.middle(*free)
            threshold = wished if low < wished <= high else threshold
        stands = tuple(each.limit for each in self._guarded if unmet and each.unmet[first])
        given = float(total.max() - total[first]) / self._rows
        return Chosen(threshold, stands, given if given > rounding else 0.0)

    def _allowed(self) -> tuple[NDArray[np.bool_], bool]:
        """The steps that may be chosen, and whether even these do not keep to every guardrail."""
        unmet = sum((each.unmet for each in self._guarded), np.zeros(len(self._ladder), dtype=np.int64))
        if (unmet == 0).any():
            return unmet == 0, False
        short = sum((each.short for each in self._guarded), np.zeros(len(self._ladder)))
        return short <= short.min() + _ROUNDING, True


def choose_threshold(
    predictions: Predictions,
    worth: Worth,
    limits: Sequence[Limit] = (),
    eligible: NDArray[np.bool_] | None = None,
) -> Chosen:
    """The best threshold on these rows; see `Thresholds`."""
    return Thresholds(predictions, worth, limits, eligible).best(worth)


def alone(score: NDArray[np.float64], periods: NDArray[np.int64], room: NDArray[np.int64], threshold: float) -> float:
    """A threshold for rows that are decided one by one, when nobody knows yet what the period still brings.

    The lowest from `threshold` on at which the rows of an average period do not ask for more than there is room for.
    Single periods can ask for more, others for less.

    Args:
        score: of out-of-fold rows, NaN for none. # (rows,)
        periods: code of the period of each row. # (rows,)
        room: how many can be acted on in the period of each row. # (rows,)
        threshold: from which yes is worth its while.
    """
    _, first = np.unique(periods, return_index=True)
    most = int(room[first].sum())
    above = np.sort(score[score >= threshold])[::-1]
    if len(above) <= most:
        return threshold
    # the first score that there is no room for must stay below
    return float(np.nextafter(above[most], np.inf))


def gain_of_yes(predictions: Predictions, worth: Worth) -> NDArray[np.float64]:
    """What yes is worth more than no on each row, by its weight; NaN where that is not known, shape (rows,).

    Raises:
        RequestError: when a decision met an outcome for which no amount was agreed.
        ColumnError: when an amount's column did not travel with the predictions.
    """
    if predictions.task.kind != "binary":
        raise InternalError(f"a threshold was asked for a {predictions.task.kind} task")
    labels, rows = labels_of(predictions.task, worth), predictions.frame.height
    for label in predictions.task.classes:
        if label not in labels:
            raise unpriced_error(label, label, "no amounts for this decision")
    negative, positive = (labels.index(label) for label in predictions.task.classes)
    gain = value_of(predictions, worth, np.full(rows, positive)) - value_of(predictions, worth, np.full(rows, negative))
    heavy = weights(predictions.frame)
    return gain if heavy is None else gain * heavy


def _best(ladder: Ladder, total: NDArray[np.float64], rounding: float) -> tuple[int, int]:
    """First and last step of the highest stretch of steps that are worth most."""
    best = total >= total.max() - rounding
    first = int(np.argmax(best))
    return first, first + int(np.argmin(np.append(best[first:], False))) - 1


def _nothing_known(predictions: Predictions, rows: int) -> TargetError:
    return TargetError(
        "no threshold can be chosen: no row has both a score and a known value",
        where=predictions.candidate,
        seen=f"{rows} rows",
        allowed="rows whose outcome and amounts are known",
        next_step="check the target column and the columns of amounts",
    )
