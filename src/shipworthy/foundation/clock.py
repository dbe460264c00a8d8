"""The time of day, handed in rather than looked up, so that tests and the demo decide what it is."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime:
        """The time now, with its zone (UTC)."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time now in UTC, to the microsecond."""
        return datetime.now(UTC)


class SteppingClock:
    """Starts at a given time and goes on by one second each time it is asked.

    >>> clock = SteppingClock(datetime(2026, 1, 1, tzinfo=UTC))
    >>> clock.now().second, clock.now().second
    (0, 1)
    """

    def __init__(self, start: datetime, step: timedelta = timedelta(seconds=1)) -> None:
        self._next = start
        self._step = step

    def now(self) -> datetime:
        """The next tick, in the zone of the start."""
        current = self._next
        self._next = current + self._step
        return current
