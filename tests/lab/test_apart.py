"""Splits by time and group both, by levels of a number, and within the rows that a fold learns from."""

from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shipworthy.foundation.errors import ColumnError, RequestError
from shipworthy.lab.inner import inner_folds
from shipworthy.lab.splits import make_folds, periods_of
from shipworthy.lab.study import Study
from shipworthy.lab.units import units_of
from shipworthy.records.fold import Fold
from shipworthy.records.spec import Split
from shipworthy.records.table import Table
from tests.lab.samples import BINARY, REGRESSION, table_of


def customers(rows: int, seed: int, stay: int = 60) -> tuple[Table, pl.Series]:
    """A year of orders; customers come, stay for some days, and go; some rows name none."""
    random = np.random.default_rng(seed)
    first = random.uniform(0, 365, max(8, rows // 4))
    who = random.integers(0, len(first), rows)
    day = np.minimum(first[who] + random.uniform(0, stay, rows), 364)
    name = [None if random.random() < 0.03 else f"c{number}" for number in who]
    frame = pl.DataFrame({"when": [datetime(2024, 1, 1) + timedelta(days=float(one)) for one in day], "who": name})
    labels = pl.Series(["yes" if random.random() < 0.4 else "no" for _ in range(rows)])
    return table_of(frame, time="when"), labels.set(pl.Series(random.random(rows) < 0.1), None)


def assert_apart(folds: tuple[Fold, ...], table: Table, split: Split) -> None:
    units = units_of(split, table)
    asked = np.concatenate([np.array([], dtype=np.int64), *(fold.test for fold in folds)])
    assert len(np.unique(asked)) == len(asked), "every row is asked about at most once"
    for fold in folds:
        assert set(fold.train.tolist()).isdisjoint(fold.test.tolist())
        assert set(units[fold.train].tolist()).isdisjoint(units[fold.test].tolist()), "no group on both sides"
        if split.time:
            when = table.frame["when"]
            assert max(when.gather(fold.train).to_list()) < min(when.gather(fold.test).to_list())


@settings(max_examples=25, deadline=None)
@given(st.integers(200, 600), st.integers(0, 1000), st.sampled_from(["new", "drawn"]), st.sampled_from(["", "when"]))
def test_no_customer_is_both_learned_from_and_asked_about(rows: int, seed: int, groups: str, time: str) -> None:
    table, labels = customers(rows, seed)
    split = Split(time=time, group="who", groups=groups, folds=3, seed=seed)  # type: ignore[arg-type]
    folds = make_folds(split, table, labels)
    assert_apart(folds, table, split)
    kept_aside = set(folds[-1].test.tolist())
    assert all(kept_aside.isdisjoint(fold.train.tolist()) for fold in folds)
    assert all(labels.gather(fold.train).null_count() == 0 for fold in folds)
    study = Study(table, labels, BINARY, folds, periods_of(split, table), split=split)
    for fold in folds:
        inner = inner_folds(study, fold)
        assert_apart(inner, table, split)
        within = set(fold.train.tolist())
        assert all(within.issuperset([*each.train.tolist(), *each.test.tolist()]) for each in inner)


@settings(max_examples=15, deadline=None)
@given(st.integers(200, 500), st.integers(0, 1000), st.sampled_from(["", "who"]))
def test_folds_of_time_do_not_hang_on_the_order_of_rows(rows: int, seed: int, group: str) -> None:
    table, labels = customers(rows, seed)
    order = np.random.default_rng(seed).permutation(rows)
    other = table_of(table.frame[order], time="when")
    split = Split(time="when", group=group)
    for fold, again in zip(
        make_folds(split, table, labels), make_folds(split, other, labels.gather(order)), strict=True
    ):
        assert fold.name == again.name
        assert sorted(order[again.train].tolist()) == fold.train.tolist()
        assert sorted(order[again.test].tolist()) == fold.test.tolist()


def test_new_customers_only_are_asked_about_and_all_that_was_known_is_learned_from() -> None:
    table, labels = customers(600, 1)
    plain = make_folds(Split(time="when"), table, labels)[-1]
    new = make_folds(Split(time="when", group="who"), table, labels)[-1]
    drawn = make_folds(Split(time="when", group="who", groups="drawn"), table, labels)[-1]
    assert new.train.tolist() == plain.train.tolist()
    assert 0 < len(new.test) < len(plain.test)
    assert 0 < len(drawn.train) < len(plain.train)
    assert set(drawn.test.tolist()) < set(plain.test.tolist())


def test_where_nobody_new_comes_it_says_what_to_do_instead() -> None:
    days = [datetime(2024, 1, 1) + timedelta(days=day) for day in range(200)]
    frame = pl.DataFrame({"when": days * 2, "who": ["a", "b"] * 200})
    labels = pl.Series(["no", "yes", "yes", "no"] * 100)
    table = table_of(frame, time="when")
    with pytest.raises(RequestError, match="every group kept aside was learned from before") as refused:
        make_folds(Split(time="when", group="who"), table, labels)
    assert "evaluation.split.groups: drawn" in refused.value.next_step
    folds = make_folds(Split(time="when", group="who", groups="drawn"), table, labels)
    assert_apart(folds, table, Split(time="when", group="who"))
    with pytest.raises(ColumnError, match="what belongs together is not in the data"):
        make_folds(Split(time="when", group="whom"), table_of(frame, time="when"), labels)


def test_numbers_are_drawn_evenly_over_their_levels() -> None:
    random = np.random.default_rng(0)
    labels = pl.Series(np.exp(random.normal(0, 2, 500)))
    folds = make_folds(Split(folds=5), table_of(pl.DataFrame({"x": random.normal(size=500)})), labels)
    level = np.ceil(labels.rank().to_numpy() / 100).astype(int)
    for fold in folds:
        counts = np.bincount(level[fold.test], minlength=6)[1:]
        assert counts.max() - counts.min() <= 1, "every fold has its share of small and of large numbers"


def test_the_first_month_is_split_into_shorter_stretches_when_something_is_tuned_on_it() -> None:
    days = [datetime(2024, 1, 1) + timedelta(hours=6 * number) for number in range(720)]
    table = table_of(pl.DataFrame({"when": days, "x": range(720)}), time="when")
    labels = pl.Series([float(number % 7) for number in range(720)])
    split = Split(time="when", period="month")
    folds = make_folds(split, table, labels)
    study = Study(table, labels, REGRESSION, folds, periods_of(split, table), split=split)
    inner = inner_folds(study, folds[0])
    assert folds[0].name == "2024-02"
    assert len(inner) >= 2
    assert_apart(inner, table, split)
    assert not inner_folds(study, Fold(name="few", origin="fold", train=np.arange(9), test=np.arange(9, 12)))
