"""What could be done without: sources, columns, freshness, size, rows and retraining, each tried and measured."""

from typing import Literal

from msgspec import UNSET, UnsetType

from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record
from shipworthy.records.tuning import Setting

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
        meets: whether the criterion then holds with its confidence, shared among all answers to the same question;
            None when there is none, or it cannot be told.
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


class Delivery(Record, frozen=True):
    """One way to deliver: how often answers are made, without which sources and columns, and how large the attempt is.

    Attributes:
        schedule: how often answers are made, as the document says it: `on request`, `1h`, `1d` or `1w`; other words
            where it says others.
        form: of the output then; empty where it stays as it is.
        sources: left out.
        columns: left out beside what comes from these sources.
        size: what is smaller, in words; empty when nothing is.
        parameters: of the attempt that are other than now.
        cost: money in a year for sources and running it, in the unit of value; None when nobody said.
        saves: money in a year that it costs less than as it is now; None when nobody said.
        gain: over what the attempt is held against, on the folds, for the criterion's rows.
        loss: value lost against the full attempt that answers at once, for the criterion's rows.
        year: the gain in a year; None when nobody knows how many cases come in one.
        meets: whether the criterion holds with its confidence; None when there is none, or it cannot be told.
        does: whether it surely loses less than matters, or than it saves, and goes on to meet a criterion that is met.
        front: whether nothing that costs less, or as much, brings more.
        chosen: whether it is the cheapest of those that do.
        failure: why it could not be measured; empty when it was.
    """

    schedule: str
    gain: Measurement
    loss: Measurement
    form: str = ""
    sources: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    size: str = ""
    parameters: dict[str, Setting] = {}
    cost: float | None = None
    saves: float | None = None
    year: Measurement | None = None
    meets: bool | None = None
    does: bool = False
    front: bool = False
    chosen: bool = False
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
        confirmed: what the version that is chosen loses on the cases kept aside; None when it is as it is now, or that
            was not measured yet.
        notes: what could not be tried, and why; what else is worth knowing, a sentence each.
        complete: False when time was up before all was tried.
        stands_on: name -> digest of everything it depends on.
        deliveries: ways to deliver, the cheapest first; the one as it is now among them. Unset in what was written
            down before they were compared.
        still_meets: whether the version that is chosen meets the criterion with its confidence on the cases kept aside;
            None when that cannot be told, unset where it was not asked.
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
    deliveries: tuple[Delivery, ...] | UnsetType = UNSET
    still_meets: bool | UnsetType | None = UNSET

    @property
    def chosen(self) -> Delivery | None:
        """The cheapest delivery that does; None when none is known to."""
        return next((each for each in self.deliveries or () if each.chosen), None)

    @property
    def allowed(self) -> float:
        """How much the chosen version may lose, for the criterion's rows: what does not matter, or what it saves."""
        each = self.chosen
        if each is None or not each.saves or each.year is None:
            return self.margin
        return max(self.margin, each.saves * each.gain.per / each.year.per)
