"""What it is worth to know more before deciding: everything, or one assumption.

Raiffa, H. & Schlaifer, R. (1961), Applied Statistical Decision Theory, call it the expected value of perfect
information. What one assumption is worth follows Strong, M. & Oakley, J. E. (2013), An efficient method for computing
single-parameter partial expected value of perfect information, Medical Decision Making 33 (6), 755-766: no second
simulation is needed, draws in which the assumption came out alike tell what would be decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.foundation.errors import RequestError

FEWEST: Final = 2
_HALVES: Final = (0, 1)


@dataclass(frozen=True)
class Information:
    """What it is worth to know more before deciding.

    Attributes:
        best: what to do as far as one knows now.
        expected: what that brings.
        everything: how much more the decision would bring, on average, if all were known before it; never negative. No
            study, trial or question can be worth more.
        each: the same for one assumption alone, the most valuable first; never negative and never above everything.
    """

    best: str
    expected: float
    everything: float
    each: Mapping[str, float]


def information(
    worth: Mapping[str, NDArray[np.float64]], assumptions: Mapping[str, NDArray[np.float64]]
) -> Information:
    """What knowing is worth, from draws of what each action would bring.

    Args:
        worth: action -> what it brings, in one unit, one value a draw, such as `ship` and `stop`. # (draws,)
        assumptions: name -> how it came out in the same draws; 0 and 1 where it holds or not. # (draws,)

    Raises:
        RequestError: without an action, with fewer than two draws, with draws of unequal number, or not finite.

    >>> holds = np.array([1.0, 1.0, 0.0, 0.0])
    >>> ship = np.where(holds == 1, 100.0, -60.0)
    >>> told = information({"ship": ship, "stop": np.zeros(4)}, {"the feed is on time": holds})
    >>> told.best, told.expected, told.everything, told.each
    ('ship', 20.0, 30.0, {'the feed is on time': 30.0})
    """
    _check(worth, assumptions)
    table = np.column_stack([np.asarray(draws, dtype=np.float64) for draws in worth.values()])  # (draws, actions)
    means = table.mean(axis=0)
    now = int(means.argmax())
    each = {name: _worth_of(table, np.asarray(draws), now) for name, draws in assumptions.items()}
    return Information(
        best=list(worth)[now],
        expected=float(means[now]),
        everything=float((table.max(axis=1) - table[:, now]).mean()),
        each=dict(sorted(each.items(), key=lambda one: -one[1])),
    )


def _worth_of(table: NDArray[np.float64], known: NDArray[np.float64], now: int) -> float:
    """What deciding group by group brings above deciding once, where draws of one group came out alike.

    What to do is learned from one half of the draws and counted in the other, so that chance is not taken for
    knowledge: on average it tells rather a little too little than too much.
    """
    group = _groups(known)  # (draws,)
    order = np.lexsort((known, group))
    half = np.empty(group.size, dtype=np.intp)
    half[order] = np.arange(group.size) % len(_HALVES)
    gained = np.zeros(group.size)
    for one in _HALVES:
        decide = _decisions(table[half != one], group[half != one], int(group.max()) + 1, now)
        rows = np.flatnonzero(half == one)
        gained[rows] = table[rows, decide[group[rows]]] - table[rows, now]
    return max(0.0, float(gained.mean()))


def _groups(known: NDArray[np.float64]) -> NDArray[np.intp]:
    """Draws that came out alike: the same value, or neighbours where values hardly repeat."""
    most = max(FEWEST, round(float(np.cbrt(known.size))))
    values, place = np.unique(known, return_inverse=True)
    if values.size <= most:
        return place.astype(np.intp)  # (draws,)
    rank = np.empty(known.size, dtype=np.intp)
    rank[np.argsort(known, kind="stable")] = np.arange(known.size)
    return rank * most // known.size  # (draws,)


def _decisions(table: NDArray[np.float64], group: NDArray[np.intp], groups: int, now: int) -> NDArray[np.intp]:
    """The best action in each group; what is best now where the group has no draw."""
    sums = np.zeros((groups, table.shape[1]))
    np.add.at(sums, group, table)
    better = sums.max(axis=1) > sums[:, now]
    return np.where(better, sums.argmax(axis=1), now)  # (groups,)


def _check(worth: Mapping[str, NDArray[np.float64]], assumptions: Mapping[str, NDArray[np.float64]]) -> None:
    if not worth:
        raise RequestError("there is nothing to decide between", next_step="name at least one action with its draws")
    draws = next(iter(worth.values())).size
    for name, values in (*worth.items(), *assumptions.items()):
        if values.ndim != 1 or values.size != draws or draws < FEWEST:
            raise RequestError(
                "draws have to belong together, one value each",
                where=name,
                seen=list(values.shape),
                allowed=f"{max(draws, FEWEST)} values",
            )
        if not np.isfinite(values).all():
            raise RequestError("a draw has to be a number", where=name, seen="NaN or infinite")
