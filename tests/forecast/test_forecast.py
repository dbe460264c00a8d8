import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from scipy import stats

from shipworthy.forecast.chance import forecast
from shipworthy.forecast.promise import averaged, promise
from shipworthy.foundation.errors import RequestError
from shipworthy.foundation.quantities import SECONDS
from shipworthy.gates.bars import hold
from shipworthy.records.claim import Bar, Claim
from shipworthy.records.measurement import Measurement

GAINS = st.lists(st.floats(-1e5, 1e5), min_size=2, max_size=12)


def gains(*values: float | None, per: float = 1000, se: float | None = None) -> list[Measurement]:
    return [
        Measurement(
            name="gain",
            value=value,
            se=se,
            n=100,
            unit="USD",
            per=per,
            against="status_quo",
            slice={"period": f"2013-{month:02d}"},
        )
        for month, value in enumerate(values, start=1)
    ]


@given(GAINS)
def test_the_promise_is_the_t_prediction_interval(values: list[float]) -> None:
    told = promise(gains(*values), "linear")
    count = len(values)
    scale = np.std(values, ddof=1) * math.sqrt(1 + 1 / count)
    assert told.value == pytest.approx(np.mean(values), abs=1e-6)
    assert told.se == pytest.approx(scale, abs=1e-6)
    if scale > 1e-6:
        low, high = stats.t.interval(0.95, count - 1, loc=np.mean(values), scale=scale)
        assert (told.low, told.high) == pytest.approx((low, high), rel=1e-9, abs=1e-6)
    assert (told.kind, told.name, told.clusters, told.n) == ("predictive", "gain", count, 100 * count)
    assert (told.unit, told.per, told.against, told.candidate) == ("USD", 1000, "status_quo", "linear")


def test_a_period_to_come_falls_into_the_interval_as_often_as_it_says() -> None:
    luck = np.random.default_rng(5)
    inside = 0
    for _ in range(2000):
        *known, to_come = luck.normal(10, 3, size=6).tolist()
        told = promise(gains(*known), "a")
        assert told.low is not None
        assert told.high is not None
        inside += told.low <= to_come <= told.high
    assert 0.935 < inside / 2000 < 0.965


@given(GAINS, st.floats(-1e5, 1e5))
def test_the_chance_is_the_share_of_that_distribution_beyond_the_target(values: list[float], target: float) -> None:
    told = forecast("linear", gains(*values), target, months_seen=None)
    scale = np.std(values, ddof=1) * math.sqrt(1 + 1 / len(values))
    if scale > 1e-3:
        expected = stats.t.sf(target, len(values) - 1, loc=np.mean(values), scale=scale)
        assert told.chance == pytest.approx(expected, abs=1e-9)
    assert told.gains == tuple(values)


@given(GAINS, st.floats(-1e5, 1e5), st.floats(0.6, 0.99))
def test_a_promise_holds_at_its_gate_exactly_when_its_chance_reaches_the_confidence(
    values: list[float], target: float, confidence: float
) -> None:
    told = forecast("linear", gains(*values), target, months_seen=None)
    assert told.chance is not None
    bar = Bar(measure="gain", at_least=target, confidence=confidence, unit="USD", per=1000)
    if abs(told.chance - confidence) > 1e-9 and np.std(values) > 1e-3:
        assert (hold(bar, told.promise).state == "holds") == (told.chance > confidence)


def test_periods_that_agree_better_than_chance_allows_promise_no_more_than_chance_allows() -> None:
    told = promise(gains(10.0, 10.0, 10.0, 10.0, se=2.0), "a")
    assert told.se == pytest.approx(2.0 * math.sqrt(1.25))


def test_one_period_promises_a_value_without_an_interval_and_no_chance() -> None:
    told = forecast("a", gains(12_000.0), 10_000.0, {1})
    assert (told.promise.value, told.promise.low, told.chance) == (12_000.0, None, None)
    assert told.says == (
        "only one month was measured (12,000 USD per 1,000 cases), and one cannot tell how much they differ"
    )


@pytest.mark.parametrize("measured", [gains(), gains(None, None)])
def test_no_period_promises_nothing(measured: list[Measurement]) -> None:
    told = forecast("a", measured, 10.0, None)
    assert (told.promise.value, told.chance, told.periods) == (None, None, ())
    assert "nothing can be said" in told.says


def test_periods_that_could_not_be_measured_are_left_out() -> None:
    told = forecast("a", gains(1.0, None, 3.0, math.nan), 2.0, None)
    assert (told.periods, told.gains) == (("2013-01", "2013-03"), (1.0, 3.0))


def test_gains_per_different_numbers_of_rows_are_put_on_one_scale() -> None:
    told = forecast("a", [*gains(10.0), *gains(0.02, per=1)], None, None)
    assert told.gains == (10.0, 20.0)


def test_gains_of_different_units_are_refused() -> None:
    other = Measurement(name="gain", value=1.0, unit="EUR")
    with pytest.raises(RequestError, match="different units"):
        promise([*gains(1.0), other], "a")


def test_it_is_said_in_plain_words_with_its_money() -> None:
    told = forecast("a", gains(50_000.0, 60_000.0, 55_000.0, 65_000.0, 45_000.0), 20_000.0, {1, 2, 3, 4, 5})
    assert told.says == (
        "a month to come is expected to bring 55,000 USD per 1,000 cases, very likely between 31,000 and "
        "79,000 USD; the chance that it reaches 20,000 USD per 1,000 cases is more than 19 in 20"
    )
    assert told.year_seen == pytest.approx(5 / 12)


def test_without_a_target_there_is_no_chance() -> None:
    told = forecast("a", gains(1.0, 2.0), None, None)
    assert (told.chance, told.target) == (None, None)
    assert "nobody said how much is enough" in told.says


def test_what_the_chance_leaves_out_is_said() -> None:
    rain = Claim(id="a.rain", kind="assumption", says="rain is known.", stage="data", prior=0.8)
    crew = Claim(id="a.crew", kind="assumption", says="crews are free", stage="data", prior=0.5)
    told = forecast("a", gains(1.0, 2.0, 3.0), 2.0, set(range(1, 11)), outcomes_depend=True, untested=(rain, crew))
    assert told.leaves_out == (
        "how much they differ is known from 3 months only, and fewer than 4 tell little",
        "the rest of the year: November and December were never seen",
        "that what turns out depends on what was decided: only a trial with some cases left alone can tell",
        "2 assumptions that nobody has tested yet: rain is known and crews are free; that all hold was "
        "believed with a chance of 40%",
        "data that changes, faults and breakdowns: it takes the time to come to be like the time seen",
    )


def test_a_whole_year_and_enough_periods_leave_out_only_what_nobody_can_know() -> None:
    told = forecast("a", gains(1.0, 2.0, 3.0, 4.0), 2.0, set(range(1, 13)))
    assert told.year_seen == 1.0
    assert len(told.leaves_out) == 1


def test_an_assumption_without_a_prior_is_named_all_the_same() -> None:
    rain = Claim(id="a.rain", kind="assumption", says="rain is known", stage="data")
    (first, *_) = forecast("a", gains(1, 2, 3, 4), 2.0, range(1, 13), untested=(rain,)).leaves_out
    assert first == "an assumption that nobody has tested yet: rain is known"


@given(GAINS, st.floats(-1e5, 1e5), st.integers(1, 24))
def test_over_several_months_it_holds_exactly_when_their_chance_reaches_the_confidence(
    values: list[float], target: float, months: int
) -> None:
    told = forecast("linear", gains(*values), target, months_seen=None, over=months * SECONDS["month"])
    assert told.chance is not None
    together = averaged(told.promise, told.ahead)
    bar = Bar(measure="gain", at_least=target, unit="USD", per=1000)
    if abs(told.chance - bar.confidence) > 1e-9 and np.std(values) > 1e-3:
        assert (hold(bar, together).state == "holds") == (told.chance > bar.confidence)
    scale = np.std(values, ddof=1) * math.sqrt(1 / len(values) + 1 / told.ahead)
    assert together.se == pytest.approx(scale, rel=1e-9, abs=1e-6)
    assert (together.value, together.df) == (told.promise.value, told.promise.df)


def test_months_taken_together_are_surer_than_each_of_them_and_it_is_said() -> None:
    seen = gains(50_000.0, 60_000.0, 10_000.0, 65_000.0, 45_000.0)
    one = forecast("a", seen, 20_000.0, None)
    year = forecast("a", seen, 20_000.0, None, over=SECONDS["y"])
    assert one.chance is not None
    assert year.chance is not None
    assert one.chance < year.chance
    assert (one.promise, year.ahead) == (year.promise, 12)
    assert "the chance that 12 months to come reach, taken together, 20,000 USD per 1,000 cases is" in year.says


def test_without_knowing_how_long_a_period_is_one_of_them_is_held_against_the_target() -> None:
    named = [structs.replace(one, slice={"period": f"{place}: from {place}"}) for place, one in enumerate(gains(1, 2))]
    told = forecast("a", named, 1.0, None, over=SECONDS["y"])
    assert told.ahead == 1
    assert told.leaves_out[0].startswith("how much several periods even out")


def test_one_period_and_one_without_a_range_are_as_they_were() -> None:
    told = promise(gains(1.0, 3.0), "a")
    assert averaged(told, 1) == told
    single = promise(gains(1.0), "a")
    assert averaged(single, 6) == single


def test_rows_that_stand_for_a_year_have_seen_whole_years() -> None:
    yearly = [
        structs.replace(one, slice={"period": f"{1990 + place}-Q1"}) for place, one in enumerate(gains(1, 2, 3, 4))
    ]
    told = forecast("a", yearly, 1.0, {1})
    assert told.year_seen == 1.0
    assert not any("never seen" in each for each in told.leaves_out)
