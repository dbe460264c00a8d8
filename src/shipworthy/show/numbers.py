"""Numbers as people read them: rounded to what the data can tell, shares and ranges in words."""

import math
from typing import Final

_NOUGHT: Final = 1e-300
_SCALES: Final = ((1e9, "billion"), (1e6, "million"))


def step_of(width: float) -> float:
    """The step to round to when an interval is this wide: a tenth of its half-width's power of ten.

    So both ends of the interval keep two digits that mean something, and no more.

    >>> step_of(49_000)
    1000.0
    >>> step_of(0.12)
    0.001
    """
    return float(10.0 ** (math.floor(math.log10(width / 2)) - 1))


def number(value: float, width: float | None = None) -> str:
    """A number with thousands separators.

    Args:
        value: the number; finite.
        width: of its interval, in the same unit; it says how many digits mean something. None keeps three.

    >>> number(56_312.4, 49_000), number(1_534_000, 400_000), number(-0.12345), number(0)
    ('56,000', '1.53 million', '-0.123', '0')
    """
    if max(abs(value), width or 0) < _NOUGHT:
        return "0"
    step = step_of(width) if width else 10.0 ** (math.floor(math.log10(abs(value))) - 2)
    value = round(value / step) * step
    for scale, name in _SCALES:
        if abs(value) >= scale and step >= scale / 100:
            return f"{_fixed(value / scale, step / scale)} {name}"
    return _fixed(value, step)


def count(rows: float) -> str:
    """Whole things with thousands separators.

    >>> count(98765)
    '98,765'
    """
    return f"{round(rows):,}"


def amount(value: float, unit: str, width: float | None = None) -> str:
    """A number with its unit; shares in words, plain numbers bare.

    >>> amount(56_312, "USD", 49_000), amount(0.084, "share"), amount(0.91, "1")
    ('56,000 USD', '8 in 100', '0.91')
    """
    if unit == "share" and 0 <= value <= 1:
        return share(value)
    suffix = "" if unit in ("", "1", "share") else f" {unit}"
    return number(value, width) + suffix


def share(value: float) -> str:
    """A share as so many in a hundred, or in as many as it takes not to read as none or all.

    >>> share(0.084), share(0.004), share(0.9996), share(0.0), share(1.0)
    ('8 in 100', '4 in 1,000', '9,996 in 10,000', '0 in 100', '100 in 100')
    """
    base = 100
    while 0 < value < 1 and base < 1_000_000 and round(value * base) in (0, base):
        base *= 10
    return f"{round(value * base):,} in {base:,}"


def between(low: float, high: float, unit: str = "", rough: bool = False) -> str:
    """An interval in words; a rough one need not cover as often as it should, for few cases or groups decide.

    >>> between(31_120, 80_003, "USD"), between(0.05, 0.12, "share")
    ('very likely between 31,000 and 80,000 USD', 'very likely between 5 in 100 and 12 in 100')
    """
    return f"{'roughly' if rough else 'very likely'} between {ends(low, high, unit)}"


def ends(low: float, high: float, unit: str = "", joint: str = "and", width: float | None = None) -> str:
    """The two ends of an interval, joined by a word, rounded for an interval of this width, else of its own.

    >>> ends(-1_200, 3_400, "USD")
    '-1,200 and 3,400 USD'
    """
    if unit == "share" and 0 <= low <= high <= 1:
        return f"{share(low)} {joint} {share(high)}"
    width = width or high - low
    return f"{number(low, width)} {joint} {amount(high, unit, width)}"


def chance(probability: float) -> str:
    """A chance as people say it; never certain.

    >>> chance(0.74), chance(0.5), chance(1.0), chance(0.001)
    ('about 3 in 4', 'about 1 in 2', 'more than 19 in 20', 'less than 1 in 20')
    """
    if probability < 0.035:
        return "less than 1 in 20"
    if probability > 0.965:
        return "more than 19 in 20"
    odds = (
        (1, 20),
        (1, 10),
        (1, 5),
        (1, 4),
        (1, 3),
        (2, 5),
        (1, 2),
        (3, 5),
        (2, 3),
        (3, 4),
        (4, 5),
        (9, 10),
        (19, 20),
    )
    part, whole = min(odds, key=lambda pair: abs(pair[0] / pair[1] - probability))
    return f"about {part} in {whole}"


def _fixed(value: float, step: float) -> str:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
