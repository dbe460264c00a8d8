"""`gaps` and `squared_gap` against numbers by hand, and against a simulation with known truth."""

import numpy as np
import pytest

from shipworthy.stats.binned import gaps, squared_gap
from shipworthy.stats.clusters import estimate
from shipworthy.stats.linear import linear_mean

TOLD = np.linspace(0.05, 0.95, 10)


def test_each_bin_is_a_mean_with_the_error_of_one() -> None:
    random = np.random.default_rng(0)
    values, bins, day = random.normal(size=200), np.arange(200) % 4, np.repeat(np.arange(25), 8)
    found = gaps(values, bins, day)
    alone = linear_mean(values[bins == 2])
    assert alone is not None
    one = estimate(alone, day[bins == 2])
    assert found.means[2] == pytest.approx(one.value)
    assert found.scatter[2, 2] == pytest.approx((one.se or 0) ** 2)
    free = gaps(values, bins)
    assert free.scatter[2, 2] == pytest.approx(values[bins == 2].var() / 50 * 200 / 199)


def seen(bend: float, seed: int, *, size: int = 30, alike: float = 0.0) -> tuple[float, ...]:
    """Squared gap of chances told that are off by `bend` or -`bend`, its interval, and the plug-in; 60 days."""
    random = np.random.default_rng(seed)
    bins = random.integers(0, 10, 60 * size)
    day = np.repeat(np.arange(60), size)
    together = alike * random.choice([-1, 1], 60)[day]
    truth = np.clip(TOLD[bins] + bend * np.where(bins % 2, 1, -1) + together, 0, 1)
    happened = (random.random(len(bins)) < truth).astype(float)
    found = gaps(happened - TOLD[bins], bins, day if alike else None)
    return *squared_gap(found), float(found.shares @ found.means**2)


@pytest.mark.parametrize("alike", [0.0, 0.04])
def test_right_chances_have_no_gap_on_average_while_the_plug_in_has_one(alike: float) -> None:
    tried = np.array([seen(0.0, seed, alike=alike) for seed in range(600)])
    error = tried[:, 0].std() / np.sqrt(600)
    assert abs(tried[:, 0].mean()) < 4 * error, "simulated truth: 0"
    assert tried[:, 3].mean() > 10 * error


@pytest.mark.parametrize(("bend", "alike"), [(0.0, 0.0), (0.02, 0.0), (0.05, 0.0), (0.05, 0.04)])
def test_intervals_cover_the_simulated_truth(bend: float, alike: float) -> None:
    tried = np.array([seen(bend, 10_000 + seed, alike=alike) for seed in range(800)])
    covered = (tried[:, 1] <= bend**2) & (bend**2 <= tried[:, 2])
    assert 0.93 <= covered.mean() <= 0.98, covered.mean()
