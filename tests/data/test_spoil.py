"""Laws of spoiling: strength 0 changes nothing, rows are hit for themselves, columns and types stay."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from shipworthy.data.damage import chances, natural_unit
from shipworthy.data.spoil import known_later, spoil, spoils
from shipworthy.foundation.errors import ColumnError, RequestError
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target
from shipworthy.records.spoil import KINDS, Spoil, SpoilKind
from shipworthy.records.table import Table

PLAIN = [kind for kind in KINDS if kind != "late"]


def rows(many: int = 60) -> pl.DataFrame:
    random = np.random.default_rng(3)
    return pl.DataFrame(
        {
            "size": random.normal(50, 9, many),
            "small": pl.Series(random.integers(0, 120, many), dtype=pl.Int8),
            "temp": random.normal(60, 10, many),
            "word": random.choice(["red", "Green", "aa", "", "x"], many),
            "kind": pl.Series(random.choice(["p", "q"], many), dtype=pl.Categorical),
            "flag": random.random(many) < 0.5,
            "when": [datetime(2024, 1, 1) + timedelta(hours=int(hour)) for hour in random.integers(0, 900, many)],
            "day": [date(2024, 1, 1)] * many,
            "gaps": [None if row % 3 else 1.5 for row in range(many)],
        }
    )


def ids(many: int = 60) -> Any:
    return np.arange(many, dtype=np.uint64)


@pytest.mark.parametrize("kind", PLAIN)
@given(strength=st.sampled_from([0.0, 0.05, 0.5, 1.0]), seed=st.integers(0, 9))
@settings(max_examples=5)
def test_columns_rows_and_types_stay(kind: SpoilKind, strength: float, seed: int) -> None:
    frame = rows()
    spoilt = spoil(frame, Spoil(kind=kind, strength=strength), ids(), seed=seed)
    assert spoilt.schema == frame.schema
    assert spoilt.height == frame.height
    for name in frame.columns:
        if not spoils(kind, frame[name]) or strength == 0:
            assert spoilt[name].equals(frame[name])


@pytest.mark.parametrize("kind", PLAIN)
@given(order=st.permutations(range(60)))
@settings(max_examples=4)
def test_what_happens_to_a_row_does_not_hang_on_where_it_stands(kind: SpoilKind, order: list[int]) -> None:
    what, frame = Spoil(kind=kind, strength=0.3 if kind != "clock" else 3600.0), rows()
    there = spoil(frame[order], what, ids()[order])
    assert there.equals(spoil(frame, what, ids())[order])


def test_what_is_hit_at_a_share_is_hit_at_any_larger_share_and_as_many_as_told() -> None:
    frame = pl.DataFrame({"a": np.ones(20_000)})
    hit = [
        spoil(frame, Spoil(kind="missing", strength=share), ids(20_000))["a"].is_null() for share in (0.05, 0.2, 0.5)
    ]
    for share, mask in zip((0.05, 0.2, 0.5), hit, strict=True):
        assert mask.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 20_000))
    assert not (hit[0] & ~hit[1]).any()
    assert not (hit[1] & ~hit[2]).any()


def test_noise_is_normal_as_wide_as_told_and_another_seed_is_other_noise() -> None:
    frame = pl.DataFrame({"a": np.random.default_rng(0).normal(10, 4, 20_000)})
    noise = spoil(frame, Spoil(kind="noise", strength=0.3), ids(20_000))["a"] - frame["a"]
    spread = 0.3 * float(frame["a"].std())  # type: ignore[arg-type]
    assert stats.kstest(noise.to_numpy() / spread, "norm").pvalue > 0.001  # scipy, a second witness
    assert not spoil(frame, Spoil(kind="noise", strength=0.3), ids(20_000), seed=1)["a"].equals(noise + frame["a"])
    assert stats.kstest(chances(ids(20_000), ["other"]), "uniform").pvalue > 0.001


def test_every_kind_does_what_it_says() -> None:
    frame = rows()
    assert spoil(frame, Spoil(kind="tenfold", columns=("size",)), ids())["size"].equals(frame["size"] * 10)
    assert spoil(frame, Spoil(kind="tenfold", columns=("small",)), ids())["small"].max() == 127
    assert natural_unit(frame["temp"]) == (5 / 9, -160 / 9)
    assert natural_unit(frame["size"]) is None
    assert spoil(frame, Spoil(kind="unit"), ids())["temp"][0] == pytest.approx((frame["temp"][0] - 32) * 5 / 9)
    never = set(spoil(frame, Spoil(kind="category"), ids())["word"])
    assert not never & set(frame["word"])
    wrong = spoil(frame, Spoil(kind="typos"), ids())["word"]
    assert (wrong != frame["word"]).all()
    assert set(wrong.filter(frame["word"] == "red")) <= {"erd", "rde"}
    assert set(spoil(frame, Spoil(kind="case"), ids())["word"]) >= {"RED", "GREEN"}
    moved = spoil(frame, Spoil(kind="clock", strength=86_400.0), ids())
    assert (moved["when"] - frame["when"]).unique().to_list() == [timedelta(days=1)]
    assert moved["day"][0] == date(2024, 1, 2)
    assert spoil(frame, Spoil(kind="gone", columns=("size", "word")), ids())["size"].null_count() == 60


def test_what_cannot_be_is_refused_by_name() -> None:
    with pytest.raises(ColumnError, match="there is no column `sise`"):
        spoil(rows(), Spoil(kind="missing", columns=("sise",)), ids())
    with pytest.raises(RequestError, match="noise cannot happen to column `word`"):
        spoil(rows(), Spoil(kind="noise", columns=("word",)), ids())
    spec = DataSpec(sources=(Source(name="t", path="t.csv"),), target=Target(column="size"))
    with pytest.raises(RequestError, match="cannot come late"):
        known_later({}, spec, "t", 3600)


def test_a_source_known_later_gives_the_row_that_was_known_by_then() -> None:
    base = pl.DataFrame({"when": [datetime(2024, 1, 1, hour) for hour in (2, 5)], "y": [0.0, 1.0]})
    news = pl.DataFrame({"at": [datetime(2024, 1, 1, hour) for hour in range(6)], "wind": list(range(6))})
    join = Join(left=(), right=(), as_of=AsOf(left="when", right="at"))
    spec = DataSpec(
        sources=(Source(name="b", path="b.csv", time="when"), Source(name="w", path="w.csv", join=join)),
        target=Target(column="y"),
        time="when",
    )
    sources = {"b": Table(name="b", frame=base, time="when"), "w": Table(name="w", frame=news, time="at")}
    assert known_later(sources, spec, "w", 0.0).frame["wind"].to_list() == [2, 5]
    assert known_later(sources, spec, "w", 3600.0).frame["wind"].to_list() == [1, 4]
    assert known_later(sources, spec, "w", 86_400.0).frame["wind"].to_list() == [None, None]
