"""Verdicts in worlds whose truth is known: how often they err and cannot tell, and whether told chances come true."""

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np

from benchmarks.verdicts.worlds import WORLDS, World
from shipworthy.gates.bars import hold
from shipworthy.gates.bounds import bounds_of
from shipworthy.gates.settling import more_to_settle
from shipworthy.gates.slices import hold_slices
from shipworthy.records.measurement import Measurement
from shipworthy.records.verdict import State
from shipworthy.stats.bounds import clusters_needed
from shipworthy.stats.planning import POWER, cases_needed, periods_needed

PURPOSES: Final = ("development", "final")
"""Development looks while a method is made; the final draws are looked at once it will not change any more."""
_LARGE: Final = 4_000
_MOST: Final = 20_000
"""More than that is not waited for when it is seen whether a told chance comes true."""


@dataclass(frozen=True)
class Played:
    """What was said in one world at one truth and size of sample.

    Attributes:
        truth: what the promise's number is in truth.
        size: of each sample.
        shares: state -> share of the samples in which it was said, between 0 and 1.
        samples: how many.
    """

    truth: float
    size: int
    shares: dict[State, float]
    samples: int

    def share(self, state: State) -> float:
        """Share of the samples in which this was said."""
        return self.shares.get(state, 0.0)


@dataclass(frozen=True)
class CameTrue:
    """Whether told chances of being settled came true.

    Attributes:
        told: mean of the chances told.
        settled: share that was settled once as much more was seen as was asked for.
        trials: how many could not be told at first.
    """

    told: float
    settled: float
    trials: int


def generator(purpose: str, *names: str | float) -> np.random.Generator:
    """Draws of their own for each purpose and sequence of names.

    Raises:
        ValueError: for a purpose that is not there.
    """
    if purpose not in PURPOSES:
        raise ValueError(f"{purpose!r} is no purpose; there are {', '.join(PURPOSES)}")
    text = "/".join(map(str, (purpose, *names)))
    return np.random.default_rng(int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "big"))


def play(name: str, truth: float, size: int, samples: int, purpose: str) -> Played:
    """Judges many samples of one world.

    Args:
        name: of the world.
        truth: of its number.
        size: of each sample, in the world's unit.
        samples: how many.
        purpose: what they are drawn for.
    """
    world, random = WORLDS[name], generator(purpose, name, truth, size)
    said = Counter(_verdict(world, world.measure(world.draw(random, truth, size))) for _ in range(samples))
    return Played(truth, size, {state: count / samples for state, count in said.items()}, samples)


def enough(name: str, truth: float) -> int:
    """Size of a sample with which nine in ten should be settled, as the program plans it, were the truth known."""
    world = WORLDS[name]
    limit = world.bar.at_least or 0.0
    sign, up = (1.0, 0.0) if truth > limit else (-1.0, 1.0 if world.share else 0.0)
    value, target, confidence = up + sign * truth, up + sign * limit, world.bar.confidence
    needed: int | None
    if world.ahead:
        needed = periods_needed(value, _scatter(name, truth), target, confidence)
    elif world.share and sign > 0:
        needed = cases_needed(value, target, confidence, 1 - (1 - POWER) / world.groups)
    elif world.share:
        needed = cases_needed(value, target, 1 - (1 - confidence) / world.groups)
    else:
        needed = clusters_needed(value, _scatter(name, truth) / 10, 100, target, confidence)
    if needed is None:
        raise ValueError(f"no sample of {name} is large enough at {truth}")
    return needed


def come_true(name: str, size: int, trials: int, purpose: str) -> CameTrue:
    """Whether the chance told of being settled comes true, in worlds that differ.

    Truths are drawn around the limit. Where a first sample cannot tell, as much more is drawn as was asked for.

    Args:
        name: of the world.
        size: of the first sample.
        trials: worlds drawn.
        purpose: what they are drawn for.
    """
    world, random = WORLDS[name], generator(purpose, "come true", name, size)
    limit = world.bar.at_least or 0.0
    width = _scatter(name, limit) * (3.0 if world.ahead else 3.0 / np.sqrt(size))
    told, settled = [], []
    for _ in range(trials):
        truth = float(
            np.clip(limit + random.uniform(-width, width), 0.0 if world.share else -99.0, 1.0 if world.share else 99.0)
        )
        seen = world.draw(random, truth, size)
        first = world.measure(seen)[0]
        bounds = bounds_of(world.bar, first)
        more = None if bounds is None else more_to_settle(world.bar, first, bounds)
        if more is None or more.groups > _MOST or hold(world.bar, first).state != "cant_tell":
            continue
        told.append(more.chance)
        later = world.measure(np.concatenate([seen, world.draw(random, truth, more.groups)]))[0]
        settled.append(hold(world.bar, later).state != "cant_tell")
    return CameTrue(float(np.mean(told)), float(np.mean(settled)), len(told))


def _verdict(world: World, measured: list[Measurement]) -> State:
    return (hold_slices(world.bar, measured) if world.bar.by else hold(world.bar, measured[0])).state


def _scatter(name: str, truth: float) -> float:
    """Standard deviation of one day, case or period of a world, from a very large sample of its own."""
    world = WORLDS[name]
    random = generator("development", "scatter", name, truth)
    error = world.measure(world.draw(random, truth, _LARGE))[0].se or 0.0
    return float(error / np.sqrt(1 + 1 / _LARGE) if world.ahead else error * np.sqrt(_LARGE))
