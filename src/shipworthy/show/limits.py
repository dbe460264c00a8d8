"""What the attempt put forward cannot do, in plain words: mistakes to come, what a score means, what spoils it."""

from collections.abc import Iterator, Sequence
from typing import Final

from shipworthy.measure.limit_names import (
    AS_THEY_ARE,
    BIAS,
    COVERED,
    IN_USE,
    LABEL,
    MISTAKES,
    RECALIBRATION,
    STRETCH,
    TOLD,
    TURNED_OUT,
)
from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import between, count, number, share
from shipworthy.show.spoiling import worst_losses
from shipworthy.show.story import Story
from shipworthy.show.worth import worth

_EXAMPLES: Final = 3


def limits_told(story: Story) -> tuple[str, ...]:
    """Sentences for somebody who has never heard of a model; empty before anything was measured."""
    return (*_mistakes(story), *calibration_told(story), *worst_losses(story, story.spoilt))


def calibration_told(story: Story) -> tuple[str, ...]:
    """What scores mean, how far numbers are off, and what that costs; empty before anything was measured."""
    return (*_meaning(story.limits), *_numbers_off(story), *_cost(story))


def reliability_rows(story: Story) -> list[tuple[str, str, str, str, str, str]]:
    """Label, stretch of scores, rows, what was told, what turned out and its interval."""
    turned = {tuple(each.slice.items()): each for each in story.limits if each.name == TURNED_OUT}
    rows = []
    for told in (each for each in story.limits if each.name == TOLD):
        came = turned.get(tuple(told.slice.items()))
        if came is not None and came.value is not None and told.value is not None:
            reach = "" if came.low is None or came.high is None else f"{came.low:.3f} to {came.high:.3f}"
            place = (told.slice.get(LABEL, ""), told.slice[STRETCH])
            rows.append((*place, count(told.n), f"{told.value:.3f}", f"{came.value:.3f}", reach))
    return rows


def calibration_rows(story: Story) -> list[tuple[str, str, str, str]]:
    """Each number over all rows that tells how far scores can be believed: what, of which label, value, interval."""
    skipped = (TOLD, TURNED_OUT, MISTAKES)
    whole = [each for each in story.limits if each.name not in skipped and STRETCH not in each.slice]
    return [
        (_title(each), each.slice.get(LABEL, ""), number(each.value), _ends(each))
        for each in whole
        if each.value is not None
    ]


def _title(measured: Measurement) -> str:
    over = f", against {measured.against}, per {count(measured.per)}" if measured.against else ""
    unit = "" if measured.unit in ("1", "share") else f" ({measured.unit})"
    return measured.name.replace("_", " ") + over + unit


def _ends(measured: Measurement) -> str:
    if measured.low is None or measured.high is None:
        return ""
    return f"{number(measured.low)} to {number(measured.high)}"


def _mistakes(story: Story) -> Iterator[str]:
    found = [each for each in story.limits if each.name == MISTAKES and each.value is not None]
    ours = next((each for each in found if not each.against and each.candidate == story.chosen), None)
    if ours is None or ours.value is None:
        return
    told = f"Of {count(ours.per)} {story.cases} it decides about {count(ours.value)} wrongly{_reach(ours)}"
    theirs = next((each for each in found if not each.against and each.candidate != story.chosen), None)
    apart = next((each for each in found if each.against), None)
    if theirs is None or theirs.value is None or apart is None or apart.low is None or apart.high is None:
        yield f"{told}."
        return
    sure = "fewer" if apart.high < 0 else "more" if apart.low > 0 else ""
    said = f"that is surely {sure}" if sure else "which of the two makes fewer cannot be told"
    yield f"{told}; what you do today about {count(theirs.value)}{_reach(theirs)}: {said}."
    if sure == "more" and story.unit:
        yield "More mistakes may still be worth more: not every mistake costs the same."


def _reach(measured: Measurement) -> str:
    if measured.low is None or measured.high is None:
        return ""
    return f" (very likely between {count(measured.low)} and {count(measured.high)})"


def _meaning(limits: Sequence[Measurement]) -> Iterator[str]:
    """A high, a middle and a low stretch of scores, or the highest of each of several labels."""
    turned = [each for each in limits if each.name == TURNED_OUT and each.value is not None]
    labels = list(dict.fromkeys(each.slice.get(LABEL, "") for each in turned))
    if len(labels) == 1:
        places = dict.fromkeys((len(turned) - 1, len(turned) // 2, 0))
        shown = [turned[place] for place in places]
    else:
        shown = [[each for each in turned if each.slice.get(LABEL, "") == label][-1] for label in labels[:_EXAMPLES]]
    told = {tuple(each.slice.items()): each.value for each in limits if each.name == TOLD}
    for each in shown:
        if each.value is None or each.low is None or each.high is None:
            continue
        base = _base(each.high)
        about, low, high = (count(base * end) for end in (each.value, each.low, each.high))
        said = told.get(tuple(each.slice.items()))
        beside = "" if said is None else f"; the scores themselves say {count(base * said)}"
        yield (
            f"Of {count(base)} cases with a score {_stretch(each.slice[STRETCH])}, about {about} turned out "
            f"“{each.slice.get(LABEL, '')}”, very likely between {low} and {high}{beside}."
        )


def _stretch(name: str) -> str:
    ends = [f"{float(end):.2f}" for end in name.split(" to ")]
    return f"of about {ends[0]}" if len(set(ends)) == 1 else f"between {ends[0]} and {ends[-1]}"


def _base(high: float) -> int:
    """Cases to speak of, so that the upper end is a number of cases worth telling."""
    base = 100
    while base < 100_000 and high * base < 5:
        base *= 10
    return base


def _numbers_off(story: Story) -> Iterator[str]:
    bias = [each for each in story.limits if each.name == BIAS]
    surely = [each for each in bias if STRETCH in each.slice and each.low is not None and each.high is not None]
    off = [each for each in surely if (each.low or 0) > 0 or (each.high or 0) < 0]
    if off:
        worst = max(off, key=lambda each: abs(each.value or 0.0))
        told = worth(story, worst)
        side = "more" if (worst.value or 0.0) > 0 else "less"
        size = number(abs(worst.value or 0.0), (worst.high or 0.0) - (worst.low or 0.0))
        unit = "" if worst.unit == "1" else f" {worst.unit}"
        yield (
            f"Where it says {worst.slice[STRETCH]}, what turns out is on average {size}{unit} {side} than it says "
            f"({told.range})."
        )
    held = next((each for each in story.limits if each.name == COVERED), None)
    if held is not None and held.value is not None and held.low is not None and held.high is not None:
        asked = share(float(held.slice["range"]))
        yield (
            f"The range it gives with a number is meant to hold in {asked} cases; it held in {share(held.value)} "
            f"kept aside, {between(held.low, held.high, 'share')}."
        )


def _cost(story: Story) -> Iterator[str]:
    worths = {each.against: each for each in story.limits if each.name == RECALIBRATION}
    off, left = worths.get(AS_THEY_ARE), worths.get(IN_USE)
    if off is None or off.value is None or off.low is None:
        return
    if off.low <= 0:
        yield "Putting its scores right by other cases would gain nothing that can be told from luck."
        return
    told = worth(story, off)
    says = f"Whoever takes its scores for chances loses {told.text} {told.per}".rstrip() + f", {told.range}"
    made_up = left is not None and left.low is not None and left.low <= 0
    yield f"{says}{'; the threshold in use makes up for that as far as can be told' if made_up else ''}."
