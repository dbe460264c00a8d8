"""How well a single column alone predicts the outcome."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from shipworthy.records.spec import TaskKind

SUSPICIOUS: Final = 0.98
"""A column that alone reaches this is suspected to know the outcome."""

FEWEST: Final = 20
"""With fewer known outcomes nothing is suspected: small tables are predicted well by chance."""

_SAMPLE: Final = 20_000
_BINS: Final = 100


@dataclass(frozen=True)
class Alone:
    """What one column tells about the outcome.

    Attributes:
        column: its name.
        score: between 0 and 1: area under the ROC curve (binary), share of the variance (regression), share
            of the errors of always naming the commonest class that are avoided (multiclass).
        copy: True when it is the outcome in other words.
    """

    column: str
    score: float
    copy: bool


def alone(features: pl.DataFrame, labels: pl.Series, kind: TaskKind, classes: tuple[str, ...] = ()) -> list[Alone]:
    """Scores every column by itself, on up to 20,000 rows with a known outcome, evenly spaced.

    Numbers are cut into up to 100 groups of equal size, other values are their own group; what a group says
    is learned on one half of the rows and tried on the other, so that many different values alone predict
    nothing. A number is also tried by its order alone, so that small tables are judged as well.

    Args:
        features: columns to score.
        labels: outcomes, null where unknown. # (rows,)
        kind: of the task.
        classes: labels in order; the second is the positive one of a binary task.

    Returns:
        One for each column in the order of the frame; none with fewer than 20 known outcomes.

    >>> x = pl.DataFrame({"x": range(100), "z": [0, 1] * 50})
    >>> [round(a.score, 1) for a in alone(x, pl.Series([0.0] * 50 + [1.0] * 50), "binary", ("0.0", "1.0"))]
    [1.0, 0.5]
    """
    rows = labels.is_not_null().arg_true()
    if rows.len() < FEWEST or not features.width:
        return []
    rows = rows.gather_every(max(1, -(-rows.len() // _SAMPLE)))
    known = labels.gather(rows)
    codes = {str(label): place for place, label in enumerate(classes)}
    if kind == "regression":
        outcome = known.cast(pl.Float64).to_numpy()
    else:
        outcome = known.cast(pl.String).replace_strict(codes, return_dtype=pl.Int64).to_numpy()
    halves = np.random.default_rng(0).permutation(len(outcome)) % 2  # (rows,)
    found = []
    for series in features.iter_columns():
        values = series.gather(rows)
        groups = _groups(values)
        score = _score(groups, outcome, halves, kind, max(len(classes), 1))
        found.append(
            Alone(
                series.name,
                max(score, _in_order(values, outcome, kind)),
                _is_copy(values, groups, outcome, kind),
            )
        )
    return found


def _groups(values: pl.Series) -> NDArray[np.int64]:
    bins_of = min(_BINS, max(4, values.len() // 40))
    if (values.dtype.is_numeric() or values.dtype.is_temporal()) and values.drop_nulls().n_unique() > bins_of:
        ordinal = values.to_physical().rank("min").cast(pl.Float64)
        bins = (ordinal / values.len() * bins_of).floor().fill_null(-1).cast(pl.Int64)
        return bins.rank("dense").cast(pl.Int64).to_numpy() - 1
    plain = values if not values.dtype.is_nested() else values.hash()
    return plain.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()


def _score(
    groups: NDArray[np.int64],
    outcome: NDArray[np.float64],
    halves: NDArray[np.int64],
    kind: TaskKind,
    classes: int,
) -> float:
    scores = []
    for half in (0, 1):
        learn, test = halves != half, halves == half
        if kind == "multiclass":
            scores.append(_errors_avoided(groups, outcome, learn, test, classes))
            continue
        means = _means(groups, outcome, learn)[groups[test]]
        scores.append(_area(means, outcome[test]) if kind == "binary" else _explained(means, outcome[test]))
    return float(np.mean(scores))


def _means(
    groups: NDArray[np.int64], outcome: NDArray[np.float64], learn: NDArray[np.bool_]
) -> NDArray[np.float64]:  # (groups,)
    size = int(groups.max()) + 1
    counts = np.bincount(groups[learn], minlength=size)
    sums = np.bincount(groups[learn], weights=outcome[learn].astype(np.float64), minlength=size)
    overall = float(outcome[learn].mean())
    return np.where(counts > 0, sums / np.maximum(counts, 1), overall)


def _area(scores: NDArray[np.float64], positive: NDArray[np.float64]) -> float:
    """Area under the ROC curve by mean ranks (Mann-Whitney)."""
    ones = int(positive.sum())
    zeros = len(positive) - ones
    if not ones or not zeros:
        return 0.5
    return float((rankdata(scores)[positive == 1].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def _explained(predicted: NDArray[np.float64], outcome: NDArray[np.float64]) -> float:
    spread = float(((outcome - outcome.mean()) ** 2).sum())
    return max(0.0, 1 - float(((outcome - predicted) ** 2).sum()) / spread) if spread > 0 else 0.0


def _errors_avoided(
    groups: NDArray[np.int64],
    outcome: NDArray[np.float64],
    learn: NDArray[np.bool_],
    test: NDArray[np.bool_],
    classes: int,
) -> float:
    size = int(groups.max()) + 1
    cells = np.bincount(groups[learn] * classes + outcome[learn].astype(np.int64), minlength=size * classes)
    table = cells.reshape(size, classes)  # (groups, classes)
    common = int(table.sum(axis=0).argmax())
    named = np.where(table.sum(axis=1) > 0, table.argmax(axis=1), common)[groups[test]]
    wrong = float((outcome[test] != common).mean())
    return max(0.0, 1 - float((outcome[test] != named).mean()) / wrong) if wrong > 0 else 0.0


def _in_order(values: pl.Series, outcome: NDArray[np.float64], kind: TaskKind) -> float:
    """What a column of numbers tells by its order: area under the curve, or squared rank correlation."""
    if kind == "multiclass" or not values.dtype.is_numeric():
        return 0.0
    if kind == "binary":
        numbers = values.cast(pl.Float64).fill_nan(None).fill_null(-np.inf).to_numpy()
        area = _area(numbers, outcome)
        return max(area, 1 - area)
    x, y = _pairs(values, outcome)
    return _correlation(rankdata(x), rankdata(y)) * len(x) / len(outcome)


def _is_copy(values: pl.Series, groups: NDArray[np.int64], outcome: NDArray[np.float64], kind: TaskKind) -> bool:
    if kind == "regression":
        x, y = _pairs(values, outcome)
        return len(x) == len(outcome) and _correlation(x, y) > 1 - 1e-9
    pairs = len(np.unique(np.stack([groups, outcome.astype(np.int64)]), axis=1).T)
    return pairs == len(np.unique(groups)) == len(np.unique(outcome)) > 1


def _pairs(values: pl.Series, outcome: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The rows where both are finite numbers; none where the column holds no numbers."""
    if not values.dtype.is_numeric():
        return np.empty(0), np.empty(0)
    x = values.cast(pl.Float64).fill_null(np.nan).to_numpy()
    there = np.isfinite(x)
    return x[there], outcome[there]


def _correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Squared; 0 where one of them does not vary."""
    if len(x) < FEWEST or x.min() == x.max() or y.min() == y.max():
        return 0.0
    # huge numbers would overflow when squared
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    if x.min() == x.max() or y.min() == y.max():
        return 0.0
    return float(np.corrcoef(x, y)[0, 1] ** 2)
