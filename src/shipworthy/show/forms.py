"""One answer told as number, label, frequency, sentence and picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from shipworthy.foundation.figures import figure
from shipworthy.records.bundle import Bundle
from shipworthy.records.demo import Answered
from shipworthy.records.explanation import Explanation, Sureness
from shipworthy.show.numbers import amount, count
from shipworthy.show.pictures import Dot, Scale, dots
from shipworthy.show.words import joined, sentence

_SIDE: Final = 10
_STEP: Final = 12.0


@dataclass(frozen=True)
class Forms:
    """The same answer five times.

    Attributes:
        number: the score as it is.
        label: what is decided, in a word.
        frequency: what becomes of cases like it, counted; says so where there were too few to count.
        rests: what the frequency rests on.
        sentence: what would be done and what that is worth, in the owner's words.
        picture: the frequency as squares or a line; empty where there is none.
        caption: how to read the picture.
    """

    number: str
    label: str
    frequency: str
    rests: str
    sentence: str
    picture: Markup
    caption: str


def forms_of(one: Answered, brief: Mapping[str, str]) -> Forms:
    """An answer in all its forms.

    Args:
        one: the answer.
        brief: label -> the document's own sentence, as a story has it.
    """
    frequency, rests = _often(one)
    return Forms(
        number=_number(one),
        label=_label(one),
        frequency=frequency,
        rests=rests,
        sentence=_sentence(one, brief),
        picture=_picture(one),
        caption=_caption(one),
    )


def answered(told: Explanation, bundle: Bundle) -> Answered:
    """What a model server said of a row that was tried."""
    task = bundle.task
    amounts = bundle.worth.outcomes.get(told.answer, {}) if bundle.worth.agreed else {}
    return Answered(
        score=told.score,
        answer=told.answer,
        label="" if task.kind == "regression" else task.positive or told.answer,
        unit=(task.unit or "1") if task.kind == "regression" else "share",
        sure=told.sure,
        worth={outcome: each for outcome, each in amounts.items() if isinstance(each, int | float)},
        currency=bundle.worth.unit,
    )


def squares(share: float, low: float | None, high: float | None, label: str) -> Markup:
    """A hundred squares: as many are filled as cases in a hundred; pale or dotted where the range may end.

    Filled, pale, dotted and empty ones differ in brightness and outline, not by colour alone.
    """
    full = round(100 * share)
    least, most = (full, full) if low is None or high is None else (round(100 * low), round(100 * high))
    least, most = min(least, full), max(most, full)
    drawn = "".join(_square(place, _kind(place, least, full, most)) for place in range(_SIDE * _SIDE))
    size = _SIDE * _STEP
    says = escape(f"{full} of 100 squares are filled: so many cases like this turn out “{label}”")
    if low is not None and high is not None:
        says += escape(f"; very likely between {least} and {most}, those between are pale or dotted")
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture squares" viewBox="0 0 {size:g} {size:g}" role="img" '
        f'aria-label="{says}.">{drawn}</svg>'
    )


def _kind(place: int, least: int, full: int, most: int) -> str:
    if place < least:
        return "full"
    if place < full:
        return "full maybe"
    return "maybe" if place < most else "empty"


def _square(place: int, kind: str) -> str:
    x, y = place % _SIDE * _STEP + 1, place // _SIDE * _STEP + 1
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="10" height="10" rx="1.5"/>'


def _number(one: Answered) -> str:
    return f"{one.score:.2f}" if one.unit == "share" else amount(one.score, one.unit)


def _label(one: Answered) -> str:
    if one.unit != "share":
        return f"about {figure(one.score, 2)}{'' if one.unit in ('', '1') else f' {one.unit}'}"
    return one.answer or "a person decides"


def _often(one: Answered) -> tuple[str, str]:
    """What becomes of cases like it, and what that rests on."""
    sure = one.sure
    if sure is None:
        told = f"{_hundred(one.score)} in 100" if one.unit == "share" else "not known yet"
        return (f"{told} turn out “{one.label}”" if one.unit == "share" else told), "As the number says; not measured."
    if sure.low is None or sure.high is None:
        return "not enough cases like this to say", sentence(sure.says)
    looked = f"Counted on {count(sure.n)} cases kept aside that looked like this"
    rests = looked if sure.n else "Made up: nothing was counted"
    if sure.share is None:
        least, most = _ends(one, sure)
        return f"8 in 10 between {least} and {most}", f"{rests}."
    low, high = (_hundred(end) for end in (sure.low, sure.high))
    told = f"{_hundred(sure.share)} in 100 turn out “{one.label}”"
    return told, f"{rests}; very likely between {low} and {high} in 100."


def _ends(one: Answered, sure: Sureness) -> tuple[str, str]:
    assert sure.low is not None
    assert sure.high is not None
    width = sure.high - sure.low or None
    return amount(sure.low, "", width), amount(sure.high, one.unit, width)


def _hundred(share: float) -> str:
    """Cases in a hundred; never none and never all where it is neither.

    >>> _hundred(0.084), _hundred(0.001), _hundred(0.999), _hundred(0.0)
    ('8', 'less than 1', 'more than 99', '0')
    """
    if 0 < share < 0.005:
        return "less than 1"
    return "more than 99" if 0.995 <= share < 1 else f"{100 * share:.0f}"


def _sentence(one: Answered, brief: Mapping[str, str]) -> str:
    decision, action = (brief.get(name, "").strip().rstrip(".?") for name in ("Decision", "What changes"))
    said = _label(one)
    begins = sentence(f"{decision or 'The answer'}: {said}")[:-1]
    chance = one.unit == "share"
    acts = not chance or (one.answer != "" and one.answer == one.label)
    then = f", so {action}" if action and acts else ""
    if chance and one.answer and not acts:
        then = ", so nothing changes"
    amounts = [f"{amount(each, one.currency)} if “{outcome}” turns out" for outcome, each in one.worth.items()]
    worth = f" That is worth {joined(amounts)}." if any(one.worth.values()) else ""
    return f"{begins}{then}.{worth}"


def _picture(one: Answered) -> Markup:
    sure = one.sure
    if one.unit == "share":
        if sure is None:
            return squares(one.score, None, None, one.label)
        return Markup() if sure.share is None else squares(sure.share, sure.low, sure.high, one.label)
    if sure is None or sure.low is None or sure.high is None:
        return Markup()
    scale = Scale(one.unit, "8 in 10 cases like this lie on the line", zero=False)
    return dots([Dot("It says", one.score, sure.low, sure.high, strong=True)], scale, "The answer and its range")


def _caption(one: Answered) -> str:
    if one.unit != "share":
        return ""
    maybe = "" if one.sure is None else " Pale and dotted ones may go either way."
    return f"One square for each of 100 cases like this; filled: “{one.label}”.{maybe}"
