"""Ranges that several people gave for the same amounts: what they say together, where they are apart, what hangs on it.

A range is read as the middle nine tenths of a normal distribution. Together they are the equal-weight linear pool of
all (Stone 1961; O'Hagan et al. 2005, chapter 9): the mixture keeps disagreement visible as width, where an average of
the ends would hide it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shipworthy.foundation.errors import RequestError
from shipworthy.records.elicited import Pool, Said, Swing
from shipworthy.stats.spread import spread

_TAIL: Final = 0.05
_STEPS: Final = 200


@dataclass(frozen=True)
class Input:
    """An amount that the return hangs on.

    Attributes:
        name: of the amount.
        moves: what the return rises by when the amount rises by one.
        pool: what people say it is.
    """

    name: str
    moves: float
    pool: Pool


def checked(low: float, high: float) -> tuple[float, float]:
    """A range that can be one.

    Raises:
        RequestError: when an end is no finite number, or low is more than high.

    >>> checked(700, 1100)
    (700, 1100)
    """
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise RequestError(
            "this is no range",
            seen=f"{low:g} to {high:g}",
            allowed="two finite numbers, the lower one first",
            next_step="say what it is hardly below and what it is hardly above, in 1 of 20 cases each",
        )
    return low, high


def pooled(ranges: Sequence[Said]) -> Pool:
    """What people say together, each with the same weight.

    Args:
        ranges: one a person, at least one.

    >>> together = pooled([Said(by="a", low=700, high=1100), Said(by="b", low=1300, high=1500)])
    >>> round(together.low), round(together.high), together.gap, together.between
    (744, 1478, 200, ('a', 'b'))
    """
    low = min(each.low for each in ranges)
    high = max(each.high for each in ranges)
    first, last = min(ranges, key=lambda each: each.high), max(ranges, key=lambda each: each.low)
    gap = max(0.0, last.low - first.high)
    return Pool(
        low=_quantile(ranges, _TAIL, low, high),
        middle=math.fsum(each.middle for each in ranges) / len(ranges),
        high=_quantile(ranges, 1 - _TAIL, low, high),
        gap=gap,
        between=(first.by, last.by) if gap > 0 else (),
    )


def swings(inputs: Sequence[Input], middle: float) -> tuple[Swing, ...]:
    """What the return hangs on, the widest swing first (a tornado).

    Args:
        inputs: the amounts that people gave ranges for.
        middle: the return when each of them stands in its middle.

    >>> said = Pool(low=700, middle=900, high=1100)
    >>> swing = swings([Input("gain", 2.0, said)], middle=100)[0]
    >>> swing.low, swing.high, swing.breaks_even, swing.decides, swing.at_least
    (-300.0, 500.0, 850.0, True, True)
    """
    return tuple(sorted((_swing(each, middle) for each in inputs), key=lambda one: one.low - one.high))


def _swing(each: Input, middle: float) -> Swing:
    ends = [middle + each.moves * (end - each.pool.middle) for end in (each.pool.low, each.pool.high)]
    even = each.pool.middle - middle / each.moves if each.moves else None
    within = even is not None and each.pool.low < even < each.pool.high
    return Swing(
        name=each.name,
        low=min(ends),
        high=max(ends),
        breaks_even=even,
        decides=within,
        at_least=each.moves > 0,
    )


def _quantile(ranges: Sequence[Said], share: float, low: float, high: float) -> float:
    """By halving: each range holds its own quantile, so the mixture's lies between the lowest and the highest end."""
    for _ in range(_STEPS):
        here = low + (high - low) / 2
        if not low < here < high:
            break
        low, high = (here, high) if _below(ranges, here) < share else (low, here)
    return high


def _below(ranges: Sequence[Said], value: float) -> float:
    """Share of the mixture at or below a value."""
    return math.fsum(_one_below(each, value) for each in ranges) / len(ranges)


def _one_below(each: Said, value: float) -> float:
    width = spread(each.low, each.high)
    if width == 0:
        return float(value >= each.middle)
    return 0.5 * (1 + math.erf((value - each.middle) / (width * math.sqrt(2))))
