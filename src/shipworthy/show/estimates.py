"""What people say that amounts very likely are, where they are apart, and what must be true for it to pay."""

from dataclasses import dataclass

from markupsafe import Markup

from shipworthy.records.elicited import Amount, Elicited, Swing
from shipworthy.show.numbers import amount, between
from shipworthy.show.pictures import Dot, Scale, dots

_NAMES = {
    "value.true_positive": "a right alarm",
    "value.false_positive": "a false alarm",
    "value.false_negative": "one that was missed",
    "value.true_negative": "one rightly left alone",
    "value.under": "each unit too low",
    "value.over": "each unit too high",
    "value.right": "a number that is right",
    "running_cost": "running it for a month",
}


@dataclass(frozen=True)
class Line:
    """One amount in words.

    Attributes:
        id: name of the amount.
        name: as people call it.
        says: what was said of it.
        apart: where two people do not agree at all, and what that is worth; empty when all overlap.
        pays: what must be true of it for the whole to pay; empty when nothing was measured.
    """

    id: str
    name: str
    says: str
    apart: str = ""
    pays: str = ""


def name_of(name: str) -> str:
    """An amount as people call it.

    >>> name_of("value.true_positive"), name_of("value.order.left"), name_of("value.60-too-low")
    ('a right alarm', 'order, when it turns out left', 'an error of 60 too low')
    """
    if name.endswith(("-too-low", "-too-high")):
        return f"an error of {name.removeprefix('value.').replace('-', ' ')}"
    decision, _, outcome = name.removeprefix("value.").partition(".")
    return _NAMES.get(name) or f"{decision}, when it turns out {outcome}"


def lines(told: Elicited) -> list[Line]:
    """Every amount in words, the one that most hangs on first."""
    swings = {each.name: each for each in told.swings}
    order = {name: place for place, name in enumerate(swings)}
    amounts = sorted(told.amounts, key=lambda each: order.get(each.name, len(order)))
    return [_line(each, told, swings.get(each.name)) for each in amounts]


def tornado(told: Elicited) -> Markup:
    """The picture of what the return hangs on, the widest first; empty before anything was measured."""
    middle = told.middle
    if middle is None:
        return Markup()
    rows = [
        Dot(name_of(each.name), middle, each.low, each.high, strong=place == 0)
        for place, each in enumerate(told.swings)
    ]
    return dots(rows, Scale(told.unit, f"{told.unit} a month more than today"), "What it hangs on")


def _line(each: Amount, told: Elicited, swing: Swing | None) -> Line:
    if each.name in told.hidden:
        says = "Others have spoken; say first what you think, then you see it."
        return Line(each.name, name_of(each.name), says)
    pays = _pays(swing, told) if swing else ""
    return Line(each.name, name_of(each.name), _says(each, told.unit), _apart(each, told.unit), pays)


def _says(each: Amount, unit: str) -> str:
    stated = "" if each.stated is None else f"The document says {amount(each.stated, unit)}. "
    if each.pool is None:
        return f"{stated}Nobody has said yet what it very likely is."
    people = [f"{one.by}: {between(one.low, one.high, unit)}" for one in each.said]
    together = [f"together: {between(each.pool.low, each.pool.high, unit)}"] if len(people) > 1 else []
    # names of people stay as they are written
    return f"{stated}{'; '.join([*people, *together])}."


def _apart(each: Amount, unit: str) -> str:
    if each.pool is None or not each.pool.between:
        return ""
    one, other = each.pool.between
    money = f", which is {amount(each.apart, unit)} a month" if each.apart else ""
    return f"{one} and {other} are {amount(each.pool.gap, unit)} apart at their nearest{money}."


def _pays(swing: Swing, told: Elicited) -> str:
    if swing.decides and swing.breaks_even is not None:
        side = "least" if swing.at_least else "most"
        return f"It pays only if this is at {side} {amount(swing.breaks_even, told.unit)}, all else in the middle."
    return f"It {'pays' if (told.middle or 0) > 0 else 'does not pay'} wherever in its range this lies."
