from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, matthews_corrcoef

from shipworthy.stats.agreement import kappa, matthews
from shipworthy.stats.linear import Linearised

Ours = Callable[[NDArray[np.int64], NDArray[np.int64], int, NDArray[np.float64] | None], Linearised | None]
Theirs = Callable[..., float]
BOTH = pytest.mark.parametrize(("ours", "theirs"), [(matthews, matthews_corrcoef), (kappa, cohen_kappa_score)])
RNG = np.random.default_rng(31)
TRUTH, SAID = RNG.integers(0, 3, 60), RNG.integers(0, 3, 60)
SAID[:30] = TRUTH[:30]
WEIGHTS = RNG.uniform(0.5, 2, 60)


@BOTH
def test_value_is_that_of_sklearn_and_influence_the_derivative_by_a_rows_weight(ours: Ours, theirs: Theirs) -> None:
    found = ours(TRUTH, SAID, 3, WEIGHTS)
    assert found is not None
    assert found.value == pytest.approx(theirs(TRUTH, SAID, sample_weight=WEIGHTS))
    assert found.influence.sum() == pytest.approx(0, abs=1e-12)
    for row in range(0, 60, 7):
        heavier = WEIGHTS.copy()
        heavier[row] *= 1 + 1e-6
        moved = theirs(TRUTH, SAID, sample_weight=heavier)
        assert (moved - found.value) / 1e-6 == pytest.approx(found.influence[row], abs=1e-6)


@BOTH
def test_one_label_alone_has_no_agreement_beyond_chance(ours: Ours, theirs: Theirs) -> None:
    same = np.zeros(5, dtype=np.int64)
    assert ours(same, same, 2, None) is None
    assert ours(same[:0], same[:0], 2, None) is None
