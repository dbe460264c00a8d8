"""What could be done without: sources, columns, freshness, size, rows and retraining, each tried and measured."""

from typing import Literal

from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record

TrialKind = Literal["source", "columns", "age", "batch", "size", "rows", "retraining"]
MarginFrom = Literal["equivalent", "gain"]


class Trial(Record, frozen=True):
    """One thing that was done without, and what that lost on the folds.

    Attributes:
        kind: what sort of thing.
        says: what was done without, in words that follow "without", or what was done instead.
        columns: columns left out in all, those of earlier steps that were taken included.
        sources: sources left out in all.
        loss: value lost against the full attempt, for the criterion's rows; below 0 is a gain. Without a number when
            it fails.
        gain: over what the attempt is held against.
        taken: True when it surely loses less than matters, or than it saves.
        meets: whether the criterion then holds with its confidence; None when there is none, or it cannot be told.
        saves: money that it costs less in a year, in the unit of value; None when nobody said.
        seconds: to answer one case; None when it was not timed.
        bytes: of the fitted attempt; None when it was not weighed.
        strength: age in seconds, share of the rows, or periods, where the kind has such a number.
        failure: why it could not be measured; empty when it was.
    """

    kind: TrialKind
    says: str
    loss: Measurement
    gain: Measurement
    columns: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    taken: bool = False
    meets: bool | None = None
    saves: float | None = None
    seconds: float | None = None
    bytes: int | None = None
    strength: float | None = None
    failure: str = ""


class Simplified(Record, frozen=True):
    """A candidate and the simplest version of it that does.

    Attributes:
        candidate: the full attempt.
        trials: in the order they were tried.
        margin: losses up to this size do not matter, for the criterion's rows.
        margin_from: what the margin stands on: what the document calls equivalent, or a share of the gain.
        confidence: one-sided, of all decisions together.
        tries: decisions that this confidence was shared among.
        sources: sources that can go.
        columns: columns that can go beside them.
        meets: whether the full attempt meets the criterion on the folds; None when there is none.
        confirmed: what the simplified version loses on the cases kept aside; None when nothing can go, or that was not
            measured yet.
        notes: what could not be tried, and why; what else is worth knowing, a sentence each.
        complete: False when time was up before all was tried.
        stands_on: name -> digest of everything it depends on.
    """

    candidate: str
    trials: tuple[Trial, ...]
    margin: float
    margin_from: MarginFrom
    confidence: float
    tries: int
    sources: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    meets: bool | None = None
    confirmed: Measurement | None = None
    notes: tuple[str, ...] = ()
    complete: bool = True
    stands_on: dict[str, str] = {}
