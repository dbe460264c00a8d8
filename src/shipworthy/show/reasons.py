"""Why a model said what it said of one row, as a page shows it: an answer in words, and a bar for every reason."""

from dataclasses import dataclass

from shipworthy.records.bundle import Bundle
from shipworthy.records.explanation import Contribution, Explanation
from shipworthy.show.numbers import amount
from shipworthy.show.words import sentence

_MOST = 8
_HALF = 48.0


@dataclass(frozen=True)
class Reason:
    """What one column did.

    Attributes:
        column: for people.
        value: that the row held; empty when it held nothing.
        amount: how far it moved the answer.
        side: `for` when it moved it up, `against` when down.
        left: where its bar begins, of 100.
        width: of its bar, of 100.
    """

    column: str
    value: str
    amount: str
    side: str
    left: str
    width: str


@dataclass(frozen=True)
class Answer:
    """One row answered.

    Attributes:
        title: what was said, in a few words.
        says: sentences, the answer first.
        sure: how sure it is; empty when that cannot be told.
        caption: what the reasons add up to.
        reasons: the weightiest first.
    """

    title: str
    says: tuple[str, ...]
    sure: str
    caption: str
    reasons: tuple[Reason, ...]


def answer_of(explanation: Explanation, bundle: Bundle) -> Answer:
    """An explanation in words and bars.

    Args:
        explanation: as the model server gave it.
        bundle: that answered.
    """
    unit = bundle.task.unit if bundle.task.kind == "regression" else "share"
    shown = explanation.contributions[:_MOST]
    widest = max((abs(one.amount) for one in shown), default=0.0)
    base, score = amount(explanation.base, unit), amount(explanation.score, unit)
    rest = len(explanation.contributions) - len(shown)
    more = f" {rest} more columns did less." if rest > 0 else ""
    sure = explanation.sure.says if explanation.sure else ""
    return Answer(
        title="The answer",
        says=tuple(sentence(one) for one in explanation.says if one != sure) or (f"It says {score}.",),
        sure=sentence(sure),
        caption=f"It says {base} on average, and {score} here. What made the difference, the weightiest first.{more}",
        reasons=tuple(_reason(one, widest, unit) for one in shown),
    )


def _reason(one: Contribution, widest: float, unit: str) -> Reason:
    width = _HALF * abs(one.amount) / widest if widest else 0.0
    left = 50.0 if one.amount >= 0 else 50.0 - width
    return Reason(
        column=one.column.replace("_", " "),
        value=one.value,
        amount=_moved(one.amount, unit),
        side="for" if one.amount >= 0 else "against",
        left=f"{left:.1f}",
        width=f"{width:.1f}",
    )


def _moved(value: float, unit: str) -> str:
    """A difference with its sign; of chances, so many in a hundred."""
    sign = "+" if value >= 0 else "-"
    if unit == "share":
        return f"{sign}{abs(value) * 100:.1f} in 100"
    return sign + amount(abs(value), unit)
