"""The chance that the criterion will be met."""

from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record


class Forecast(Record, frozen=True):
    """What a candidate is expected to bring in a period to come, and how likely that is enough.

    Attributes:
        candidate: whose promise it is.
        promise: predictive interval of the gain in one period to come, periods' variation included.
        target: what the criterion asks for, in the promise's unit and per as many rows; None when none was set.
        chance: probability between 0 and 1 that the periods to come reach the target on average; None without target.
        ahead: how many periods to come the target is held against, taken together.
        periods: the periods measured, oldest first.
        gains: gain of each of these periods, in the promise's unit.
        year_seen: share of the months of a year that the data has seen, between 0 and 1; None without time.
        leaves_out: what the chance knows nothing of, a sentence each.
        says: one plain sentence.
    """

    candidate: str
    promise: Measurement
    target: float | None = None
    chance: float | None = None
    ahead: int = 1
    periods: tuple[str, ...] = ()
    gains: tuple[float, ...] = ()
    year_seen: float | None = None
    leaves_out: tuple[str, ...] = ()
    says: str = ""
