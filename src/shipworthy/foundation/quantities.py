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
_BYTES: Final = {
    "B": 1.0,
    "kB": 1e3,
    "MB": 1e6,
    "GB": 1e9,
    "TB": 1e12,
    "KiB": 1_024.0,
    "MiB": 1_024.0**2,
    "GiB": 1_024.0**3,
    "TiB": 1_024.0**4,
}
_AMOUNT = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>[kKMGT]?i?B)")
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


def size(text: str) -> float:
    """Bytes in an amount of memory or disk.

    Raises:
        RequestError: when the text is not a number followed by a unit of bytes.

    >>> size("4GiB"), size("500 MB")
    (4294967296.0, 500000000.0)
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match or match["unit"] not in _BYTES or not math.isfinite(float(match["amount"])):
        raise _refusal("an amount of memory", text, "a number and one of " + ", ".join(_BYTES) + ", such as 4GiB")
    return float(match["amount"]) * _BYTES[match["unit"]]


def size_in_words(amount: float) -> str:
    """Bytes as people write them.

    >>> size_in_words(4294967296.0), size_in_words(1500000), size_in_words(12)
    ('4 GiB', '1.43 MiB', '12 B')
    """
    unit = next((unit for unit in ("TiB", "GiB", "MiB", "KiB") if amount >= _BYTES[unit]), "B")
    return f"{amount / _BYTES[unit]:.3g} {unit}"


def seconds_in_words(amount: float) -> str:
    """Seconds as people write them.

    >>> seconds_in_words(7200.0), seconds_in_words(90.0), seconds_in_words(0.5)
    ('2 h', '1.5 min', '0.5 s')
    """
    unit = next((unit for unit in ("d", "h", "min") if amount >= SECONDS[unit]), "s")
    return f"{amount / SECONDS[unit]:.3g} {unit}"


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
