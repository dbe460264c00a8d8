"""What somebody thinks an amount very likely is."""

from datetime import datetime

from shipworthy.records.evidence import Authority
from shipworthy.records.record import Record


class Estimated(Record, frozen=True):
    """A range for an amount of the document, as one person sees it.

    Attributes:
        about: the amount, such as `value.true_positive` or `running_cost`.
        low: that it is hardly below: in 1 of 20 cases.
        high: that it is hardly above: in 1 of 20 cases.
        unit: of both; a running cost is for a month.
        by: the person.
        authority: how sure we are that it was that person.
        at: when, UTC.
    """

    about: str
    low: float
    high: float
    unit: str
    by: str
    authority: Authority
    at: datetime
