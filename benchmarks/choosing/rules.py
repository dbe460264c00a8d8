"""Rules that say which attempt to put forward, by what its folds show alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import norm

from benchmarks.choosing.worlds import FOLDS, Field, World
from shipworthy.measure.difference import Difference, told_together
from shipworthy.records.measurement import Measurement
from shipworthy.stats.linear import linear_mean

_PRICE: Final = 0.03
"""What one attempt may be expected to fall behind for being simpler, of what the best brings over the constant."""


@dataclass(frozen=True)
class Seen:
    """What a rule may look at.

    Attributes:
        best: place of the attempt whose folds show the highest mean.
        ranks: how complex each attempt is.
        together: how far each lies behind the best, ranges holding all at once.
        alone: the same, each range for itself.
        plain: the same, as if folds that were drawn had not learned from the same rows.
    """

    best: int
    ranks: tuple[int, ...]
    together: tuple[Measurement, ...]
    alone: tuple[Measurement, ...]
    plain: tuple[Measurement, ...]


Rule = Callable[[Seen, int], bool]
"""Whether an attempt that is simpler than the best stands in for it."""


def look(world: World, field: Field) -> Seen:
    """How the attempts compare by their folds, by what the program itself takes for it."""
    best = int(field.seen.mean(axis=1).argmax())
    apart = [_difference(field, best, place) for place in range(len(field.ranks))]
    drawn = 0 if world.ordered else FOLDS
    others = iter(told_together([one for place, one in enumerate(apart) if place != best], drawn))
    nothing = Measurement(name="gain", value=0.0, low=0.0, high=0.0, se=0.0)
    together = tuple(nothing if place == best else next(others) for place in range(len(apart)))
    alone = tuple(told_together([one], drawn)[0] for one in apart)
    return Seen(best, tuple(int(rank) for rank in field.ranks), together, alone, tuple(each.filled() for each in apart))


def choose(rule: Rule, seen: Seen) -> int:
    """Place of the attempt put forward: the simplest that stands in for the best."""
    fit = [place for place in range(len(seen.ranks)) if place == seen.best or rule(seen, place)]
    return min(fit, key=lambda place: (seen.ranks[place], seen.together[place].value or 0.0))


def _behind(one: Measurement, errors: float) -> bool:
    return one.value is not None and one.se is not None and one.value <= errors * one.se


def _brings(seen: Seen) -> float:
    """What the best brings over the constant, as far as was seen."""
    return seen.alone[seen.ranks.index(0)].value or 0.0


def _expected_loss(seen: Seen, place: int) -> bool:
    """The mean of what is lost where it is worse, its truth being normal around what was seen."""
    one = seen.alone[place]
    if one.value is None or not one.se:
        return False
    far = one.value / one.se
    loss = one.value * norm.cdf(far) + one.se * norm.pdf(far)
    return bool(loss <= _PRICE * _brings(seen))


RULES: Final[dict[str, Rule]] = {
    "ranges that hold at once": lambda seen, place: (seen.together[place].low or 0.0) <= 0,
    "a 95 % range each": lambda seen, place: (seen.alone[place].low or 0.0) <= 0,
    "one standard error": lambda seen, place: _behind(seen.alone[place], 1.0),
    "one standard error, not widened": lambda seen, place: _behind(seen.plain[place], 1.0),
    "3 % of what the best brings": lambda seen, place: (seen.alone[place].value or 0.0) <= _PRICE * _brings(seen),
    "expected loss under 3 %": _expected_loss,
    "the best mean": lambda seen, place: False,
}


def _difference(field: Field, best: int, place: int) -> Difference:
    apart = field.seen[best] - field.seen[place]
    rows = np.arange(len(apart))
    blank = Measurement(name="gain", value=None, candidate=str(best), against=str(place))
    return Difference(blank, linear_mean(apart), field.days, rows)
