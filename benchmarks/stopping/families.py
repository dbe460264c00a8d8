"""Seven families of projects; the first keeps what a brief promises, each other breaks it in its own way.

| family | stated gains | gains independent | noise, production | later stages | data |
|---|---|---|---|---|---|
| as stated | kept | kept | kept | kept | bring nothing, as a look at the curve would show |
| boasters | broken: overstated | kept | kept | kept | the same |
| common ceiling | kept for each run first and alone | broken | kept | kept | the same |
| late breakthroughs | broken: rarer, larger, heavy-tailed | kept | kept | kept | the same |
| optimistic measurements | kept | kept | broken: both | kept | the same |
| hopeful stages | kept | kept | kept | broken: overstated | the same |
| data-limited | broken: overstated | kept | kept | kept | bring most, along a power law |

So one family keeps the assumptions, and six break one or more. In each, between a quarter and three quarters of the
projects can truly reach the target within their timebox.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from benchmarks.stopping.draft import KINDS, OWNERS, as_stated, draw_draft, finish, sizes
from benchmarks.stopping.projects import Experiment, Project

Family = Callable[[np.random.Generator], Project]


def stated(rng: np.random.Generator) -> Project:
    """Breaks nothing: gains are independent, as likely and as large as stated; measurements are as good as told."""
    return finish(rng, draw_draft(rng, 1.1), lambda experiments: as_stated(rng, experiments))


def boasters(rng: np.random.Generator) -> Project:
    """Breaks that statements are right: each owner states gains 1.1 to 4 times too large (log-uniform).

    Chances are as stated, and so are standard deviations relative to gains. The same owners boasted as much before.
    """
    boast = dict(zip(OWNERS, np.exp(rng.uniform(math.log(1.1), math.log(4.0), len(OWNERS))), strict=True))

    def bring(experiments: Sequence[Experiment]) -> NDArray[np.float64]:
        brought: NDArray[np.float64] = as_stated(rng, experiments) / [boast[each.owner] for each in experiments]
        return brought

    return finish(rng, draw_draft(rng, 2.4), bring)


def ceiling(rng: np.random.Generator) -> Project:
    """Breaks that gains add up and are independent.

    Experiments cannot lift the level by more than 0.9 to 2.5 gaps, and each takes a share of the headroom left; those
    of one kind work or fail together: their chances, each as stated, are tied by a normal copula with correlation 0.7.
    """
    draft = draw_draft(rng, 1.8)

    def bring(experiments: Sequence[Experiment]) -> NDArray[np.float64]:
        common = dict(zip(KINDS, rng.normal(size=len(KINDS)), strict=True))
        tied = math.sqrt(0.7) * np.array([common[each.kind] for each in experiments])
        alone = math.sqrt(0.3) * rng.normal(size=len(experiments))
        works = ndtr(tied + alone) < np.array([each.chance for each in experiments])
        return np.where(works, sizes(rng, experiments), 0.0)

    return finish(rng, draft, bring, room=draft.gap * rng.uniform(0.9, 2.5))


def breakthroughs(rng: np.random.Generator) -> Project:
    """Breaks that gains are about as stated: most are nil, few large, and those rather late.

    An experiment brings something with a quarter of its stated chance if planned first, rising to three quarters for
    the last; then the stated gain times a Pareto draw of scale 1 and index 1.5, whose variance is infinite.
    """

    def bring(experiments: Sequence[Experiment]) -> NDArray[np.float64]:
        rarer = np.linspace(0.25, 0.75, len(experiments))
        works = rng.random(len(experiments)) < rarer * np.array([each.chance for each in experiments])
        larger = 1.0 + rng.pareto(1.5, len(experiments))
        return np.where(works, larger * np.array([each.gain for each in experiments]), 0.0)

    return finish(rng, draw_draft(rng, 1.1), bring)


def optimistic(rng: np.random.Generator) -> Project:
    """Breaks that measurements can be trusted.

    True noise is 1.6 to 2.4 times the stated one, and production lies below the level measured by 0.1 to 0.5 gaps.
    """
    draft = draw_draft(rng, 1.5)
    louder, drop = rng.uniform(1.6, 2.4), draft.gap * rng.uniform(0.1, 0.5)
    return finish(rng, draft, lambda experiments: as_stated(rng, experiments), louder=louder, drop=drop)


def hopeful(rng: np.random.Generator) -> Project:
    """Breaks that later stages pass as often as stated.

    A stage stated to pass with chance c passes with c to the power of 1.5 to 4, the same for the whole organisation.
    """
    draft, harder = draw_draft(rng, 1.1), rng.uniform(1.5, 4.0)
    return finish(rng, draft, lambda experiments: as_stated(rng, experiments), harder=harder)


def data_limited(rng: np.random.Generator) -> Project:
    """Breaks that experiments bring what is stated: they bring 5 to 40 % of it; more cases do what they cannot.

    The level follows a power law of the cases learnt from; a look at the learning curve has been taken.
    """
    draft = draw_draft(rng, 1.25)
    share = rng.uniform(0.05, 0.4)
    curve = (draft.gap * rng.uniform(0.8, 3.0), rng.uniform(0.2, 0.8))
    return finish(rng, draft, lambda experiments: share * as_stated(rng, experiments), curve=curve)


FAMILIES: Final[Mapping[str, Family]] = {
    "as stated": stated,
    "boasters": boasters,
    "common ceiling": ceiling,
    "late breakthroughs": breakthroughs,
    "optimistic measurements": optimistic,
    "hopeful stages": hopeful,
    "data-limited": data_limited,
}
"""By name, as on the command line."""

BROKEN: Final = frozenset(FAMILIES) - {"as stated"}
"""Families that break what a brief promises."""
