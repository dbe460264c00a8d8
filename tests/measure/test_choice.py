import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from shipworthy.measure.choice import choose, is_close, simplest_alike
from shipworthy.measure.difference import Difference, told_together
from shipworthy.measure.gain import gain_difference, measure_gain, measure_value
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from tests.measure.tables import BINARY, USD, simulated, table


def score(predictions: Predictions) -> Measurement:
    return measure_value(predictions, USD)


def gain(ours: Predictions, theirs: Predictions) -> Difference:
    return gain_difference(ours, theirs, USD, 1000)


POOR = simulated(24, skill=0.1, candidate="poor")
FAIR = simulated(24, skill=1.4, candidate="fair")
BEST = simulated(24, skill=1.5, candidate="best")
THREE = {"poor": POOR, "fair": FAIR, "best": BEST}


def test_the_simplest_candidate_close_to_the_best_is_chosen() -> None:
    values = {name: measure_value(each, USD).value for name, each in THREE.items()}
    found = choose([("poor", 0), ("fair", 1), ("best", 2)], THREE, score, gain)
    assert found is not None
    assert found.best == max(values, key=lambda name: values[name] or 0)
    assert found.chosen == "fair"
    other = "fair" if found.best == "best" else "best"
    assert set(found.differences) == {"poor", other}
    told, alone = found.differences["poor"], measure_gain(THREE[found.best], POOR, USD, 1000)
    assert (told.value, told.se, told.against) == (alone.value, alone.se, "poor")


def test_the_best_is_kept_when_every_simpler_one_is_surely_worse() -> None:
    found = choose([("poor", 0), ("best", 2)], THREE, score, gain)
    assert found is not None
    assert (found.best, found.chosen) == ("best", "best")


def test_of_equally_simple_candidates_the_first_on_the_roadmap_is_chosen() -> None:
    twins = {"a": BEST, "b": structs.replace(BEST, candidate="b")}
    found = choose([("b", 1), ("a", 1)], twins, score, gain)
    assert found is not None
    assert found.chosen == "b"


def test_a_difference_that_cannot_be_told_is_not_taken_for_noise() -> None:
    one_day = {
        "rule": table(BINARY, "rule", decision=["no", "no"], outcome=["yes", "no"], group=["d", "d"]),
        "model": table(BINARY, "model", decision=["yes", "no"], outcome=["yes", "no"], group=["d", "d"]),
    }
    found = choose([("rule", 0), ("model", 1)], one_day, score, gain)
    assert found is not None
    assert found.chosen == "model"


def test_what_is_done_today_is_put_forward_only_when_it_is_the_best() -> None:
    order = [("fair", 1), ("best", 2)]
    found = [choose(order, THREE, score, gain, today=today) for today in ("", "fair", "best")]
    assert [each.chosen for each in found if each] == ["fair", "best", "fair"]
    assert [each.simplest for each in found if each] == ["fair", "fair", "fair"]


def test_without_any_known_value_nothing_is_chosen() -> None:
    blind = {"rule": table(BINARY, "rule", decision=["no"], outcome=[None])}
    assert choose([("rule", 0)], blind, score, gain) is None


def test_ranges_of_several_differences_are_wider_than_each_alone_so_that_all_hold_at_once() -> None:
    both = [gain(BEST, POOR), gain(BEST, FAIR)]
    together, alone = told_together(both), [each.filled() for each in both]
    for wide, narrow in zip(together, alone, strict=True):
        assert wide.high is not None
        assert narrow.high is not None
        assert narrow.se is not None
        ratio = (wide.high - narrow.value) / (narrow.high - narrow.value)  # type: ignore[operator]
        assert 1 < ratio < 1.2, "Bonferroni for two would be 1.17"
        assert wide.method.endswith("2 comparisons at once")
    assert told_together(both[:1]) == (alone[0],)
    assert told_together([]) == ()


def test_folds_drawn_at_random_widen_the_range_by_nadeau_and_bengios_factor() -> None:
    plain, corrected = told_together([gain(BEST, FAIR)])[0], told_together([gain(BEST, FAIR)], drawn_folds=5)[0]
    assert plain.se is not None
    assert corrected.se == pytest.approx(plain.se * np.sqrt(1 + 5 / 4))
    assert "Nadeau and Bengio" in corrected.method


def test_a_difference_too_small_to_matter_lets_the_simpler_one_win_though_it_surely_is_worse() -> None:
    rng = np.random.default_rng(26)
    rows, outcome = 4000, np.where(rng.random(4000) < 0.3, "yes", "no")
    right = np.where(rng.random(rows) < 0.9, outcome, "no")
    missed = np.where(np.arange(rows) % 200 == 0, "no", right)
    two = {
        "rule": table(BINARY, "rule", decision=missed, outcome=outcome),
        "model": table(BINARY, "model", decision=right, outcome=outcome),
    }
    order = [("rule", 0), ("model", 1)]
    for size, expected in ((None, "model"), (100.0, "model"), (3000.0, "rule")):
        found = choose(order, two, score, gain, equivalent=size)
        assert found is not None
        assert (found.chosen, found.simplest) == (expected, expected)


def test_what_cannot_be_told_from_the_best_is_named_but_gives_way_where_it_likely_is_worse() -> None:
    ours = simulated(3, days=60, skill=1.5, candidate="best")
    noisy = ours.frame["score"].to_numpy() * np.random.default_rng(1).uniform(0.55, 1.45, ours.frame.height)
    decided = ours.frame.with_columns(decision=np.where(noisy >= 0.3, "yes", "no"))
    both = {"best": ours, "simple": structs.replace(ours, candidate="simple", frame=decided)}
    found = choose([("simple", 0), ("best", 1)], both, score, gain)
    assert found is not None
    behind = found.differences["simple"]
    assert behind.value is not None
    assert behind.se is not None
    assert 1 < behind.value / behind.se < 1.96
    assert (found.best, found.chosen, found.simplest) == ("best", "best", "simple")


def _told(value: float, se: float, reach: float) -> Measurement:
    return Measurement(name="gain", value=value, se=se, low=value - reach * se, high=value + reach * se)


@given(
    st.lists(st.tuples(st.floats(0, 10), st.floats(0.01, 5)), min_size=1, max_size=6),
    st.floats(1, 4),
    st.none() | st.floats(0.01, 20),
)
def test_what_is_close_is_never_more_than_what_cannot_be_told_or_does_not_matter(
    apart: list[tuple[float, float]], reach: float, equivalent: float | None
) -> None:
    differences = {str(place): _told(value, se, reach) for place, (value, se) in enumerate(apart)}
    ranks = [(name, place) for place, name in enumerate(differences)] + [("best", len(apart))]
    simplest = simplest_alike(ranks, "best", differences, equivalent)
    close = [name for name, one in differences.items() if is_close(one, equivalent)]
    first = close[0] if close else "best"
    order = [name for name, _ in ranks]
    assert order.index(simplest) <= order.index(first), "the one put forward is never simpler than the simplest named"
    if close and not equivalent:
        assert differences[first].value <= differences[first].se  # type: ignore[operator]
    loose = [name for name, one in differences.items() if is_close(one, (equivalent or 0) + 1)]
    assert set(close) <= set(loose), "the less matters, the more may stand in"
