"""How time is cut into windows, and which of them can be judged."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from shipworthy.foundation.quantities import SECONDS

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Stretch:
    """A stretch of time.

    Attributes:
        start: first moment, UTC.
        end: first moment after it, UTC.
    """

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.start <= moment < self.end

    def meets(self, start: datetime, end: datetime | None) -> bool:
        """Whether it shares a moment with another stretch; `None` is one without end."""
        return start < self.end and (end is None or self.start < end)


def boundaries(first: datetime, last: datetime, window: float) -> tuple[Stretch, ...]:
    """The windows from the first row's to the last row's, none left out.

    Windows of whole weeks begin on Mondays, those of whole days at midnight, those that fit into a day without a rest
    follow each other from midnight on, all in UTC; others begin with the first row. So a window is the same whenever
    it is asked for.

    Args:
        first: moment of the oldest row, UTC.
        last: moment of the newest row, UTC.
        window: its length in seconds.

    >>> wednesday = datetime(2024, 5, 1, 9, tzinfo=UTC)
    >>> [str(each.start.date()) for each in boundaries(wednesday, wednesday + 9 * _DAY, 604_800)]
    ['2024-04-29', '2024-05-06']
    >>> [str(each.start.time()) for each in boundaries(wednesday, wednesday + timedelta(hours=4), 21_600)]
    ['06:00:00', '12:00:00']
    """
    length = timedelta(seconds=window)
    start = _aligned(first.astimezone(UTC), window)
    count = 0 if last < start else int((last - start) / length) + 1
    return tuple(Stretch(start + place * length, start + (place + 1) * length) for place in range(count))


def can_be_judged(stretch: Stretch, delay: float, now: datetime) -> bool:
    """Whether all rows of a window had the time to be answered by an outcome.

    Args:
        stretch: the window.
        delay: seconds until outcomes are in.
        now: UTC.

    >>> day = Stretch(datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 5, 2, tzinfo=UTC))
    >>> can_be_judged(day, 3600.0, datetime(2024, 5, 2, 0, 59, tzinfo=UTC))
    False
    """
    return now >= stretch.end + timedelta(seconds=delay)


def _aligned(first: datetime, window: float) -> datetime:
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    if window % SECONDS["w"] == 0:
        return midnight - midnight.weekday() * _DAY
    if window % SECONDS["d"] == 0:
        return midnight
    return first - (first - midnight) % timedelta(seconds=window) if SECONDS["d"] % window == 0 else first
