"""Cutting the rows by a column: its values, or stretches of them that read well."""

from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shipworthy.foundation.figures import figure
from shipworthy.records.measurement import TOO_FEW

MOST_VALUES = 12
"""Different numbers or times that are still shown one by one."""
BINS = 5
EMPTY = "(empty)"


def cut(column: pl.Series, counted: NDArray[np.bool_], min_n: int) -> dict[str, NDArray[np.int64]]:
    """Positions of the counted rows of each slice.

    Numbers and times with more than 12 values are cut into five stretches of about as many rows. Slices of
    fewer than `min_n` rows are put together as `too few`, which comes last.

    Args:
        column: what to cut by. # (rows,)
        counted: rows that can be judged. # (rows,)
        min_n: fewest rows of a slice that is looked at by itself.

    Returns:
        Name of the slice -> positions, ascending; stretches and values in their order.
    """
    names, places = coded(column)
    positions = np.flatnonzero(counted)
    order = positions[np.argsort(places[positions], kind="stable")]
    ends = np.searchsorted(places[order], np.arange(len(names) + 1))
    slices: dict[str, NDArray[np.int64]] = {}
    few: list[NDArray[np.int64]] = []
    for place, name in enumerate(names):
        rows = order[ends[place] : ends[place + 1]]
        if len(rows) >= max(min_n, 1):
            slices[name] = rows
        elif len(rows):
            few.append(rows)
    if few:
        slices[TOO_FEW] = np.sort(np.concatenate(few))
    return slices


def coded(column: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """Cuts a column: the names of its slices in their order, and the place of each row among them, shape (rows,).

    The last slice is that of the empty ones.

    >>> coded(pl.Series([True, None]))[0]
    ['true', '(empty)']
    """
    return _stretches(column) if _is_long(column) else _values(column)


def _is_long(column: pl.Series) -> bool:
    orderly = column.dtype.is_numeric() or column.dtype.is_temporal()
    return orderly and column.n_unique() - bool(column.null_count()) > MOST_VALUES


def _values(column: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """Each value is a slice, in order. Names and the place of each row."""
    distinct = column.drop_nulls().unique()
    if distinct.dtype.is_numeric() or distinct.dtype.is_temporal():
        distinct = distinct.sort()
    names = distinct.cast(pl.String) if distinct.dtype != pl.String else distinct.sort()
    codes = column.cast(pl.String).cast(pl.Enum(names)).to_physical().cast(pl.Int64)
    return [*names, EMPTY], codes.fill_null(len(names)).to_numpy()


def _stretches(column: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """Cut at values of the column, so that equal values stay together. Names and the place of each row."""
    physical = column.to_physical()
    numbers = physical.cast(pl.Float64).fill_nan(None).to_numpy()
    present = np.flatnonzero(~np.isnan(numbers))
    ranked = present[np.argsort(numbers[present], kind="stable")]
    at = ranked[[len(ranked) * step // BINS for step in range(1, BINS)]]
    edges, first = np.unique(numbers[at], return_index=True)
    at, edges = at[first][edges > numbers[ranked[0]]], edges[edges > numbers[ranked[0]]]
    names = _names([column[int(place)] for place in at])
    places = np.searchsorted(edges, numbers, side="right")
    places[np.isnan(numbers)] = len(names)
    return [*names, EMPTY], places


def _names(edges: list[object]) -> list[str]:
    words = [figure(edge, grouped_from=10_000) if isinstance(edge, float) else str(edge) for edge in edges]
    if len(set(words)) < len(words):
        words = [str(edge) for edge in edges]
    if not words:
        return ["all"]
    between = [f"{low} to under {high}" for low, high in pairwise(words)]
    return [f"under {words[0]}", *between, f"{words[-1]} and more"]
