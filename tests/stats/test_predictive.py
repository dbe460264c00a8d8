import numpy as np
import pytest
from scipy import stats

from shipworthy.stats.predictive import evened, predict_period


def test_predict_period_gives_the_textbook_prediction_interval() -> None:
    gains = [3.0, 5.0, 4.0, 8.0]
    found = predict_period(gains)
    assert found is not None
    witness = stats.t(3, np.mean(gains), np.std(gains, ddof=1) * np.sqrt(1.25))
    assert found.interval(0.9) == pytest.approx(witness.interval(0.9))
    assert found.chance(6.0) == pytest.approx(witness.sf(6.0))


@pytest.mark.parametrize("gains", [[], [4.0]])
def test_fewer_than_two_periods_cannot_tell(gains: list[float]) -> None:
    assert predict_period(gains) is None


def test_periods_that_agree_better_than_chance_allows_are_not_believed() -> None:
    found = predict_period([5.0, 5.0, 5.0], errors=[2.0, 2.0, 2.0])
    assert found is not None
    assert found.scale == pytest.approx(2 * np.sqrt(4 / 3))


def test_periods_without_any_scatter_reach_their_own_value_surely() -> None:
    found = predict_period([5.0, 5.0])
    assert found is not None
    assert (found.chance(5.0), found.chance(5.1)) == (1.0, 0.0)


@pytest.mark.parametrize("periods", [2, 4, 8])
@pytest.mark.parametrize("tails", ["normal", "heavy"])
def test_the_next_period_falls_into_the_interval_as_often_as_said(periods: int, tails: str) -> None:
    rng = np.random.default_rng(20_261_002)
    runs = 4000
    size = (runs, periods + 1)
    draws = rng.normal(size=size) if tails == "normal" else rng.standard_t(3, size=size)
    covered = 0
    for *seen, coming in draws * 7 + 2:
        found = predict_period(seen)
        assert found is not None
        low, high = found.interval(0.9)
        covered += low <= coming <= high
    assert 0.88 <= covered / runs <= 0.925


def test_the_chance_of_reaching_a_target_comes_true_as_often_as_said() -> None:
    rng = np.random.default_rng(20_261_003)
    said, came = 0.0, 0
    for *seen, coming in rng.normal(1, 2, size=(4000, 6)):
        found = predict_period(seen)
        assert found is not None
        said += found.chance(0.0)
        came += coming >= 0
    assert came / 4000 == pytest.approx(said / 4000, abs=0.03)


@pytest.mark.parametrize("ahead", [1, 3, 12])
def test_the_mean_of_several_periods_falls_into_the_interval_as_often_as_said(ahead: int) -> None:
    rng = np.random.default_rng(20_261_004)
    covered = 0
    for draws in rng.normal(2, 7, size=(4000, 5 + ahead)):
        found = predict_period(draws[:5])
        assert found is not None
        low, high = found.over(ahead).interval(0.9)
        covered += low <= np.mean(draws[5:]) <= high
    assert 0.88 <= covered / 4000 <= 0.92


def test_differences_even_out_over_periods_to_come_but_not_what_is_known_of_their_mean() -> None:
    assert evened(4, 1) == 1.0
    # closed form: without end only the error of the mean is left
    assert evened(4, 1e12) == pytest.approx(np.sqrt(1 / 4) / np.sqrt(1 + 1 / 4))
