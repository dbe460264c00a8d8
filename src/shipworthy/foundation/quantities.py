"""Quantities as people write them: `2h`, `20ms`, `100/s`, `1/quarter`, `0.5d`, `60%`."""

import math
import re
from typing import Final

from shipworthy.foundation.errors import RequestError

SECONDS: Final[dict[str, float]] = {
    "ms": 0.001,
    "s": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "d": 86_400.0,
    "w": 604_800.0,
    "month": 2_629_746.0,
    "quarter": 7_889_238.0,
    "y": 31_556_952.0,
}
"""Seconds in each unit of time; a month is a twelfth of the mean Gregorian year (365.2425 days)."""

_WORKING_DAYS: Final = 5

_DURATION = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>ms|s|min|h|d|w|month|quarter|y)")
_RATE = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s*/\s*(?P<unit>ms|s|min|h|d|w|month|quarter|y)")


def seconds(text: str) -> float:
    """Seconds in a duration.

    Raises:
        RequestError: when the text is not a number followed by a unit of time.

    >>> seconds("2h"), seconds("20ms"), seconds("0.5d")
    (7200.0, 0.02, 43200.0)
    """
    match = _DURATION.fullmatch(text.strip())
    if not match or not math.isfinite(float(match["amount"])):
        raise _refusal("a duration", text, "a number and one of " + ", ".join(SECONDS) + ", such as 2h or 0.5d")
    return float(match["amount"]) * SECONDS[match["unit"]]


def per_second(text: str) -> float:
    """Events a second in a rate.

    Raises:
        RequestError: when the text is not a number, a slash and a unit of time.

    >>> per_second("100/s"), per_second("120/min")
    (100.0, 2.0)
    """
    match = _RATE.fullmatch(text.strip())
    if not match or not math.isfinite(float(match["amount"])):
        raise _refusal("a rate", text, "a number, a slash and a unit of time, such as 100/s or 1/quarter")
    return float(match["amount"]) / SECONDS[match["unit"]]


def share(text: str | float) -> float:
    """A share between 0 and 1, from `60%` or `0.6`.

    Raises:
        RequestError: when it is not between 0 and 1 (or 0% and 100%).

    >>> share("60%"), share(0.6)
    (0.6, 0.6)
    """
    try:
        value = float(text[:-1]) / 100 if isinstance(text, str) and text.endswith("%") else float(text)
    except ValueError:
        value = math.nan
    if not (0 <= value <= 1):
        raise _refusal("a share", str(text), "between 0 and 1, or between 0% and 100%")
    return value


def weeks_of_work(effort: str) -> float:
    """Weeks that days of work take one person, five days a week.

    Raises:
        RequestError: when the text is not a duration.

    >>> weeks_of_work("10d")
    2.0
    """
    return seconds(effort) / SECONDS["d"] / _WORKING_DAYS


def _refusal(kind: str, text: str, allowed: str) -> RequestError:
    return RequestError(f"this is not {kind}", seen=text, allowed=allowed, next_step="write it like the examples")
