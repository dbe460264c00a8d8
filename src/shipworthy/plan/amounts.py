"""Amounts by decision and outcome: short names written out, and held against the labels that there are."""

from collections.abc import Mapping
from typing import Any

from shipworthy.foundation.errors import DocumentError, nearest
from shipworthy.plan.value import SHORT_NAMES

Amounts = dict[str, dict[str, float | str]]


def written_out(outcomes: Mapping[str, Any], classes: tuple[str, ...]) -> Amounts:
    """Decision -> outcome -> amount or column.

    Args:
        outcomes: by decision and outcome, or by the four short names.
        classes: labels, the negative one first; empty when they are not known yet.

    Raises:
        DocumentError: when short names stand for a target that has not two labels.

    >>> written_out({"a": {"a": 1, "b": "fee"}, "b": {"a": 0, "b": 2}}, ())
    {'a': {'a': 1.0, 'b': 'fee'}, 'b': {'a': 0.0, 'b': 2.0}}
    """
    if not set(outcomes) <= set(SHORT_NAMES):
        return {row: {label: _amount(value) for label, value in cells.items()} for row, cells in outcomes.items()}
    if len(classes) != 2:
        raise DocumentError(
            "the short names are for a target with two labels",
            where="success.value.outcomes",
            seen=f"labels {', '.join(classes)}" if classes else "labels are not known yet",
            allowed="decision -> outcome -> amount",
            next_step="write the amounts by decision and outcome, or add data.target.positive",
        )
    negative, positive = classes
    table: Amounts = {positive: {}, negative: {}}
    for name, (decided, turned_out) in SHORT_NAMES.items():
        decision, outcome = (positive if side else negative for side in (decided, turned_out))
        table[decision][outcome] = _amount(outcomes[name])
    return table


def check_labels(outcomes: Amounts, classes: tuple[str, ...]) -> None:
    """Refuses amounts that do not name every decision and outcome, and no other.

    Raises:
        DocumentError: when a label is unknown or has no amount.
    """
    for label in [*outcomes, *(label for row in outcomes.values() for label in row)]:
        if label not in classes:
            near = nearest(label, classes)
            raise DocumentError(
                "an amount is for a label that the target does not have",
                where="success.value.outcomes",
                seen=label,
                allowed=classes,
                next_step=f"write {near} instead of {label}" if near else "use the labels that the data has",
            )
    for decision in classes:
        missing = [label for label in classes if label not in outcomes.get(decision, {})]
        if missing:
            raise DocumentError(
                "some decisions have no amount",
                where="success.value.outcomes",
                seen=f"nothing for the decision {decision} when it turns out {', '.join(missing)}",
                allowed="an amount for every decision and outcome",
                next_step="amounts are never guessed: ask the owner",
            )


def _amount(amount: float | str) -> float | str:
    return amount if isinstance(amount, str) else float(amount)
