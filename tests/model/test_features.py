from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shipworthy.foundation.errors import ColumnError
from shipworthy.lab.evaluate import evaluate
from shipworthy.lab.roadmap import default_candidates
from shipworthy.model.learning import fit_features
from shipworthy.records.spec import Split, Task
from tests.lab.samples import REGRESSION, silent, study_of

ROWS = 60
NAMES = (
    "a b",
    "a.b",
    'quo"te',
    "it's",
    "[x]",
    "{y}",
    "名前",
    "été",
    "a  b",
    "A B",
    "select",
    "x\ty",
    "c0",
    "c1 hour",
    "",
)
SOUP: dict[str, st.SearchStrategy[object]] = {
    "numbers": st.floats(),
    "whole": st.integers(-(2**62), 2**62),
    "flags": st.booleans(),
    "dates": st.dates(),
    "moments": st.datetimes(),
    "lengths": st.timedeltas(timedelta(days=-9999), timedelta(days=9999)),
    "clock": st.times(),
    "money": st.decimals(-1000, 1000, places=2, allow_nan=False),
    "words": st.sampled_from(["red", "", " ", "blue", "NA", "-1", "2020-01-01", "名"]),
    "text": st.text(max_size=20),
    "mixed": st.sampled_from(["1", "2.5", "x", "2021-03-04", None]),
    "tags": st.lists(st.integers(0, 3), max_size=2),
    "record": st.fixed_dictionaries({"a": st.integers(0, 3)}),
    "bytes": st.binary(max_size=3),
    "nothing": st.none(),
    "one": st.just(7),
}
TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "money": pl.Decimal(20, 2),
    "lengths": pl.Duration("us"),
    "whole": pl.Int64,
    "numbers": pl.Float64,
}


@st.composite
def soups(draw: st.DrawFn) -> pl.DataFrame:
    """A few columns of any kind, with holes and awkward names."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    columns = []
    for name in names:
        kind = draw(st.sampled_from(sorted(SOUP)))
        pool = draw(st.lists(st.one_of(st.none(), SOUP[kind]), min_size=3, max_size=50))
        values = [pool[row * 7 % len(pool)] for row in range(ROWS)]
        columns.append(pl.Series(name, values, dtype=TYPES.get(kind), strict=False))
    return pl.DataFrame(columns)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(soups(), st.sampled_from(["binary", "multiclass", "regression"]))
def test_no_table_is_too_awkward_for_the_features_and_the_default_roadmap(frame: pl.DataFrame, kind: str) -> None:
    random = np.random.default_rng(0)
    if kind == "regression":
        task, labels = REGRESSION, pl.Series(random.normal(size=ROWS))
    else:
        classes = ("no", "yes") if kind == "binary" else ("a", "b", "c")
        task = Task.from_dict({"kind": kind, "classes": classes})
        labels = pl.Series(random.choice(classes, ROWS))
    found = evaluate(study_of(frame, labels, task, split=Split(folds=2)), default_candidates(task), progress=silent)
    assert [attempt.failure for attempt in found.attempts] == [None] * 5
    for attempt in found.attempts:
        assert attempt.predictions is not None
        assert attempt.predictions.frame["id"].sort().to_list() == sorted(str(row) for row in range(ROWS))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(soups())
def test_features_are_the_same_twice_and_row_by_row(frame: pl.DataFrame) -> None:
    features, matrix = fit_features(frame[:40])
    _, again = fit_features(frame[:40])
    np.testing.assert_array_equal(matrix.trees, again.trees)
    np.testing.assert_array_equal(matrix.linear, again.linear)
    assert np.isfinite(matrix.linear).all()
    assert matrix.trees.shape == (40, len(features.names))
    backwards = features.transform(frame[::-1])
    forwards = features.transform(frame)
    np.testing.assert_array_equal(forwards.trees, backwards.trees[::-1])
    np.testing.assert_array_equal(forwards.linear, backwards.linear[::-1])
    np.testing.assert_array_equal(forwards.trees[:40], matrix.trees)


def test_each_kind_of_column_becomes_numbers_as_promised() -> None:
    start = datetime(2024, 1, 1, 6)
    frame = pl.DataFrame(
        {
            "flag": [True, None, False] * 20,
            "whole": [1, None, 3] * 20,
            "money": [Decimal("1.5"), Decimal("2.5"), None] * 20,
            "length": [timedelta(hours=1), timedelta(minutes=1), None] * 20,
            "clock": [time(6), time(12, 30), None] * 20,
            "when": pl.Series([start + timedelta(days=day) for day in range(60)]).dt.replace_time_zone("Asia/Tokyo"),
            "endless": [float("inf"), 1.0, float("nan")] * 20,
            "colour": ["red", "blue", None] * 20,
        }
    )
    features, matrix = fit_features(frame)
    got = dict(zip(features.names, matrix.trees[:3].T.tolist(), strict=True))
    nan = float("nan")
    expected = {
        "flag": [1, nan, 0],
        "whole": [1, nan, 3],
        "money": [1.5, 2.5, nan],
        "length": [3600, 60, nan],
        "clock": [21600, 45000, nan],
        "when hour": [6, 6, 6],
        "when weekday": [1, 2, 3],
        "endless": [nan, 1, nan],
        "colour": [1, 0, nan],
    }
    assert list(got) == list(expected)
    for name, values in expected.items():
        np.testing.assert_array_equal(got[name], values)
    assert [name for name, is_code in zip(features.names, features.categorical, strict=True) if is_code] == ["colour"]


def test_the_linear_view_fills_with_the_median_scales_and_gives_each_category_an_axis() -> None:
    frame = pl.DataFrame({"size": [1.0, 2.0, 3.0, None], "colour": ["red", "blue", "red", None]})
    features, matrix = fit_features(frame)
    deviation = np.std([1, 2, 3, 2], ddof=1)
    np.testing.assert_allclose(matrix.linear[:, 0], np.array([-1, 0, 1, 0]) / deviation, rtol=1e-6)
    np.testing.assert_array_equal(matrix.linear[:, 1], [0, 0, 0, 1])
    np.testing.assert_array_equal(matrix.linear[:, 2:], [[0, 1], [1, 0], [0, 1], [0, 0]])
    later = features.transform(pl.DataFrame({"size": [1e9], "colour": ["green"]}))
    np.testing.assert_array_equal(later.linear, [[8, 0, 0, 0]])
    assert np.isnan(later.trees[0, 1])


def test_a_month_or_a_trend_is_learned_only_where_it_can_help() -> None:
    def parts(days: int, *, trend: bool) -> tuple[str, ...]:
        dates = [date(2020, 1, 1) + timedelta(days=days * row // 99) for row in range(100)]
        return fit_features(pl.DataFrame({"d": dates}), trend=trend)[0].names

    assert parts(100, trend=False) == ("d weekday",)
    assert parts(400, trend=False) == ("d weekday", "d month", "d day")
    assert parts(800, trend=False) == ("d weekday", "d month", "d day", "d days")
    assert parts(100, trend=True) == ("d weekday", "d month", "d day", "d days")


def test_equal_texts_get_equal_numbers_and_a_new_text_gets_some() -> None:
    texts = [f"model {number} of maker {number % 7}" for number in range(90)]
    frame = pl.DataFrame({"text": texts * 2})
    features, matrix = fit_features(frame)
    assert set(features.sources) == {"text"}
    np.testing.assert_array_equal(matrix.trees[:90], matrix.trees[90:])
    later = features.transform(pl.DataFrame({"text": ["model 91 of maker 3", None]})).trees
    assert np.isfinite(later[0]).all()
    assert np.isnan(later[1]).all()


def test_columns_that_teach_nothing_are_left_out_and_said_so() -> None:
    features, matrix = fit_features(pl.DataFrame({"tags": [["a"], ["b"]], "same": [1, 1], "none": [None, None]}))
    assert features.notes == (
        "tags is left out: nothing is learned from List(String)",
        "none is left out: nothing is learned from Null",
        "same is left out: it never changes",
    )
    assert matrix.trees.tolist() == [[0.0], [0.0]]


def test_a_column_that_is_gone_is_named() -> None:
    features, _ = fit_features(pl.DataFrame({"size": [1, 2], "colour": ["a", "b"]}))
    with pytest.raises(ColumnError, match=r"size is needed(.|\n)*rename sise to size"):
        features.transform(pl.DataFrame({"sise": [1], "colour": ["a"]}))


def test_a_column_that_comes_back_as_text_is_read_as_what_it_was() -> None:
    features, _ = fit_features(pl.DataFrame({"size": [1, 2, 3], "d": [date(2024, 1, day) for day in (1, 9, 17)]}))
    later = features.transform(pl.DataFrame({"size": ["2", "many", None], "d": ["2024-01-09"] * 3}))
    np.testing.assert_array_equal(later.trees[:, 0], [2, np.nan, np.nan])
