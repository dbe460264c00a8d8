"""One world played again and again: what each rule's choice gave up, and whether it was simple enough."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.choosing.rules import RULES, choose, look
from benchmarks.choosing.worlds import World, draw

_NEAR: Final = 0.01
"""An attempt truly is as good as another one when it brings at most so much less of what the best brings."""


@dataclass(frozen=True)
class Played:
    """What a rule came to in a world.

    Attributes:
        given_up: mean worth given up against the truly best attempt, in percent of what the best brings on average over
            always giving the same answer; None where nothing can be learned.
        spread: standard error of that mean; None with it.
        needless: percent of projects in which a truly simpler attempt would have been as good.
        complexity: mean rank of what was put forward.
    """

    given_up: float | None
    spread: float | None
    needless: float
    complexity: float


def play(world: World, runs: int, seed: int) -> dict[str, Played]:
    """Every rule in the same projects of that world, by the rule's name."""
    lost: dict[str, list[float]] = {name: [] for name in RULES}
    needless: dict[str, list[bool]] = {name: [] for name in RULES}
    rank: dict[str, list[int]] = {name: [] for name in RULES}
    stake = []
    for run in range(runs):
        field = draw(world, seed + run)
        seen = look(world, field)
        brings = float(field.true.max() - field.true[0])
        stake.append(brings)
        for name, rule in RULES.items():
            chosen = choose(rule, seen)
            enough = field.true >= field.true[chosen] - _NEAR * brings
            lost[name].append(float(field.true.max() - field.true[chosen]))
            needless[name].append(bool((enough & (field.ranks < field.ranks[chosen])).any()))
            rank[name].append(int(field.ranks[chosen]))
    unit = float(np.mean(stake)) / 100 if world.straight else None
    return {
        name: Played(
            float(np.mean(lost[name])) / unit if unit else None,
            float(np.std(lost[name])) / np.sqrt(runs) / unit if unit else None,
            100 * float(np.mean(needless[name])),
            float(np.mean(rank[name])),
        )
        for name in RULES
    }
