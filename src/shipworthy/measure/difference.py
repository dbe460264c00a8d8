"""The paired difference of two candidates, with what each row adds to it, so that several can be told together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.fill import fill
from shipworthy.records.measurement import Measurement
from shipworthy.stats.linear import Linearised
from shipworthy.stats.simultaneous import correlation, simultaneous_quantile


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """A paired difference before its interval is told.

    Attributes:
        blank: says what is measured.
        linearised: the difference for one row; None when the rows cannot tell.
        cluster: code of what is independent; None when each row is. # (rows counted,)
        places: where the rows counted stand in the candidate's table. # (rows counted,)
        reach: the furthest that two candidates can lie apart, in the unit of one row.
    """

    blank: Measurement
    linearised: Linearised | None
    cluster: NDArray[np.int64] | None
    places: NDArray[np.int64]
    reach: float = math.inf

    def filled(self) -> Measurement:
        """The measurement, with an interval of its own."""
        return _within(fill(self.blank, self.linearised, self.cluster), self.reach)

    def sums(self, units: int) -> NDArray[np.float64]:
        """What each independent group adds, shape (units,)."""
        if self.linearised is None:
            return np.zeros(units)
        codes = self.places if self.cluster is None else self.cluster
        return np.bincount(codes, self.linearised.influence, units).astype(np.float64)

    @property
    def units(self) -> int:
        """One more than the highest code of a group."""
        codes = self.places if self.cluster is None else self.cluster
        return int(codes.max()) + 1 if len(codes) else 0


def told_together(differences: Sequence[Difference], drawn_folds: int = 0) -> tuple[Measurement, ...]:
    """Measurements whose intervals hold all at once: with the level's chance every one of them covers its truth.

    Args:
        differences: of one candidate to others on the same rows, or of others to one.
        drawn_folds: folds of a cross-validation drawn at random that the rows were predicted in; 0 for none. Models of
            such folds learned from the same rows, so their standard error is too small: it is widened by
            Nadeau and Bengio's factor (2003), sqrt(1 + folds * tested / learned) = sqrt(1 + folds / (folds - 1)).
    """
    wider = math.sqrt(1 + drawn_folds / (drawn_folds - 1)) if drawn_folds > 1 else 1.0
    filled = [each.filled() for each in differences]
    told = [place for place, one in enumerate(filled) if one.se]
    if not told or (len(told) < 2 and wider == 1.0):
        return tuple(filled)
    units = max(differences[place].units for place in told)
    sums = np.array([differences[place].sums(units) for place in told])
    df = min(filled[place].df or math.inf for place in told)
    for place in told:
        reach = simultaneous_quantile(correlation(sums), None if math.isinf(df) else df, filled[place].level)
        filled[place] = _widened(filled[place], reach, wider, len(told), differences[place].reach)
    return tuple(filled)


def _widened(one: Measurement, quantile: float, wider: float, together: int, reach: float) -> Measurement:
    if one.value is None or one.se is None:
        return one
    se = one.se * wider
    notes = [f"{together} comparisons at once"] if together > 1 else []
    notes += ["folds drawn at random (Nadeau and Bengio)"] if wider > 1 else []
    return _within(
        structs.replace(
            one,
            se=se,
            low=one.value - quantile * se,
            high=one.value + quantile * se,
            method=", ".join([one.method, *notes]),
        ),
        reach,
    )


def _within(one: Measurement, reach: float) -> Measurement:
    if one.low is None or one.high is None or math.isinf(reach):
        return one
    most = reach * one.per
    return structs.replace(one, low=max(one.low, -most), high=min(one.high, most))
