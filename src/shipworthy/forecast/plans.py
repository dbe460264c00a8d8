"""Plans worth simulating: experiments by falling reservation price, some weeks of gathering first, the rest last."""

from collections.abc import Sequence
from typing import Final

from shipworthy.forecast.facts import Facts
from shipworthy.forecast.situation import GATHER

FIRST: Final = (0, 1, 2, 4, 999)
"""Weeks of gathering before the first experiment."""


def plans(facts: Facts, order: Sequence[str]) -> Sequence[tuple[str, ...]]:
    """Different plans that fit into the weeks left; each uses all of them.

    Args:
        facts: what is known.
        order: names of the experiments not tried yet, most worth trying first.
    """
    found = [_plan(facts, order, first) for first in FIRST]
    return [plan for place, plan in enumerate(found) if plan and plan not in found[:place]]


def _plan(facts: Facts, order: Sequence[str], first: int) -> tuple[str, ...]:
    left = facts.told.weeks_left
    can_gather = facts.told.cases_per_week > 0
    weeks = min(first, int(left)) if can_gather else 0
    plan, left = [GATHER] * weeks, left - weeks
    for name in order:
        if facts.boxes[name].effort <= left:
            plan.append(name)
            left -= facts.boxes[name].effort
    return (*plan, *[GATHER] * (int(left) if can_gather else 0))
