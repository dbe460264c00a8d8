"""Rankings within groups of rows that compete with each other: the answers to one query, the cases of one day.

A number for each group, and the mean over groups; rows with equal scores count as in every order alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from shipworthy.stats.linear import Linearised, linear_ratio

Discount = Callable[[NDArray[np.int64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Queries:
    """Rows ranked within their groups.

    Attributes:
        order: positions of the rows, group by group, the highest score first. # (rows,)
        group: number of each ordered row's group, from 0. # (rows,)
        rank: place of each ordered row within its group, from 0. # (rows,)
        tie: number of each ordered row's stretch of equal scores, from 0. # (rows,)
        sizes: rows of each group. # (groups,)
    """

    order: NDArray[np.int64]
    group: NDArray[np.int64]
    rank: NDArray[np.int64]
    tie: NDArray[np.int64]
    sizes: NDArray[np.int64]


def rank_within(scores: NDArray[np.float64], clusters: NDArray[np.int64] | None) -> Queries:
    """Ranks rows within their groups.

    Args:
        scores: higher comes first. # (rows,)
        clusters: code of each row's group; None when all rows are one group. # (rows,)

    >>> rank_within(np.array([1.0, 3.0, 2.0]), np.array([0, 0, 1])).order.tolist()
    [1, 0, 2]
    """
    codes = np.zeros(len(scores), dtype=np.int64) if clusters is None else clusters
    order = np.lexsort((-scores, codes))
    ordered, score = codes[order], scores[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    group = np.cumsum(first) - 1
    starts = np.flatnonzero(first)
    rank = np.arange(len(order)) - starts[group]
    apart = first.copy()
    apart[1:] |= score[1:] != score[:-1]
    return Queries(order, group, rank, np.cumsum(apart) - 1, np.bincount(group))


def ndcg(
    relevance: NDArray[np.float64], queries: Queries, k: int | None = None, weights: NDArray[np.float64] | None = None
) -> Linearised | None:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), the mean over groups.

    Args:
        relevance: of each row, not negative. # (rows,)
        queries: the rows ranked by score.
        k: places that count; None for all.
        weights: of a group is the mean of its rows'. # (rows,)

    Returns:
        None when no group has anything relevant; groups without are left out.

    >>> found = ndcg(np.array([1.0, 0.0, 1.0]), rank_within(np.array([3.0, 2.0, 1.0]), None))
    >>> round(found.value, 4)
    0.9197
    """

    def discount(rank: NDArray[np.int64]) -> NDArray[np.float64]:
        worth: NDArray[np.float64] = np.where(rank < (k or len(relevance)), 1 / np.log2(rank + 2), 0.0)
        return worth

    gained = _sum(queries, relevance[queries.order] * _shared(queries, discount(queries.rank)))
    ideal = np.lexsort((-relevance[queries.order], queries.group))
    best = _sum(queries, relevance[queries.order][ideal] * discount(queries.rank))
    known = best > 0
    return _mean(queries, np.divide(gained, best, out=np.zeros_like(best), where=known), known, weights)


def precision_at(
    relevant: NDArray[np.bool_], queries: Queries, k: int, weights: NDArray[np.float64] | None = None
) -> Linearised | None:
    """Share of relevant rows among the k ranked highest, or among all of a smaller group; the mean over groups.

    >>> precision_at(np.array([True, False, True]), rank_within(np.array([3.0, 2.0, 1.0]), None), 2).value
    0.5
    """
    taken = _shared(queries, (queries.rank < k).astype(np.float64))
    hits = _sum(queries, relevant[queries.order] * taken)
    return _mean(queries, hits / np.minimum(queries.sizes, k), np.ones(len(hits), dtype=bool), weights)


def reciprocal_rank(
    relevant: NDArray[np.bool_], queries: Queries, weights: NDArray[np.float64] | None = None
) -> Linearised | None:
    """One over the place of the first relevant row, the mean over groups; groups without any are left out.

    Among equal scores the place is averaged over all orders: the first of p relevant rows among m stands at place j
    with chance C(m-j, p-1) / C(m, p).

    >>> reciprocal_rank(np.array([False, True, True]), rank_within(np.array([3.0, 2.0, 1.0]), None)).value
    0.5
    """
    hit = relevant[queries.order]
    size, hits = np.bincount(queries.tie), np.bincount(queries.tie, weights=hit)
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    m, p = size[queries.tie], hits[queries.tie]
    # only the first stretch of a group with anything relevant counts
    known = np.zeros(len(queries.sizes), dtype=bool)
    known[queries.group[hit]] = True
    first = np.full(len(queries.sizes), len(size))
    np.minimum.at(first, queries.group[hit], queries.tie[hit])
    inside = queries.tie == first[queries.group]
    place = np.arange(len(hit)) - starts[queries.tie] + 1
    possible = inside & (m - place >= p - 1)
    m, p, place, rank = m[possible], p[possible], place[possible], queries.rank[possible]
    chance = np.exp(_log_choose(m - place, p - 1) - _log_choose(m, p))
    told = np.bincount(queries.group[possible], chance / (rank + 1), len(known)).astype(np.float64)
    return _mean(queries, told, known, weights)


def _shared(queries: Queries, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over each stretch of equal scores, for each ordered row."""
    means = np.bincount(queries.tie, weights=values) / np.bincount(queries.tie)
    shared: NDArray[np.float64] = means[queries.tie]
    return shared


def _sum(queries: Queries, values: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.bincount(queries.group, values, len(queries.sizes)).astype(np.float64)
    return found


def _mean(
    queries: Queries, told: NDArray[np.float64], known: NDArray[np.bool_], weights: NDArray[np.float64] | None
) -> Linearised | None:
    """The mean over groups; a group's influence is shared out among its rows."""
    heavy = known.astype(np.float64)
    if weights is not None:
        heavy *= _sum(queries, weights[queries.order]) / queries.sizes
    found = linear_ratio(told * heavy, heavy)
    if found is None:
        return None
    influence = np.empty(len(queries.order))
    influence[queries.order] = (found.influence / queries.sizes)[queries.group]
    if known.all():
        return Linearised(found.value, influence)
    counts = np.empty(len(queries.order), dtype=bool)
    counts[queries.order] = known[queries.group]
    return Linearised(found.value, influence, (counts,))


def _log_choose(n: NDArray[np.int64], k: NDArray[np.float64]) -> NDArray[np.float64]:
    chosen: NDArray[np.float64] = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    return chosen
