"""How value falls with the age of a model, and so how often it should be learned anew."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec import structs

from shipworthy.lab.leaner import aged
from shipworthy.lab.periods import CALENDAR
from shipworthy.records.simplified import Trial
from shipworthy.workflow.trying_less import Trying

PERIODS: Final = (1, 2, 3, 6)
"""Ages that are tried, in periods of the rolling origin."""


def aging_trials(trying: Trying) -> Iterator[Trial]:
    """Answers of a model that learned one period before, two, three and six, against one that learned just before."""
    if not trying.bench.material.split.time:
        return
    for periods in PERIODS:
        pair = aged(trying.study, periods)
        if pair is None or trying.late():
            return
        fresh, old = pair
        says = f"a model learned {periods} {period_word(trying)}{'s' if periods > 1 else ''} before"
        trial = trying.trial("retraining", says, partial(trying.decided, old), trying.decided(fresh))
        yield structs.replace(trial, strength=float(periods))


def period_word(trying: Trying) -> str:
    """What a period of the rolling origin is called: by its label's form, or plainly a period."""
    label = next((str(name) for name in trying.study.periods.drop_nulls()), "")
    asked = trying.bench.material.split.period
    if asked in CALENDAR:
        return asked
    if "-Q" in label:
        return "quarter"
    return "month" if len(label) == len("2024-01") and label[4] == "-" else "period"
