"""What `init` asks: at most three things that only a person knows, and what the answers mean."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from shipworthy.data.rules import apply_rule
from shipworthy.foundation.errors import RequestError, nearest
from shipworthy.records.spec import Task
from shipworthy.show.numbers import number
from shipworthy.workflow.first_look import FirstLook
from shipworthy.workflow.suggested import goal_suggested

_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_UNIT: Final = re.compile(r"[^\W\d]\S{0,19}|[$€£¥₹]")


@dataclass(frozen=True)
class Question:
    """Something that only a person knows.

    Attributes:
        key: under which the answer is handed in.
        asks: the question and why it is asked, in plain words.
        example: an answer that would do; empty where `suggest` or nobody can tell one.
        understand: what an answer means; raises `UserError` for one that cannot be understood.
        after: key of the question that has to be answered for this one to make sense; empty when none has.
        suggest: an example made of the answers so far.
    """

    key: str
    asks: str
    example: str
    understand: Callable[[str], Any]
    after: str = ""
    suggest: Callable[[Mapping[str, str]], str] | None = None

    def example_after(self, answers: Mapping[str, str]) -> str:
        """An answer that would do, given those so far; empty where nobody can tell one."""
        return self.suggest(answers) if self.suggest else self.example


def questions(seen: FirstLook) -> tuple[Question, ...]:
    """What is done today, what a decision is worth, how much must be gained."""
    worth, example = _worth_asked(seen)
    return (
        Question("status_quo", *_today_asked(seen), lambda said: status_quo(said, seen)),
        Question("value", worth, example, lambda said: value(said, seen.task)),
        Question(
            "at_least",
            "How much more than today must it bring per 1,000 cases, to be worth it? A number; Enter leaves it open.",
            "",
            at_least,
            after="value",
            suggest=lambda answers: goal_suggested(seen, value(answers.get("value", ""), seen.task)),
        ),
    )


def answered(seen: FirstLook, answers: Mapping[str, str]) -> dict[str, Any]:
    """The parts of a document that the answers make.

    Args:
        seen: what the answers are about.
        answers: key of a question -> answer; what is missing or empty stays open.

    Raises:
        UserError: when an answer cannot be understood.
    """
    document: dict[str, Any] = {}
    today = status_quo(answers.get("status_quo", ""), seen)
    if today is not None:
        document["problem"] = {"status_quo": today}
    success = value(answers.get("value", ""), seen.task)
    target = at_least(answers.get("at_least", ""))
    if target is not None and "unit" in success:
        told = isinstance(today, dict) or (today == "nothing" and seen.task.kind == "binary")
        over = "status_quo" if told else "constant"
        success["criterion"] = {"gain_over": over, "per": 1000, "at_least": target}
    if success:
        document["success"] = success
    return document


def status_quo(said: str, seen: FirstLook) -> Any:
    """What is done today, as the document says it; None when it stays open.

    Raises:
        UserError: when it is neither a column, nor a rule over them, nor `nothing` or `unknown`.
    """
    said = said.strip()
    if not said:
        return None
    if said.lower() in ("nothing", "unknown"):
        return said.lower()
    columns = [name for name in seen.table.frame.columns if name != seen.target]
    plain = said[1:-1] if said[:1] == said[-1:] == '"' else said
    if plain in columns:
        return {"column": plain}
    if seen.task.kind != "binary":
        close = nearest(plain, columns)
        raise RequestError(
            "this is no column of the table",
            seen=said,
            allowed="the column that holds today's answer, `nothing`, or `unknown`",
            next_step=f"did you mean {close}?" if close else "press Enter to leave it open",
        )
    apply_rule(said, seen.table.frame, where="today's rule")
    return {"rule": said}


def value(said: str, task: Task) -> dict[str, Any]:
    """Unit and amounts, as `success` of the document says them; empty when they stay open.

    Raises:
        RequestError: when these are not two amounts and a unit.

    >>> value("2 0.5 USD", Task(kind="regression"))
    {'unit': 'USD', 'value': {'cost': {'under': 2, 'over': 0.5}}}
    >>> value("none", Task(kind="regression")), value("", Task(kind="regression"))
    ({'value': 'none'}, {})
    """
    said = said.strip()
    if not said:
        return {}
    if said.lower() == "none":
        return {"value": "none"}
    words = [word.rstrip(",;") for word in re.split(r"[\s/]+", said)]
    if len(words) != 3 or not _UNIT.fullmatch(words[2]):
        raise _no_amounts(said)
    good, bad = _amount(words[0], said), abs(_amount(words[1], said))
    return {"unit": words[2], "value": _amounts(task, good, bad)}


def at_least(said: str) -> float | None:
    """The lowest gain that is enough; None when it stays open.

    Raises:
        RequestError: when it is no number.

    >>> at_least("20,000 USD"), at_least("")
    (20000, None)
    """
    words = said.split()
    return _amount(words[0], said, "a number, such as 20000") if words else None


def _amounts(task: Task, good: float, bad: float) -> dict[str, Any]:
    if task.kind == "regression":
        return {"cost": {"under": abs(good), "over": bad}}
    if task.kind == "binary":
        amounts = {"true_positive": good, "false_positive": -bad, "false_negative": 0, "true_negative": 0}
        return {"outcomes": amounts}
    labels = task.classes
    return {"outcomes": {one: {other: good if one == other else -bad for other in labels} for one in labels}}


def _amount(word: str, said: str, allowed: str = "") -> float:
    text = word.replace(",", "") if _THOUSANDS.fullmatch(word) else word
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not math.isfinite(amount):
        raise _no_amounts(said, allowed)
    return int(amount) if amount.is_integer() else amount


def _no_amounts(said: str, allowed: str = "") -> RequestError:
    return RequestError(
        "this is not understood as an amount",
        seen=said.strip(),
        allowed=allowed or "two numbers and a unit, such as 900 250 USD; or none, when nobody can say",
        next_step="try again, or press Enter to leave it open",
    )


def _today_asked(seen: FirstLook) -> tuple[str, str]:
    told = "so that we can tell what a model would add. Enter leaves it open."
    if seen.task.kind != "binary":
        asks = f"Which column holds today's answer for {seen.target}, or is it `nothing`? Asked {told}"
        return asks, "nothing"
    which = "A rule over columns, a column that holds today's decision, or `nothing`"
    asks = f"On which cases do you act today? {which}; {told}"
    return asks, _rule_example(seen)


def _rule_example(seen: FirstLook) -> str:
    for name in dict.fromkeys([*(name for name, _ in seen.sight.top), *seen.table.of("feature")]):
        values = seen.table.frame[name]
        if values.dtype.is_numeric() and not values.dtype.is_decimal():
            middle = values.cast(pl.Float64).drop_nans().median()
            if isinstance(middle, float):
                quoted = name.replace('"', '""')
                return f'"{quoted}" > {number(middle).replace(",", "")}'
    return "nothing"


def _worth_asked(seen: FirstLook) -> tuple[str, str]:
    rest = "Two numbers and a unit; `none` when nobody can say; Enter leaves it open."
    if seen.task.kind == "regression":
        asks = f"What does it cost, for each unit of {seen.target}, to predict too low, and too high? {rest}"
        return asks, "2 0.5 USD"
    if seen.task.kind == "binary":
        yes = repr(seen.task.positive)
        asks = (
            f"What is it worth to act on a case that is {yes}, and what does it cost to act on one that is not? {rest}"
        )
        return asks, "900 250 USD"
    return f"What is a right answer worth, and what does a wrong one cost? {rest}", "900 250 USD"
