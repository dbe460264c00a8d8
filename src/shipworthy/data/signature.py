"""Rows summed up on fixed scales: `merge(sign(a), sign(b))` is `sign(a and b)`."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.records.bundle import Input
from shipworthy.records.signature import ColumnSignature, Scale, ScaleKind, Signature

BINS: Final = 64
MOST_VALUES: Final = 64
"""Different values that a signature tells apart; beyond that it only knows that there are many."""
LARGEST: Final = 1e100
"""Numbers beyond count as this, upwards and downwards."""
MOST_KNOWN: Final = 5_000
MOST_STEPS: Final = 512
MOST_LEVELS: Final = 200
_FEWEST_STEPS: Final = 5
_MOST_MULTIPLES: Final = 100_000
_NEAR: Final = 0.1
_OFF: Final = 0.01

_Values = tuple[float | str, ...] | None

_KINDS: Final[dict[str, ScaleKind]] = {
    "number": "number",
    "boolean": "category",
    "category": "category",
    "text": "category",
    "time": "time",
}


def scales(frame: pl.DataFrame, inputs: Sequence[Input]) -> tuple[Scale, ...]:
    """The scales to count on, made from rows that are known to be sound.

    Numbers get 64 bins of about equally many rows; where there are at most 512 different ones, each is
    remembered. Words are remembered up to 5,000; prose is not. Of personal columns nothing is.

    Args:
        frame: sound rows.
        inputs: columns to count; those that the frame lacks are left out.

    >>> made = scales(pl.DataFrame({"x": [1.0, 2.0, 3.0]}), [Input(name="x", kind="number")])
    >>> made[0].steps
    (1.0, 2.0, 3.0)
    """
    return tuple(_scale(frame[each.name], each) for each in inputs if each.name in frame.columns)


def sign(frame: pl.DataFrame, on: Sequence[Scale]) -> Signature:
    """The signature of rows.

    Args:
        frame: rows; a column of the scales that it lacks counts as missing throughout.
        on: scales, the same for all signatures that are to be added or compared.
    """
    return Signature(rows=frame.height, columns=tuple(_column(frame, scale) for scale in on))


def merge(one: Signature, other: Signature) -> Signature:
    """The signature of both sets of rows; both were made on the same scales.

    >>> on = scales(pl.DataFrame({"x": [1, 2, 3]}), [Input(name="x", kind="number")])
    >>> a, b = sign(pl.DataFrame({"x": [1]}), on), sign(pl.DataFrame({"x": [2, 3]}), on)
    >>> merge(a, b) == sign(pl.DataFrame({"x": [1, 2, 3]}), on)
    True
    """
    if not one.columns or not other.columns:
        return Signature(rows=one.rows + other.rows, columns=one.columns or other.columns)
    pairs = zip(one.columns, other.columns, strict=True)
    return Signature(rows=one.rows + other.rows, columns=tuple(_merged(a, b) for a, b in pairs))


def numbers(series: pl.Series) -> NDArray[np.float64]:
    """A column's finite numbers; what is no number counts as missing. The result has one for each row with one.

    Numbers beyond `LARGEST` count as that, so that sums of their squares are numbers too.
    """
    plain = series if series.dtype.is_numeric() else series.cast(pl.Float64, strict=False)
    values: NDArray[np.float64] = plain.drop_nulls().cast(pl.Float64).to_numpy()
    return np.clip(values[np.isfinite(values)], -LARGEST, LARGEST)


def held(values: NDArray[np.float64], scale: Scale) -> NDArray[np.float64]:
    """Numbers, each held within twice the reach, and bent where the scale says so."""
    if scale.reach_low is None or scale.reach_high is None:
        return values
    span = scale.reach_high - scale.reach_low
    near = np.clip(values, scale.reach_low - span, scale.reach_high + span)
    return near if scale.bend is None else np.log1p(np.maximum(near, 0.0) / scale.bend)


def _scale(series: pl.Series, column: Input) -> Scale:
    kind = "personal" if column.personal else _KINDS[column.kind]
    if kind == "number":
        values = numbers(series)
        if not len(values):
            return Scale(name=column.name, kind=kind)
        different = np.unique(values)
        inner = np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1], method="inverted_cdf")
        few = different if len(different) <= MOST_STEPS else different[:0]
        edges = tuple(np.unique(inner).tolist())
        return Scale(name=column.name, kind=kind, edges=edges, steps=tuple(few.tolist()), grid=_grid(few))
    if kind == "category":
        counts = _counts(series)
        words = tuple(sorted(counts)) if len(counts) <= MOST_KNOWN and column.kind != "text" else ()
        common = sorted(counts, key=lambda level: (-counts[level], level))[:MOST_LEVELS]
        return Scale(name=column.name, kind=kind, levels=tuple(common) if words else (), known=words)
    return Scale(name=column.name, kind=kind)


def _column(frame: pl.DataFrame, scale: Scale) -> ColumnSignature:
    if scale.name not in frame.columns:
        bins = (0,) * (len(scale.edges) + 1) if scale.kind == "number" else ()
        return ColumnSignature(name=scale.name, nulls=frame.height, counts=bins)
    series = frame[scale.name]
    if scale.kind == "number":
        return _number(series, scale)
    if scale.kind == "category":
        return _category(series, scale)
    return ColumnSignature(name=scale.name, nulls=series.null_count())


def _number(series: pl.Series, scale: Scale) -> ColumnSignature:
    values = numbers(series)
    place = np.searchsorted(scale.edges, values, side="left") if scale.edges else np.zeros(len(values), dtype=int)
    different = np.unique(values)
    low = -np.inf if scale.reach_low is None else scale.reach_low
    high = np.inf if scale.reach_high is None else scale.reach_high
    return ColumnSignature(
        name=scale.name,
        nulls=series.len() - len(values),
        counts=tuple(np.bincount(place, minlength=len(scale.edges) + 1).tolist()),
        outside=int(((values < low) | (values > high)).sum()),
        unseen=_new(values, scale),
        low=float(different[0]) if len(different) else None,
        high=float(different[-1]) if len(different) else None,
        total=float(values.sum()),
        squares=float(values @ values),
        held=float(held(values, scale).sum()),
        values=tuple(different.tolist()) if len(different) <= MOST_VALUES else None,
    )


def _grid(different: NDArray[np.float64]) -> tuple[float, ...]:
    """The grid on which numbers lie: the first one, and the smallest step when all others are multiples of it.

    A step is measured over the longest way, so that rounded digits do not add up.
    """
    if len(different) < _FEWEST_STEPS:
        return ()
    origin, away = different[0], different[1:] - different[0]
    step = float(np.diff(different).min())
    if step * _MOST_MULTIPLES < away[-1]:
        return ()
    for reach in (10, 100, 1_000, 10_000):
        near = away[away <= reach * step * 1.5]
        multiples = np.round(near / step)
        step = float((near @ multiples) / (multiples @ multiples)) if len(near) else step
    return (float(origin), step) if float(_off(different, (float(origin), step)).mean()) <= _OFF else ()


def _off(values: NDArray[np.float64], grid: tuple[float, ...]) -> NDArray[np.bool_]:
    origin, step = grid
    steps = (values - origin) / step
    return np.abs(steps - np.round(steps)) > _NEAR


def _new(values: NDArray[np.float64], scale: Scale) -> int:
    return int(_off(values, scale.grid).sum()) if scale.grid else 0


def _category(series: pl.Series, scale: Scale) -> ColumnSignature:
    counts = _counts(series)
    known = set(scale.known)
    levels = {level: counts[level] for level in scale.levels if level in counts}
    return ColumnSignature(
        name=scale.name,
        nulls=series.null_count(),
        levels=levels,
        other=sum(counts.values()) - sum(levels.values()),
        unseen=sum(rows for level, rows in counts.items() if level not in known) if known else 0,
        values=tuple(sorted(counts)) if len(counts) <= MOST_VALUES else None,
    )


def _counts(series: pl.Series) -> dict[str, int]:
    counted = series.drop_nulls().rename("value").cast(pl.String).value_counts(name="rows")
    return dict(zip(counted["value"].to_list(), counted["rows"].to_list(), strict=True))


def _merged(one: ColumnSignature, other: ColumnSignature) -> ColumnSignature:
    lows = [each for each in (one.low, other.low) if each is not None]
    highs = [each for each in (one.high, other.high) if each is not None]
    return ColumnSignature(
        name=one.name,
        nulls=one.nulls + other.nulls,
        counts=tuple(a + b for a, b in zip(one.counts, other.counts, strict=True)),
        levels={
            level: one.levels.get(level, 0) + other.levels.get(level, 0)
            for level in dict.fromkeys([*one.levels, *other.levels])
        },
        other=one.other + other.other,
        outside=one.outside + other.outside,
        unseen=one.unseen + other.unseen,
        low=min(lows, default=None),
        high=max(highs, default=None),
        total=one.total + other.total,
        squares=one.squares + other.squares,
        held=one.held + other.held,
        values=_united(one.values, other.values),
    )


def _united(one: _Values, other: _Values) -> _Values:
    if one is None or other is None:
        return None
    both = {*one, *other}
    return tuple(sorted(both)) if len(both) <= MOST_VALUES else None
