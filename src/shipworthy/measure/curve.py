"""Decision curves: what a candidate gains over today, for any ratio of what a right yes brings to what a wrong costs.

After Vickers and Elkin (2006): the amounts are not known exactly, and a candidate is only worth its while where it is
better than what else could be done over the whole range that people find plausible. For each ratio a candidate has the
threshold that is best for it on other rows, and the rows kept aside judge it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.gain import blank_gain, measure_rows
from shipworthy.measure.rolling import Rolling, held_to
from shipworthy.measure.rows import weights
from shipworthy.measure.threshold import gain_of_yes
from shipworthy.records.deciding import Deciding
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task, Worth

RATIO: Final = "ratio"
"""Name under which a measurement's slice says at which ratio it was taken."""


def ratio_of(worth: Worth, task: Task) -> float | None:
    """How many times as much a right yes brings as a wrong yes costs, both against no.

    Returns:
        None when the amounts stand in columns or are not agreed, when yes or no is never the better answer, or when
        there are more than two answers.

    >>> amounts = {"no": {"no": 0, "yes": 0}, "yes": {"no": -250, "yes": 900}}
    >>> ratio_of(Worth(unit="USD", outcomes=amounts), Task(kind="binary", classes=("no", "yes")))
    3.6
    """
    sides = _sides(worth, task)
    return None if sides is None else sides[0] / sides[1]


def at_ratio(worth: Worth, task: Task, ratio: float) -> Worth:
    """The amounts with another ratio; what a right yes brings and a wrong one costs stays the same taken together.

    So gains at different ratios are of one size and can stand in one picture, and those at the ratio that is agreed are
    as agreed (Drummond and Holte 2006).

    >>> amounts = {"no": {"no": 0, "yes": 0}, "yes": {"no": -300, "yes": 900}}
    >>> at_ratio(Worth(unit="USD", outcomes=amounts), Task(kind="binary", classes=("no", "yes")), 1).outcomes["yes"]
    {'no': -600.0, 'yes': 600.0}
    """
    return _weighing(worth, task, ratio / (1 + ratio))


def ratios_between(low: float, high: float, steps: int) -> tuple[float, ...]:
    """Ratios from one to the other, each as many times the one before.

    >>> [round(ratio, 6) for ratio in ratios_between(2, 8, 3)]
    [2.0, 4.0, 8.0]
    """
    return tuple(float(ratio) for ratio in np.geomspace(low, high, steps)) if high > low else (low,)


class Curves:
    """Decision curves of candidates on the same rows kept aside, against what is done today.

    Args:
        worth: amounts that have a ratio.
        ratios: at which candidates are measured.
        per: rows that gains are for.
        deciding: capacity and guardrails.
    """

    def __init__(self, worth: Worth, ratios: Sequence[float], per: float, deciding: Deciding) -> None:
        self._worth = worth
        self._ratios = ratios
        self._per = per
        self._deciding = deciding

    def of(self, predictions: Predictions, today: NDArray[np.float64], against: str) -> tuple[Measurement, ...]:
        """The gain at each ratio, with its paired interval.

        A candidate that has a threshold gets the one that is best at each ratio on the folds; the decisions of any
        other stay as they are.

        Args:
            predictions: folds and rows kept aside, decided.
            today: how often yes is said today of each row kept aside, 1 or 0 where single decisions are known; NaN
                where nobody knows. # (rows kept aside,)
            against: name of what is done today.
        """
        rows = Rolling(predictions, self._deciding)
        aside = structs.replace(predictions, frame=predictions.frame.filter(pl.Series(~rows.folds)))
        fixed = (aside.frame["decision"] == predictions.task.positive).fill_null(False).to_numpy()
        thresholds = fold_gains = None
        if predictions.threshold is not None:
            thresholds = rows.thresholds(self._worth, rows.folds)
            fold_gains = self._gains(predictions, rows.folds)
        gains = self._gains(predictions, ~rows.folds)
        heavy = weights(aside.frame)
        blank = structs.replace(blank_gain(aside, aside, self._worth, self._per, against), origin="holdout")
        found = []
        for ratio in self._ratios:
            yes = fixed
            if thresholds is not None and fold_gains is not None:
                yes = rows.acted(thresholds.best_for(_at(fold_gains, ratio)).threshold)
            # measuring weighs the rows itself
            gain = _at(gains, ratio) if heavy is None else _at(gains, ratio) / np.where(heavy > 0, heavy, np.nan)
            point = structs.replace(blank, slice={RATIO: f"{ratio:.6g}"})
            found.append(measure_rows(point, aside, (yes - today) * gain))
        return tuple(found)

    def _gains(self, predictions: Predictions, among: NDArray[np.bool_]) -> tuple[NDArray[np.float64], ...]:
        """What yes is worth more than no when only wrong ones count, and when only right ones do."""
        some = structs.replace(predictions, frame=predictions.frame.filter(pl.Series(among)))
        return tuple(gain_of_yes(some, _weighing(self._worth, some.task, weight)) for weight in (0.0, 1.0))


def all_alike(like: Predictions, label: str, name: str, deciding: Deciding) -> Predictions:
    """The same decision on every row, as far as there is room for it."""
    score = pl.repeat(float(label == like.task.positive), like.frame.height, eager=True)
    frame = like.frame.with_columns(pl.lit(label).alias("decision"), score.alias("score"), pl.lit(name).alias("model"))
    return held_to(structs.replace(like, candidate=name, frame=frame, threshold=None), deciding)


def better_between(curve: Sequence[Measurement], label: str, stated: float) -> tuple[float, float] | None:
    """The stretch of neighbouring ratios or amounts at which a candidate is surely better, each by its own interval.

    Args:
        curve: ascending.
        label: name under which the slices say at which.
        stated: as it is agreed; the stretch around it is taken where it lies in one, else the one of most points.

    Returns:
        None where it is surely better nowhere.
    """
    places = [float(one.slice[label]) for one in curve]
    better = np.array([one.low is not None and one.low > 0 for one in curve], dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], better, [False]]).astype(np.int8))).tolist()
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    # a place is written with six digits
    agreed = int(np.argmin([abs(place - stated) for place in places])) if places else -1
    around = [(first, last) for first, last in runs if first <= agreed < last]
    first, last = (around or sorted(runs, key=lambda run: run[0] - run[1]) or [(0, 0)])[0]
    return (places[first], places[last - 1]) if last > first else None


def _sides(worth: Worth, task: Task) -> tuple[float, float] | None:
    """What a right yes brings and what a wrong one costs, both more than 0."""
    if task.kind != "binary" or not worth.agreed or set(worth.outcomes) != set(task.classes):
        return None
    negative, positive = task.classes
    cells = [worth.outcomes[said].get(was) for was in (positive, negative) for said in (positive, negative)]
    numbers = [float(cell) for cell in cells if isinstance(cell, int | float)]
    if len(numbers) < len(cells):
        return None
    brings, costs = numbers[0] - numbers[1], numbers[3] - numbers[2]
    return (brings, costs) if brings > 0 and costs > 0 else None


def _weighing(worth: Worth, task: Task, weight: float) -> Worth:
    """The amounts with this share of both going to a right yes, and the rest to a wrong one."""
    sides = _sides(worth, task)
    assert sides is not None, "only amounts with a ratio are asked for another one"
    negative, positive = task.classes
    rest, missed = (float(worth.outcomes[negative][label]) for label in task.classes)
    whole = sum(sides)
    yes = {negative: rest - (1 - weight) * whole, positive: missed + weight * whole}
    return structs.replace(worth, outcomes={**worth.outcomes, positive: yes})


def _at(gains: tuple[NDArray[np.float64], ...], ratio: float) -> NDArray[np.float64]:
    wrong, right = gains
    return (wrong + ratio * right) / (1 + ratio)
