"""Days as people speak of them: which one it is, and how far off."""

import calendar
from datetime import date


def on_day(day: date) -> str:
    """A day in words.

    >>> on_day(date(2027, 5, 3))
    '3 May 2027'
    """
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def distance(day: date, today: date) -> str:
    """How far off a day is.

    >>> distance(date(2027, 5, 3), date(2027, 4, 29)), distance(date(2027, 5, 3), date(2027, 5, 4))
    ('in 4 days', '1 day late')
    >>> distance(date(2027, 5, 3), date(2027, 5, 3))
    'today'
    """
    days = (day - today).days
    if days == 0:
        return "today"
    words = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"in {words}" if days > 0 else f"{words} late"
