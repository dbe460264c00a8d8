"""What may be wrong with what a brief says, and how likely: the prior over worlds.

In a share of all worlds everything is as stated. In the others each doubt holds or not, independently; but where cases
are what is missing, experiments bring less than stated, and rare gains are large ones.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.forecast.facts import Facts
from shipworthy.forecast.worlds import Floats, Worlds

RIGHT: Final = 0.5
"""Share of worlds in which everything is as stated."""

BOASTED: Final = 0.5
RARER: Final = 0.4
HEAVY: Final = 0.3
HARDER: Final = 0.5
LOUDER: Final = 0.35
CAPPED: Final = 0.4
TIED: Final = 0.5
HUNGRY: Final = 0.15
"""Chance of each doubt in the worlds that are not as stated; `HUNGRY`: that more cases help."""

HUNGRY_LOOKED: Final = 0.7
"""The same once somebody looked at a learning curve: one looks when one thinks so."""

BOAST: Final = 0.7
"""Mean log factor by which gains are overstated, where they are."""


def draw(facts: Facts, rng: np.random.Generator, count: int) -> Worlds:
    """So many worlds before anything was measured."""
    right = rng.random(count) < RIGHT

    def doubted(chance: float) -> NDArray[np.bool_]:
        return ~right & (rng.random(count) < chance)

    def spread(low: float, high: float) -> Floats:
        return rng.uniform(low, high, count)

    heavy, louder = doubted(HEAVY), doubted(LOUDER)
    hungry = doubted(HUNGRY_LOOKED if facts.told.curve else HUNGRY)
    rarer, boasted = doubted(RARER) | heavy, doubted(BOASTED) | hungry
    together = np.where(hungry, spread(0.0, 3.0), rng.exponential(BOAST, count))
    alone = rng.normal(0.0, 0.35, (len(facts.owners), count))
    most = 3.5 if facts.told.curve else 2.0
    return Worlds(
        boast=np.where(boasted, np.exp(together + alone), 1.0),
        rare=np.where(rarer, spread(0.25, 1.0), 1.0),
        heavy=heavy,
        hard=np.where(doubted(HARDER), spread(1.0, 4.0), 1.0),
        loud=np.where(louder, spread(1.0, 2.4), 1.0),
        drop=np.where(louder, facts.scale * spread(0.0, 0.5), 0.0),
        room=np.where(doubted(CAPPED), facts.scale * spread(0.7, 3.0), np.inf),
        amount=np.where(hungry, facts.scale * spread(0.0, most), 0.0),
        power=spread(0.15, 0.9),
        tied=np.where(doubted(TIED), 0.7, 0.0),
        common=rng.normal(size=(len(facts.kinds), count)),
        start=np.zeros(count),
        taken=np.zeros(count),
        lift=np.zeros(count),
        luck=rng.normal(size=count),
    )
