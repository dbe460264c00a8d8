"""The experiments of the roadmap: attempts whose gain was stated before anybody built them."""

from typing import Final

from shipworthy.foundation.quantities import seconds
from shipworthy.plan.consistency import BASELINES
from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import bar
from shipworthy.records.experiment import Experiment

WORKING_DAYS: Final = 5
"""Days of work in a week."""

_DAY: Final = 86_400.0


def experiments(document: Document) -> tuple[Experiment, ...]:
    """Attempts that say what they should bring, in the order of the roadmap.

    A criterion on a metric counts gains in that metric; else they are money for as many rows as the criterion's.
    """
    asked = bar(document)
    return tuple(
        Experiment(
            name=entry.name,
            kind=entry.kind,
            owner=entry.owner,
            chance=entry.chance,
            low=entry.expect_gain.low,
            high=entry.expect_gain.high,
            effort=None if entry.effort is None else weeks_of_work(entry.effort),
            unit=asked.unit,
            per=asked.per,
        )
        for entry in document.candidates
        if entry.expect_gain is not None and entry.name not in BASELINES
    )


def weeks_of_work(effort: str) -> float:
    """Weeks that days of work take one person.

    >>> weeks_of_work("10d")
    2.0
    """
    return seconds(effort) / _DAY / WORKING_DAYS
