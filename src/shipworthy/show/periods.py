"""Months and other periods in words."""

import calendar
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_SHAPES: Final = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "day"),
    (re.compile(r"\d{4}-W\d{1,2}"), "week"),
    (_MONTH, "month"),
    (re.compile(r"\d{4}-?Q\d"), "quarter"),
)


def kind_of(periods: Sequence[str]) -> str:
    """What one of the periods is called.

    >>> kind_of(["2013-01", "2013-02"]), kind_of(["2013-05-06", "2013-05-13"]), kind_of(["a", "b"])
    ('month', 'week', 'period')
    """
    for shape, word in _SHAPES:
        if periods and all(shape.fullmatch(period) for period in periods):
            return "week" if word == "day" and _weeks_apart(periods) else word
    return "period"


def _weeks_apart(days: Sequence[str]) -> bool:
    """Whether all lie whole weeks apart: a week is named by its Monday."""
    dates = [datetime.fromisoformat(each) for each in days if _is_day(each)]
    return len(dates) == len(days) > 1 and all((after - before).days % 7 == 0 for before, after in pairwise(dates))


def _is_day(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def span(periods: Sequence[str]) -> str:
    """From when to when, in words; an empty text when there are no periods.

    >>> span(["2013-01", "2013-02", "2013-03"]), span(["2012-12", "2013-01"]), span(["2013-05"])
    ('January to March 2013', 'December 2012 to January 2013', 'May 2013')
    >>> span(["2013-01", "2013-05"]), span(["2013-W05", "2013-W06"])
    ('January and May 2013', '2013-W05 to 2013-W06')
    """
    if not periods:
        return ""
    if kind_of(periods) != "month":
        return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    months = [int(period[:4]) * 12 + int(period[5:]) - 1 for period in periods]
    if len(months) == 1:
        return month(periods[0])
    same_year = months[0] // 12 == months[-1] // 12
    first = calendar.month_name[months[0] % 12 + 1] if same_year else month(periods[0])
    steady = all(after - before == 1 for before, after in pairwise(months))
    if len(months) == 2 and not steady:
        return f"{first} and {month(periods[-1])}"
    return f"{first} to {month(periods[-1])}" + ("" if steady else ", with gaps")


def month(period: str) -> str:
    """A month in words; anything else as it is.

    >>> month("2013-05"), month("fold 1")
    ('May 2013', 'fold 1')
    """
    found = _MONTH.fullmatch(period)
    if not found or not 1 <= int(found[2]) <= 12:
        return period
    return f"{calendar.month_name[int(found[2])]} {found[1]}"


def short(period: str) -> str:
    """A period as an axis label: `Jan 13` for a month, the rest as it is.

    >>> short("2013-01"), short("2013-W05")
    ('Jan 13', '2013-W05')
    """
    words = month(period)
    return period if words == period else f"{words[:3]} {words[-2:]}"


def day(moment: datetime) -> str:
    """A day in words.

    >>> day(datetime(2026, 3, 1))
    '1 March 2026'
    """
    return f"{moment.day} {calendar.month_name[moment.month]} {moment.year}"


def moment(at: datetime) -> str:
    """A day, with the hour where it matters.

    >>> moment(datetime(2013, 7, 8)), moment(datetime(2013, 7, 8, 14, 30))
    ('8 July 2013', '8 July 2013, 14:30 UTC')
    """
    return day(at) if _is_midnight(at) else f"{day(at)}, {at:%H:%M} UTC"


def stretch(start: datetime, end: datetime) -> str:
    """From a moment until before another: the days, with the hours where it does not begin and end at midnight.

    >>> stretch(datetime(2013, 7, 8), datetime(2013, 7, 15)), stretch(datetime(2013, 7, 29), datetime(2013, 8, 5))
    ('8 to 14 July 2013', '29 July to 4 August 2013')
    >>> stretch(datetime(2013, 8, 12, 6), datetime(2013, 8, 12, 12))
    '12 August 2013, 06:00 to 12:00 UTC'
    >>> stretch(datetime(2013, 8, 12, 18), datetime(2013, 8, 13))
    '12 August 2013, 18:00 to 24:00 UTC'
    >>> stretch(datetime(2013, 8, 12, 22), datetime(2013, 8, 14, 3))
    '12 August, 22:00, to 14 August 2013, 03:00 UTC'
    """
    # what ends at midnight ended the day before
    last = max(start, end - timedelta(microseconds=1))
    hours = not (_is_midnight(start) and _is_midnight(end))
    until = "24:00" if _is_midnight(end) else f"{end:%H:%M}"
    if start.date() == last.date():
        return f"{day(start)}, {start:%H:%M} to {until} UTC" if hours else day(start)
    left = day(start).split()
    kept = 1 if (start.year, start.month) == (last.year, last.month) else 2 if start.year == last.year else 3
    if hours:
        return f"{' '.join(left[: max(2, kept)])}, {start:%H:%M}, to {day(last)}, {until} UTC"
    return f"{' '.join(left[:kept])} to {day(last)}"


def _is_midnight(at: datetime) -> bool:
    return (at.hour, at.minute, at.second) == (0, 0, 0)
