"""Which of many numbers differ from nothing by more than looking at so many of them explains."""

from collections.abc import Iterable, Sequence

from shipworthy.records.measurement import Measurement
from shipworthy.stats.bounds import chance_of_less, quantile
from shipworthy.stats.holm import holm


def groups_beyond_luck(slices: Iterable[Measurement]) -> frozenset[str]:
    """Digests of the groups that clearly gain or lose; the groups of one column are one family (Holm 1979)."""
    families: dict[tuple[str, ...], list[Measurement]] = {}
    for one in slices:
        families.setdefault(tuple(one.slice), []).append(one)
    return frozenset().union(*(beyond_luck(family) for family in families.values()))


def beyond_luck(family: Sequence[Measurement]) -> frozenset[str]:
    """Digests of the numbers that lie clearly above or below 0, however many were looked at.

    >>> some, none = (Measurement(name="gain", value=value, se=1.0, low=value - 2, high=value + 2)
    ...               for value in (2.1, 0.1))
    >>> len(beyond_luck([some])), len(beyond_luck([some, none]))
    (1, 0)
    """
    adjusted = holm([_by_luck(one) for one in family])
    return frozenset(one.digest for one, luck in zip(family, adjusted, strict=True) if luck <= 1 - one.level)


def _by_luck(one: Measurement) -> float:
    """Chance of a number as far from 0 as this, on either side, if there were no difference."""
    if one.value is None or one.low is None or one.high is None:
        return 1.0
    se = (one.high - one.low) / (2 * quantile((1 + one.level) / 2, one.df)) if one.se is None else one.se
    return min(1.0, 2 * chance_of_less(-abs(one.value), se, one.df, 0.0))
