"""How many decisions can be acted on, as people write it: `40/day`, or `5/shift` where `shift` is a column."""

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from shipworthy.plan.section import refuse
from shipworthy.records.deciding import Capacity

_SHORT: Final = {"h": "hour", "d": "day", "w": "week", "y": "year"}
_WRITTEN: Final = re.compile(r"([1-9]\d*) ?/ ?(\S.*)")
_ALLOWED: Final = "a whole number, a slash and hour, day, week, month, quarter, year or a column, such as 40/day"


def read_capacity(text: str) -> Capacity | None:
    """What the text says; None when it says no capacity.

    >>> read_capacity("40/day"), read_capacity("5 / w"), read_capacity("many")
    (Capacity(most=40, per='day'), Capacity(most=5, per='week'), None)
    """
    match = _WRITTEN.fullmatch(text.strip())
    return None if match is None else Capacity(most=int(match[1]), per=_SHORT.get(match[2], match[2]))


def _checked(value: Any) -> str:
    if not isinstance(value, str) or read_capacity(value) is None:
        raise refuse("this does not say how many can be acted on", _ALLOWED)
    return value


CapacityText = Annotated[str, BeforeValidator(_checked)]
