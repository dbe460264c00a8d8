"""Ranges that people state, as normal distributions."""

from typing import Final

SIDE: Final = 1.6448536269514722
"""Standard deviations from the middle of a normal distribution to the point that 1 of 20 values exceeds."""


def spread(low: float, high: float) -> float:
    """Standard deviation of the normal distribution of which 9 of 10 values lie in a range.

    >>> round(spread(100, 500), 1)
    121.6
    """
    return (high - low) / (2 * SIDE)
