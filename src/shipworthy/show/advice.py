"""The forecaster's advice in plain words: what to do, how likely it succeeds, and what to try next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shipworthy.records.advice import Advice, Answer, Does, Outlook, Question, Source, StageChance
from shipworthy.records.stage import STAGES
from shipworthy.show import numbers
from shipworthy.show.words import STAGES as STAGE_WORDS
from shipworthy.show.words import sentence

DOES: Final[dict[Does, str]] = {
    "ship": "Ship it",
    "continue": "Go on",
    "diversify": "Try something of another kind",
    "stop": "Stop",
    "cant_tell": "Not enough to say yet",
}
"""What is advised."""

ANSWERS: Final[dict[Answer, str]] = {"yes": "yes", "no": "no", "cant_tell": "not enough to say yet"}

_SOURCES: Final[dict[Source, str]] = {
    "document": "from what was stated",
    "archive": "from earlier projects",
    "default": "nobody said, so what is usual",
    "readings": "from what was measured and what is left to try",
}
_CRITERION: Final = "criterion"
_NOT_YET: Final = "Do not ship yet"


@dataclass(frozen=True)
class Row:
    """An attempt that was not made yet.

    Attributes:
        name: of the attempt.
        kind: what sort it is; empty when nobody said.
        chance: that it brings anything, in words.
        gain: to expect of it.
        weeks: of work.
    """

    name: str
    kind: str
    chance: str
    gain: str
    weeks: str


@dataclass(frozen=True)
class Told:
    """Advice as it is shown.

    Attributes:
        title: what to do, in a word or two.
        says: the same in a sentence.
        questions: question, answer, and why; in the order in which they are asked.
        stages: what has to be passed: name, chance, and what the chance rests on.
        gain: what the gains of `rows` are for.
        rows: what could be tried, most worth trying first.
        money: what each way is expected to bring; empty when nobody said what success or a week is worth.
        assumed: what nobody said, a sentence each.
    """

    title: str
    says: str
    questions: tuple[tuple[str, str, str], ...]
    stages: tuple[tuple[str, str, str], ...]
    gain: str
    rows: tuple[Row, ...]
    money: tuple[tuple[str, str], ...]
    assumed: tuple[str, ...]

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """What could be tried, as lines of a table."""
        return tuple((row.name, row.kind, row.chance, row.gain, row.weeks) for row in self.rows)


def told(advice: Advice) -> Told:
    """The advice in words."""
    return Told(
        title=_NOT_YET if advice.held_back else DOES[advice.does],
        says=says(advice),
        questions=_questions(advice.questions),
        stages=tuple(_stage(each) for each in advice.stages) if advice.chance is not None else (),
        gain="Gain to expect" + ("" if advice.per == 1 else f" per {numbers.count(advice.per)} cases"),
        rows=tuple(_row(each, advice) for each in advice.order),
        money=_money(advice),
        assumed=tuple(sentence(each) for each in advice.assumed),
    )


def says(advice: Advice) -> str:
    """What to do, in a sentence; where a gate stands against it, what that says comes first."""
    if not advice.held_back:
        return sentence(advice.says)
    return f"{_NOT_YET}: {sentence(advice.held_back)} Once it opens: {sentence(advice.says)}"


def _questions(asked: Sequence[Question]) -> tuple[tuple[str, str, str], ...]:
    """Question, answer and why; none where one reason keeps all of them open, as the advice says it."""
    if len({each.says for each in asked}) < 2:
        return ()
    return tuple((each.asks, ANSWERS[each.answer], sentence(each.says)) for each in asked)


def _stage(each: StageChance) -> tuple[str, str, str]:
    known = {name: STAGE_WORDS[name] for name in STAGES}
    name = "reaching the goal" if each.stage == _CRITERION else known.get(each.stage, each.stage)  # type: ignore[call-overload]
    seen = f" ({numbers.count(each.n)})" if each.source == "archive" else ""
    return name, numbers.chance(each.chance), _SOURCES[each.source] + seen


def _row(each: Outlook, advice: Advice) -> Row:
    return Row(
        name=each.name,
        kind=each.kind,
        chance=numbers.chance(each.chance),
        gain=numbers.amount(each.gain, advice.unit),
        weeks=f"{each.effort:g}",
    )


def _money(advice: Advice) -> tuple[tuple[str, str], ...]:
    ways = (
        ("Ship what there is", advice.worth_ship),
        ("Go on", advice.worth_continue),
        ("Stop", advice.worth_stop),
    )
    return tuple((name, numbers.amount(worth, advice.currency)) for name, worth in ways if worth is not None)
