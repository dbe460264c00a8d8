"""An experiment as it was stated before it ran, and what it brought."""

from shipworthy.records.measurement import Measurement
from shipworthy.records.record import Record


class Experiment(Record, frozen=True):
    """What somebody stated about an attempt before it was built.

    Attributes:
        name: of the attempt, unique in the project.
        kind: what sort of attempt it is; its relatives bear the same. Empty when nobody said.
        owner: who stated the figures; empty when nobody said.
        chance: that it brings anything at all, in [0, 1]; None when nobody said.
        low: gain beyond the best attempt before it that it will hardly fall below, in `unit`.
        high: gain that it will hardly exceed, in `unit`.
        effort: weeks of work; None when nobody said.
        unit: of the gain, `1` for a metric.
        per: rows that the gain is for.
    """

    name: str
    low: float
    high: float
    kind: str = ""
    owner: str = ""
    chance: float | None = None
    effort: float | None = None
    unit: str = "1"
    per: float = 1.0


class Tried(Record, frozen=True):
    """What an experiment brought beyond the best attempt before it, on the same rows.

    Attributes:
        stated: as it was stated when it ran.
        over: the best attempt before it.
        gain: the paired difference, more being better.
    """

    stated: Experiment
    over: str
    gain: Measurement
