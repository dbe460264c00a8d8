"""Which of several attempts nobody beats in value without taking more of something."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

STEP: Final = 1.25
"""Costs within a quarter of each other count as the same: measured again, they would lie as far apart."""

Costs = Sequence[float | None]
"""What an attempt takes, less being better, in an order that all attempts share; None where it was not measured."""


def pareto(values: Mapping[str, float], costs: Mapping[str, Costs]) -> dict[str, str]:
    """The front of value against several costs, and who keeps the others off it.

    An attempt is beaten by one of at least its value that takes no more of anything, and is better in one of them.
    What was not measured keeps an attempt from beating others and from being beaten.

    Args:
        values: attempt -> what it brings, more being better.
        costs: of the same attempts.

    Returns:
        Attempt -> the one of highest value that beats it; empty for those on the front.

    >>> pareto({"a": 5.0, "b": 4.0, "c": 3.0}, {"a": [10.0], "b": [1.0], "c": [2.0]})
    {'a': '', 'b': '', 'c': 'b'}
    """
    known = {name: tuple(map(_stepped, each)) for name, each in costs.items()}
    found = {}
    for name, value in values.items():
        beating = [other for other in values if other != name and _beats(other, name, values, known)]
        found[name] = max(beating, key=lambda other: values[other], default="") if math.isfinite(value) else ""
    return found


def _beats(one: str, other: str, values: Mapping[str, float], costs: Mapping[str, tuple[float | None, ...]]) -> bool:
    pairs = [(mine, theirs) for mine, theirs in zip(costs[one], costs[other], strict=True)]
    known = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    if len(known) < len(pairs) or values[one] < values[other]:
        return False
    no_more = all(mine <= theirs for mine, theirs in known)
    return no_more and (values[one] > values[other] or any(mine < theirs for mine, theirs in known))


def _stepped(cost: float | None) -> float | None:
    """The step of a scale on which each is a quarter more than the one before."""
    if cost is None:
        return None
    return -math.inf if cost <= 0 else float(round(math.log(cost) / math.log(STEP)))
