"""What each column did to one score: Shapley values by column of the data, for any model."""

from collections.abc import Callable, Sequence
from math import comb
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Score = Callable[[pl.DataFrame], NDArray[np.float64]]
"""A number for each row of a frame. # (rows,)"""

EXACT: Final = 6
"""Columns up to which every coalition is looked at."""

_ALTERED: Final = 6_400
"""Altered rows that are asked about while orders are to be had for them: those of 6 columns and 100 rows."""


def contributions(
    score: Score, row: pl.DataFrame, background: pl.DataFrame, columns: Sequence[str], *, seed: int = 0
) -> tuple[float, NDArray[np.float64]]:
    """How far each column of a row moved its score away from the mean score of the background.

    A coalition of columns is worth the mean score of the background once its columns hold what the row holds: the
    interventional game of Janzing, Minorics and Blöbaum (2020). Up to `EXACT` columns its Shapley values are exact;
    beyond, background rows are turned into the row column by column, in random orders and in the same orders
    backwards (antithetic sampling: Mitchell, Cooper, Frank and Holmes 2022). Either way they add up to the row's score
    less the base, a column that changes no score gets exactly 0, and a model that adds up columns gets exact values.

    Args:
        score: the model; asked once, about all altered rows.
        row: what is explained; columns beside `columns` stay as they are. # (1, columns)
        background: the rows it is held against, at least one, with these columns. # (rows, columns)
        columns: to be told apart.
        seed: of the random orders.

    Returns:
        The base, and an amount for each column, in the score's unit. # (columns,)

    >>> held = pl.DataFrame({"a": [0.0, 2.0], "b": [1.0, 3.0]})
    >>> row = pl.DataFrame({"a": [5.0], "b": [2.0]})
    >>> def score(rows):
    ...     return 3 * rows["a"].to_numpy() - rows["b"].to_numpy()
    >>> base, amounts = contributions(score, row, held, ["a", "b"])
    >>> base, amounts.tolist()
    (1.0, [12.0, 0.0])
    """
    if len(columns) <= EXACT:
        return _exact(score, row, background, columns)
    return _sampled(score, row, background, columns, np.random.default_rng(seed))


def _exact(
    score: Score, row: pl.DataFrame, background: pl.DataFrame, columns: Sequence[str]
) -> tuple[float, NDArray[np.float64]]:
    """Every coalition on every background row; the place of a coalition is its bits."""
    count, rows = len(columns), background.height
    places = np.arange(2**count)
    member = (places[:, None] >> np.arange(count)) & 1 == 1  # (coalitions, columns)
    taken, origin = np.repeat(member, rows, axis=0), np.tile(np.arange(rows), len(places))
    worth = _asked(score, _altered(row, background, columns, taken, origin)).reshape(-1, rows).mean(axis=1)
    amounts = np.empty(count)
    for place in range(count):
        without = places[~member[:, place]]
        shares = np.array([1 / (count * comb(count - 1, int(size))) for size in member[without].sum(axis=1)])
        amounts[place] = shares @ (worth[without + (1 << place)] - worth[without])
    return float(worth[0]), amounts


def _sampled(
    score: Score,
    row: pl.DataFrame,
    background: pl.DataFrame,
    columns: Sequence[str],
    generator: np.random.Generator,
) -> tuple[float, NDArray[np.float64]]:
    """Background rows on their ways to the row: in random orders, each taken forwards and backwards."""
    count = len(columns)
    orders = max(1, _ALTERED // (2 * background.height * (count + 1)))  # of each background row
    rows = orders * background.height
    there = generator.permuted(np.tile(np.arange(count), (rows, 1)), axis=1)
    # when each column's turn comes on each way. # (ways, columns)
    turns = np.concatenate([there, count - 1 - there])
    taken = turns[:, None, :] < np.arange(count + 1)[None, :, None]  # (ways, steps + 1, columns)
    origin = np.repeat(np.tile(np.arange(background.height), 2 * orders), count + 1)
    altered = _altered(row, background, columns, taken.reshape(-1, count), origin)
    scores = _asked(score, altered).reshape(2 * rows, count + 1)
    steps = np.take_along_axis(np.diff(scores, axis=1), turns, axis=1)  # (ways, columns)
    return float(scores[:, 0].mean()), steps.mean(axis=0)


def _altered(
    row: pl.DataFrame,
    background: pl.DataFrame,
    columns: Sequence[str],
    taken: NDArray[np.bool_],
    origin: NDArray[np.int64],
) -> pl.DataFrame:
    """Background rows whose columns hold, where taken, what the row holds; other columns are the row's."""
    place = {name: at for at, name in enumerate(columns)}
    own = background.height
    altered = []
    for series in row.iter_columns():
        if series.name not in place:
            altered.append(series.new_from_index(0, len(origin)))
            continue
        held = background[series.name]
        both = pl.concat([held, series.cast(held.dtype, strict=False)])
        altered.append(both.gather(np.where(taken[:, place[series.name]], own, origin)))
    return pl.DataFrame(altered)


def _asked(score: Score, rows: pl.DataFrame) -> NDArray[np.float64]:
    return np.asarray(score(rows), dtype=np.float64)
