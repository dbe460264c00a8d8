"""Mock-ups of the output before any model, from simulated data made of the brief alone."""

from dataclasses import dataclass

import numpy as np

from shipworthy.plan.document import Document


@dataclass(frozen=True)
class MockUp:
    """One made-up answer in the forms that it may take.

    Attributes:
        number: the score, or the amount.
        label: the decision in a word.
        frequency: the score as a count of cases.
        sentence: what the user would read, marked as simulated.
    """

    number: float
    label: str
    frequency: str
    sentence: str


def mock_up(document: Document, rows: int = 6, seed: int = 0) -> tuple[MockUp, ...]:
    """Answers for made-up cases, to show to stakeholders before anything is built.

    Chances are drawn from a beta distribution with mean 1/4; a predicted number is drawn around 100. Nothing in them
    comes from data.

    Args:
        document: the project document.
        rows: how many.
        seed: of what is drawn.
    """
    random = np.random.default_rng(seed)
    if document.success.value is not None and document.success.value.cost is not None:
        return tuple(_amount(document, float(value)) for value in random.normal(100, 25, rows))
    return tuple(_chance(document, place, float(value)) for place, value in enumerate(random.beta(1, 3, rows), start=1))


def _amount(document: Document, value: float) -> MockUp:
    number = round(value, 1)
    says = f"We expect {number:g} for {document.data.target.column} (simulated)"
    return MockUp(number, f"{number:g}", f"about {number:g}", says)


def _chance(document: Document, place: int, value: float) -> MockUp:
    act = value >= _acts_from(document)
    hundred = round(100 * value)
    often = f"{hundred} in 100"
    what = document.problem.action or document.problem.decision or "act"
    label = "yes" if act else "no"
    so = f"so: {what}" if act else "so nothing is done"
    return MockUp(round(value, 2), label, often, f"Case {place}: of cases like this one, {often} turn out yes; {so} (simulated)")


def _acts_from(document: Document) -> float:
    """The chance from which acting is worth it, where the amounts say so; else one half."""
    amounts = (document.success.value.outcomes if document.success.value else None) or {}
    good, bad = amounts.get("true_positive"), amounts.get("false_positive")
    if isinstance(good, int | float) and isinstance(bad, int | float) and good > 0 > bad:
        return -bad / (good - bad)
    return 0.5
