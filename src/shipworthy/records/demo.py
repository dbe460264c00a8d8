"""What was shown to people at a demo: answers to a few cases, beside what turned out."""

from datetime import datetime
from typing import Final

from shipworthy.records.explanation import Sureness
from shipworthy.records.record import Record

DEMO: Final = "demo"
"""What stands before the day in what a comment is about."""


class Answered(Record, frozen=True):
    """One answer, as it can be told in several forms.

    Attributes:
        score: chance of `label`, or the predicted number.
        answer: label or number acted on, as text; empty when a person has to decide.
        label: that the score is the chance of; empty for numbers.
        unit: of the score: `share` for a chance, else that of the target.
        sure: what became of cases kept aside with a similar score; None where nothing was measured.
        worth: outcome -> what the answer is worth when it turns out; empty where no such amounts were agreed.
        currency: unit of these amounts.
    """

    score: float
    answer: str = ""
    label: str = ""
    unit: str = "share"
    sure: Sureness | None = None
    worth: dict[str, float] = {}
    currency: str = ""


class Shown(Record, frozen=True):
    """A case that was shown.

    Attributes:
        id: of the row; of a made-up case its number.
        answered: what was said.
        known: column -> value as text, the first ones; never of personal columns.
        time: the row's moment, as text; empty when it has none.
        outcome: what turned out, as text; empty for a made-up case.
        right: whether the answer was what turned out; None for numbers and made-up cases.
        today: what is done today decided, as text; empty when that is not known.
        brought: what the answer was worth; None when nobody agreed on a value.
        brought_today: what today's decision was worth; likewise.
    """

    id: str
    answered: Answered
    known: dict[str, str] = {}
    time: str = ""
    outcome: str = ""
    right: bool | None = None
    today: str = ""
    brought: float | None = None
    brought_today: float | None = None


class Demo(Record, frozen=True):
    """What there was to see on one day.

    Attributes:
        day: on which it was made, such as `2027-05-03`; names the demo, and the last one of a day counts.
        since: first moment it tells of, UTC: when the demo before it was made, or one step of the timebox ago.
        at: when it was made, UTC.
        candidate: attempt whose answers are shown; empty when they are made up.
        cases: shown, the order of the page.
        aside: cases kept aside whose answers and outcomes are known; the cases shown are some of them.
        wrong: how many of them were answered wrongly; None for numbers and made-up cases.
        due: day by which the next demo is due; empty when nobody said how often there is one.
    """

    day: str
    since: datetime
    at: datetime
    candidate: str = ""
    cases: tuple[Shown, ...] = ()
    aside: int = 0
    wrong: int | None = None
    due: str = ""

    @property
    def made_up(self) -> bool:
        """Whether no attempt was asked."""
        return not self.candidate

    @property
    def about(self) -> str:
        """What a comment on it is about."""
        return f"{DEMO}:{self.day}"
