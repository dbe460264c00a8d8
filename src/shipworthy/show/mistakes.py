"""Mistakes of an attempt, by kind, in words that people accept or not."""

from collections.abc import Callable, Iterable
from typing import Final

from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import amount, share


def _left(value: float, unit: str) -> str:
    return share(1 - value)


def _kept(value: float, unit: str) -> str:
    return amount(value, unit)


KINDS: Final[dict[str, tuple[str, Callable[[float, str], str]]]] = {
    "accuracy": ("Wrong answers", _left),
    "recall": ("Missed, of those that matter", _left),
    "precision": ("False alarms, of all alarms", _left),
    "mean_absolute_error": ("Off by, on average", _kept),
}
"""Metric -> the mistakes that it tells of, and how often they happen in words of a value in a unit."""


def rates_of(measured: Iterable[Measurement], candidate: str) -> tuple[Measurement, ...]:
    """How often an attempt was wrong on the cases kept aside, one number a kind of mistake."""
    found = {
        one.name: one
        for one in measured
        if one.candidate in ("", candidate) and one.origin == "holdout" and not one.slice and not one.against
    }
    return tuple(found[name] for name in KINDS if name in found and found[name].value is not None)


def rate_in_words(rate: Measurement) -> str:
    """A kind of mistake and how often it happens.

    >>> rate_in_words(Measurement(name="recall", value=0.52, unit="share"))
    'missed, of those that matter: 48 in 100'
    """
    words, wrong = KINDS[rate.name]
    told = "not measured" if rate.value is None else wrong(rate.value, rate.unit)
    return f"{words[0].lower()}{words[1:]}: {told}"


def rates_in_words(rates: Iterable[Measurement]) -> str:
    """Every kind of mistake and how often it happens."""
    return "; ".join(rate_in_words(rate) for rate in rates)
