"""Other thresholds of what counts as a yes."""

from typing import Final

import numpy as np

from shipworthy.data.target import MOST_CLASSES
from shipworthy.records.reframing import Change
from shipworthy.show.numbers import share
from shipworthy.workflow.reframing.asked import Asked, Ideas, Variant
from shipworthy.workflow.reframing.comparison import Comparison, comparison_of, quoted

_TIMES: Final = (0.5, 1.5, 2.0)
_QUANTILES: Final = (0.5, 1.5)
"""Times as many yeses as now."""
_FEWEST: Final = 50
_MOST: Final = 4
_AGAIN: Final = "whether a yes and a no are still worth what was agreed"


def thresholds(asked: Asked) -> Ideas:
    """Higher and lower thresholds: simple multiples of the one asked for, and those that change how many are a yes."""
    target = asked.bench.material.spec.target
    if not target.positive:
        return Ideas(notice="no other threshold: data.target.positive compares no number")
    compared = comparison_of(target.positive)
    if compared is None:
        return Ideas(notice=f"no other threshold: `{target.positive}` is not one column compared with one number")
    column = asked.learned_from[compared.column]
    values = column.drop_nulls().to_numpy() if column.dtype.is_numeric() else np.array([])
    values = values[np.isfinite(values.astype(np.float64))].astype(np.float64)
    now = _yes(values, compared)
    if not len(values) or not 0 < now < 1:
        return Ideas(notice=f"no other threshold: `{compared.column}` is no number that varies")
    numbers = [compared.number * times for times in _TIMES] if compared.number else []
    turned = compared.sign.startswith("<")
    for times in _QUANTILES:
        wanted = min(0.98, now * times)
        numbers.append(float(np.quantile(values, wanted if turned else 1 - wanted)))
    made: dict[float, Variant] = {}
    for number in numbers:
        other = Comparison(compared.column, compared.sign, float(f"{number:.2g}"))
        yes = _yes(values, other)
        told = min(yes, 1 - yes) * len(values) >= _FEWEST and abs(yes - now) * len(values) >= 1
        if told and yes not in [_yes(values, Comparison(compared.column, compared.sign, one)) for one in made]:
            made[other.number] = _variant(other, yes)
    kept = tuple(made.values())[:_MOST]
    return Ideas(kept, "" if kept else "no other threshold leaves enough of both answers to learn from")


def _variant(other: Comparison, yes: float) -> Variant:
    return Variant(
        id=f"threshold-{other.number:g}",
        kind="threshold",
        says=f"asks whether {other.column} {other.sign} {other.number:g}, which {share(yes)} cases are",
        changes=(Change(place=("data", "target", "positive"), value=other.rule),),
        asks=_AGAIN,
    )


def yes_or_no(asked: Asked) -> Ideas:
    """A yes or no in place of a number: whether it is more than usual, or among the highest tenth."""
    if asked.bench.material.task.kind != "regression":
        return Ideas()
    column = asked.bench.material.spec.target.column
    values = asked.study.labels.filter(asked.study.labels.is_not_null()).to_numpy()
    variants = []
    for quantile, words in ((0.5, "more than half of all are"), (0.9, "one in ten is")):
        limit = float(f"{np.quantile(values, quantile):.2g}")
        rule = Comparison(column, ">", limit).rule
        changes = (
            Change(place=("data", "target", "positive"), value=rule),
            Change(place=("success", "value")),
            Change(place=("success", "criterion")),
        )
        says = f"asks only whether {column} is above {limit:g}, as {words}"
        variants.append(Variant(f"above-{limit:g}", "yes-or-no", says, changes, asks=_NEW))
    return Ideas(tuple(variants))


def amount(asked: Asked) -> Ideas:
    """The number itself in place of a yes or no about it."""
    target, task = asked.bench.material.spec.target, asked.bench.material.task
    compared = comparison_of(target.positive) if target.positive else None
    if task.kind != "binary" or compared is None or compared.column != target.column:
        return Ideas()
    column = asked.learned_from[compared.column]
    if not column.dtype.is_numeric() or column.n_unique() <= MOST_CLASSES // 4:
        return Ideas()
    changes = (
        Change(place=("data", "target", "positive")),
        Change(place=("success", "value")),
        Change(place=("success", "criterion")),
    )
    says = f"asks how much {quoted(target.column)} will be, not only whether it is {compared.sign} {compared.number:g}"
    return Ideas((Variant("amount", "amount", says, changes, asks=_NEW),))


_NEW: Final = "what the answers are worth, and what counts as success: the amounts agreed on are for another answer"


def _yes(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", asked: Comparison) -> float:
    if not len(values):
        return 0.0
    told = {">": values > asked.number, ">=": values >= asked.number, "<": values < asked.number}
    return float(told.get(asked.sign, values <= asked.number).mean())
