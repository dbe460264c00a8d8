"""What became of the rows kept aside, score by score, as it goes into the bundle."""

from shipworthy.records.record import Record
from shipworthy.records.spec import Task


class Similar(Record, frozen=True):
    """Rows kept aside whose score was similar.

    Attributes:
        least: lowest score that they speak for.
        most: highest score that they speak for.
        n: such rows.
        share: of a label, the share for which it turned out; None for numbers, and when there are too few.
        low: lower end of the 95 % interval of the share; for numbers, of what turns out less what was said.
        high: upper end; None when there are too few.
    """

    least: float
    most: float
    n: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


class Calibration(Record, frozen=True):
    """How scores and what turned out belong together.

    Attributes:
        task: what kind of answer it is.
        similar: label -> rows by score, ascending; for several classes, of the rows for which that class was decided
            on. Numbers have one entry, under an empty label.
    """

    task: Task
    similar: dict[str, tuple[Similar, ...]]
