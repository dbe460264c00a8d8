"""Mock-ups of the output before any model, from simulated data made of the brief alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from shipworthy.plan.amounts import written_out
from shipworthy.plan.document import Document
from shipworthy.plan.specs import CLASSES

_SPREAD: Final = 25.0
_OF_80_IN_100: Final = 1.2816


@dataclass(frozen=True)
class MockUp:
    """One made-up answer in the forms that it may take.

    Attributes:
        number: the chance of the outcome in `frequency`, between 0 and 1; for a predicted number the number.
        label: what is decided, in a word.
        frequency: the same as so many cases in a hundred.
        sentence: what the user would read, in the owner's words, marked as made up.
        simulated: always true: no data and no model were asked.
        outcome: that `number` is the chance of; empty for a predicted number.
        low: lower end of the range that 80 in 100 lie in, of a predicted number.
        high: its upper end.
    """

    number: float
    label: str
    frequency: str
    sentence: str
    simulated: bool = True
    outcome: str = ""
    low: float | None = None
    high: float | None = None


def mock_up(document: Document, rows: int = 6, seed: int = 0) -> tuple[MockUp, ...]:
    """Answers for made-up cases, to show to people before anything is built.

    Chances are drawn from a Dirichlet distribution in which the first label is three times as common as any
    other; a predicted number is drawn around 100 with a standard deviation of 25. Decisions follow the
    amounts of the document where it has them, else the likeliest label.

    Args:
        document: the project document.
        rows: how many.
        seed: of what is drawn.
    """
    random = np.random.default_rng(seed)
    value = document.success.value
    target = document.data.target
    if (target is not None and target.kind == "regression") or (value is not None and value.cost is not None):
        numbers = random.normal(100.0, _SPREAD, rows)
        return tuple(_number(document, place, float(one)) for place, one in enumerate(numbers, start=1))
    return tuple(_labels(document, rows, random))


def _number(document: Document, place: int, value: float) -> MockUp:
    number = round(value, 1)
    low, high = (round(value + side * _OF_80_IN_100 * _SPREAD) for side in (-1, 1))
    often = f"80 in 100 between {low} and {high}"
    what = document.data.target.column if document.data.target else "it"
    sentence = f"Made-up case {place}: {number:g} is expected for {what}; of cases like it, {often}"
    act = f". {_capital(document.problem.action)}" if document.problem.action else ""
    return MockUp(number, f"about {number:.0f}", often, f"{sentence}{act}.", low=low, high=high)


def _labels(document: Document, rows: int, random: np.random.Generator) -> Iterator[MockUp]:
    asked = (document.success.value.amounts if document.success.value else None) or {}
    table = written_out(asked, CLASSES) if asked else {}
    labels = CLASSES if set(table) <= set(CLASSES) else tuple(table)
    chances = random.dirichlet([3.0, *[1.0] * (len(labels) - 1)], rows)  # (rows, labels)
    amounts = [[table.get(decision, {}).get(outcome) for outcome in labels] for decision in labels]
    known = all(isinstance(amount, int | float) for row in amounts for amount in row)
    # a decision is worth the mean of its amounts; with none agreed, being right is worth one
    worth = np.array(amounts, dtype=float) if known else np.eye(len(labels))  # (decisions, outcomes)
    for place, chance in enumerate(chances, start=1):
        decided = labels[int(np.argmax(worth @ chance))]
        shown = 1 if labels == CLASSES else int(np.argmax(chance))
        yield _chance(document, place, (labels[shown], float(chance[shown])), decided)


def _chance(document: Document, place: int, outcome: tuple[str, float], decided: str) -> MockUp:
    label, chance = outcome
    often = f"{round(100 * chance)} in 100"
    problem = document.problem
    what = _capital(problem.decision.strip().rstrip(".?")) or "Decision"
    action = problem.action.strip().rstrip(".")
    so = {"yes": f", so {action}" if action else "", "no": ", so nothing changes"}.get(decided, "")
    sentence = f"Made-up case {place}: of cases like this one, {often} turn out {label}. {what}: {decided}{so}."
    return MockUp(round(chance, 2), decided, often, sentence, outcome=label)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
