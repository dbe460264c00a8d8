import numpy as np
import pytest
from numpy.typing import NDArray

from shipworthy.measure.difference import Difference, told_together
from shipworthy.records.measurement import Measurement
from shipworthy.stats.linear import linear_mean


def difference(values: NDArray[np.float64]) -> Difference:
    blank = Measurement(name="gain", value=None, direction="up")
    return Difference(blank, linear_mean(values), None, np.arange(len(values)))


def cross_validated(random: np.random.Generator, folds: int) -> NDArray[np.float64]:
    """How much worse the nearest neighbour is by one half of the columns than by the other, its like, shape (rows,)."""
    columns = random.normal(size=(100, 12))
    outcome = columns[:, 0] / 2 + columns[:, 6] / 2 + random.normal(size=100)
    fold, worse = random.permutation(100) % folds, np.empty(100)
    for each in range(folds):
        learned, asked = fold != each, fold == each
        errors = []
        for half in (columns[:, :6], columns[:, 6:]):
            distance = np.square(half[asked][:, None] - half[learned]).sum(axis=2)
            errors.append(np.square(outcome[learned][distance.argmin(axis=1)] - outcome[asked]))
        worse[asked] = errors[0] - errors[1]
    return worse


@pytest.mark.parametrize("folds", [4, 10])
def test_folds_drawn_at_random_find_differences_between_equals_too_often_unless_corrected(folds: int) -> None:
    """Simulated: both learners are equally good, so at most one in twenty differences may be found clear."""
    random, runs = np.random.default_rng(20_261_123), 400
    found = {"naive": 0, "corrected": 0}
    for _ in range(runs):
        one = difference(cross_validated(random, folds))
        for name, drawn in (("naive", 0), ("corrected", folds)):
            told = told_together([one], drawn)[0]
            assert told.low is not None
            assert told.high is not None
            found[name] += not told.low <= 0 <= told.high
    assert found["naive"] / runs > 0.07
    assert found["corrected"] / runs <= 0.05


def test_a_difference_that_cannot_be_told_stays_so_among_others() -> None:
    random = np.random.default_rng(71)
    known = difference(random.normal(0.2, 1, 500))
    blind = Difference(known.blank, None, None, np.arange(0))
    told = told_together([known, blind, difference(random.normal(size=500))])
    assert (told[1].value, told[1].low) == (None, None)
    assert told[0].method.endswith("2 comparisons at once")
