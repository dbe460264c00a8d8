"""How well one column predicts; scikit-learn and closed forms are the second witness."""

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from shipworthy.data.alone import _area, alone

RNG = np.random.default_rng(7)
N = 4_000


def test_the_area_under_the_curve_is_scikit_learns() -> None:
    scores = RNG.integers(0, 9, 300).astype(float)
    positive = RNG.integers(0, 2, 300).astype(float)
    assert _area(scores, positive) == pytest.approx(roc_auc_score(positive, scores), abs=1e-12)


def test_a_column_with_known_power_is_scored_by_it() -> None:
    x = RNG.normal(size=N)
    y = (x + RNG.normal(size=N) > 0).astype(int)
    found = alone(pl.DataFrame({"x": x}), pl.Series(y).cast(pl.String), "binary", ("0", "1"))[0]
    assert found.score == pytest.approx(roc_auc_score(y, x), abs=0.005)
    assert not found.copy


def test_the_variance_explained_has_its_closed_form() -> None:
    x = RNG.normal(size=N)
    y = pl.Series(2 * x + RNG.normal(size=N))
    found = alone(pl.DataFrame({"x": x, "u": x**2}), y, "regression")
    # variance 4 of the signal against 1 of the noise
    assert found[0].score == pytest.approx(0.8, abs=0.02)
    assert found[1].score < 0.1


def test_many_different_values_predict_nothing_by_themselves() -> None:
    names = pl.Series([f"n{number}" for number in range(N)])
    y = pl.Series(RNG.integers(0, 2, N)).cast(pl.String)
    assert alone(pl.DataFrame({"x": names}), y, "binary", ("0", "1"))[0].score == pytest.approx(0.5)


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
def test_the_outcome_in_other_words_is_a_copy(kind: str) -> None:
    words = ["a", "b"] if kind == "binary" else ["a", "b", "c"]
    y = pl.Series([words[number % len(words)] for number in range(60)])
    other = y.replace_strict({"a": 7, "b": 3, "c": 5}, return_dtype=pl.Int64)
    flag = pl.Series([number % 2 == 0 for number in range(60)])
    found = alone(pl.DataFrame({"x": other, "flag": flag}), y, kind, tuple(words))  # type: ignore[arg-type]
    assert found[0].copy
    assert found[0].score == 1
    assert found[1].copy == (kind == "binary")


def test_a_number_in_another_unit_is_a_copy() -> None:
    y = pl.Series(RNG.normal(size=100))
    assert alone(pl.DataFrame({"x": y * 60 + 3}), y, "regression")[0].copy


def test_odd_columns_do_no_harm() -> None:
    frame = pl.DataFrame({"n": [None] * 40, "same": [1.0] * 40, "inf": [float("inf"), 1.0] * 20, "l": [[1], [2]] * 20})
    y = pl.Series([1.0, 2.0] * 20)
    assert [found.column for found in alone(frame, y, "regression")] == ["n", "same", "inf", "l"]


def test_few_known_outcomes_say_nothing() -> None:
    assert alone(pl.DataFrame({"x": range(30)}), pl.Series([1.0] * 19 + [None] * 11), "regression") == []


def test_another_scale_is_suspected_and_no_copy() -> None:
    y = pl.Series(RNG.lognormal(size=60))
    (found,) = alone(pl.DataFrame({"x": y.log()}), y, "regression")
    assert found.score == pytest.approx(1.0)
    assert not found.copy


def test_a_clean_cut_is_seen_in_a_small_table() -> None:
    y = pl.Series(["n"] * 17 + ["y"] * 13)
    assert alone(pl.DataFrame({"x": range(30, 0, -1)}), y, "binary", ("n", "y"))[0].score == 1
