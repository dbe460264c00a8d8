"""All attempts side by side, as report, notebook and terminal show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import amount, number
from shipworthy.show.pictures import Dot, Scale
from shipworthy.show.story import Story
from shipworthy.show.words import sentence
from shipworthy.show.worth import Worth, goal_of, worth

_NOISE: Final = 1e-6
_PLAIN: Final = {"constant": "always the same answer"}
_CHANCES: Final = ("log_loss", "brier_score")
TODAY = "what you do today"
"""What the status quo is called on pictures."""


@dataclass(frozen=True)
class Attempt:
    """One line of the comparison.

    Attributes:
        name: of the candidate.
        gain: over what is done today; None when it was not measured.
        value: what its decisions were worth; None when it was not measured.
        metrics: metric -> text, every metric of the story; empty text where it was not measured.
        remark: `chosen`, `best`, `today`, or several of them.
        main: the main metric without its interval; empty where it was not measured.
    """

    name: str
    gain: Worth | None
    value: Worth | None
    metrics: dict[str, str]
    remark: str
    main: str = ""


def attempts(story: Story) -> tuple[Attempt, ...]:
    """Every candidate measured, in the order of the story; the numbers of one column have as many digits."""
    found = [_attempt(story, name) for name in story.candidates]
    gains, values = _digits([one.gain for one in found]), _digits([one.value for one in found])
    main = [one for one in _telling(story) if one.name in metric_names(story)[:1]]
    width = _digits([worth(story, one) for one in main])
    scores = {one.candidate: amount(one.value, one.unit, width) for one in main if one.value is not None}
    return tuple(
        replace(one, gain=_like(one.gain, gains), value=_like(one.value, values), main=scores.get(one.name, ""))
        for one in found
    )


def metric_names(story: Story) -> tuple[str, ...]:
    """Names of the metrics over all rows, the main one first."""
    return tuple(dict.fromkeys(one.name for one in story.metrics if not one.slice))


def without_chances(story: Story) -> str:
    """Why a metric of chances is not told of some attempts, a sentence; empty where all tell."""
    mute = [one for one in story.metrics if _mute(story, one)]
    if not mute:
        return ""
    names = dict.fromkeys(TODAY if one.candidate == story.status_quo else f"“{one.candidate}”" for one in mute)
    metrics = " and ".join(dict.fromkeys(title_of(one.name) for one in mute))
    gives, them = ("gives", "it") if len(names) == 1 else ("give", "them")
    return sentence(f"{' and '.join(names)} {gives} a yes or a no and no chance, so {metrics} says nothing of {them}")


def title_of(metric: str) -> str:
    """A metric's name as a heading: `average_precision` reads "average precision"."""
    return metric.replace("_", " ")


def gain_dots(story: Story) -> tuple[tuple[Dot, ...], Scale]:
    """The gains as a picture needs them, the goal included."""
    measured = [(one, worth(story, one)) for one in story.gains if not one.slice]
    rows = [_dot(story, one.candidate, scaled) for one, scaled in measured]
    unit, per = (measured[0][1].unit, measured[0][1].per) if measured else ("", "")
    goal = goal_of(story)
    reach = goal.value if goal and goal.unit == unit else None
    more = f"{'more' if unit == story.unit else 'better'} than {story.than}"
    title = " ".join(part for part in ("" if unit == "1" else unit, per, more) if part)
    return tuple(row for row in rows if row), Scale(unit, title, reach)


def metric_dots(story: Story) -> tuple[tuple[Dot, ...], Scale]:
    """The main metric of every candidate as a picture needs it."""
    names = metric_names(story)
    measured = [one for one in _telling(story) if one.name == names[0]] if names else []
    rows = [_dot(story, one.candidate, worth(story, one)) for one in measured]
    unit = measured[0].unit if measured else "1"
    return tuple(row for row in rows if row), Scale(unit, title_of(names[0]) if names else "", None, zero=False)


def metric_text(measured: Measurement) -> str:
    """A metric with its interval, short: `0.312 (0.29 to 0.33)`; an interval that need not keep its promise says so."""
    if measured.value is None:
        return "-"
    if measured.low is None or measured.high is None:
        return number(measured.value)
    width = measured.high - measured.low
    rough = ", approximate" if measured.approximate else ""
    return f"{number(measured.value, width)} ({number(measured.low, width)} to {number(measured.high, width)}{rough})"


def _digits(column: Sequence[Worth | None]) -> float | None:
    """The middle width of the intervals of a column, which then rounds all of it; None when no interval has one."""
    widths = sorted(one.high - one.low for one in column if one and one.low is not None and one.high is not None)
    known = [width for width in widths if width > _NOISE * widths[-1]]
    return known[len(known) // 2] if known else None


def _like(scaled: Worth | None, width: float | None) -> Worth | None:
    return None if scaled is None else replace(scaled, digits=width)


def _attempt(story: Story, name: str) -> Attempt:
    gain, value = story.gain_of(name), story.value_of(name)
    found = {metric: story.metric_of(name, metric) for metric in metric_names(story)}
    alone = len({*story.candidates} - {story.baseline, "constant"}) < 2
    remarks = [
        word
        for word, who in (
            ("today" if story.than == "today" else "baseline", story.status_quo),
            ("chosen", story.chosen),
            ("best", story.best),
        )
        if who == name and (not alone or who == story.status_quo)
    ]
    return Attempt(
        name=name,
        gain=worth(story, gain) if gain else None,
        value=worth(story, value) if value else None,
        metrics={
            metric: "" if one is None else "-" if _mute(story, one) else metric_text(one)
            for metric, one in found.items()
        },
        # what is chosen and best at once needs no second word
        remark=", ".join(word for word in remarks if word != "best" or "chosen" not in remarks),
    )


def _mute(story: Story, one: Measurement) -> bool:
    """Whether a metric of chances was taken of what gives none: being wrong once then costs without end."""
    return one.name in _CHANCES and one.candidate in story.only_decide


def _telling(story: Story) -> list[Measurement]:
    return [one for one in story.metrics if not one.slice and not _mute(story, one)]


def _dot(story: Story, name: str, scaled: Worth) -> Dot | None:
    if scaled.value is None:
        return None
    words = TODAY if name == story.status_quo and story.than == "today" else _PLAIN.get(name, name)
    return Dot(words, scaled.value, scaled.low, scaled.high, name == story.chosen)
