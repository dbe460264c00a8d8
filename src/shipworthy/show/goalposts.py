"""The history of the goal in plain words: who moved it, when, why, what was known, and what it would have been."""

from dataclasses import dataclass
from typing import Final

from shipworthy.records.goalpost import Direction, Move, Retold
from shipworthy.records.verdict import State
from shipworthy.show.numbers import amount, count, ends
from shipworthy.show.periods import day
from shipworthy.show.words import AUTHORITIES, STATES, plain, sentence

_HOW: Final[dict[Direction, str]] = {
    "set": "set",
    "looser": "made easier to reach",
    "stricter": "made harder to reach",
    "otherwise": "made easier in one way and harder in another",
    "measured otherwise": "changed in what is counted",
    "back": "moved back to what was agreed before",
}
_UNKNOWN: Final = "cannot be told, for it was measured in another way"


@dataclass(frozen=True)
class Told:
    """One goal of the history, in words.

    Attributes:
        when: the day.
        who: the person.
        sure: how sure we are that it was that person.
        what: what happened to the goal, a sentence.
        lines: what it says, why, what was known and what it changed, sentence by sentence.
        mark: `holds`, `cant_tell` or `stale`, for the mark beside it.
        word: what the mark says.
    """

    when: str
    who: str
    sure: str
    what: str
    lines: tuple[str, ...]
    mark: State
    word: str


def goals_told(moves: tuple[Move, ...]) -> tuple[Told, ...]:
    """Every goal, oldest first; empty while it was never moved, for then there is nothing to tell."""
    return tuple(_told(each) for each in moves) if len(moves) > 1 else ()


def moved_in_short(moves: tuple[Move, ...]) -> tuple[str, ...]:
    """A line for each move, for the terminal."""
    return tuple(f"{told.when}: {told.what} {' '.join(told.lines)}" for told in goals_told(moves)[1:])


def _told(move: Move) -> Told:
    mark, word = _mark(move)
    return Told(
        when=day(move.time),
        who=move.by,
        sure=AUTHORITIES[move.authority],
        what=_what(move),
        lines=tuple(_lines(move)),
        mark=mark,
        word=word,
    )


def _what(move: Move) -> str:
    if move.direction == "set":
        return f"{move.by} signed the first goal."
    how = _HOW[move.direction]
    if not move.signed:
        return f"The goal was found {how}, and nobody had signed that; {move.by} was at work."
    return f"The goal was {how}, signed by {move.by}."


def _mark(move: Move) -> tuple[State, str]:
    if move.held:
        return "cant_tell", "held until a second person agrees"
    if not move.signed:
        return "stale", "not signed"
    return "holds", "agreed by two" if move.agreed_by else "signed"


def _lines(move: Move) -> list[str]:
    lines = [
        sentence(
            f"it says now that success {plain(move.goal.says)}"
            if move.direction != "set"
            else f"success {plain(move.goal.says)}"
        )
    ]
    if move.why:
        lines.append(f"Why: {sentence(move.why)}")
    if move.direction == "set":
        return lines
    known = {0: "No result was known by then.", 1: "One result was known by then."}
    lines.append(known.get(move.looks, f"{count(move.looks)} results were known by then."))
    lines += [_result(each) for each in _telling(move)]
    if move.agreed_by:
        lines.append(f"{' and '.join(move.agreed_by)} agreed.")
    return lines


def _telling(move: Move) -> list[Retold]:
    """The newest result of each attempt, and every one whose answer the move changed."""
    newest = {each.candidate: each for each in move.results}
    return [each for each in move.results if each.flips or newest[each.candidate] is each]


def _result(each: Retold) -> str:
    before, after = (_UNKNOWN if state is None else f"“{STATES[state]}”" for state in (each.before, each.after))
    when = "known by then" if each.visible else "found later"
    told = f"“{each.candidate}”{_number(each)}, {when}: under the goal before {before}, under this one {after}"
    return f"{told}: it passes only since the goal was moved." if each.flips else f"{told}."


def _number(each: Retold) -> str:
    one = each.number
    if one is None or one.value is None:
        return ""
    width = None if one.low is None or one.high is None else one.high - one.low
    per = "" if one.per == 1 else f" per {count(one.per)} cases"
    reach = "" if one.low is None or one.high is None else f" (very likely between {ends(one.low, one.high, one.unit)})"
    return f", {amount(one.value, one.unit, width)}{per}{reach}"
