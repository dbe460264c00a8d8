"""Promises and plans of the document that cannot all be so, whatever the data say."""

from collections.abc import Iterator
from typing import Any, Final

from shipworthy.foundation.quantities import seconds
from shipworthy.plan.document import Document
from shipworthy.plan.faults import Fault
from shipworthy.plan.plain import duration, figure, joined
from shipworthy.plan.shape import Place
from shipworthy.plan.value import SHORT_NAMES
from shipworthy.records.stage import STAGES

_SHARES: Final = frozenset(
    {
        "accuracy",
        "average_precision",
        "balanced_accuracy",
        "brier_score_loss",
        "f1",
        "precision",
        "recall",
        "roc_auc",
    }
)
"""Metrics that lie between 0 and 1."""
_AHEAD: Final = tuple(stage for stage in STAGES if stage != "monitoring")
"""Stages that the timebox is for; once it is live it goes on for as long as it pays."""

Limits = tuple[Place, str, str, float | None, float | None]
"""Where a limit stands, its metric, the groups it is for, and the lowest and the highest value."""


def contradictions(document: Document) -> Iterator[Fault]:
    """Limits that shut each other out, targets out of reach or without a unit, plans that do not fit the timebox."""
    limits = list(_limits(document))
    for each in limits:
        yield from _shut(each)
        yield from _out_of_range(each)
    yield from _against_each_other(limits)
    yield from _unit(document)
    yield from _out_of_reach(document)
    yield from _timebox(document)


def _limits(document: Document) -> Iterator[Limits]:
    criterion = document.success.criterion
    if criterion and criterion.metric:
        yield ("success", "criterion"), criterion.metric, "", criterion.at_least, criterion.at_most
    for at, guard in enumerate(document.guardrails):
        yield ("guardrails", at), guard.metric, guard.by, guard.at_least, guard.at_most
    for at, own in enumerate(document.claims):
        if own.measure:
            yield ("claims", at), own.measure, own.by, own.at_least, own.at_most


def _shut(limit: Limits) -> Iterator[Fault]:
    place, _, _, low, high = limit
    if low is not None and high is not None and low > high:
        seen = f"at_least {figure(low)}, at_most {figure(high)}"
        yield Fault(place, "nothing can be that much and that little at once", seen, "at_least no higher than at_most")


def _out_of_range(limit: Limits) -> Iterator[Fault]:
    place, metric, _, low, high = limit
    what = f"{metric.replace('_', ' ')} lies between 0 and 1, so this can never be reached"
    for field, value, impossible in (
        ("at_least", low, low is not None and low > 1),
        ("at_most", high, (high or 0) < 0),
    ):
        if metric in _SHARES and impossible and value is not None:
            near = f"write {figure(value / 100)}, if {figure(value)} percent are meant" if value > 1 else ""
            yield Fault((*place, field), what, figure(value), "between 0 and 1", near)


def _against_each_other(limits: list[Limits]) -> Iterator[Fault]:
    for at, (place, metric, by, low, high) in enumerate(limits):
        for other, metric_too, by_too, low_too, high_too in limits[:at]:
            if (metric, by) != (metric_too, by_too) or _alone(low, high) or _alone(low_too, high_too):
                continue
            floor, lid = _most(low, low_too), _least(high, high_too)
            if floor is not None and lid is not None and floor > lid:
                what = f"this and {'.'.join(map(str, other))} cannot both hold for {metric.replace('_', ' ')}"
                seen = f"at least {figure(floor)} and at most {figure(lid)}"
                yield Fault(place, what, seen, "limits that leave something in between", "agree on one of the two")


def _alone(low: float | None, high: float | None) -> bool:
    """Whether a limit shuts itself out, which is said of itself."""
    return low is not None and high is not None and low > high


def _most(*values: float | None) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _least(*values: float | None) -> float | None:
    return min((value for value in values if value is not None), default=None)


def _unit(document: Document) -> Iterator[Fault]:
    success = document.success
    criterion = success.criterion
    if criterion and criterion.gain_over and criterion.at_least and success.value and not success.unit:
        what = "the target is a number without a unit, and nobody can agree to that"
        step = "say under success.unit what the amounts are in"
        yield Fault(
            ("success", "criterion", "at_least"), what, figure(criterion.at_least), "unit: USD, for example", step
        )


def _out_of_reach(document: Document) -> Iterator[Fault]:
    """A gain beyond what the amounts can give even if every case went from the worst decision to the best."""
    criterion, value = document.success.criterion, document.success.value
    if not (criterion and criterion.gain_over and criterion.at_least is not None and value and value.amounts):
        return
    most = _most_a_case(value.amounts)
    if most is None or criterion.at_least <= most * criterion.per:
        return
    unit, cases = document.success.unit, figure(criterion.per)
    yield Fault(
        ("success", "criterion", "at_least"),
        "the amounts of success.value can never give that much",
        f"{figure(criterion.at_least)} {unit} per {cases} cases".replace("  ", " "),
        f"at most {figure(most * criterion.per)} {unit} per {cases} cases, were every case decided rightly that is "
        "decided wrongly today",
        "look at the target, at per and at the amounts: one of them is off",
    )


def _most_a_case(outcomes: dict[str, Any]) -> float | None:
    """The most that one case can gain: between the best and the worst decision; None where amounts are columns."""
    by_outcome: dict[Any, list[Any]] = {}
    if set(outcomes) <= set(SHORT_NAMES):
        for name, (_, turned_out) in SHORT_NAMES.items():
            by_outcome.setdefault(turned_out, []).append(outcomes[name])
    else:
        for row in outcomes.values():
            for turned_out, amount in row.items():
                by_outcome.setdefault(turned_out, []).append(amount)
    amounts = list(by_outcome.values())
    if any(isinstance(amount, str) for each in amounts for amount in each):
        return None
    return max(float(max(each) - min(each)) for each in amounts)


def _timebox(document: Document) -> Iterator[Fault]:
    box, criterion = document.timebox, document.success.criterion
    if box.starts and criterion and criterion.by and criterion.by < box.starts:
        what = "success is due before the first day of the timebox"
        yield Fault(("success", "criterion", "by"), what, criterion.by, f"{box.starts}, when it starts, or later")
    estimates = {name: entry.estimate for name in _AHEAD if (entry := document.stages.get(name)) and entry.estimate}
    taken = sum(seconds(estimate) for estimate in estimates.values())
    if box.budget and taken > seconds(box.budget):
        told = joined([f"{name} {duration(estimate)}" for name, estimate in estimates.items()])
        what = "the stages are thought to take longer than the timebox has"
        yield Fault(
            ("timebox", "budget"), what, box.budget, f"as long as they take: {told}", "give more time, or ask less"
        )
