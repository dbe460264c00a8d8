"""The search for the worst regions is held against counting every region there is."""

from itertools import combinations
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from numpy.typing import NDArray

from shipworthy.measure.gain import measure_gain, measure_value
from shipworthy.measure.search.confirm import confirmed, loss_within
from shipworthy.measure.search.grid import grid_of, telling
from shipworthy.measure.search.losses import behind_per_row, forgone_per_row
from shipworthy.measure.search.score import Scale, scale_of
from shipworthy.measure.search.sliceline import worst
from shipworthy.measure.search.worst import BEHIND, ERROR, FORGONE, REST, worst_regions
from shipworthy.records.measurement import Measurement
from shipworthy.records.spec import Worth
from tests.measure.tables import BINARY, COLOURS, NONE_AGREED, NUMBER, USD, table
from tests.measure.worlds import world

Best = list[tuple[float, frozenset[tuple[str, str]]]]


def every_region(frame: pl.DataFrame, loss: NDArray[np.float64], scale: Scale) -> Best:
    """Scores of all regions of up to three conditions, by an exhaustive group-by."""
    rows = frame.with_columns(loss=pl.Series(loss))
    found: Best = []
    for depth in (1, 2, 3):
        for columns in combinations(frame.columns, depth):
            counted = rows.group_by(columns).agg(pl.len().alias("n"), pl.col("loss").sum())
            for *cell, size, total in counted.iter_rows():
                if size >= scale.least:
                    score = scale.alpha * (total / size - scale.reference) / scale.spread
                    score -= (1 - scale.alpha) * (scale.rows / size - 1)
                    found.append((score, frozenset(zip(columns, map(str, cell), strict=True))))
    return sorted(found, key=lambda one: -one[0])


@st.composite
def tables(draw: st.DrawFn) -> tuple[pl.DataFrame, NDArray[np.float64], int, float, float | None]:
    """Small tables whose losses are continuous, so that no two regions of different rows score alike."""
    rng = np.random.default_rng(draw(st.integers(0, 10**9)))
    rows, columns = draw(st.integers(5, 120)), draw(st.integers(1, 5))
    cells = [draw(st.integers(1, 5)) for _ in range(columns)]
    frame = pl.DataFrame({f"c{at}": [f"v{x}" for x in rng.integers(0, k, rows)] for at, k in enumerate(cells)})
    loss = rng.exponential(size=rows) * (rng.random(rows) < draw(st.sampled_from([0.2, 1.0])))
    if draw(st.booleans()):
        loss -= rng.exponential(size=rows)
    reference = draw(st.sampled_from([None, 0.0]))
    return frame, loss, draw(st.integers(1, 10)), draw(st.sampled_from([0.5, 0.9, 0.99])), reference


@given(tables())
@settings(max_examples=150)
def test_no_region_that_is_among_the_worst_is_ever_left_out(
    drawn: tuple[pl.DataFrame, NDArray[np.float64], int, float, float | None],
) -> None:
    frame, loss, least, alpha, reference = drawn
    scale = scale_of(loss, least, reference, alpha)
    if scale is None:
        assert loss.max() <= 0
        return
    wanted = [score for score, _ in every_region(frame, loss, scale) if score > 1e-8][:8]
    found = [region.score for region in worst(grid_of(frame), loss, scale, most=8) if region.score > 1e-8]
    assert found == pytest.approx(wanted)


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_neither_the_order_of_the_rows_nor_the_names_of_values_change_what_is_found(
    drawn: tuple[pl.DataFrame, NDArray[np.float64], int, float, float | None], random: Any
) -> None:
    frame, loss, least, alpha, reference = drawn
    scale = scale_of(loss, least, reference, alpha)
    if scale is None:
        return
    order = list(range(len(loss)))
    random.shuffle(order)
    names = [f"v{place}" for place in range(5)]
    others = {name: f"w{place}" for name, place in zip(names, random.sample(range(5), 5), strict=True)}
    back = {new: old for old, new in others.items()}
    renamed = frame[order].select(pl.all().replace(others))
    plain, moved = grid_of(frame), grid_of(renamed)
    one = {(tuple(r.conditions(plain).items()), r.rows): r.score for r in worst(plain, loss, scale)}
    two = {
        (tuple((column, back[name]) for column, name in r.conditions(moved).items()), r.rows): r.score
        for r in worst(moved, loss[order], scale)
    }
    assert sorted(one.values()) == pytest.approx(sorted(two.values()))
    # the same rows in other words score alike, and either may be told
    top = max(one.values(), default=0.0)
    alone = [place for place, score in one.items() if score > top - 1e-9]
    assert len(alone) > 1 or all(place in two for place in alone)


def test_the_bound_of_a_region_is_never_below_the_score_of_a_part_of_it() -> None:
    rng = np.random.default_rng(3)
    loss = rng.exponential(size=400) - 0.5
    scale = scale_of(loss, 5, alpha=0.9)
    assert scale is not None
    for _ in range(300):
        whole = rng.choice(400, rng.integers(5, 200), replace=False)
        bound = scale.bound(np.array(len(whole)), np.array(np.maximum(loss[whole], 0).sum()))
        ranked = whole[np.argsort(-loss[whole])]
        # the hardest parts to bound: the rows that lose most
        parts = np.arange(5, len(whole) + 1)
        assert (scale.score(parts, np.cumsum(loss[ranked])[parts - 1]) <= bound + 1e-9).all()


def test_a_planted_region_is_the_first_of_a_larger_table_too() -> None:
    rng = np.random.default_rng(5)
    rows = 20_000
    frame = pl.DataFrame({f"c{at}": rng.integers(0, 4 + at, rows) for at in range(6)})
    loss = rng.exponential(size=rows)
    loss[((frame["c1"] == 2) & (frame["c4"] == 3)).to_numpy()] += 1.5
    scale = scale_of(loss, 200)
    assert scale is not None
    best = worst(grid_of(frame), loss, scale)[0]
    score, place = every_region(frame, loss, scale)[0]
    assert frozenset(best.conditions(grid_of(frame)).items()) == place == frozenset({("c1", "2"), ("c4", "3")})
    assert best.score == pytest.approx(score)


def test_nothing_is_found_where_nothing_is_lost() -> None:
    assert scale_of(np.zeros(9), 2) is None
    assert scale_of(np.array([]), 2) is None


def test_columns_that_no_condition_can_be_made_of_are_left_out_and_of_many_the_telling_ones_stay() -> None:
    rng = np.random.default_rng(1)
    rows = 3_000
    many = {f"c{at}": rng.choice(["x", "y", "z"], rows) for at in range(30)}
    frame = pl.DataFrame({**many, "list": [[1]] * rows, "id": [f"id{row}" for row in range(rows)]})
    loss = rng.random(rows) + (frame["c7"] == "x").to_numpy() + (frame["c21"] == "y").to_numpy()
    grid = grid_of(frame)
    assert "list" not in grid.columns
    kept = grid.keep(telling(grid, loss)).columns
    assert len(kept) == 20
    assert {"c7", "c21"} <= set(kept)


def test_what_was_forgone_is_the_best_decision_less_the_one_taken() -> None:
    rows: dict[str, Any] = {"decision": ["yes", "yes", "no", "no", None], "outcome": ["yes", "no", "yes", "no", "yes"]}
    assert forgone_per_row(table(BINARY, **rows), USD)[:4].tolist() == [0.0, 250.0, 900.0, 0.0]
    assert np.isnan(forgone_per_row(table(BINARY, **rows), USD)[4])
    colours = table(COLOURS, decision=["red", "blue"], outcome=["red", "green"], score=[[1.0, 0, 0], [0.0, 0, 1]])
    assert forgone_per_row(colours, NONE_AGREED).tolist() == [0.0, 1.0]
    numbers = table(NUMBER, score=[3.0, 5.0], decision=[3.0, 5.0], outcome=[4.0, 4.0])
    assert forgone_per_row(numbers, Worth(unit="EUR", under=2.0, over=1.0)).tolist() == [2.0, 1.0]


def test_the_loss_of_a_region_is_the_gain_of_its_rows_and_their_difference_to_the_rest() -> None:
    made = world(4)
    within = (made.features["shop"] == "a").to_numpy()
    blank = Measurement(name="x", value=None, per=1000)
    behind = loss_within(blank, made.ours, behind_per_row(made.ours, made.today, USD), within, rest=False)
    mine, theirs = (structs.replace(each, frame=each.frame.filter(within)) for each in (made.ours, made.today))
    gain = measure_gain(mine, theirs, USD, 1000)
    assert (behind.value, behind.se, behind.n, behind.df) == pytest.approx((-gain.value, gain.se, gain.n, gain.df))  # type: ignore[operator]
    forgone = loss_within(blank, made.ours, forgone_per_row(made.ours, USD), within, rest=True)
    best = structs.replace(made.ours, frame=made.ours.frame.with_columns(decision="outcome"))
    parts = [
        measure_value(structs.replace(who, frame=who.frame.filter(rows)), USD, 1000).value
        for rows in (within, ~within)
        for who in (best, made.ours)
    ]
    assert forgone.value == pytest.approx(parts[0] - parts[1] - (parts[2] - parts[3]))  # type: ignore[operator]


def test_few_rows_or_few_groups_are_put_forward_and_never_named() -> None:
    sure = Measurement(name="x", value=9.0, se=1.0, df=40.0, n=200)
    assert confirmed([sure]) == [sure]
    assert confirmed([structs.replace(sure, n=29)]) == [None]
    assert confirmed([structs.replace(sure, df=8.0)]) == [None]
    assert confirmed([structs.replace(sure, value=-9.0)]) == [None]
    # with more guesses each has to be surer
    unsure = structs.replace(sure, value=1.9)
    assert confirmed([unsure]) == [unsure]
    assert confirmed([unsure, structs.replace(sure, value=0.1)]) == [None, None]
    # that it loses is what was found out, whatever its interval for all together says
    (named,) = confirmed([structs.replace(unsure, low=-0.5, high=4.0)])
    assert named
    assert named.low == 0.0


def test_a_bad_region_is_named_with_what_it_loses_and_an_interval_on_rows_the_search_has_not_seen() -> None:
    made = world(11, days=150, size=100, spoiled=1.0)
    found = worst_regions(made.ours, made.features, USD, made.today, per=1000)
    first = next(one for one in found.found if one.name == FORGONE)
    assert first.slice["shop"] == "b"
    assert "hour" in first.slice
    assert first.value is not None
    assert first.low is not None
    assert first.low > 0
    assert (first.against, first.origin, first.unit, first.per) == (REST, "holdout", "USD", 1000)
    assert first.level == pytest.approx(1 - 0.05 / found.put_forward)
    assert 100 < first.n < 500
    assert found.put_forward <= 6
    assert found.rows == 10_000
    assert set(found.columns) == set(made.features.columns)


def test_where_today_decides_better_is_named_too() -> None:
    made = world(12, days=150, size=100, spoiled=1.0)
    clever = made.today.frame.with_columns(decision=pl.when(pl.Series(made.bad)).then("outcome").otherwise("decision"))
    found = worst_regions(made.ours, made.features, USD, structs.replace(made.today, frame=clever))
    behind = [one for one in found.found if one.name == BEHIND]
    assert behind
    assert behind[0].against == "status_quo"
    assert behind[0].slice["shop"] == "b"


def test_without_agreed_amounts_errors_are_searched_and_today_has_no_say() -> None:
    made = world(13, days=150, size=100, spoiled=1.0)
    found = worst_regions(made.ours, made.features, NONE_AGREED, made.today)
    assert {one.name for one in found.found} == {ERROR}
    assert found.found[0].unit == "share"


def named(seeds: range, **kind: Any) -> list[bool]:
    found = []
    for seed in seeds:
        made = world(seed, **kind)
        regions = worst_regions(made.ours, made.features, USD, made.today).found
        found.append(any({"shop", "hour"} <= set(one.slice) for one in regions) if "spoiled" in kind else bool(regions))
    return found


def test_by_simulation_a_world_without_bad_regions_has_none_named() -> None:
    # 1 of 60 would be within 5 %; so would 6
    assert sum(named(range(60), days=30, size=40)) <= 6


@pytest.mark.slow
def test_by_simulation_false_names_are_rarer_than_promised_and_real_regions_are_found() -> None:
    assert np.mean(named(range(1000, 1400))) <= 0.05
    assert np.mean(named(range(1000, 1300), days=30, size=40, days_differ=1.5)) <= 0.05
    assert np.mean(named(range(40), days=200, size=100, spoiled=0.6)) >= 0.8
