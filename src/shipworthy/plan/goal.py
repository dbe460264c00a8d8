"""The goal in full, so that a signature under it says for good what was agreed."""

from typing import Final

from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import EVALUATION, bar, narrowed, target_in_words
from shipworthy.plan.parts import part, part_digests
from shipworthy.records.goalpost import Goal

SAID: Final = ("success.criterion", "success.value", "success.unit", "problem.status_quo")
"""What people agree on: the target, what a decision is worth, in which unit, and what is done today."""

MEASURED_WITH: Final = ("problem.status_quo", *EVALUATION)
"""What numbers about the goal are measured with."""


def goal_of(document: Document) -> Goal | None:
    """The goal as the document says it now; None while it says none."""
    criterion = document.success.criterion
    if criterion is None:
        return None
    parts = (*MEASURED_WITH, *narrowed(document))
    return Goal(
        says=target_in_words(document),
        bar=bar(document),
        until=criterion.by or "",
        said={name: part(document, name) for name in SAID},
        measured_with={f"document:{name}": told for name, told in part_digests(document, parts).items()},
    )
