"""What holds a yes-or-no decision back: how many can be acted on, and what must not get worse."""

from typing import Final

from msgspec import UNSET, UnsetType

from shipworthy.foundation.figures import figure
from shipworthy.records.record import Record


class Capacity(Record, frozen=True):
    """How many can be acted on.

    Attributes:
        most: decisions for action in one period at most.
        per: `hour`, `day`, `week`, `month`, `quarter` or `year` of the rows' time in UTC, or a column whose values
            are the periods.
    """

    most: int
    per: str

    @property
    def says(self) -> str:
        """The same in words, such as `40 a day`."""
        return f"{self.most:,} a {self.per}"


class Limit(Record, frozen=True):
    """What a threshold has to keep to on the rows that it is chosen on.

    Attributes:
        metric: by scikit-learn's name.
        by: column whose groups must each keep to it; empty for all rows together.
        at_least: lowest value that is good enough; None sets none.
        at_most: highest value that is good enough; None sets none.
        min_n: groups with fewer rows are not looked at.
    """

    metric: str
    by: str = ""
    at_least: float | None = None
    at_most: float | None = None
    min_n: int = 0

    @property
    def says(self) -> str:
        """The same in words, such as `recall at least 0.2 in every group of region`."""
        bounds = [f"at least {self.at_least:g}"] if self.at_least is not None else []
        bounds += [f"at most {self.at_most:g}"] if self.at_most is not None else []
        every = f" in every group of {self.by}" if self.by else ""
        return f"{self.metric.replace('_', ' ')} {' and '.join(bounds)}{every}"


class Band(Record, frozen=True):
    """Scores that are not sure enough to be decided by: such a case goes the way it goes today.

    Attributes:
        above: scores up to here are answered no.
        below: scores from here on are answered yes.
    """

    above: float
    below: float

    @property
    def says(self) -> str:
        """The same in words, such as `between 20 % and 60 %`."""
        return f"between {figure(self.above)} and {figure(self.below)}"


class Deciding(Record, frozen=True):
    """What holds decisions back.

    Attributes:
        capacity: how many can be acted on; None for any number.
        limits: guardrails.
        abstain: scores that are left to what is done today; unset leaves none.
    """

    capacity: Capacity | None = None
    limits: tuple[Limit, ...] = ()
    abstain: Band | UnsetType = UNSET


FREE: Final = Deciding()
"""Nothing holds decisions back."""
