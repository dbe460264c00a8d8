"""What it is worth to know something about a project before the money still ahead is spent on it.

To go on costs what is still ahead and brings the value if everything holds; to stop brings nothing. What knowing is
worth is then in closed form, because what the project rests on, how it goes otherwise and its value are independent.
"""

import math
from statistics import NormalDist
from typing import Final

from shipworthy.forecast.information import Information
from shipworthy.forecast.portfolio import Bet
from shipworthy.stats.spread import spread

GO_ON: Final = "go on"
STOP: Final = "stop"
OTHERWISE: Final = "whether all else works"
VALUE: Final = "what it brings if it works"

_NORMAL: Final = NormalDist()


def knowing(one: Bet) -> Information:
    """What it is worth to know, before going on, everything or one thing.

    It is the most that a check, a trial or a question is worth: one that costs more is not worth asking. What the
    project rests on comes by its name, beside `OTHERWISE` and `VALUE`.

    Args:
        one: the project; its money in one unit.

    >>> told = knowing(Bet("late flights", chance=0.4, low=100, value=100, high=100, cost=30, rests={"weather": 0.5}))
    >>> told.best, told.expected, told.each["weather"], told.each[OTHERWISE], told.each[VALUE]
    ('go on', 10.0, 15.0, 6.0, 0.0)
    """
    parts = {**one.rests, OTHERWISE: one.own}
    chance = math.prod(parts.values())
    going = chance * one.value - one.cost
    now = max(going, 0.0)
    width = spread(one.low, one.high)
    each = {name: part * max(chance / part * one.value - one.cost, 0.0) for name, part in parts.items() if part > 0}
    each[VALUE] = _at_best(going, chance * width)
    worth = {name: max(0.0, each.get(name, 0.0) - now) for name in (*parts, VALUE)}
    return Information(
        best=GO_ON if going > 0 else STOP,
        expected=now,
        everything=max(0.0, chance * _at_best(one.value - one.cost, width) - now),
        each=dict(sorted(worth.items(), key=lambda found: -found[1])),
    )


def _at_best(mean: float, spread: float) -> float:
    """Mean of the better of nothing and a normal amount."""
    if spread <= 0:
        return max(mean, 0.0)
    by = mean / spread
    return spread * _NORMAL.pdf(by) + mean * _NORMAL.cdf(by)
