"""The number that is acted on: held against quantiles, brute force, and what must not change."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from shipworthy.measure.correction import choose_correction, correct_rolling, corrected
from shipworthy.measure.worth import value_per_row
from shipworthy.records.correction import Correction
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CostPoint, Worth
from tests.measure.tables import NONE_AGREED, NUMBER, table

POINTS = Worth(
    unit="EUR",
    points=tuple(
        CostPoint(off=off, costs=costs) for off, costs in ((-60, 400), (-30, 100), (0, 0), (15, 0), (60, 900))
    ),
)


def numbers(seed: int, rows: int = 400, *, scaled: bool = False, shift: float = 0.0) -> Predictions:
    """Numbers predicted without bias, some 20 off; with `scaled` by a share of themselves."""
    random = np.random.default_rng(seed)
    score = random.uniform(50, 150, rows)
    error = random.normal(0, 20, rows) * (score / 60 if scaled else 1)
    return table(NUMBER, score=score, outcome=score - error + shift)


def total(predictions: Predictions, correction: Correction | None, worth: Worth) -> float:
    return float(value_per_row(corrected(predictions, correction), worth).sum())


@pytest.mark.parametrize(("under", "over"), [(9.0, 1.0), (1.0, 9.0), (3.0, 1.0)])
def test_the_best_shift_is_the_newsvendors_quantile(under: float, over: float) -> None:
    rows = numbers(1, 999)
    rows = structs.replace(
        rows, frame=rows.frame.with_columns(score=pl.col("score") - 100, outcome=pl.col("outcome") - 100)
    )
    found = choose_correction(rows, Worth(unit="EUR", under=under, over=over))
    missing = (rows.frame["outcome"] - rows.frame["score"]).to_numpy()
    assert found is not None
    assert found.scale == 1
    assert found.shift == pytest.approx(np.quantile(missing, under / (under + over), method="inverted_cdf"))


def test_true_quantiles_are_found_when_there_are_many_rows() -> None:
    rows = numbers(2, 40_000)
    found = choose_correction(rows, Worth(unit="EUR", under=4.0, over=1.0))
    assert found is not None
    assert found.of(100.0) == pytest.approx(100 + 20 * 0.8416, abs=0.6)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 9), st.floats(0.1, 9))
def test_no_other_number_is_worth_more(seed: int, under: float, over: float) -> None:
    rows = numbers(seed, 40, scaled=bool(seed % 2), shift=seed % 30)
    for worth in (Worth(unit="EUR", under=under, over=over), POINTS):
        found = choose_correction(rows, worth)
        missing = (rows.frame["outcome"] - rows.frame["score"]).to_numpy()
        factor = (rows.frame["outcome"] / rows.frame["score"]).to_numpy()
        offs = [point.off for point in worth.points or ()] or [0.0]
        tried = [Correction(shift=float(by) + off) for by in missing for off in offs]
        tried += [
            Correction(scale=float((was + off) / said))
            for was, said in zip(rows.frame["outcome"], rows.frame["score"], strict=True)
            for off in offs
        ]
        assert len(factor) == 40
        best = max((value_per_row(corrected(rows, each), worth) for each in tried), key=np.sum)
        if found is None:
            gain = best - value_per_row(corrected(rows, None), worth)
            assert gain.mean() <= gain.std(ddof=1) / np.sqrt(40) * 1.001
        else:
            assert total(rows, found, worth) == pytest.approx(best.sum())


def test_where_errors_grow_with_the_number_it_is_multiplied() -> None:
    found = choose_correction(numbers(3, 3000, scaled=True), Worth(unit="EUR", under=9.0, over=1.0))
    assert found is not None
    assert found.shift == 0
    assert found.scale == pytest.approx(1 + 1.2816 / 3, abs=0.03)


def test_with_the_same_cost_either_way_nothing_changes_that_should_not() -> None:
    changed = [
        choose_correction(numbers(seed), Worth(unit="EUR", under=2.0, over=2.0)) is not None for seed in range(100)
    ]
    # either way of correcting is right by luck in 1 of 20 at most
    assert sum(changed) <= 15
    assert choose_correction(numbers(1), NONE_AGREED) is None
    biased = choose_correction(numbers(1, shift=25.0), Worth(unit="EUR", under=2.0, over=2.0))
    assert biased is not None
    assert biased.of(100.0) == pytest.approx(125, abs=4)


def test_a_row_without_score_or_outcome_teaches_nothing_and_is_not_decided() -> None:
    rows = table(NUMBER, score=[None, 5.0, None], outcome=[1.0, None, None])
    assert choose_correction(rows, POINTS) is None
    assert corrected(rows, Correction(shift=2.0)).frame["decision"].to_list() == [None, 7.0, None]


@pytest.mark.parametrize("ordered", [True, False])
def test_a_row_is_never_corrected_by_what_it_turned_out_to_be(ordered: bool) -> None:
    worth = Worth(unit="EUR", under=9.0, over=1.0)
    rows = numbers(4, 600)
    frame = rows.frame.with_columns(
        origin=pl.Series(["fold"] * 450 + ["holdout"] * 150), period=pl.Series([f"p{row // 150}" for row in range(600)])
    )
    rows = structs.replace(rows, frame=frame)
    plain = correct_rolling(rows, worth, ordered=ordered)
    assert plain.correction is not None
    for place, period in enumerate(("p0", "p1", "p2", "p3")):
        wild = pl.when(pl.col("period") == period).then(10_000.0).otherwise(pl.col("outcome"))
        told = correct_rolling(structs.replace(rows, frame=frame.with_columns(outcome=wild)), worth, ordered=ordered)
        mine = pl.col("period") == period
        assert told.frame.filter(mine)["decision"].equals(plain.frame.filter(mine)["decision"])
        if period == "p3":
            assert told.correction == plain.correction
        elif ordered:
            before = pl.col("period") < period
            assert told.frame.filter(before)["decision"].equals(plain.frame.filter(before)["decision"])
        assert place < 4
    first = plain.frame.filter(pl.col("period") == "p0")
    assert first["decision"].equals(first["score"].alias("decision")) == ordered
    aside = plain.frame.filter(pl.col("origin") == "holdout")
    assert aside["decision"].to_list() == pytest.approx(plain.correction.of(aside["score"].to_numpy()).tolist())


def test_on_rows_to_come_the_correction_earns_what_it_was_chosen_for() -> None:
    worth = Worth(unit="EUR", under=9.0, over=1.0)
    found = choose_correction(numbers(5, 2000), worth)
    later = numbers(6, 2000)
    assert total(later, found, worth) > 0.75 * total(later, None, worth)
