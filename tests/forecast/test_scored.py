import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import brier_score_loss

from shipworthy.forecast.scored import Prediction, predictions, score, scored
from shipworthy.forecast.situation import Past, Planned

TOLD = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def made(told: list[tuple[float, bool]]) -> list[Prediction]:
    return [Prediction("Ada", "model", chance, came) for chance, came in told]


@given(TOLD)
def test_the_brier_score_is_that_of_scikit_learn_and_every_prediction_is_in_one_bin(
    told: list[tuple[float, bool]],
) -> None:
    found = score("all", made(told))
    expected = brier_score_loss([came for _, came in told], [chance for chance, _ in told], pos_label=True)
    assert found.brier == pytest.approx(expected, abs=1e-9)
    assert sum(each.n for each in found.bins) == len(told) == found.n
    assert [each.told for each in found.bins] == sorted(each.told for each in found.bins)
    assert found == score("all", made(told))


@given(TOLD)
def test_a_bins_interval_is_the_exact_one_of_scipy(told: list[tuple[float, bool]]) -> None:
    for each in score("all", made(told)).bins:
        exact = binomtest(round(each.came * each.n), each.n).proportion_ci(0.95, "exact")
        assert (each.low, each.high) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_boasting_is_told_by_owner_and_by_kind() -> None:
    boasts = [Past(Planned(f"a{i}", "model", "Ada", 0.9, 10.0), 1.0 + i % 3, 0.1) for i in range(12)]
    honest = [Past(Planned(f"b{i}", "data", "Bo", 0.5, 2.0), 2.0 * (i % 2), 0.1) for i in range(12)]
    found = {each.of: each for each in scored(predictions([*boasts, *honest]))}
    assert list(found) == ["all", "owner Ada", "owner Bo", "kind data", "kind model"]
    assert found["owner Ada"].bias == pytest.approx(0.7)
    assert found["owner Ada"].says.endswith("gains were stated too large")
    assert found["owner Bo"].bias == pytest.approx(0.0)
    assert "too" not in found["owner Bo"].says
    assert found["kind model"].bias == found["owner Ada"].bias


def test_few_predictions_and_none_say_so() -> None:
    none, few = score("all", []), score("all", made([(0.5, True)]))
    assert (none.brier, none.bias, none.bins, none.told) == (None, None, (), None)
    assert few.bias is None
    assert few.bias_low is None
    assert few.says == "1 prediction tells little; 10 would tell more"


def test_wrong_hopes_and_wrong_fears_are_named() -> None:
    assert "too hopeful" in score("all", made([(0.9, False)] * 12)).says
    assert "too careful" in score("all", made([(0.1, True)] * 12)).says
