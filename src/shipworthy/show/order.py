"""In which order attempts are measured, in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from shipworthy.show.numbers import amount, count
from shipworthy.show.words import joined


@dataclass(frozen=True)
class Ranked:
    """An attempt by what it should bring for the work it takes.

    Attributes:
        name: of the attempt.
        gain: expected for a week of work, in `unit`.
        unit: of the gain, `1` for a metric.
        per: rows that the gain is for.
    """

    name: str
    gain: float
    unit: str = "1"
    per: float = 1.0


def order_told(first: Sequence[str], ranked: Sequence[Ranked], last: Sequence[str]) -> str:
    r"""The order and why.

    Args:
        first: what has to be beaten.
        ranked: at least one, the one that should bring most for its work in front.
        last: those of which nobody said anything.

    >>> ranked = [Ranked("tree", 450.0, "USD", 1000), Ranked("net", 30.0, "USD", 1000)]
    >>> print(order_told(["constant", "linear"], ranked, []).replace("; ", ";\n"))
    measured in this order: constant and linear, which the others have to beat;
    then by what a week of work on it is expected to bring: tree (450 USD per 1,000 cases) and net (30 USD)
    """
    one = ranked[0]
    per = "" if one.per == 1 else f" per {count(one.per)} cases"
    named = [f"{each.name} ({amount(each.gain, each.unit)}{per if each is one else ''})" for each in ranked]
    beat = f"measured in this order: {joined([*first])}, which the others have to beat"
    says = f"{beat}; then by what a week of work on it is expected to bring: {joined(named)}"
    return f"{says}; then those of which nobody said what they should bring: {joined([*last])}" if last else says
