"""What is shipped: which model, how it decides, what it is given, and what stands in for it."""

from datetime import datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from shipworthy.records.correction import Correction
from shipworthy.records.deciding import Band, Capacity
from shipworthy.records.record import Record
from shipworthy.records.spec import StatusQuo, Task, Worth

InputKind = Literal["number", "category", "text", "boolean", "time"]
InputUse = Literal["feature", "context"]
Fallback = Literal["status_quo", "constant", "review"]


class Input(Record, frozen=True):
    """One column that a row brings along.

    Attributes:
        name: as in the data.
        kind: what it holds.
        source: name of the source it comes from.
        origin: what the source itself calls it, where joining gave it another name; empty where it kept its own.
        use: `feature` is learned from; `context` is needed by today's rule, groups or amounts and is only logged.
        required: True when a row without a value is refused.
        low: smallest value learned from; None when it has no order.
        high: largest value learned from.
        levels: values learned from, the most frequent first, at most 200; empty when it is no category.
        zone: time zone of a time, empty for one without.
        personal: True when its values may not be logged.
    """

    name: str
    kind: InputKind
    source: str = ""
    origin: str = ""
    use: InputUse = "feature"
    required: bool = False
    low: float | None = None
    high: float | None = None
    levels: tuple[str, ...] = ()
    zone: str = ""
    personal: bool = False


class Bundle(Record, frozen=True):
    """A model that can be shipped, and everything that has to go with it.

    Attributes:
        project: name of the project.
        version: number of the bundle within the project, from 1.
        candidate: name of the attempt that it was made from.
        task: what it answers.
        threshold: score from which a binary decision is the positive label; None when decisions are made otherwise.
        capacity: how many can be acted on; unset for any number.
        alone: score from which a row that is decided by itself is the positive label, so that an average period keeps
            to the capacity; unset takes `threshold`.
        abstain: scores that are left to what is done today; unset leaves none.
        only: Polars SQL expression that is true for the rows that it answers; others are left to what is done today.
        correction: what is made of a predicted number before it is acted on; unset acts on it as it is.
        worth: what a decision is worth.
        inputs: columns that a row brings along, in the order of the table.
        time: column that says when the row's moment is; empty when there is none.
        group: column of what is independent, or `day`, `week`, `month` of `time`; empty for rows.
        status_quo: what is done today.
        fallback: what answers when the model cannot: today's rule, the constant, or a person.
        fallback_says: the document's own words for it.
        constant: answer that is best when nothing is known of a row.
        constant_score: what the constant says of every row, as on the cases kept aside: a probability, a number, or a
            probability for each class; empty when that was not written down.
        rows: rows that it learned from.
        until: newest moment that it learned from; None when rows have no time.
        model: digest of the model's file.
        stands_on: name -> digest of everything it depends on.
        requirements: packages and versions that it needs, as pip reads them.
        made: when it was built, UTC.
        made_with: version of shipworthy.
    """

    project: str
    version: int
    candidate: str
    task: Task
    threshold: float | None = None
    capacity: Capacity | UnsetType = UNSET
    alone: float | UnsetType = UNSET
    abstain: Band | UnsetType = UNSET
    only: str | UnsetType = UNSET
    correction: Correction | UnsetType = UNSET
    worth: Worth = Worth(agreed=False)
    inputs: tuple[Input, ...] = ()
    time: str = ""
    group: str = ""
    status_quo: StatusQuo = StatusQuo()
    fallback: Fallback = "review"
    fallback_says: str = ""
    constant: float | str | None = None
    constant_score: tuple[float, ...] = ()
    rows: int = 0
    until: datetime | None = None
    model: str = ""
    stands_on: dict[str, str] = {}
    requirements: tuple[str, ...] = ()
    made: datetime | None = None
    made_with: str = ""

    @property
    def name(self) -> str:
        """How people call it, such as `late-flights v2`."""
        return f"{self.project} v{self.version}"

    @property
    def attempt(self) -> str:
        """How the candidate is called once it was learned anew for this version, such as `boosting v2`."""
        return attempt(self.candidate, self.version)

    def of(self, use: InputUse) -> list[str]:
        """Names of the columns with this use."""
        return [each.name for each in self.inputs if each.use == use]


def attempt(candidate: str, version: int) -> str:
    """How a candidate is called that was learned anew for a version.

    >>> attempt("boosting", 2)
    'boosting v2'
    """
    return f"{candidate} v{version}"
