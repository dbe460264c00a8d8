from typing import Any

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from msgspec import structs

from shipworthy.foundation.errors import InternalError, RequestError
from shipworthy.measure.gain import gains_by_period, measure_gain, measure_value
from shipworthy.measure.worth import value_per_row
from tests.measure.tables import BINARY, NONE_AGREED, USD, simulated, table


def test_value_is_the_mean_with_the_cluster_robust_interval_of_statsmodels() -> None:
    predictions = simulated(10)
    found = measure_value(predictions, USD, per=1000)
    values = value_per_row(predictions, USD)
    days = predictions.frame["group"].cast(pl.Int64).to_numpy()
    fit = sm.OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": days}, use_t=True)
    assert found.value == pytest.approx(1000 * values.mean())
    # ours allows for days of different size, which hardly differ here
    assert (found.low, found.high) == pytest.approx(tuple(1000 * fit.conf_int()[0]), rel=0.002)
    assert found.df == pytest.approx(29, rel=0.1)
    assert (found.n, found.clusters, found.unit, found.per) == (len(values), 30, "USD", 1000)
    assert (found.origin, found.direction, found.approximate) == ("holdout", "up", False)


def test_gain_is_the_paired_difference() -> None:
    ours, theirs = simulated(11), simulated(11, skill=0.3, candidate="theirs")
    found = measure_gain(ours, theirs, USD)
    difference = value_per_row(ours, USD) - value_per_row(theirs, USD)
    assert found.value == pytest.approx(difference.mean())
    assert found.against == "theirs"
    assert measure_gain(ours, theirs, USD, against="today").against == "today"


def test_the_order_of_the_baselines_rows_does_not_matter() -> None:
    ours, theirs = simulated(12), simulated(12, skill=0.3)
    shuffled = structs.replace(theirs, frame=theirs.frame.sample(fraction=1, shuffle=True, seed=1))
    assert measure_gain(ours, shuffled, USD) == measure_gain(ours, theirs, USD)


def test_different_rows_are_not_compared() -> None:
    ours = simulated(13)
    theirs = structs.replace(ours, candidate="theirs", frame=ours.frame.head(-3))
    with pytest.raises(RequestError, match="different rows") as caught:
        measure_gain(ours, theirs, USD)
    assert "evaluate both" in str(caught.value)
    twice = structs.replace(ours, frame=pl.concat([ours.frame, ours.frame.head(1)]))
    with pytest.raises(InternalError, match="not unique"):
        measure_gain(twice, ours, USD)


def test_rows_whose_outcome_is_unknown_are_left_out_and_not_counted() -> None:
    predictions = table(BINARY, decision=["yes", "yes", "no"], outcome=["yes", None, "no"])
    found = measure_value(predictions, USD)
    assert (found.value, found.n) == (450.0, 2)


def test_no_known_outcome_gives_no_value() -> None:
    found = measure_value(table(BINARY, decision=["yes"], outcome=[None]), USD)
    assert (found.value, found.low, found.se, found.n) == (None, None, None, 0)
    assert measure_value(table(BINARY, decision=["yes"]), USD).value is None


def test_one_group_alone_gives_a_value_without_interval() -> None:
    found = measure_value(table(BINARY, decision=["yes"] * 3, outcome=["yes"] * 3, group=["d"] * 3), USD)
    assert (found.value, found.se, found.low, found.approximate) == (900.0, None, None, True)


def test_rows_without_group_stand_alone() -> None:
    columns: Any = {"decision": ["yes"] * 4, "outcome": ["yes", "no", "yes", "no"]}
    half = measure_value(table(BINARY, **columns, group=["d", "d", None, None]), USD)
    none = measure_value(table(BINARY, **columns, group=[None] * 4), USD)
    assert (half.clusters, none.clusters) == (3, 4)


def test_weights_count() -> None:
    predictions = table(BINARY, decision=["yes", "yes"], outcome=["yes", "no"], weight=[3.0, 1.0])
    assert measure_value(predictions, USD).value == pytest.approx((3 * 900 - 250) / 4)


def test_without_amounts_the_gain_is_in_shares_of_right_answers() -> None:
    ours = table(BINARY, decision=["yes", "no", "no"], outcome=["yes", "no", "yes"])
    theirs = table(BINARY, "theirs", decision=["no", "no", "no"], outcome=["yes", "no", "yes"])
    found = measure_gain(ours, theirs, NONE_AGREED)
    assert found.value == pytest.approx(1 / 3)
    assert found.unit == "share"


def test_gains_by_period_are_the_gains_of_each_periods_rows_in_order() -> None:
    ours, theirs = simulated(14), simulated(14, skill=0.3)
    months = pl.Series("period", np.where(np.arange(ours.frame.height) % 2, "2020-02", "2020-01"))
    ours = structs.replace(ours, frame=ours.frame.with_columns(months))
    found = gains_by_period(ours, theirs, USD, 1000)
    assert [gain.slice for gain in found] == [{"period": "2020-01"}, {"period": "2020-02"}]
    for name, gain in zip(("2020-01", "2020-02"), found, strict=True):
        mine = months == name
        now, then = (structs.replace(each, frame=each.frame.filter(mine)) for each in (ours, theirs))
        alone = measure_gain(now, then, USD, 1000)
        assert structs.replace(gain, slice={}) == alone
    assert gains_by_period(theirs, ours, USD) == ()


def test_intervals_of_value_cover_the_truth() -> None:
    truth = measure_value(simulated(15, days=6000, size=20), USD).value
    assert truth is not None
    covered, runs = 0, 500
    for run in range(runs):
        found = measure_value(simulated(20_261_100 + run), USD)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= truth <= found.high
    assert 0.92 <= covered / runs <= 0.98
