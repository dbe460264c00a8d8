"""Whole numbers that no computer word holds, refused before anything reckons with them."""

from collections.abc import Iterator
from typing import Any, Final

from shipworthy.plan.faults import Fault, shown
from shipworthy.plan.shape import Place

_MOST: Final = 2**63 - 1


def endless(data: Any) -> Iterator[Fault]:
    """Every whole number of a parsed document that is too large to reckon with.

    >>> [fault.place for fault in endless({"timebox": {"cost": 10**400, "looks": 3}})]
    [('timebox', 'cost')]
    """
    ahead: list[tuple[Place, Any]] = [((), data)]
    seen: set[int] = set()
    while ahead:
        place, value = ahead.pop()
        if isinstance(value, int) and abs(value) > _MOST:
            yield Fault(place, "this number is too large", shown(value), "a number of up to 18 digits")
        # an alias may lead back to what holds it
        if not isinstance(value, dict | list) or id(value) in seen:
            continue
        seen.add(id(value))
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        ahead += [((*place, key), each) for key, each in inner]
