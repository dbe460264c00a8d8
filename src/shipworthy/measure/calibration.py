"""Whether scores mean what they say: shares that turned out beside the chances told, and how far off they are."""

from typing import Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.fill import FEWEST_CLUSTERS, FEWEST_ROWS, fill
from shipworthy.measure.limit_names import BIAS, LABEL, STRETCH, TOLD, TURNED_OUT
from shipworthy.measure.rows import Rows, known_rows, origin_of
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.stats.binned import gaps, squared_gap
from shipworthy.stats.linear import Linearised, linear_mean
from shipworthy.stats.logistic import logistic_line, logits

_STRETCHES: Final = 10
_A_STRETCH: Final = 50
_DIGITS: Final = 12


def calibration(predictions: Predictions) -> tuple[Measurement, ...]:
    """How scores and what turned out belong together, class by class where there are several.

    Of labels: `calibration_error`, the root of the mean squared gap between share and score over up to ten stretches of
    as many rows each, without what chance adds (see `stats.binned`); `calibration_in_the_large`, by how much the label
    turned out more often than was told; `calibration_slope`, 1 where it is right and below 1 where scores are too sure
    of themselves; and of each stretch `told` and `turned_out`. Of numbers: `bias`, what turned out less what was said,
    over all rows and by stretch of what was said. Intervals are over independent groups.

    Args:
        predictions: of rows that were not learned from. Rows without score or outcome are left out.
    """
    rows = known_rows(predictions)
    blank = Measurement(name="", value=None, origin=origin_of(predictions), candidate=predictions.candidate)
    if predictions.task.kind == "regression":
        kept = rows.take(np.isfinite(rows.score))
        return _of_numbers(kept, structs.replace(blank, unit=predictions.task.unit or "1"))
    found: list[Measurement] = []
    several = predictions.task.kind == "multiclass"
    for place, label in enumerate(predictions.task.classes):
        if several or label == predictions.task.positive:
            score = rows.score[:, place] if several else rows.score
            scored = np.isfinite(score)
            one = structs.replace(blank, unit="share", slice={LABEL: label})
            found += _of_label(rows.take(scored), score[scored], place, one)
    return tuple(found)


def stretches(score: NDArray[np.float64]) -> NDArray[np.int64]:
    """Code of each row's stretch: up to ten, of as many rows each as equal scores allow, 50 at least.

    # (rows,)

    >>> np.bincount(stretches(np.arange(1000.0))).tolist()
    [100, 100, 100, 100, 100, 100, 100, 100, 100, 100]
    """
    many = int(np.clip(len(score) // _A_STRETCH, 1, _STRETCHES))
    # what differs by rounding alone stands together
    near = np.round(score, _DIGITS)
    edges = np.unique(np.quantile(near, np.arange(1, many) / many, method="inverted_cdf"))
    return np.unique(np.searchsorted(edges, near, side="left"), return_inverse=True)[1].astype(np.int64)


def _of_label(rows: Rows, score: NDArray[np.float64], place: int, blank: Measurement) -> tuple[Measurement, ...]:
    happened = (rows.outcome == place).astype(np.float64)
    if not happened.size:
        return ()
    line = logistic_line(logits(score), happened, rows.weight)
    slope = structs.replace(blank, name="calibration_slope", unit="1")
    large = structs.replace(blank, name="calibration_in_the_large")
    return (
        _error(rows, happened - score, stretches(score), blank),
        fill(large, linear_mean(happened - score, rows.weight), rows.cluster),
        fill(slope, line[1] if line else None, rows.cluster),
        *_by_stretch(rows, score, happened, blank),
    )


def _of_numbers(rows: Rows, blank: Measurement) -> tuple[Measurement, ...]:
    if not len(rows):
        return ()
    bias = structs.replace(blank, name=BIAS)
    whole = fill(bias, linear_mean(rows.outcome - rows.score, rows.weight), rows.cluster)
    cells = stretches(rows.score)
    parts = [
        fill(
            structs.replace(bias, slice={STRETCH: stretch_name(rows.score[cells == cell])}),
            _mean(rows, rows.outcome - rows.score, cells == cell),
            None if rows.cluster is None else rows.cluster[cells == cell],
        )
        for cell in range(int(cells.max()) + 1)
    ]
    return (whole, *(parts if len(parts) > 1 else ()))


def _error(rows: Rows, gap: NDArray[np.float64], cells: NDArray[np.int64], blank: Measurement) -> Measurement:
    found = gaps(gap, cells, rows.cluster)
    if found.clusters < 2:
        return structs.replace(blank, name="calibration_error", n=len(gap))
    value, low, high = (float(np.sqrt(max(each, 0.0))) for each in squared_gap(found))
    return structs.replace(
        blank,
        name="calibration_error",
        value=value,
        low=low,
        high=high,
        n=len(gap),
        clusters=found.clusters,
        direction="down",
        method="squared gaps of stretches less what chance adds, scatter over groups",
        approximate=found.clusters < FEWEST_CLUSTERS or len(gap) < FEWEST_ROWS,
    )


def _by_stretch(
    rows: Rows, score: NDArray[np.float64], happened: NDArray[np.float64], blank: Measurement
) -> tuple[Measurement, ...]:
    cells = stretches(score)
    parts: list[Measurement] = []
    for cell in range(int(cells.max()) + 1):
        inside = cells == cell
        name = {**blank.slice, STRETCH: stretch_name(score[inside])}
        told = structs.replace(blank, name=TOLD, slice=name, value=float(score[inside].mean()), n=int(inside.sum()))
        turned = structs.replace(blank, name=TURNED_OUT, slice=name)
        clusters = None if rows.cluster is None else rows.cluster[inside]
        parts += [told, fill(turned, _mean(rows, happened, inside), clusters, (0.0, 1.0), share=True)]
    return tuple(parts)


def _mean(rows: Rows, values: NDArray[np.float64], inside: NDArray[np.bool_]) -> Linearised | None:
    return linear_mean(values[inside], None if rows.weight is None else rows.weight[inside])


def stretch_name(score: NDArray[np.float64]) -> str:
    """The ends of a stretch of scores.

    >>> stretch_name(np.array([0.1, 0.25123]))
    '0.1 to 0.2512'
    """
    low, high = (f"{end:.4g}" for end in (score.min(), score.max()))
    return low if low == high else f"{low} to {high}"
