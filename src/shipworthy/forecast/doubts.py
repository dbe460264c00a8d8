"""What may be wrong with what a brief says, and how likely: the prior over worlds.

In a share of all worlds everything is as stated. In the others each doubt holds or not, independently; but where cases
are what is missing, experiments bring less than stated, and rare gains are large ones.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.forecast.facts import Facts
from shipworthy.forecast.worlds import Floats, Worlds


@dataclass(frozen=True)
class Doubts:
    """Chances of what may be wrong, each in [0, 1].

    Attributes:
        right: share of worlds in which everything is as stated; all others hold in the rest of the worlds.
        boasted: owners state gains too large.
        rarer: experiments bring anything less often than stated.
        heavy: they do so rarely, and then much more than stated, with a heavy tail.
        harder: later stages are passed less often than stated.
        louder: readings err more than told, and the level falls in production.
        capped: there is a ceiling that experiments cannot lift the level above.
        tied: experiments of one kind work or fail together.
        hungry: cases are what is missing.
        hungry_looked: the same once somebody looked at a learning curve: one looks when one thinks so.
    """

    right: float = 0.4
    boasted: float = 0.5
    rarer: float = 0.4
    heavy: float = 0.45
    harder: float = 0.5
    louder: float = 0.35
    capped: float = 0.4
    tied: float = 0.5
    hungry: float = 0.15
    hungry_looked: float = 0.7


USUAL: Final = Doubts()
"""Chosen on simulated projects for development; see docs/forecasting.md."""

NONE: Final = Doubts(right=1.0)
"""Everything is as stated."""


def draw(facts: Facts, rng: np.random.Generator, count: int, doubts: Doubts) -> Worlds:
    """So many worlds before anything was measured."""
    wrong = rng.random(count) >= doubts.right

    def doubted(chance: float) -> NDArray[np.bool_]:
        return wrong & (rng.random(count) < chance)

    def spread(low: float, high: float) -> Floats:
        return rng.uniform(low, high, count)

    looked = bool(facts.told.curve)
    heavy, louder = doubted(doubts.heavy), doubted(doubts.louder)
    hungry = doubted(doubts.hungry_looked if looked else doubts.hungry)
    rarer, boasted = doubted(doubts.rarer) | heavy, doubted(doubts.boasted) | hungry
    together = np.where(hungry, spread(0.0, 3.0), rng.exponential(0.7, count))  # logs of factors
    alone = rng.normal(0.0, 0.35, (len(facts.owners), count))
    return Worlds(
        boast=np.where(boasted, np.exp(together + alone), 1.0),
        rare=np.where(rarer, spread(0.25, 1.0), 1.0),
        heavy=heavy,
        hard=np.where(doubted(doubts.harder), spread(1.0, 4.0), 1.0),
        loud=np.where(louder, spread(1.0, 2.4), 1.0),
        drop=np.where(louder, facts.scale * spread(0.0, 0.5), 0.0),
        room=np.where(doubted(doubts.capped), facts.scale * spread(0.7, 3.0), np.inf),
        amount=np.where(hungry, facts.scale * spread(0.0, 3.5 if looked else 2.0), 0.0),
        power=spread(0.15, 0.9),
        tied=np.where(doubted(doubts.tied), 0.7, 0.0),
        common=rng.normal(size=(len(facts.kinds), count)),
        start=np.zeros(count),
        taken=np.zeros(count),
        lift=np.zeros(count),
        luck=rng.normal(size=count),
    )
