"""How surely attempts can be told from the best one, in words."""

from collections.abc import Sequence
from typing import Final

from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import amount, between, count
from shipworthy.show.words import sentence

CONSTANT = "constant"
_NOT_CLEAR: Final = "no candidate is clearly better than always giving the same answer, so far"


def chosen_told(
    best: str, chosen: str, simplest: str, differences: Sequence[Measurement], equivalent: float | None = None
) -> str:
    """Which attempt is put forward and why, without a full stop.

    Args:
        best: of greatest value.
        chosen: that is put forward; empty when none could be told from another.
        simplest: that cannot be told from the best.
        differences: paired gains of the best over each other one, which `against` names.
        equivalent: differences up to this size do not matter; None when all do.
    """
    if not chosen:
        return "no candidate could be told from another"
    if chosen == CONSTANT:
        return _NOT_CLEAR
    lead = _lead(best, chosen, simplest, differences, equivalent)
    if chosen == simplest:
        return lead
    if simplest == CONSTANT:
        return f"{lead}, though {_NOT_CLEAR}"
    return f"{lead}; {simplest} is the simplest that cannot be told from it, but is likely worse"


def _lead(best: str, chosen: str, simplest: str, differences: Sequence[Measurement], equivalent: float | None) -> str:
    behind = next((one for one in differences if one.against == chosen), None)
    if behind is None:
        return f"{best} is the best" + (", and nothing simpler comes near it" if chosen == simplest else "")
    size = f"{amount(equivalent or 0.0, behind.unit)}{_per(behind)}"
    if same_as_best(chosen, differences, equivalent):
        return f"{chosen} is the simplest that is the same for all purposes as the best, {best}: within {size} of it"
    if (behind.value or 0.0) > (behind.se or 0.0):
        return f"{chosen} is the simplest that seems no more than {size} behind the best, {best}"
    near = "cannot be told from" if chosen == simplest else "comes close to"
    return f"{chosen} is the simplest that {near} the best, {best}"


def same_as_best(chosen: str, differences: Sequence[Measurement], equivalent: float | None) -> bool:
    """Whether the chosen attempt surely is no further from the best than matters."""
    return equivalent is not None and any(one.against == chosen and one.within(equivalent) for one in differences)


def apart_told(differences: Sequence[Measurement], equivalent: float | None = None) -> tuple[str, ...]:
    """A sentence for each attempt besides the best, then how the ranges are to be read; empty without any."""
    told = [_line(one, equivalent) for one in differences if one.value is not None]
    if not told:
        return ()
    notes = []
    if len(told) > 1:
        ranges = "Both ranges hold" if len(told) == 2 else f"All {count(len(told))} ranges hold"
        notes.append(f"{ranges} at once, so that trying more attempts finds no more by luck.")
    if any(one.approximate for one in differences):
        notes.append("Ranges that are told roughly rest on few cases or groups, or a few of them decide.")
    if any("Nadeau" in one.method for one in differences):
        notes.append(
            "The cases were dealt at random into parts that learned from the same cases, so the ranges are wider than "
            "the cases alone say (Nadeau and Bengio)."
        )
    return (*told, *notes)


def _line(one: Measurement, equivalent: float | None) -> str:
    value, low, high = one.value or 0.0, one.low, one.high
    if low is None or high is None:
        return sentence(f"{one.candidate} beside {one.against}: not enough to say how far they are apart")
    size = f"{amount(value, one.unit, (high - low) or None)}{_per(one)}, {between(low, high, rough=one.approximate)}"
    if equivalent is not None and one.within(equivalent):
        return sentence(f"{one.candidate} and {one.against} are the same for all purposes: apart by {size}")
    if low > 0:
        return sentence(f"{one.candidate} is better than {one.against}: by {size}")
    return sentence(f"{one.candidate} cannot be told from {one.against}: apart by {size}")


def _per(one: Measurement) -> str:
    return "" if one.per == 1 else f" per {count(one.per)} cases"
