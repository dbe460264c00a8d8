"""Experiments not tried yet, as they look after all that was learnt, most worth trying first."""

from typing import Final

import numpy as np

from shipworthy.forecast.future import Future
from shipworthy.forecast.order import reservation_price
from shipworthy.records.advice import Outlook

MOST: Final = 1e9
"""Times what is missing that a week has to bring at most; where success is worth nearly nothing it would be endless."""


def outlooks(future: Future) -> tuple[Outlook, ...]:
    """One for each experiment not tried yet, by falling reservation price.

    A gain beyond what is missing pays nothing, so it counts as that. Prices are in the criterion's unit: what
    a week must bring is turned into it at the rate at which success pays for what was missing at the first reading.
    """
    facts = future.facts
    missing = np.maximum(facts.target - (future.level - future.worlds.drop), 0.0)  # (worlds,)
    found = []
    for name in facts.left:
        box, gains = facts.boxes[name], future.gains[name]
        found.append(
            Outlook(
                name=name,
                kind=box.kind,
                chance=float(future.worlds.chance(facts, box).mean()),
                gain=float(gains.mean()),
                effort=box.effort,
                index=reservation_price(np.minimum(gains, missing), box.effort * _week_in_units(future)),
            )
        )
    return tuple(sorted(found, key=lambda each: -each.index))


def _week_in_units(future: Future) -> float:
    money = future.facts.money
    stake = float(future.later.mean()) * (money.value + money.loss)
    weeks = min(max(money.week / stake, -MOST), MOST) if stake > 0 else 0.0
    return future.facts.scale * weeks
