"""How sure an answer is: what became of rows kept aside with a similar score."""

from bisect import bisect_right
from typing import Final

from shipworthy.explain.calibration import Calibration, Similar
from shipworthy.explain.words import figure
from shipworthy.records.explanation import Sureness

_OUT_OF: Final = 8


def sure(calibration: Calibration, score: float, label: str = "") -> Sureness:
    """What turned out for rows with a similar score.

    Args:
        calibration: as learned from rows kept aside.
        score: of the row: probability of the label, or the number that was said.
        label: for several classes, the one decided on; otherwise it is known.

    >>> from shipworthy.records.spec import Task
    >>> similar = Similar(least=0.2, most=0.4, n=812, share=0.312, low=0.27, high=0.351)
    >>> task = Task(kind="binary", classes=("on time", "late"))
    >>> sure(Calibration(task=task, similar={"late": (similar,)}), 0.3).says
    'Of 100 cases that looked like this, about 31 turned out “late”; very likely between 27 and 35.'
    """
    task = calibration.task
    label = task.positive or label
    found = _found(calibration.similar.get(label, ()), score)
    if found is None or found.low is None or found.high is None:
        return _too_few(found.n if found else 0)
    if task.kind == "regression":
        least, most = score + found.low, score + found.high
        says = f"{_OUT_OF} in 10 cases like this turned out between {figure(least)} and {figure(most, task.unit)}."
        return Sureness(n=found.n, low=least, high=most, says=says)
    share = found.share or 0.0
    taken = "were taken for it with as much reason" if task.kind == "multiclass" else "looked like this"
    base = _base(found.high)
    about, low, high = (f"{round(base * each):,}" for each in (share, found.low, found.high))
    says = f"Of {base:,} cases that {taken}, about {about} turned out “{label}”; very likely between {low} and {high}."
    return Sureness(n=found.n, share=share, low=found.low, high=found.high, says=says)


def _found(similar: tuple[Similar, ...], score: float) -> Similar | None:
    """The rows that speak for this score; None outside of what was seen."""
    at = bisect_right([each.least for each in similar], score) - 1
    return similar[at] if at >= 0 and score <= similar[at].most else None


def _base(high: float) -> int:
    """Cases to speak of, so that the upper end is a number of cases worth telling."""
    base = 100
    while base < 100_000 and high * base < 5:
        base *= 10
    return base


def _too_few(n: int) -> Sureness:
    if not n:
        return Sureness(n=0, says="No case kept aside looked like this, so nobody can say how sure it is.")
    cases = "1 case" if n == 1 else f"{n} cases"
    return Sureness(n=n, says=f"Only {cases} kept aside looked like this: too few to say how sure it is.")
