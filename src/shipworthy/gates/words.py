"""Numbers and limits in the sentences of verdicts, for readers who own the business and not the model."""

import math
from typing import Final

from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import amount, count

TODAY: Final = "status_quo"
"""Name of what is done today, where a gain is held against it."""
_AGAINST: Final = {TODAY: "what you do today", "constant": "always giving the same answer"}
_SPELT_OUT: Final = {"latency_p99": "the time within which 99 of 100 calls are answered"}
_SPOILT: Final = ("loss", "gain")
"""Measures whose name goes on with how inputs are spoiled."""
PLAIN_UNITS: Final = frozenset({"", "1", "share"})
"""Units of numbers that are measured in nothing; they may be held against one another."""


def subject(bar: Bar, measured: Measurement | None = None) -> str:
    """What was measured, in words.

    >>> subject(Bar(measure="gain", against="status_quo"))
    'the gain over what you do today'
    >>> subject(Bar(measure="average_precision"))
    'the average precision'
    >>> subject(Bar(measure="coverage.weather"))
    'the share of rows that weather knows'
    >>> subject(Bar(measure="latency_p99"))
    'the time within which 99 of 100 calls are answered'
    >>> subject(Bar(measure="loss.5 % of the values missing"))
    'the loss with 5 % of the values missing'
    """
    kind, _, source = bar.measure.partition(".")
    if kind == "coverage":
        return f"the share of rows that {source} knows"
    if source and kind in _SPOILT:
        against = f" over {_AGAINST.get(bar.against, bar.against)}" if bar.against else ""
        return f"the {kind}{against} with {source}"
    words = _SPELT_OUT.get(bar.measure, f"the {bar.measure.replace('_', ' ')}")
    against = bar.against or (measured.against if measured else "")
    if against:
        words += f" over {_AGAINST.get(against, against)}"
    return words


def amounts(values: list[float], bar: Bar, width: float | None = None) -> list[str]:
    """Numbers in the bar's unit, told apart wherever they differ.

    Rounding must not make a number that misses its limit look as if it met it.

    Args:
        values: in the bar's unit and per as many rows; finite.
        bar: says the unit.
        width: of the interval around the first value, which says how many digits mean something.

    >>> amounts([19_960, 20_000], Bar(measure="gain", unit="USD"), 50_000)
    ['19,960 USD', '20,000 USD']
    >>> amounts([0.204, 0.2], Bar(measure="recall", unit="share"))
    ['20.4 %', '20.0 %']
    """
    different = len(set(values))
    texts = [amount(value, bar.unit, width) for value in values]
    step = width or max(abs(value) for value in values) or 1.0
    for _ in range(12):
        if len(set(texts)) == different:
            return texts
        step /= 10
        texts = [_finer(value, bar.unit, step) for value in values]
    return texts


def per(bar: Bar) -> str:
    """How many cases the numbers are for; empty for one.

    >>> per(Bar(measure="gain", per=1000))
    ' per 1,000 cases'
    """
    return "" if bar.per == 1 else f" per {count(bar.per)} cases"


def asked(limits: list[str], bar: Bar) -> str:
    """What the bar asks for; `limits` are its limits in words, the lower one first.

    >>> asked(["0.2"], Bar(measure="recall", at_least=0.2))
    'at least 0.2 was asked for'
    """
    if bar.at_least is not None and bar.at_most is not None:
        return f"between {limits[0]} and {limits[1]} was asked for"
    side = "at least" if bar.at_least is not None else "at most"
    return f"{side} {limits[0]} was asked for"


def very(confidence: float) -> str:
    """How sure a bound at this confidence is.

    >>> very(0.95), very(0.8)
    ('very likely', 'likely')
    """
    return "very likely" if confidence >= 0.9 else "likely"


def _finer(value: float, unit: str, step: float) -> str:
    if unit == "share" and 0 <= value <= 1:
        return f"{100 * value:.{max(1, -math.floor(math.log10(100 * step)) - 1)}f} %"
    return amount(value, unit, step)
