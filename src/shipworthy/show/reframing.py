"""Other questions and what they would bring, in words, on pages and in the terminal."""

from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from shipworthy.records.measurement import Measurement
from shipworthy.records.reframing import Other, Reframing
from shipworthy.show.attempts_text import listing
from shipworthy.show.numbers import amount, between, chance, count, share
from shipworthy.show.words import plain, sentence

_STATES: Final = {"holds": "yes", "fails": "no", "cant_tell": "not sure", "stale": "not sure"}
_NONE: Final = "None of the other questions that were tried surely meets the goal either."


def questions_told(told: Reframing | None) -> tuple[str, ...]:
    """For the owner: the questions that would meet the goal, a sentence or two each; else that none would."""
    if told is None:
        return ()
    met = [(place, each) for place, each in enumerate(told.others, start=1) if each.state == "holds"]
    if not met:
        return (_NONE,) if told.looked else ()
    return tuple(_plainly(place, each) for place, each in met)


def question_rows(told: Reframing | None) -> list[tuple[str, ...]]:
    """For the data scientist: question, gain, interval, chance, whether it meets the goal, where measured."""
    if told is None:
        return []
    rows = [("", told.asked), *((f"{place}. ", each) for place, each in enumerate(told.others, start=1))]
    return [
        (
            number + sentence(each.says),
            _gain(each),
            _range(each.gain),
            "" if each.chance is None else f"{each.chance:.2f}",
            _met(each),
            "cases kept aside" if each.looked else "out-of-fold rows",
        )
        for number, each in rows
    ]


def reframing_text(told: Reframing) -> RenderableType:
    """A numbered table, a sentence for each question, and what was not possible."""
    table = listing()
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("question", overflow="fold", min_width=30)
    # lines of a heading are given, so that none is cut at 80 columns
    table.add_column(_head(told), justify="right")
    table.add_column("chance", justify="right", no_wrap=True)
    table.add_column("meets\nthe goal", no_wrap=True)
    for number, each in (("", told.asked), *((str(n), each) for n, each in enumerate(told.others, start=1))):
        odds = "" if each.chance is None else f"{each.chance:.0%}"
        table.add_row(number, Text(sentence(each.says)), Text(_gain(each)), odds, _met(each))
    lines: list[RenderableType] = [table, Text("")]
    lines += [Text(_plainly(n, each)) for n, each in enumerate(told.others, start=1) if each.looked]
    if not any(each.state == "holds" for each in told.others):
        lines.append(Text(_NONE if told.others else "No other question is possible here."))
    lines += [Text(sentence(each)) for each in told.notices]
    lines.append(Text(_counted(told)))
    return Group(*lines)


def restated_text(says: str, diff: str) -> RenderableType:
    """What was done about a question, and what reads otherwise."""
    return Group(Text(diff), Text(""), Text(sentence(says)))


def _plainly(number: int, each: Other) -> str:
    """A question, what it brings and what its owner has to say, in plain words."""
    told = f"{number}. The project {each.says}."
    if each.gain is not None and each.gain.value is not None:
        told += f" {_brings(each)}"
        if each.chance is not None:
            told += f"; the chance that it meets the goal is {chance(each.chance)}"
        told += "."
    elif each.explained is not None:
        told += f" It explains {share(each.explained)} parts of how cases differ; nobody has said what that is worth."
    if each.asks:
        told += f" To be said anew: {plain(each.asks)}."
    return told


def _brings(each: Other) -> str:
    gain = each.gain
    assert gain is not None
    assert gain.value is not None
    width = None if gain.low is None or gain.high is None else gain.high - gain.low
    scale, per = (1.0, f"per {count(gain.per)} cases")
    if each.month is not None and gain.value:
        scale, per = each.month / gain.value, "per month"
    wide = None if width is None else width * abs(scale)
    told = f"It brings {amount(gain.value * scale, gain.unit, wide)} more {per} than today"
    if gain.low is None or gain.high is None:
        return told
    return f"{told}, {between(gain.low * scale, gain.high * scale, gain.unit)}"


def _gain(each: Other) -> str:
    gain = each.gain
    if gain is None or gain.value is None:
        return "" if each.explained is None else f"explains {share(each.explained)}"
    width = None if gain.low is None or gain.high is None else gain.high - gain.low
    return amount(gain.value, gain.unit, width)


def _range(gain: Measurement | None) -> str:
    if gain is None or gain.low is None or gain.high is None:
        return ""
    return between(gain.low, gain.high, gain.unit).removeprefix("very likely between ")


def _head(told: Reframing) -> str:
    gain = told.asked.gain
    return "gain" if gain is None or gain.per == 1 else f"gain per\n{count(gain.per)} cases"


def _met(each: Other) -> str:
    if each.gain is None:
        return "no amounts yet"
    return _STATES[each.state] if each.looked else "not looked at"


def _counted(told: Reframing) -> str:
    return (
        f"{told.tried} other questions were tried on the rows learned from, and the {told.looked} likeliest were held "
        "against the cases kept aside; how many these are is counted in each answer."
    )
