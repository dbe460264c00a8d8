"""The history of the goal in plain words: who moved it, when, why, what was known, and what it would have been."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from shipworthy.records.goalpost import Direction, Move, Retold
from shipworthy.records.verdict import State
from shipworthy.show.numbers import amount, count, ends
from shipworthy.show.periods import day
from shipworthy.show.words import AUTHORITIES, STATES, joined, plain, sentence

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
    """Every goal, oldest first; empty while it was never moved, for then there is nothing to tell.

    A change that was signed as it was found is told once, as it was signed.
    """
    shown = _shown(moves)
    return tuple(_told(each) for each in shown) if len(shown) > 1 else ()


def moved_in_short(moves: tuple[Move, ...]) -> tuple[str, ...]:
    """A line for each move, for the terminal: what happened, why, and what passes only because of it."""
    return tuple(f"{day(each.time)}: {' '.join(_short(each))}" for each in _shown(moves)[1:])


def _shown(moves: tuple[Move, ...]) -> list[Move]:
    """All but changes that were signed as they were found: those are told as they were signed."""
    return [
        each for each, after in zip_longest(moves, moves[1:]) if each.signed or after is None or after.goal != each.goal
    ]


def _short(move: Move) -> list[str]:
    flips = [each for each in _telling(move) if each.flips]
    told = [_what(move), sentence(f"it {plain(move.goal.says)}"), *_why(move), *map(_result, flips)]
    return [*told, *_agreed(move), *(["It is held until a second person agrees."] if move.held else [])]


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
    lines = [sentence(f"it {plain(move.goal.says)}"), *_why(move)]
    if move.direction == "set":
        return lines
    known = {0: "No attempt had been measured by then.", 1: "One attempt had been measured by then."}
    lines.append(known.get(move.known, f"{count(move.known)} attempts had been measured by then."))
    return [*lines, *map(_result, _telling(move)), *_agreed(move)]


def _why(move: Move) -> list[str]:
    return [f"Why: {sentence(move.why)}"] if move.why else []


def _agreed(move: Move) -> list[str]:
    return [f"{joined(list(move.agreed_by))} agreed."] if move.agreed_by else []


def _telling(move: Move) -> list[Retold]:
    """The newest result of each attempt, and of those whose answer the move changed the newest of each."""
    newest = {(each.candidate, each.flips): each for each in move.results}
    last = {each.candidate: each for each in move.results}
    return [each for each in newest.values() if each.flips or last[each.candidate] is each]


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
