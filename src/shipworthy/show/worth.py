"""A measurement as money: per month when it is known how many cases come in one, else per so many cases."""

from dataclasses import dataclass

from shipworthy.records.measurement import Measurement
from shipworthy.show.numbers import amount, between, count, ends
from shipworthy.show.story import Story
from shipworthy.show.words import STATES

_MONTHS = 12
_PER = 1000


@dataclass(frozen=True)
class Worth:
    """A number in the unit that it is shown in.

    Attributes:
        value: the number; None when the data cannot tell.
        low: lower end of its interval; None when there is none.
        high: upper end.
        unit: of the three; empty or `1` for a plain number.
        per: what it is for: "per month", "per 1,000 cases", or empty.
        digits: width of the interval that says how many digits mean something; None takes its own.
        rough: whether the interval is approximate, as too few cases or groups decide.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    per: str
    digits: float | None = None
    rough: bool = False

    @property
    def text(self) -> str:
        """The number in words, rounded to what its interval supports."""
        if self.value is None:
            return STATES["cant_tell"]
        return amount(self.value, self.unit, self._width)

    @property
    def range(self) -> str:
        """`very likely between …`, `roughly between …`; empty without an interval."""
        return "" if self.low is None or self.high is None else between(self.low, self.high, self.unit, self.rough)

    @property
    def ends(self) -> str:
        """The bare ends for a cell, `14,500 to 26,800` or `14,500 to 26,800, rough`; empty without an interval."""
        if self.low is None or self.high is None:
            return ""
        return ends(self.low, self.high, joint="to", width=self.digits) + (", rough" if self.rough else "")

    @property
    def year(self) -> str:
        """The same pace kept for a year; empty unless the number is per month."""
        if self.per != "per month" or self.value is None:
            return ""
        width = None if self._width is None else self._width * _MONTHS
        return amount(self.value * _MONTHS, self.unit, width)

    @property
    def _width(self) -> float | None:
        if self.digits is not None:
            return self.digits
        return None if self.low is None or self.high is None else self.high - self.low


def worth(story: Story, measured: Measurement, share: float = 1.0) -> Worth:
    """A measurement scaled to what is shown.

    Args:
        story: says the unit of value and how many cases come in a month.
        measured: money is scaled, any other number is left as it is.
        share: of all cases that the measurement is about, 0 to 1; a group has its part of a month.
    """
    factor, per = scale_of(story, measured, share)
    value, low, high = (None if one is None else one * factor for one in (measured.value, measured.low, measured.high))
    # a promise says itself how many periods it has seen
    rough = measured.approximate and measured.kind == "interval"
    return Worth(value, low, high, measured.unit, per, rough=rough)


def goal_of(story: Story) -> Worth | None:
    """What the success criterion asks for, scaled alike; None when it sets no lower limit."""
    bar = story.criterion.bar if story.criterion else None
    if bar is None or bar.at_least is None:
        return None
    return worth(story, Measurement(name=bar.measure, value=bar.at_least, unit=bar.unit, per=bar.per))


def scale_of(story: Story, measured: Measurement, share: float = 1.0) -> tuple[float, str]:
    """What a measurement is multiplied by to be shown, and what it is then for."""
    if not story.unit or measured.unit != story.unit:
        return 1.0, "" if measured.per == 1 else f"per {count(measured.per)} {story.cases}"
    if story.rows_per_month is None:
        # what was agreed for so many cases is told for so many everywhere
        many = measured.per if measured.per > 1 else _PER
        return many / measured.per, f"per {count(many)} {story.cases}"
    return story.rows_per_month * share / measured.per, "per month"
