from msgspec import structs

from shipworthy.measure.gain import measure_gain, measure_value
from shipworthy.measure.simplest import simplest_within_noise
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from tests.measure.tables import BINARY, USD, simulated, table


def score(predictions: Predictions) -> Measurement:
    return measure_value(predictions, USD)


def gain(ours: Predictions, theirs: Predictions) -> Measurement:
    return measure_gain(ours, theirs, USD, 1000)


POOR = simulated(24, skill=0.1, candidate="poor")
FAIR = simulated(24, skill=1.4, candidate="fair")
BEST = simulated(24, skill=1.5, candidate="best")
THREE = {"poor": POOR, "fair": FAIR, "best": BEST}


def test_the_simplest_candidate_within_noise_of_the_best_is_chosen() -> None:
    values = {name: measure_value(each, USD).value for name, each in THREE.items()}
    found = simplest_within_noise([("poor", 0), ("fair", 1), ("best", 2)], THREE, score, gain)
    assert found is not None
    assert found.best == max(values, key=lambda name: values[name] or 0)
    assert found.chosen == "fair"
    other = "fair" if found.best == "best" else "best"
    assert set(found.differences) == {"poor", other}
    assert found.differences["poor"] == measure_gain(THREE[found.best], POOR, USD, 1000)


def test_the_best_is_kept_when_every_simpler_one_is_surely_worse() -> None:
    found = simplest_within_noise([("poor", 0), ("best", 2)], THREE, score, gain)
    assert found is not None
    assert (found.best, found.chosen) == ("best", "best")


def test_of_equally_simple_candidates_the_first_on_the_roadmap_is_chosen() -> None:
    twins = {"a": BEST, "b": structs.replace(BEST, candidate="b")}
    found = simplest_within_noise([("b", 1), ("a", 1)], twins, score, gain)
    assert found is not None
    assert found.chosen == "b"


def test_a_difference_that_cannot_be_told_is_not_taken_for_noise() -> None:
    one_day = {
        "rule": table(BINARY, "rule", decision=["no", "no"], outcome=["yes", "no"], group=["d", "d"]),
        "model": table(BINARY, "model", decision=["yes", "no"], outcome=["yes", "no"], group=["d", "d"]),
    }
    found = simplest_within_noise([("rule", 0), ("model", 1)], one_day, score, gain)
    assert found is not None
    assert found.chosen == "model"


def test_without_any_known_value_nothing_is_chosen() -> None:
    blind = {"rule": table(BINARY, "rule", decision=["no"], outcome=[None])}
    assert simplest_within_noise([("rule", 0)], blind, score, gain) is None
