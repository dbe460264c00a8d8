"""`logistic_line` against statsmodels, and where there is no line."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import special

from shipworthy.stats.clusters import estimate
from shipworthy.stats.logistic import logistic_line, logits


def world(rows: int = 900, slope: float = 0.6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(4)
    x = random.normal(size=rows)
    day = np.arange(rows) // 15
    chance = special.expit(-0.4 + slope * x + random.normal(scale=0.5, size=rows // 15)[day])
    return x, (random.random(rows) < chance).astype(float), day


def test_it_is_the_line_of_statsmodels_with_its_clustered_errors() -> None:
    x, happened, day = world()
    found = logistic_line(x, happened)
    assert found is not None
    theirs = sm.Logit(happened, sm.add_constant(x)).fit(
        disp=False, cov_type="cluster", cov_kwds={"groups": day, "use_correction": False}
    )
    assert [each.value for each in found] == pytest.approx(theirs.params, abs=1e-6)
    many = len(np.unique(day))
    errors = [estimate(each, day).se for each in found]
    # ours weighs each day by the outcomes it holds, which here are nearly as many in each
    assert errors == pytest.approx(theirs.bse * np.sqrt(many / (many - 1)), rel=5e-3)


def test_weights_count_as_often_as_rows_would() -> None:
    x, happened, _ = world(300)
    times = np.arange(300) % 3 + 1
    one = logistic_line(x, happened, times.astype(float))
    other = logistic_line(np.repeat(x, times), np.repeat(happened, times))
    assert one is not None
    assert other is not None
    assert one[1].value == pytest.approx(other[1].value)
    assert sum(one[1].influence) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("x", "happened"),
    [([1.0, 1.0, 1.0], [0, 1, 0]), ([1.0, 2.0, 3.0], [1, 1, 1]), ([1.0, 2.0, 3.0, 4.0], [0, 0, 1, 1]), ([], [])],
)
def test_where_there_is_no_line_there_is_none(x: list[float], happened: list[float]) -> None:
    assert logistic_line(np.array(x), np.array(happened, dtype=float)) is None


def test_logits_are_finite_at_the_ends() -> None:
    assert np.isfinite(logits(np.array([0.0, 1.0]))).all()
    assert logits(np.array([0.3]))[0] == pytest.approx(np.log(0.3 / 0.7))
