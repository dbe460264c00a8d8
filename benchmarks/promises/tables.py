"""What was played, as tables: how promises were kept, the price of caution, and why something was not shipped."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from benchmarks.promises.deciding import USUAL, Decision, decisions, state_of
from benchmarks.promises.play import HALF, Played
from benchmarks.promises.sets import QUESTIONS

_KEPT: Final = (
    "| table | predicted | projects | promises | within the range | projects that put something forward "
    "| shipped, of costs tried | earned | shipping always | knowing what comes |"
)
_PRICE: Final = (
    "| confidence asked | what has to reach the goal | shipped | earned | of that where rows know when "
    "| lost on what missed | missed |"
)
_CONFIDENCES: Final = (0.51, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_STATES: Final = {
    "holds": "the goal is met: shipped",
    "cant_tell": "not enough to say yet",
    "fails": "the goal is surely missed",
}


def kept(played: Sequence[Played]) -> str:
    """A row for each table and one for all; a promise is held against each period that came after."""
    by_table = {name: [each for each in played if each.source == name] for name in [each.source for each in played]}
    ordered = [each for each in played if not QUESTIONS[each.source].drawn]
    lines = [
        _KEPT,
        "| --- | --- |" + " ---: |" * 8,
        *(_row(name, QUESTIONS[name].says, mine) for name, mine in by_table.items()),
        _row("all", "", played),
        _row("all whose rows know when", "", ordered),
    ]
    return "\n".join(lines)


def price(played: Sequence[Played]) -> str:
    """What another confidence would have shipped, earned and lost, each period by itself and all taken together."""
    ordered = [each for each in played if not QUESTIONS[each.source].drawn]
    lines = [_PRICE, "| ---: | --- |" + " ---: |" * 5]
    for together, words in ((False, "a single period"), (True, "all that came, taken together")):
        for confidence in _CONFIDENCES:
            made, timed = (decisions(each, confidence, together=together) for each in (played, ordered))
            cells = _cost([each for each in made if each.shipped], [each for each in timed if each.shipped], len(made))
            lines.append(_line([f"{confidence:.0%}", words, *cells]))
    everything, timed = decisions(played), decisions(ordered)
    return "\n".join([*lines, _line(["none", "shipped always", *_cost(everything, timed, len(everything))])])


def _cost(shipped: Sequence[Decision], timed: Sequence[Decision], decided: int) -> list[str]:
    missed = [each.left for each in shipped if each.left < 0]
    earned = (f"{sum(each.left for each in some):.1f}" for some in (shipped, timed))
    return [f"{len(shipped)} of {decided}", *earned, f"{-sum(missed):.1f}", str(len(missed))]


def reasons(played: Sequence[Played]) -> str:
    """What the gate said at the usual confidence, what would have come of it, and what else stood open."""
    made = decisions(played)
    lines = ["| what the gate said of the goal | decisions | would have earned | would have lost |"]
    lines.append("| --- | ---: | ---: | ---: |")
    for state, words in _STATES.items():
        left = [each.left for each in made if each.state == state]
        won, lost = sum(one for one in left if one > 0), -sum(one for one in left if one < 0)
        lines.append(_line([words, str(len(left)), f"{won:.1f}", f"{lost:.1f}"]))
    return "\n".join([*lines, "", _else_open(played)])


def _else_open(played: Sequence[Played]) -> str:
    """What but the goal did not hold at the gate itself, and whether it said the same of the goal."""
    asked = [each for each in played if each.gate]
    same = sum(_criterion(each) == each.gate.get("success.criterion") for each in asked)
    others = Counter(
        (claim, state)
        for each in asked
        for claim, state in each.gate.items()
        if state != "holds" and claim != "success.criterion" and not claim.startswith("brief.")
    )
    words = {"cant_tell": "can't tell"}
    told = [f"`{claim}` {words.get(state, state)} in {count}" for (claim, state), count in others.most_common()]
    rest = "; ".join(told) or "none"
    return (
        f"Asked for half of what was promised, the gate itself said the same of the goal in {same} of {len(asked)} "
        f"projects at {USUAL:.0%}. Other promises that did not hold there, the brief left out: {rest}."
    )


def _criterion(played: Played) -> str:
    return next(state_of(one, HALF) for one in played.promises if one.attempt == played.chosen)


def _row(name: str, says: str, played: Sequence[Played]) -> str:
    inside = [hit for each in played for hit in _inside(each)]
    made = decisions(played)
    always = sum(each.left for each in made)
    best = sum(max(each.left, 0.0) for each in made)
    cells = [
        name,
        says,
        str(len(played)),
        str(sum(len(each.promises) for each in played)),
        f"{np.mean(inside):.0%} of {len(inside)}" if inside else "",
        str(sum(bool(each.gate) for each in played)),
        f"{sum(each.shipped for each in made)} of {len(made)}" if made else "",
        *(f"{number:.1f}" if made else "" for number in (sum(each.earned for each in made), always, best)),
    ]
    return _line(cells)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _inside(played: Played) -> Iterator[bool]:
    for promise in played.promises:
        low, high = promise.told.low, promise.told.high
        if low is not None and high is not None:
            yield from (low <= gain <= high for gain, _ in promise.later)
