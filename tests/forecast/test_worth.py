"""What a year of success is worth, held against simulations with known truth and against values by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.forecast.chance import forecast
from shipworthy.forecast.worth import Answers, Between, from_forecast, from_rates
from shipworthy.records.measurement import Measurement

AMOUNTS = {"true_positive": 9.0, "false_positive": -2.0, "false_negative": -1.0, "true_negative": 0.5}
SURE = Between(0.2, 0.2)
NONE = Answers(Between(0.0, 0.0), Between(0.0, 0.0))


def promised(gains: list[float]) -> list[Measurement]:
    return [
        Measurement(name="gain", value=gain, unit="EUR", per=1000, slice={"period": f"2026-{month:02}"})
        for month, gain in enumerate(gains, start=1)
    ]


def test_nine_of_ten_simulated_years_lie_in_the_range_of_a_measured_worth() -> None:
    random = np.random.default_rng(0)
    inside = 0
    for _ in range(2000):
        seen, ahead = random.normal(10.0, 4.0, 5), random.normal(10.0, 4.0, 12)
        told = forecast("a", promised(list(seen)), target=None, months_seen=None)
        year = from_forecast(told, cases_per_month=500.0)
        assert year is not None
        inside += year.low <= float(ahead.sum()) / 1000 * 500.0 <= year.high
    assert inside / 2000 == pytest.approx(0.9, abs=0.02)


def test_the_middle_is_the_mean_of_the_periods_for_all_cases_of_a_year() -> None:
    year = from_forecast(forecast("a", promised([8.0, 12.0]), target=None, months_seen=None), cases_per_month=500.0)
    assert year is not None
    assert year.middle == pytest.approx(10.0 / 1000 * 500 * 12)


def test_one_period_cannot_tell_how_sure_it_is() -> None:
    assert from_forecast(forecast("a", promised([8.0]), target=None, months_seen=None), 500.0) is None
    assert from_forecast(forecast("a", [], target=None, months_seen=None), 500.0) is None


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
@settings(max_examples=40)
def test_sure_rates_are_the_value_counted_out_by_hand(happens: float, caught: float, alarms: float) -> None:
    sure = Answers(Between(caught, caught), Between(alarms, alarms))
    year = from_rates(AMOUNTS, Between(happens, happens), sure, NONE, cases_per_month=100.0)
    new = happens * (caught * 9.0 - (1 - caught)) + (1 - happens) * (alarms * -2.0 + (1 - alarms) * 0.5)
    old = happens * -1.0 + (1 - happens) * 0.5
    assert year.low == pytest.approx(year.high, abs=1e-6)
    assert year.middle == pytest.approx((new - old) * 1200, abs=1e-6)


def test_one_doubtful_share_gives_the_range_at_its_ends() -> None:
    doubtful = Answers(Between(0.3, 0.5), Between(0.1, 0.1))
    year = from_rates(AMOUNTS, SURE, doubtful, NONE, cases_per_month=1000.0)
    # linear in the share: the ends of the one are the ends of the other (closed form)
    ends = [12_000 * (0.2 * caught * 10.0 - 0.8 * 0.1 * 2.5) for caught in (0.3, 0.4, 0.5)]
    assert [year.low, year.middle, year.high] == pytest.approx(ends, rel=0.02)


def test_better_answers_are_worth_more_and_what_is_reached_today_less() -> None:
    good, today = Answers(Between(0.5, 0.7), SURE), Answers(Between(0.4, 0.4), SURE)
    over_nothing = from_rates(AMOUNTS, SURE, good, NONE, cases_per_month=100.0)
    over_today = from_rates(AMOUNTS, SURE, good, today, cases_per_month=100.0)
    assert over_today.middle < over_nothing.middle
    assert from_rates(AMOUNTS, SURE, today, today, cases_per_month=100.0).middle == pytest.approx(0.0)
