"""What a gate would have decided on a promise, for a cost and a confidence, and what that earned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.promises.play import Played, Promise
from shipworthy.forecast.promise import averaged
from shipworthy.gates.bars import hold
from shipworthy.records.claim import Bar

COSTS: Final = (0.25, 0.5, 0.75, 1.0, 1.25)
"""What answering a case costs, as shares of the gain expected of it; the criterion is to earn that."""

USUAL: Final = 0.95
"""Confidence that a criterion asks for unless it says otherwise."""


@dataclass(frozen=True)
class Decision:
    """A promise held against a cost.

    Attributes:
        state: of the criterion: `holds` (it is shipped), `fails` or `cant_tell`.
        left: what came less the cost, in units of the gain promised, so that tables can be added up.
    """

    state: str
    left: float

    @property
    def shipped(self) -> bool:
        """Whether the gate let it pass."""
        return self.state == "holds"

    @property
    def earned(self) -> float:
        """What that brought."""
        return self.left * self.shipped


def decisions(played: Sequence[Played], confidence: float = USUAL, *, together: bool = False) -> list[Decision]:
    """A decision for each cost on whatever was put forward; none where a baseline was, or nothing came after.

    Args:
        played: the projects.
        confidence: that the criterion asks for, one-sided.
        together: whether all that came is taken together, or each period has to reach the goal.
    """
    chosen = [(one, each) for each in played for one in each.promises if one.attempt == each.chosen]
    return [
        _decided(one, share, confidence, together) for one, each in chosen if each.gate and one.later for share in COSTS
    ]


def came(promise: Promise) -> float:
    """The gain of a case of all periods that came after."""
    gains, rows = zip(*promise.later, strict=True)
    return float(np.average(gains, weights=rows))


def state_of(promise: Promise, share: float, confidence: float = USUAL, *, together: bool = False) -> str:
    """What a gate says that asks for a share of what was promised."""
    told = averaged(promise.told, len(promise.later)) if together else promise.told
    bar = Bar(measure="gain", at_least=share * _size(promise), confidence=confidence, unit=told.unit, per=told.per)
    return hold(bar, told).state


def _decided(promise: Promise, share: float, confidence: float, together: bool) -> Decision:
    state = state_of(promise, share, confidence, together=together)
    return Decision(state, came(promise) / _size(promise) - share)


def _size(promise: Promise) -> float:
    return abs(promise.told.value or 0.0)
