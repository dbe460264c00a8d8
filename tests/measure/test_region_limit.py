"""What regions say to a limit: errors of known worlds are as rare as promised, and other libraries agree."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from shipworthy.measure.search.limit import within
from shipworthy.records.measurement import Measurement

RUNS = 2_000
ROWS = 80


def measured(losses: np.ndarray) -> Measurement:
    rows = len(losses)
    return Measurement(
        name="behind", value=float(losses.mean()), se=float(losses.std(ddof=1) / np.sqrt(rows)), n=rows, df=rows - 1
    )


def drawn(rng: np.random.Generator, truths: list[float]) -> list[np.ndarray]:
    return [truth + 3.0 * rng.normal(size=ROWS) for truth in truths]


def test_a_limit_that_all_regions_just_keep_is_hardly_ever_refused() -> None:
    rng = np.random.default_rng(5)
    refused = [within([measured(one) for one in drawn(rng, [1.0] * 6)], 1.0).holds is False for _ in range(RUNS)]
    assert np.mean(refused) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / RUNS)


def test_a_limit_that_one_region_misses_is_hardly_ever_said_to_hold() -> None:
    rng = np.random.default_rng(6)
    passed = [within([measured(one) for one in drawn(rng, [-2.0, -2.0, 1.0])], 1.0).holds for _ in range(RUNS)]
    assert passed.count(True) / RUNS <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / RUNS)
    far = [within([measured(one) for one in drawn(rng, [-2.0, 4.0])], 1.0).holds for _ in range(200)]
    assert far.count(False) == 200
    kept = [within([measured(one) for one in drawn(rng, [-2.0, -2.5])], 1.0).holds for _ in range(200)]
    assert kept.count(True) == 200


def test_scipy_and_statsmodels_refuse_the_same() -> None:
    rng = np.random.default_rng(7)
    # statsmodels collects garbage at every call, which takes long in a process that holds much
    for _ in range(20):
        losses = drawn(rng, [1.0, 1.5, 2.0])
        above: list[float] = [float(stats.ttest_1samp(one, 1.0, alternative="greater").pvalue) for one in losses]
        below = [stats.ttest_1samp(one, 1.0, alternative="less").pvalue for one in losses]
        told = within([measured(one) for one in losses], 1.0)
        expected = False if multipletests(above, method="holm")[0].any() else True if max(below) <= 0.05 else None
        assert told.holds is expected
        if told.holds is False:
            assert told.worst is not None
            assert told.worst.value == pytest.approx(losses[above.index(min(above))].mean())


def test_too_few_rows_settle_nothing() -> None:
    few = Measurement(name="behind", value=9.0, se=0.1, n=20, df=19)
    assert within([few], 1.0).holds is None
    assert within([Measurement(name="behind", value=None, n=80)], 1.0).holds is None
