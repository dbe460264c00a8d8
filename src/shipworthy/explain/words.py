"""Scores, amounts and values in sentences."""

from datetime import date, datetime, time
from math import floor, isfinite, isnan, log10
from typing import Any, Final

MOST: Final = 40
"""Characters of a value that are shown."""

_WHOLE: Final = 1e15


def chance(share: float) -> str:
    """A chance as so many in a hundred; never none and never all.

    >>> chance(0.62), chance(0.004), chance(0.9999)
    ('62 in 100', 'less than 1 in 100', 'more than 99 in 100')
    """
    if share < 0.005:
        return "less than 1 in 100"
    return "more than 99 in 100" if share >= 0.995 else f"{round(100 * share)} in 100"


def figure(value: float, unit: str = "") -> str:
    """A number as three digits tell it, with its unit.

    >>> figure(231_456.0, "EUR"), figure(-0.012345), figure(12.0), figure(0.0, "min")
    ('231,000 EUR', '-0.0123', '12', '0 min')
    """
    digits = 0 if not value or not isfinite(value) else 2 - floor(log10(abs(value)))
    text = f"{round(value, digits) + 0.0:,.{max(0, digits)}f}"
    bare = text.rstrip("0").rstrip(".") if "." in text else text
    return bare if unit in ("", "1") else f"{bare} {unit}"


def held(value: Any) -> str:
    """What a cell holds, as people write it; empty for an empty one.

    >>> held(19.0), held(1013.20), held(231_000), held("red"), held(True), held(None)
    ('19', '1013.2', '231,000', 'red', 'yes', '')
    >>> held(datetime(2026, 7, 1, 17, 0))
    '2026-07-01 17:00'
    """
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        whole = isfinite(value) and value == int(value) and abs(value) < _WHOLE
        # four digits may be a year
        return f"{int(value):{',' if abs(value) >= 10_000 else ''}}" if whole else f"{value:.6g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M" if not value.second else "%Y-%m-%d %H:%M:%S")
    text = value.isoformat() if isinstance(value, date | time) else " ".join(str(value).split())
    return text if len(text) <= MOST else text[: MOST - 1].rstrip() + "…"
