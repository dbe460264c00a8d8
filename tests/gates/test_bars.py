import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec import structs
from scipy import stats
from statsmodels.stats.power import TTestPower

from shipworthy.gates.bars import hold
from shipworthy.records.claim import Bar
from shipworthy.records.measurement import Measurement
from tests.gates.build import GAIN, gain

AMOUNTS = st.floats(-1e6, 1e6, allow_nan=False)
ERRORS = st.floats(1.0, 1e5)


def test_it_holds_when_the_lower_bound_reaches_the_limit() -> None:
    held = hold(GAIN, gain(56_312))
    assert held.state == "holds"
    assert held.why == (
        "the gain over what you do today is 56,300 USD per 1,000 cases, very likely at least 47,800 USD; "
        "at least 20,000 USD was asked for"
    )
    assert held.next_step == ""


def test_it_fails_when_even_the_upper_bound_misses_the_limit() -> None:
    held = hold(GAIN, gain(2_000))
    assert held.state == "fails"
    assert "very likely at most 10,500 USD; at least 20,000 USD was asked for" in held.why
    assert held.next_step


def test_between_the_two_it_says_what_would_settle_it() -> None:
    held = hold(GAIN, gain(25_000))
    assert held.state == "cant_tell"
    assert "anything from 16,500 USD to 33,500 USD is still possible" in held.why
    effect = (25_000 - 20_000) / (5_000 * math.sqrt(30))
    needed = TTestPower().solve_power(effect, alpha=0.05, power=0.9, alternative="larger")
    assert math.ceil(needed) - 30 == 229
    assert held.next_step == (
        "with about 22,900 more cases it would be settled with a chance of 9 in 10, if what was seen goes on; about 3 "
        "in 4, counting that what was seen may be luck"
    )
    by_day = hold(structs.replace(GAIN, group="day"), gain(25_000))
    assert by_day.next_step.startswith("with about 229 more days (22,900 cases) it would be settled")


@given(AMOUNTS, ERRORS, st.integers(1, 200), st.floats(0.51, 0.999), AMOUNTS)
def test_the_verdict_is_the_one_sided_t_test(value: float, se: float, df: int, confidence: float, limit: float) -> None:
    p_at_least, p_below = (1 - stats.t.cdf((value - limit) / se, df), stats.t.cdf((value - limit) / se, df))
    assume(min(abs(p_at_least - (1 - confidence)), abs(p_below - (1 - confidence))) > 1e-9)
    bar = Bar(measure="gain", at_least=limit, confidence=confidence, unit="USD", per=1000)
    expected = "holds" if p_at_least < 1 - confidence else "fails" if p_below < 1 - confidence else "cant_tell"
    assert hold(bar, gain(value, se, df=df)).state == expected


@given(AMOUNTS, ERRORS, AMOUNTS)
def test_at_most_is_at_least_with_the_signs_turned(value: float, se: float, limit: float) -> None:
    least = Bar(measure="gain", at_least=limit, unit="USD", per=1000)
    most = Bar(measure="gain", at_most=-limit, unit="USD", per=1000)
    assert hold(least, gain(value, se)).state == hold(most, gain(-value, se)).state


@given(AMOUNTS, ERRORS, st.sampled_from([1.0, 10.0, 1000.0]))
def test_the_number_of_rows_it_is_told_for_does_not_matter(value: float, se: float, per: float) -> None:
    scaled = gain(value * per / 1000, se * per / 1000, per=per)
    assume(hold(GAIN, gain(value + 1e-3, se)).state == hold(GAIN, gain(value - 1e-3, se)).state)
    assert hold(GAIN, scaled).state == hold(GAIN, gain(value, se)).state


@given(AMOUNTS, ERRORS, st.floats(0.51, 0.999), st.floats(0.51, 0.999))
def test_asking_for_more_confidence_never_settles_what_was_open(
    value: float, se: float, one: float, two: float
) -> None:
    low, high = sorted((one, two))
    lax = hold(Bar(measure="gain", at_least=0, confidence=low, unit="USD", per=1000), gain(value, se)).state
    strict = hold(Bar(measure="gain", at_least=0, confidence=high, unit="USD", per=1000), gain(value, se)).state
    assert strict in (lax, "cant_tell")


@given(AMOUNTS, AMOUNTS, ERRORS)
def test_a_higher_number_is_never_judged_worse(one: float, two: float, se: float) -> None:
    order = {"fails": 0, "cant_tell": 1, "holds": 2}
    low, high = sorted((one, two))
    assert order[hold(GAIN, gain(low, se)).state] <= order[hold(GAIN, gain(high, se)).state]


@given(AMOUNTS, ERRORS, AMOUNTS, AMOUNTS)
def test_between_two_limits_both_have_to_be_met(value: float, se: float, one: float, two: float) -> None:
    low, high = sorted((one, two))
    states = {
        hold(Bar(measure="gain", at_least=low, unit="USD", per=1000), gain(value, se)).state,
        hold(Bar(measure="gain", at_most=high, unit="USD", per=1000), gain(value, se)).state,
    }
    both = hold(Bar(measure="gain", at_least=low, at_most=high, unit="USD", per=1000), gain(value, se))
    assert both.state == ("fails" if "fails" in states else "holds" if states == {"holds"} else "cant_tell")
    assert both.why


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (gain(None), "could not be measured"),
        (gain(50_000, None), "nobody can say how far chance moved it"),
        (gain(math.nan), "nobody can say"),
        (gain(50_000, math.nan), "nobody can say"),
        (gain(50_000, unit="EUR"), "measured in EUR, and USD was asked for"),
    ],
)
def test_what_cannot_be_measured_never_reads_as_a_pass(number: Measurement, said: str) -> None:
    held = hold(GAIN, number)
    assert held.state == "cant_tell"
    assert said in held.why
    assert held.next_step


def test_a_bar_without_limits_settles_nothing() -> None:
    held = hold(Bar(measure="gain", unit="USD", per=1000), gain(50_000))
    assert (held.state, held.next_step) == ("cant_tell", "say in the project document what it has to reach")


def test_a_share_of_one_without_scatter_is_no_certainty() -> None:
    bar = Bar(measure="recall", at_least=0.9, unit="share")
    flawless = Measurement(name="recall", value=1.0, se=0.0, low=0.44, high=1.0, n=3, unit="share")
    assert hold(bar, flawless).state == "cant_tell"
    assert hold(bar, Measurement(name="rows", value=1.0, se=0.0, n=3, unit="share")).state == "holds"


@given(AMOUNTS, ERRORS, st.integers(2, 12))
def test_a_promise_speaks_of_periods(value: float, se: float, periods: int) -> None:
    held = hold(GAIN, gain(value, se, df=periods - 1, clusters=periods, kind="predictive"))
    assert held.why.startswith("in a period to come the gain")
    if held.state == "cant_tell":
        assert "period" in held.next_step


def test_several_periods_taken_together_are_named_and_can_be_settled_where_one_never_could() -> None:
    scatter, periods, ahead = 25_000.0, 5, 6
    one = gain(40_000, scatter * math.sqrt(1 + 1 / periods), df=4, clusters=periods, kind="predictive")
    told = structs.replace(one, se=scatter * math.sqrt(1 / ahead + 1 / periods), ahead=ahead)
    assert "more periods would not settle it" in hold(GAIN, one).next_step
    assert "several taken together (success.criterion.over)" in hold(GAIN, one).next_step
    together = hold(GAIN, told)
    assert together.why.startswith("in 6 periods to come together the gain")
    assert "more periods like these" in together.next_step


def test_the_periods_that_would_settle_a_promise_settle_it() -> None:
    scatter, periods = 9_000.0, 4
    promise = gain(40_000, scatter * math.sqrt(1 + 1 / periods), df=3, clusters=periods, kind="predictive")
    held = hold(GAIN, promise)
    assert held.state == "cant_tell"
    assert held.next_step == (
        "with about 16 more periods like these it would be settled with a chance of 9 in 10, if what was seen goes on; "
        "about 3 in 5, counting that what was seen may be luck"
    )
    later = gain(40_000, scatter * math.sqrt(1 + 1 / 20), df=19, clusters=20, kind="predictive")
    assert hold(GAIN, later).state == "holds"


def test_a_flawless_share_is_told_how_many_flawless_cases_settle_it() -> None:
    few = Measurement(name="recall", value=1.0, se=0.0, low=0.44, high=1.0, n=3, unit="share")
    assert hold(Bar(measure="recall", at_least=0.9, unit="share"), few).next_step.startswith("with about 26 more cases")


def test_periods_that_differ_too_much_can_never_settle_it() -> None:
    promise = gain(21_000, 30_000, df=3, clusters=4, kind="predictive")
    assert hold(GAIN, promise).next_step.startswith("more periods would not settle it")


def test_a_number_right_at_its_limit_is_never_settled_by_more_data() -> None:
    assert "no amount of data" in hold(GAIN, gain(20_000)).next_step


def test_rounding_never_makes_a_miss_look_like_a_hit() -> None:
    bar = Bar(measure="recall", at_least=0.2, unit="share")
    held = hold(bar, Measurement(name="recall", value=0.1999, se=0.00001, n=9, unit="share"))
    assert held.state == "fails"
    assert held.why == "the recall is 19.990 %, very likely at most 19.992 %; at least 20.000 % was asked for"
