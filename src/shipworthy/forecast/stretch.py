"""How many periods a stretch of time to come holds, told by how far those seen lie apart."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Final

_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])")
_MONTH: Final = re.compile(r"\d{4}-\d{2}")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?$")


def periods_in(seconds: float, periods: Sequence[str]) -> int | None:
    """Periods like those seen in a stretch of time, at least one; rows that come once a year have one period a year.

    Args:
        seconds: length of the stretch.
        periods: names of those seen, oldest first, as splits name them.

    Returns:
        None where fewer than two are known, or their names do not say when they began.

    >>> half_a_year = 6 * 2_629_746.0
    >>> periods_in(half_a_year, ["2013-01", "2013-02", "2013-03"]), periods_in(half_a_year, ["1990-Q1", "1991-Q1"])
    (6, 1)
    >>> periods_in(half_a_year, ["2024-01-01", "2024-01-08"]), periods_in(half_a_year, ["1: from 4", "2: from 8"])
    (26, None)
    """
    length = apart(periods)
    return max(1, round(seconds / length)) if length else None


def apart(periods: Sequence[str]) -> float | None:
    """Seconds from the start of a period to that of the next, as a rule; None where their names do not say.

    >>> round(apart(["1990-Q1", "1991-Q1", "1992-Q1"]) / 86_400)
    365
    """
    starts = [_start(each) for each in periods]
    known = [each for each in starts if each is not None]
    if len(known) < 2 or len(known) < len(starts):
        return None
    return median((later - earlier).total_seconds() for earlier, later in pairwise(known))


def _start(period: str) -> datetime | None:
    quarter = _QUARTER.fullmatch(period)
    if quarter:
        return datetime(int(quarter[1]), 3 * int(quarter[2]) - 2, 1)
    if _MONTH.fullmatch(period):
        return datetime.fromisoformat(f"{period}-01")
    moment = _MOMENT.search(period)
    return datetime.fromisoformat(moment[0]) if moment else None
