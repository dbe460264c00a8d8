"""Shapley values by column: what they must obey for any model, and what they are for models that can be computed."""

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from shipworthy.explain.contributions import EXACT, contributions

calm = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
Floats = NDArray[np.float64]


def table(rows: int, columns: int, seed: int) -> pl.DataFrame:
    values = np.random.default_rng(seed).normal(size=(rows, columns))
    return pl.DataFrame(values, schema=[f"c{place}" for place in range(columns)])


def twisted(frame: pl.DataFrame) -> Floats:
    """A model in which columns act together."""
    x = frame.to_numpy()
    bent: Floats = 1 / (1 + np.exp(-(x[:, 0] * x[:, 1] + np.abs(x[:, 2]) - x[:, 3] * x[:, 1] * x[:, 2])))
    return bent


def by_brute_force(
    score: Callable[[pl.DataFrame], Floats], row: pl.DataFrame, held: pl.DataFrame, columns: Sequence[str]
) -> Floats:
    """The mean over all orders of what a column adds when its turn comes, one call of the model each."""
    added = np.zeros(len(columns))
    orders = list(permutations(range(len(columns))))
    for order in orders:
        altered = held
        before = score(altered).mean()
        for place in order:
            altered = altered.with_columns(pl.lit(row[columns[place]][0]).alias(columns[place]))
            after = score(altered).mean()
            added[place] += after - before
            before = after
    return added / len(orders)


def test_few_columns_are_told_exactly_as_all_orders_tell_them() -> None:
    row, held = table(1, 4, 1), table(12, 4, 2)
    base, amounts = contributions(twisted, row, held, held.columns)
    assert base == pytest.approx(twisted(held).mean())
    np.testing.assert_allclose(amounts, by_brute_force(twisted, row, held, held.columns), atol=1e-12)


@calm
@given(st.integers(1, 14), st.integers(1, 40), st.integers(0, 10_000))
def test_a_model_that_adds_up_columns_gets_the_closed_form(columns: int, rows: int, seed: int) -> None:
    row, held = table(1, columns, seed), table(rows, columns, seed + 1)
    slopes = np.random.default_rng(seed).normal(size=columns)
    base, amounts = contributions(lambda frame: frame.to_numpy() @ slopes, row, held, held.columns, seed=seed)
    expected = slopes * (row.to_numpy()[0] - held.to_numpy().mean(axis=0))
    np.testing.assert_allclose(amounts, expected, atol=1e-9)
    assert base == pytest.approx(float(held.to_numpy().mean(axis=0) @ slopes), abs=1e-9)


@calm
@given(st.integers(4, 14), st.integers(1, 40), st.integers(0, 10_000))
def test_they_add_up_to_the_score_less_the_base_for_any_model(columns: int, rows: int, seed: int) -> None:
    row, held = table(1, columns, seed), table(rows, columns, seed + 1)
    base, amounts = contributions(twisted, row, held, held.columns, seed=seed)
    assert amounts.sum() == pytest.approx(twisted(row)[0] - base, abs=1e-12)


@calm
@given(st.integers(5, 14), st.integers(0, 10_000))
def test_a_column_that_the_model_does_not_look_at_gets_exactly_nothing(columns: int, seed: int) -> None:
    row, held = table(1, columns, seed), table(20, columns, seed + 1)
    amounts = contributions(twisted, row, held, held.columns, seed=seed)[1]
    assert (amounts[4:] == 0).all()


@pytest.mark.parametrize("columns", [4, 12])
def test_columns_that_do_the_same_get_the_same(columns: int) -> None:
    row = table(1, columns, 3)
    row = row.with_columns(c1=pl.col("c0"))
    held = table(100, columns, 4)
    held = held.with_columns(c1=pl.col("c0"))
    amounts = contributions(lambda rows: (rows["c0"] * rows["c1"] + rows["c2"]).to_numpy(), row, held, held.columns)[1]
    assert amounts[0] == pytest.approx(amounts[1], abs=1e-12)


def test_many_columns_come_near_the_exact_values() -> None:
    row, held = table(1, 10, 5), table(100, 10, 6)
    # the model looks at four columns only, so that their exact values are those of the four alone
    few = held.columns[:4]
    exact = contributions(twisted, row.select(few), held.select(few), few)[1]
    wrong = [contributions(twisted, row, held, held.columns, seed=seed)[1][:4] - exact for seed in range(20)]
    assert np.abs(wrong).max() < 0.03
    # and right on average
    assert np.abs(np.mean(wrong, axis=0)).max() < 4 * np.std(wrong, axis=0).max() / np.sqrt(20)


def test_text_categories_and_empty_cells_are_columns_like_any_other() -> None:
    held = pl.DataFrame({"where": ["a", "b", None, "a"], "size": [1, 2, 3, None]})
    row = pl.DataFrame(
        {"where": ["never seen"], "size": [None], "kept": ["as it is"]}, schema_overrides={"size": pl.Int8}
    )

    def score(rows: pl.DataFrame) -> Floats:
        assert rows["kept"].unique().to_list() == ["as it is"]
        here = (rows["where"] == "a").fill_null(value=False)
        return (here.cast(pl.Float64) + 2.0 * rows["size"].is_null().cast(pl.Float64)).to_numpy()

    base, amounts = contributions(score, row, held, ["where", "size"])
    assert (base, amounts.tolist()) == (1.0, [-0.5, 1.5])


def test_the_same_seed_tells_the_same_and_the_background_is_left_as_it_was() -> None:
    row, held = table(1, 9, 7), table(30, 9, 8)
    before = held.clone()
    first, second = (contributions(twisted, row, held, held.columns, seed=3)[1] for _ in range(2))
    assert first.tolist() == second.tolist()
    assert held.equals(before)


def test_the_model_is_asked_once() -> None:
    asked: list[int] = []

    def score(rows: pl.DataFrame) -> Floats:
        asked.append(rows.height)
        return twisted(rows)

    contributions(score, table(1, 25, 9), table(100, 25, 10), table(1, 25, 9).columns)
    contributions(score, table(1, EXACT, 9), table(100, EXACT, 10), table(1, EXACT, 9).columns)
    assert len(asked) == 2
    assert max(asked) <= 6_400


def test_a_model_of_no_columns_says_the_same_of_every_row() -> None:
    base, amounts = contributions(lambda rows: np.full(rows.height, 0.3), table(1, 2, 0), table(3, 2, 1), [])
    assert (round(base, 9), amounts.tolist()) == (0.3, [])
