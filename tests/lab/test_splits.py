import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.foundation.errors import ColumnError, RequestError
from shipworthy.lab.splits import make_folds, periods_of
from shipworthy.records.spec import Split
from tests.lab.samples import easy, table_of


@st.composite
def timed(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.Series]:
    """Rows in any order, with ties, empty times and unknown outcomes."""
    rows = draw(st.integers(60, 300))
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    days = draw(st.sampled_from([2, 20, 100, 400, 4000]))
    hours = random.integers(0, days * 24, rows)
    start = datetime(2023, 5, 17, 3)
    when = [None if random.random() < 0.03 else start + timedelta(hours=int(hour)) for hour in hours]
    labels = [None if random.random() < 0.1 else str(random.integers(0, 3)) for _ in range(rows)]
    return pl.DataFrame({"when": pl.Series(when, dtype=pl.Datetime("us"))}), pl.Series(labels, dtype=pl.String)


@settings(max_examples=30, deadline=None)
@given(timed(), st.sampled_from(["", "day", "week", "month", "quarter"]), st.sampled_from(["", "day"]))
def test_a_fold_learns_only_from_known_rows_of_earlier_periods(
    data: tuple[pl.DataFrame, pl.Series], period: str, group: str
) -> None:
    frame, labels = data
    split = Split(time="when", period=period, group=group)
    folds = make_folds(split, table_of(frame, time="when"), labels)
    periods = periods_of(split, table_of(frame, time="when"))
    when = frame["when"]
    for fold in folds:
        train, test = when.gather(fold.train), when.gather(fold.test)
        assert max(train.to_list()) < min(test.to_list())
        assert labels.gather(fold.train).null_count() == 0
        assert (np.diff(fold.train) > 0).all()
        assert (np.diff(fold.test) > 0).all()
        if fold.origin == "fold":
            assert periods.gather(fold.test).unique().to_list() == [fold.name]
            assert max(periods.gather(fold.train).to_list()) < fold.name
    asked = np.concatenate([fold.test for fold in folds])
    assert len(np.unique(asked)) == len(asked)
    assert [fold.origin for fold in folds] == ["fold"] * (len(folds) - 1) + ["holdout"]
    kept_aside = set(folds[-1].test.tolist())
    assert all(kept_aside.isdisjoint(fold.train.tolist()) for fold in folds)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(120, 400),
    st.integers(0, 1000),
    st.sampled_from([0, 2, 5]),
    st.floats(0.05, 0.4),
    st.integers(2, 6),
)
def test_random_folds_part_the_rows_and_keep_groups_whole(
    rows: int, seed: int, members: int, share: float, folds: int
) -> None:
    random = np.random.default_rng(seed)
    groups = np.arange(rows) // members if members else np.arange(rows)
    labels = pl.Series(np.where(random.random(rows) < 0.4, "yes", "no")).set(pl.Series(random.random(rows) < 0.1), None)
    table = table_of(pl.DataFrame({"who": random.permutation(groups)}))
    split = Split(group="who" if members else "", holdout_share=share, folds=folds, seed=seed)
    made = make_folds(split, table, labels)
    asked = np.sort(np.concatenate([fold.test for fold in made]))
    assert asked.tolist() == list(range(rows))
    kept_aside = set(made[-1].test.tolist())
    who = table.frame["who"]
    for fold in made:
        assert set(fold.train.tolist()).isdisjoint(fold.test.tolist())
        if fold.origin == "fold":
            assert kept_aside.isdisjoint(fold.train.tolist())
        if members:
            assert set(who.gather(fold.train)).isdisjoint(who.gather(fold.test))
    assert [fold.test.tolist() for fold in make_folds(split, table, labels)] == [fold.test.tolist() for fold in made]


def test_classes_are_dealt_evenly_and_the_rarest_is_always_learned_from() -> None:
    labels = pl.Series(["common"] * 90 + ["rare"] * 8 + ["seldom"] * 2)
    folds = make_folds(Split(), table_of(pl.DataFrame({"x": range(100)})), labels)
    for fold in folds:
        assert labels.gather(fold.train).n_unique() == 3
        assert 1 <= labels.gather(fold.test).to_list().count("rare") <= 3
    assert len(folds[-1].test) == 20


def test_the_month_is_chosen_for_half_a_year_and_the_holdout_comes_last() -> None:
    frame, labels = easy()
    split = Split(time="when", holdout_from="2024-06-01")
    folds = make_folds(split, table_of(frame, time="when"), labels)
    assert [fold.name for fold in folds] == ["2024-02", "2024-03", "2024-04", "2024-05", "holdout"]
    dates = frame["when"].gather(folds[-1].test).dt.date().to_list()
    assert min(dates) >= date(2024, 6, 1)
    assert len(folds[-1].train) + len(folds[-1].test) == 300


def test_rows_from_the_end_of_the_holdout_on_are_in_no_fold() -> None:
    frame, labels = easy()
    split = Split(time="when", holdout_from="2024-05-01", holdout_until="2024-06-01T00:00")
    folds = make_folds(split, table_of(frame, time="when"), labels)
    used = np.concatenate([np.concatenate([fold.train, fold.test]) for fold in folds])
    assert max(frame["when"].gather(used).to_list()) < datetime(2024, 6, 1)


def test_without_a_start_the_last_share_of_the_rows_is_kept_aside_in_whole_days() -> None:
    frame, labels = easy(1000)
    holdout = make_folds(Split(time="when"), table_of(frame, time="when"), labels)[-1]
    assert 0.2 <= len(holdout.test) / 1000 < 0.21
    first, before = frame["when"][int(holdout.test[0])], frame["when"][int(holdout.test[0]) - 1]
    assert first.date() > before.date()


def test_a_start_without_a_zone_is_read_in_the_zone_of_the_column() -> None:
    hours = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * 200)]
    when = pl.Series("when", hours).dt.convert_time_zone("America/New_York")
    labels = pl.Series(["a", "b"] * (len(hours) // 2))
    for start in ("2024-06-01", "2024-06-01T04:00+00:00"):
        split = Split(time="when", holdout_from=start)
        holdout = make_folds(split, table_of(when.to_frame(), time="when"), labels)[-1]
        assert when[int(holdout.test[0])].isoformat() == "2024-06-01T00:00:00-04:00"


@pytest.mark.parametrize(
    "when",
    [
        pl.Series("when", range(200)),
        pl.Series("when", [row / 7 for row in range(200)]),
        pl.Series("when", [date(2024, 1, 1) + timedelta(days=row) for row in range(200)]),
        pl.Series("when", [f"2024-01-01T00:{row // 60:02d}:{row % 60:02d}" for row in range(200)]),
    ],
    ids=["whole numbers", "numbers", "dates", "text within minutes"],
)
def test_anything_that_orders_rows_can_split_them(when: pl.Series) -> None:
    labels = pl.Series(["a", "b"] * 100)
    folds = make_folds(Split(time="when"), table_of(when.to_frame(), time="when"), labels)
    assert len(folds) >= 4
    assert folds[-1].test.tolist() == list(range(160, 200)) or folds[-1].test[0] < 160
    assert all(fold.train.max() < fold.test.min() for fold in folds)


def test_fifty_rows_give_folds_and_a_holdout() -> None:
    frame, labels = easy(50)
    for split in (Split(), Split(time="when")):
        folds = make_folds(split, table_of(frame, time="when"), labels)
        assert len(folds) >= 3
        assert all(labels.gather(fold.train).n_unique() == 2 for fold in folds)


@pytest.mark.parametrize(
    ("split", "error", "words"),
    [
        (Split(time="wen"), ColumnError, "wen"),
        (Split(time="colour"), ColumnError, "cannot order the rows"),
        (Split(time="when", holdout_from="2030-01-01"), RequestError, "no row is kept aside"),
        (Split(time="when", holdout_from="2020-01-01"), RequestError, "no row is left to learn from"),
        (Split(time="when", holdout_from="June"), RequestError, "not a time"),
        (Split(time="when", period="year"), RequestError, "day, week, month, quarter"),
        (Split(group="nobody"), ColumnError, "nobody"),
        (Split(holdout_share=float("nan")), RequestError, "between 0 and 1"),
    ],
)
def test_a_split_that_cannot_be_made_says_why(split: Split, error: type[Exception], words: str) -> None:
    frame, labels = easy()
    with pytest.raises(error, match=words):
        make_folds(split, table_of(frame, time="when"), labels)


def test_splitting_loads_no_learning_library() -> None:
    heavy = "('sklearn', 'mlflow', 'skrub', 'lightgbm')"
    code = f"import sys, shipworthy.lab.splits; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
