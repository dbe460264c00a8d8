"""Ways the world may be, many at once, each as an entry of the arrays' last axis."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from shipworthy.forecast.facts import Box, Facts

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Worlds:
    """Equally likely worlds.

    Attributes:
        boast: how many times too large each owner's stated gains are. # (owners, worlds)
        rare: stated chances of experiments are to be multiplied by this. # (worlds,)
        heavy: whether gains are rare and have a heavy tail.
        hard: a later stage stated to pass with chance c passes with chance c ** hard.
        loud: true error of a reading by the told one.
        drop: by how much the level falls in production, in the criterion's unit.
        room: how far experiments can lift the level at most; infinite for no ceiling.
        amount: what endless cases would add to the level.
        power: how fast: f times the cases of the first reading add amount * (1 - f ** -power).
        tied: correlation of success within a kind of experiments.
        common: what experiments of a kind share, a standard normal draw. # (kinds, worlds)
        start: true level at the first reading. # (worlds,)
        taken: share of the room that experiments have taken.
        lift: what experiments have added.
        luck: error of the cases at hand, a standard normal draw.
    """

    boast: Floats
    rare: Floats
    heavy: NDArray[np.bool_]
    hard: Floats
    loud: Floats
    drop: Floats
    room: Floats
    amount: Floats
    power: Floats
    tied: Floats
    common: Floats
    start: Floats
    taken: Floats
    lift: Floats
    luck: Floats

    @property
    def count(self) -> int:
        """How many."""
        return self.start.size

    def pick(self, places: NDArray[np.intp]) -> "Worlds":
        """Those at these places; a place may come several times."""
        return Worlds(**{each.name: getattr(self, each.name)[..., places] for each in fields(self)})

    def chance(self, facts: Facts, box: Box) -> Floats:
        """That an experiment brings anything, given what its relatives showed: shape (worlds,)."""
        common = self.common[facts.kinds.index(box.kind)]
        bar = (ndtri(self.rare * box.chance) - np.sqrt(self.tied) * common) / np.sqrt(1.0 - self.tied)
        found: Floats = ndtr(bar)
        return found

    def gain(self, facts: Facts, box: Box, rng: np.random.Generator) -> Floats:
        """What an experiment would bring if run first and alone, drawn: shape (worlds,)."""
        works = rng.random(self.count) < self.chance(facts, box)
        shape, unit = (box.gain / box.sd) ** 2, box.sd**2 / box.gain
        usual = rng.gamma(shape, unit, self.count) / self.boast[facts.owners.index(box.owner)]
        large = box.gain * np.minimum((1.0 - rng.random(self.count)) ** (-1.0 / TAIL), LARGEST)
        return np.where(works, np.where(self.heavy, large, usual), 0.0)

    def after(self, gain: Floats) -> "Worlds":
        """The same worlds once an experiment has brought this; below a ceiling it takes a share of the room left."""
        share = np.minimum(gain / self.room, 1.0)
        taken = self.taken + (1.0 - self.taken) * share
        capped = np.isfinite(self.room)
        lift = np.where(capped, np.where(capped, self.room, 0.0) * taken, self.lift + gain)
        return replace(self, taken=taken, lift=lift)

    def of_data(self, growth: float) -> Floats:
        """What learning from `growth` times the cases of the first reading adds: shape (worlds,)."""
        found: Floats = self.amount * (1.0 - growth**-self.power)
        return found

    def with_cases(self, before: float, now: float, rng: np.random.Generator) -> "Worlds":
        """The same worlds with more cases at hand; fewer keep their luck."""
        if now <= before:
            return self
        kept = before / now
        return replace(self, luck=np.sqrt(kept) * self.luck + np.sqrt(1.0 - kept) * rng.normal(size=self.count))


TAIL = 1.5
"""Index of the Pareto tail of rare large gains: their variance is infinite."""

LARGEST = 30.0
"""By the stated gain; larger ones count as this."""
