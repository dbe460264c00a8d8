"""Numbers, times and names in the sentences of claims."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from shipworthy.foundation.quantities import SECONDS, seconds

_UNITS: Final = {
    "ms": "millisecond",
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "month": "month",
    "quarter": "quarter",
    "y": "year",
}
# written out, as the names that Python knows change with the machine's language
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def figure(value: float) -> str:
    """An agreed number exactly as it was agreed, with separators.

    >>> figure(20000.0), figure(0.25), figure(-1234.5), figure(1e-7)
    ('20,000', '0.25', '-1,234.5', '0.0000001')
    """
    text = f"{value:,.12f}".rstrip("0").rstrip(".")
    return text if float(text.replace(",", "")) == value else f"{value:,}"


def percent(share: float) -> str:
    """A share as a percentage.

    >>> percent(0.99), percent(0.955)
    ('99%', '95.5%')
    """
    return f"{share * 100:.10g}%"


def duration(text: str) -> str:
    """A duration in words.

    >>> duration("2h"), duration("1d"), duration("0.5w")
    ('2 hours', '1 day', '0.5 weeks')
    """
    amount = text.rstrip("abcdefghijklmnopqrstuvwxyz ")
    unit = text[len(amount) :].strip()
    return f"{amount} {_UNITS[unit]}{'' if seconds(text) == SECONDS[unit] else 's'}"


def rate(text: str) -> str:
    """A rate in words.

    >>> rate("100/s"), rate("1/quarter")
    ('100 a second', '1 a quarter')
    """
    amount, _, unit = text.partition("/")
    return f"{amount.strip()} {'an' if unit.strip() == 'h' else 'a'} {_UNITS[unit.strip()]}"


def day(text: str) -> str:
    """A day in words.

    >>> day("2027-03-31")
    '31 March 2027'
    """
    when = date.fromisoformat(text)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def joined(words: Sequence[str]) -> str:
    """Words in a row, the last after an "and".

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
