"""What a search of settings found."""

from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.tuning import Setting


class Searched(Record, frozen=True):
    """One search of the settings of one attempt, on the cases learned from.

    Attributes:
        candidate: the attempt.
        thorough: True for a long search, False for the quick one.
        trials: settings that were tried, the attempt as it stands not counted.
        failed: how many of them could not be measured.
        seconds: that they took.
        score: of the best settings, in `unit`, more being better; it was picked for looking best.
        before: the same of the attempt as it stands; None when it could not be measured.
        unit: of both: money a case, or a metric.
        settings: the best; empty when nothing was better than the attempt as it stands.
        gain: what searching gained over the attempt as it stands, each fold asked with settings that were picked on the
            other folds; None when that cannot be told.
        importance: knob -> share of the differences between trials that it accounts for.
        ended: why the search ended, one sentence.
        wrote: name under which the best settings stand on the roadmap; empty when nothing was written.
        outlook: what the forecast said of going on, one sentence; empty when it was not asked.
    """

    candidate: str
    thorough: bool
    trials: int
    failed: int
    seconds: float
    score: float
    before: float | None
    unit: str
    settings: dict[str, Setting]
    gain: Measurement | None
    importance: dict[str, float]
    ended: str
    wrote: str = ""
    outlook: str = ""
