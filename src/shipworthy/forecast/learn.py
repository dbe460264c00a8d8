"""Worlds after what was measured: those that explain it well become many, those that do not vanish.

Importance resampling for the archive and the learning curve, then a particle filter over the readings (Gordon, Salmond
& Smith 1993, Novel approach to nonlinear/non-Gaussian Bayesian state estimation, IEE Proceedings F 140 (2), 107-113).
"""

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shipworthy.forecast.doubts import Doubts, draw
from shipworthy.forecast.facts import Facts, Known, Opened
from shipworthy.forecast.worlds import TAIL, Floats, Worlds

PRIOR: Final = 6
"""Worlds drawn from the prior for each that is kept."""

PROPOSALS: Final = 4
"""Draws of an experiment's gain in each world, of which the reading chooses."""

_QUANTILES: Final = (np.arange(6) + 0.5) / 6.0
_LEAST: Final = 1e-9


def learn(facts: Facts, rng: np.random.Generator, count: int, doubts: Doubts) -> Worlds:
    """So many worlds as they may be now, equally likely."""
    worlds = draw(facts, rng, PRIOR * count, doubts)
    weight = _archive(facts, worlds)
    first = facts.first
    own = rng.normal(size=worlds.count)
    shared = facts.told.shared
    noise = worlds.loud * max(first.se, _LEAST * facts.scale)
    start = first.value - noise * (math.sqrt(shared) * worlds.luck + math.sqrt(1.0 - shared) * own)
    worlds = replace(worlds, start=start)
    for point in facts.curve:
        there = start + worlds.of_data(point.cases / first.cases) + noise * math.sqrt(shared) * worlds.luck
        weight += _log_normal(point.value - there, _own_noise(facts, worlds, point))
    worlds = _resampled(worlds, weight, rng, count)
    cases = first.cases
    for reading in facts.later:
        worlds = _read(facts, worlds, reading, cases, rng)
        cases = reading.cases if reading.kept else cases
    return worlds


def _archive(facts: Facts, worlds: Worlds) -> Floats:
    weight = np.zeros(worlds.count)
    for opened in facts.past:
        weight += _brought(facts, worlds, opened)
    stated = sorted((each.stated, each.passed) for each in facts.told.passages if each.stated is not None)
    with np.errstate(divide="ignore"):
        for chance, passed in stated:
            passes = chance**worlds.hard
            weight += np.log(passes) if passed else np.log1p(-passes)
    return weight


def _brought(facts: Facts, worlds: Worlds, opened: Opened) -> Floats:
    """Log likelihood of what an earlier experiment brought: shape (worlds,)."""
    box = opened.box
    boast = worlds.boast[facts.owners.index(box.owner)]
    works = worlds.rare * box.chance
    error = worlds.loud * max(opened.se, 0.02 * box.gain)
    usual = _log_normal(opened.gain - box.gain / boast, np.hypot(error, box.sd / boast))
    heavy = np.flatnonzero(worlds.heavy)
    large = box.gain * (1.0 - _QUANTILES[:, None]) ** (-1.0 / TAIL)  # (quantiles, 1)
    around = np.hypot(error[heavy], 0.3 * large)  # (quantiles, heavy worlds)
    usual[heavy] = np.logaddexp.reduce(_log_normal(opened.gain - large, around), axis=0) - math.log(_QUANTILES.size)
    with np.errstate(divide="ignore"):
        found: Floats = np.logaddexp(
            np.log1p(-works) + _log_normal(np.full(worlds.count, opened.gain), error), np.log(works) + usual
        )
    return found


def _read(facts: Facts, worlds: Worlds, reading: Known, cases: float, rng: np.random.Generator) -> Worlds:
    boxes = [facts.boxes[name] for name in reading.tried if name in facts.boxes]
    if not reading.kept:
        failed = np.zeros(worlds.count)
        with np.errstate(divide="ignore"):
            for box in boxes:
                failed += np.log1p(-worlds.chance(facts, box))
        return _resampled(worlds, failed, rng, worlds.count)
    many = worlds.pick(np.repeat(np.arange(worlds.count), PROPOSALS)).with_cases(cases, reading.cases, rng)
    for box in boxes:
        many = many.after(many.gain(facts, box, rng))
    noise = many.loud * max(reading.se, _LEAST * facts.scale)
    level = many.start + many.lift + many.of_data(reading.cases / facts.first.cases)
    there = level + noise * math.sqrt(facts.told.shared) * many.luck
    weight = _log_normal(reading.value - there, _own_noise(facts, many, reading))
    return _resampled(many, weight, rng, worlds.count)


def _own_noise(facts: Facts, worlds: Worlds, reading: Known) -> Floats:
    """Error of a reading that it shares with no other; never quite nothing, or no world could explain it."""
    own = math.sqrt(1.0 - facts.told.shared) * reading.se
    return worlds.loud * max(own, 0.02 * facts.scale)


def _resampled(worlds: Worlds, weight: Floats, rng: np.random.Generator, count: int) -> Worlds:
    """Systematic resampling by log weights; worlds that all cannot explain what came stay as they were."""
    top = weight.max()
    likely = np.exp(weight - top) if math.isfinite(top) else np.ones(worlds.count)
    steps = np.cumsum(likely)
    wanted = (rng.random() + np.arange(count)) / count * steps[-1]
    return worlds.pick(np.minimum(np.searchsorted(steps, wanted), worlds.count - 1))


def _log_normal(distance: NDArray[np.floating], sd: NDArray[np.floating]) -> Floats:
    """Log density of a normal distribution, less a constant."""
    found: Floats = -0.5 * (distance / sd) ** 2 - np.log(sd)
    return found
