"""The experiments of the roadmap: attempts whose gain was stated before anybody built them."""

from shipworthy.foundation.quantities import weeks_of_work
from shipworthy.plan.consistency import BASELINES
from shipworthy.plan.document import Document
from shipworthy.plan.kinds.criterion import bar
from shipworthy.records.experiment import Experiment


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
