"""How counts and names are put into sentences."""

import re
from collections.abc import Iterable


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, thousands separated.

    >>> counted(1234, "row"), counted(1, "row"), counted(2, "class", "classes")
    ('1,234 rows', '1 row', '2 classes')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def quoted(names: Iterable[str]) -> str:
    """Names of columns or sources, each in back quotes.

    >>> quoted(["a", "b c"])
    '`a`, `b c`'
    """
    return ", ".join(f"`{name}`" for name in names)


def percent(part: int, whole: int) -> str:
    """A share of rows as people say it; no rows at all have no share.

    >>> percent(1, 3), percent(0, 0)
    ('33.3 %', 'none')
    """
    return f"{100 * part / whole:.1f} %" if whole else "none"


def lasting(seconds: float) -> str:
    """A length of time in the largest unit that leaves few digits.

    >>> lasting(7200), lasting(90), lasting(86400), lasting(5400)
    ('2 hours', '90 seconds', '1 day', '90 minutes')
    """
    for size, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size or seconds == size:
            amount = seconds / size
            if amount == int(amount):
                return counted(int(amount), noun)
    return f"{seconds:g} seconds"


def words_of(name: str) -> str:
    """The words in a column's name, lower case, parted by single blanks.

    >>> words_of("customerID"), words_of("first_name"), words_of("E-Mail")
    ('customer id', 'first name', 'e mail')
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", parted).strip().lower()
