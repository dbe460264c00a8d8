"""Learning from rows kept aside what becomes of a score."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.explain.calibration import Calibration, Similar
from shipworthy.records.predictions import Predictions
from shipworthy.stats.bounds import quantile

LEVEL: Final = 0.95
"""Of the interval of a share."""
RANGE: Final = 0.8
"""Share of numbers that turn out within the range told."""
FEWEST: Final = 30
"""Rows below which nothing is said."""

_STEP: Final = 0.1
_WIDTHS: Final = (0.1, 0.2, 0.4, 0.7, 1.0)
_ENOUGH: Final = 300
_FLAT: Final = 1e-6
_CERTAIN: Final = 1e-6
_A_CELL: Final = 200
_MOST_CELLS: Final = 20

Floats = NDArray[np.float64]


def learn(predictions: Predictions) -> Calibration:
    """What turned out for rows with a similar score.

    Of labels: rows whose score is near on the logit scale, as near as 300 of them allow, at most 1 away; the share
    for which the label turned out there, read off a straight line through them (local linear regression: Fan and
    Gijbels 1996), as the rows on one side may be more. Its interval is Wilson's (1927) on as many rows as they are
    worth, once the line is paid for and rows of one group resemble each other (Kish's design effect, 1965, from the
    correlation within groups of all rows).

    Of numbers: rows cut into up to 20 cells of 200 by what was said; for each the quantiles of what turned out less
    what was said that leave 1 in 10 below and 1 in 10 above in new rows (Mondrian conformal prediction: Vovk, Gammerman
    and Shafer 2005).

    Args:
        predictions: on rows that were not learned from; rows without score or outcome are left out. Several classes
            need `decision`.
    """
    task, frame = predictions.task, predictions.frame
    known = frame.filter(pl.col("score").is_not_null() & pl.col("outcome").is_not_null())
    if task.kind == "regression":
        said, turned = (known[name].cast(pl.Float64).to_numpy() for name in ("score", "outcome"))
        kept = np.isfinite(said) & np.isfinite(turned)
        return Calibration(task=task, similar={"": _cells(said[kept], turned[kept])})
    if task.kind == "binary":
        return Calibration(task=task, similar={task.positive: _of_label(known, task.positive, known["score"])})
    parts = {label: known.filter(pl.col("decision").cast(pl.String) == label) for label in task.classes}
    similar = {
        label: _of_label(part, label, part["score"].list.get(place))
        for place, (label, part) in enumerate(parts.items())
    }
    return Calibration(task=task, similar=similar)


def logit(score: Floats) -> Floats:
    """The logit of a probability, kept finite."""
    inside = np.clip(score, _CERTAIN, 1 - _CERTAIN)
    return np.asarray(np.log(inside / (1 - inside)))


def _of_label(frame: pl.DataFrame, label: str, score: pl.Series) -> tuple[Similar, ...]:
    known = frame.with_columns(said=score.cast(pl.Float64)).filter(pl.col("said").is_finite()).sort("said")
    if not known.height:
        return ()
    place = logit(known["said"].to_numpy())
    turned = (known["outcome"].cast(pl.String) == label).cast(pl.Float64).to_numpy()
    groups = _groups(known)
    knots = np.arange(np.floor(place[0] / _STEP), np.ceil(place[-1] / _STEP) + 1) * _STEP
    near = [_near(place, knot) for knot in knots]
    shares = np.array([np.clip(turned[window] @ pull, 0, 1) for window, pull in near])
    alike = _alike(turned, shares[np.rint((place - knots[0]) / _STEP).astype(int)], groups)
    df = len(np.unique(groups)) - 1
    ends = 1 / (1 + np.exp(-np.append(knots - _STEP / 2, knots[-1] + _STEP / 2)))
    ends[0], ends[-1] = min(ends[0], known["said"][0]), max(ends[-1], known["said"][-1])
    found = []
    for at, (window, pull) in enumerate(near):
        n = len(pull)
        told = {}
        if n >= FEWEST and df >= 1:
            low, high = wilson(float(shares[at]), 1 / float(pull @ pull) / _design(groups[window], alike), df)
            told = {"share": float(shares[at]), "low": low, "high": high}
        found.append(Similar(least=float(ends[at]), most=float(ends[at + 1]), n=n, **told))
    return tuple(found)


def _near(place: Floats, knot: float) -> tuple[slice, Floats]:
    """The rows nearest to a knot, in the narrowest window with enough of them, else the widest.

    Returns:
        The rows, and how much each pulls the line at the knot; the pulls add up to 1.
    """
    for width in _WIDTHS:
        first, last = np.searchsorted(place, [knot - width, knot + width])
        if last - first >= _ENOUGH:
            break
    away = place[first:last] - knot
    if not away.size:
        return slice(0, 0), away
    middle = away.mean()
    spread = float(np.square(away - middle).sum())
    # where all scores are one there is no line
    slope = middle / spread if spread > _FLAT * away.size else 0.0
    return slice(int(first), int(last)), 1 / away.size - slope * (away - middle)


def _groups(frame: pl.DataFrame) -> NDArray[np.int64]:
    """A code for what is independent: the group, else the row itself.

    # (rows,)
    """
    own = pl.int_range(frame.height).cast(pl.String)
    if "group" not in frame.columns:
        return np.arange(frame.height)
    named = frame.select(pl.when(pl.col("group").is_null()).then("row " + own).otherwise("group " + pl.col("group")))
    return named.to_series().rank("dense").cast(pl.Int64).to_numpy() - 1


def _alike(turned: Floats, share: Floats, groups: NDArray[np.int64]) -> float:
    """Correlation of outcomes within groups once the score is accounted for: Pearson residuals, by moments."""
    spread = np.sqrt(share * (1 - share))
    told = spread > 0
    residual = (turned[told] - share[told]) / spread[told]
    sums, sizes = np.bincount(groups[told], weights=residual), np.bincount(groups[told])
    pairs = float((sizes * (sizes - 1)).sum())
    if not pairs:
        return 0.0
    return float(np.clip((np.square(sums).sum() - np.square(residual).sum()) / pairs, 0, 1))


def _design(groups: NDArray[np.int64], alike: float) -> float:
    """How many rows tell no more than one independent row does."""
    return 1 + alike * max(0.0, float(np.square(np.bincount(groups)).sum()) / len(groups) - 1)


def wilson(share: float, worth: float, df: int) -> tuple[float, float]:
    """Wilson's interval of a share.

    Args:
        share: as observed.
        worth: independent rows that it is worth.
        df: degrees of freedom of the t distribution.

    >>> tuple(round(end, 4) for end in wilson(0.3, 100, 10_000))
    (0.2189, 0.3959)
    """
    reach = quantile((1 + LEVEL) / 2, df)
    middle = (share + reach**2 / (2 * worth)) / (1 + reach**2 / worth)
    half = reach / (1 + reach**2 / worth) * float(np.sqrt(share * (1 - share) / worth + reach**2 / (4 * worth**2)))
    return max(0.0, middle - half), min(1.0, middle + half)


def _cells(said: Floats, turned: Floats) -> tuple[Similar, ...]:
    if not said.size:
        return ()
    count = int(np.clip(said.size // _A_CELL, 1, _MOST_CELLS))
    edges = np.unique(np.quantile(said, np.linspace(0, 1, count + 1)))
    inner = edges[1:-1]
    cell = np.searchsorted(inner, said, side="right")
    ends = np.concatenate([edges[:1], inner, edges[-1:]])
    return tuple(
        _cell(np.sort(turned[cell == at] - said[cell == at]), float(ends[at]), float(ends[at + 1]))
        for at in range(len(inner) + 1)
    )


def _cell(left: Floats, least: float, most: float) -> Similar:
    """The conformal range of what turned out less what was said, `left` ascending."""
    n = len(left)
    if n < FEWEST:
        return Similar(least=least, most=most, n=n)
    below = int(np.floor((n + 1) * (1 - RANGE) / 2))
    return Similar(least=least, most=most, n=n, low=float(left[below - 1]), high=float(left[n - below]))
