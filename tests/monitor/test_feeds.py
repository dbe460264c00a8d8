"""Broken feeds on made-up rows with a known truth: each kind is found, dated and named; natural change is not."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from shipworthy.bundle.inputs import inputs_of
from shipworthy.foundation.errors import RequestError
from shipworthy.monitor.feed_day import split_days
from shipworthy.monitor.feeds import Broken, Day, broken, summarise
from shipworthy.monitor.reference import Reference, ages, links, reference
from shipworthy.records.bundle import Input
from shipworthy.records.spec import AsOf, DataSpec, Join, Source, Target
from shipworthy.records.table import Column, Table

START = datetime(2024, 1, 1, tzinfo=UTC)
CUT = START + timedelta(weeks=16)
WEEK = timedelta(weeks=1)
ROWS = 120
RATE = 1 / 13
INPUTS = (
    Input(name="amount", kind="number", source="orders"),
    Input(name="shop", kind="category", source="orders"),
    Input(name="heat", kind="number", source="sky"),
    Input(name="wind", kind="number", source="sky"),
    Input(name="rain", kind="number", source="sky"),
    Input(name="taken", kind="time", source="sky"),
    Input(name="area", kind="category", source="shops"),
    Input(name="floor", kind="number", source="shops"),
    Input(name="person", kind="text", source="orders", personal=True),
)
JOINED = tuple(
    Column(name=each.name, kind=each.kind, source=each.source, origin="level" if each.name == "floor" else "")
    for each in INPUTS
    if each.name not in ("taken", "person")
)
LINKS = {"shops": ("shop",), "sky": ("shop",)}
AGES = {"sky": "taken"}


def table(weeks: int = 26, seed: int = 3, season: float = 0.0) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    days = weeks * 7
    day = np.repeat(np.arange(days), ROWS)
    n = len(day)
    hour = np.tile(np.linspace(0, 23.8, ROWS), days)
    shop = random.integers(0, 12, n)
    weather = season * np.sin(day / 58) + random.normal(0, 1, days)[day]
    at = [START + timedelta(days=int(d), hours=float(h)) for d, h in zip(day, hour, strict=True)]
    return pl.DataFrame(
        {
            "at": at,
            "amount": random.lognormal(3, 0.6, n),
            "shop": [f"s{each}" for each in shop],
            "heat": 32 + 1.8 * np.round(15 + 4 * weather + random.normal(0, 2, n), 1),
            "wind": np.round(np.abs(8 + 2 * random.normal(0, 1, days)[day] + random.normal(0, 3, n))),
            "rain": np.where(random.uniform(size=n) < 0.2, random.exponential(2, n), 0.0),
            "taken": [each - timedelta(hours=2) for each in at],
            "area": [f"a{each % 4}" for each in shop],
            "floor": shop % 7,
            "person": [f"p{each}" for each in random.integers(0, 900, n)],
        }
    )


SOUND = table()


@pytest.fixture(scope="module")
def known() -> Reference:
    return reference(SOUND.filter(pl.col("at") < CUT), INPUTS, "at", links=LINKS, ages=AGES)


def days_of(frame: pl.DataFrame, against: Reference) -> list[Day]:
    return [summarise(part, against) for _, part in split_days(frame.filter(pl.col("at") >= CUT), "at")]


def found(frame: pl.DataFrame, against: Reference, week: int = 4) -> tuple[Broken, ...]:
    start = CUT + week * WEEK
    return broken(days_of(frame, against), against, start, start + WEEK, false_alarms_per_window=RATE)


def spoiled(columns: dict[str, pl.Expr], week: int = 4, days: int = 7) -> pl.DataFrame:
    start = CUT + week * WEEK
    inside = (pl.col("at") >= start) & (pl.col("at") < start + timedelta(days=days))
    return SOUND.with_columns(
        pl.when(inside).then(expr).otherwise(pl.col(name)).alias(name) for name, expr in columns.items()
    )


NOTHING = pl.lit(None)
SHOP = {"area": NOTHING, "floor": NOTHING}
SKY = {"heat": NOTHING, "wind": NOTHING, "rain": NOTHING}
FAULTS: list[tuple[str, str, dict[str, pl.Expr]]] = [
    ("orders.amount", "missing", {"amount": NOTHING}),
    ("orders.amount", "outside", {"amount": pl.col("amount") * 100}),
    ("orders.person", "missing", {"person": NOTHING}),
    ("orders.shop", "unseen", {"shop": "new" + pl.col("shop"), **SHOP}),
    ("orders.shop", "missing", {"shop": NOTHING, **SHOP}),
    ("sky.heat", "outside", {"heat": (pl.col("heat") - 32) / 1.8}),
    ("sky.heat", "outside", {"heat": pl.col("heat") + 40.37}),
    ("orders.amount", "shift", {"amount": pl.col("amount") * 0.2}),
    ("sky.heat", "frozen", {"heat": pl.lit(61.7)}),
    ("sky.wind", "frozen", {"wind": pl.lit(7.0)}),
    ("sky.wind", "outside", {"wind": pl.col("wind") * 1.609344}),
    ("sky", "missing", SKY),
    ("sky", "late", {"taken": pl.col("taken") - timedelta(hours=4)}),
    ("sky", "late", {"taken": NOTHING, **SKY}),
    ("shops.floor", "outside", {"floor": pl.col("floor") + 50}),
    ("shops.area", "unseen", {"area": pl.lit("elsewhere")}),
]


@pytest.mark.parametrize(("where", "kind", "columns"), FAULTS, ids=[f"{a}-{b}-{len(c)}" for a, b, c in FAULTS])
def test_each_kind_of_fault_is_found_named_and_dated(
    known: Reference, where: str, kind: str, columns: dict[str, pl.Expr]
) -> None:
    start = CUT + 4 * WEEK
    lasting = found(spoiled(columns, days=7), known)
    assert [(each.where, each.kind, each.since, each.until) for each in lasting] == [(where, kind, start, None)]
    assert lasting[0].says.endswith(".")
    assert lasting[0].next_step
    assert lasting[0].measurements[0].value == pytest.approx(lasting[0].share)
    over = found(spoiled(columns, days=4), known)
    assert [(each.where, each.since, each.until) for each in over] == [(where, start, start + timedelta(days=4))]
    for later in (5, 6, 8, 9):
        assert found(spoiled(columns, days=7), known, week=later) == ()


def test_a_column_that_joining_renamed_is_called_what_its_source_calls_it() -> None:
    joined = Table(name="orders", frame=SOUND.drop("at", "taken", "person"), columns=JOINED)
    inputs = inputs_of(joined, (), ())
    against = reference(SOUND.filter(pl.col("at") < CUT), inputs, "at")
    (floor,) = found(spoiled({"floor": pl.col("floor") + 50}), against)
    assert floor.where == "shops.level"
    assert floor.says.startswith("The values of shops.level")
    (heat,) = found(spoiled({"heat": pl.lit(61.7)}), against)
    assert heat.where == "sky.heat"


def test_nothing_is_broken_in_sound_weeks(known: Reference) -> None:
    assert [week for week in range(10) if found(SOUND, known, week)] == []


def test_a_season_and_new_shops_that_open_are_no_broken_feeds() -> None:
    rows = table(season=3.0)
    against = reference(rows.filter(pl.col("at") < CUT), INPUTS, "at", links=LINKS, ages=AGES)
    grown = rows.with_columns(
        pl.when((pl.col("at") >= CUT + 3 * WEEK) & (pl.col("shop") == "s3"))
        .then(pl.lit("opened"))
        .otherwise(pl.col("shop"))
        .alias("shop")
    )
    assert [week for week in range(10) if found(grown, against, week)] == []


def test_a_fault_that_lasts_longer_than_the_weeks_looked_back_at_is_still_seen(known: Reference) -> None:
    for columns in ({"heat": pl.col("heat") + 40.0}, {"amount": NOTHING}, {"wind": pl.lit(7.0)}):
        late = found(spoiled(columns, week=1, days=60), known, week=8)
        assert [(each.since, each.until) for each in late] == [(CUT + WEEK, None)]


def test_the_sentence_names_the_change_of_unit(known: Reference) -> None:
    (celsius,) = found(spoiled({"heat": (pl.col("heat") - 32) / 1.8}), known)
    assert "degrees Celsius came instead of Fahrenheit" in celsius.says
    (times,) = found(spoiled({"amount": pl.col("amount") * 100}), known)
    assert "100 times as large" in times.says


def test_rows_that_come_from_elsewhere_are_not_to_blame(known: Reference) -> None:
    (one,) = found(spoiled({"shop": "new" + pl.col("shop"), **SHOP, **SKY, "taken": NOTHING}), known)
    assert one.where == "orders.shop"


def test_two_faults_of_different_sources_are_both_named(known: Reference) -> None:
    both = found(spoiled({"amount": NOTHING, "heat": pl.lit(61.7)}), known)
    assert {each.where for each in both} == {"orders.amount", "sky.heat"}


def test_parts_of_a_day_add_up_to_the_day(known: Reference) -> None:
    day = SOUND.filter((pl.col("at") >= CUT) & (pl.col("at") < CUT + timedelta(days=1)))
    whole, parts = summarise(day, known), [summarise(day[:50], known), summarise(day[50:], known)]
    added = parts[0] + parts[1]
    assert added.start == whole.start == CUT
    assert added.signature.rows == whole.signature.rows
    assert [each.counts for each in added.signature.columns] == [each.counts for each in whole.signature.columns]
    days = [each for each in days_of(SOUND, known) if each.start != CUT]
    asked = (CUT, CUT + WEEK)
    one, other = (broken([*days, *each], known, *asked, false_alarms_per_window=RATE) for each in ([whole], parts))
    assert one == other == ()


def test_what_is_natural_and_what_was_found_can_be_written_down(known: Reference) -> None:
    assert Reference.from_dict(json.loads(json.dumps(known.to_dict()))) == known
    (one,) = found(spoiled({"amount": NOTHING}), known)
    assert Broken.from_dict(json.loads(json.dumps(one.to_dict()))) == one


def test_nothing_of_a_personal_column_is_kept(known: Reference) -> None:
    written = json.dumps([known.to_dict(), *(each.to_dict() for each in days_of(SOUND, known)[:3])])
    assert "p123" not in written


def test_without_time_blocks_of_rows_tell_what_is_natural() -> None:
    rows = SOUND.filter(pl.col("at") < CUT).drop("at").sample(fraction=1.0, shuffle=True, seed=1)
    against = reference(rows, INPUTS)
    assert against.time == ""
    assert "no time" in against.says[0]
    live = [
        summarise(part, against, datetime(day.year, day.month, day.day, tzinfo=UTC))
        for day, part in split_days(spoiled({"heat": NOTHING}).filter(pl.col("at") >= CUT), "at")
    ]
    names = []
    for week in range(6):
        start = CUT + week * WEEK
        names.append([each.where for each in broken(live, against, start, start + WEEK, false_alarms_per_window=RATE)])
    assert names == [[], [], [], [], ["sky.heat"], []]


def test_few_weeks_make_wider_margins_and_it_is_said() -> None:
    short = reference(SOUND.filter((pl.col("at") < CUT) & (pl.col("at") >= CUT - 3 * WEEK)), INPUTS, "at")
    assert short.margin > 1.5
    assert "Only 21 days" in short.says[0]
    assert [week for week in range(6) if found(SOUND, short, week)] == []
    assert [each.where for each in found(spoiled({"heat": NOTHING}), short)] == ["sky.heat"]


def test_tables_without_rows_or_values_break_nothing() -> None:
    empty = reference(SOUND.clear(), INPUTS, "at")
    assert empty.days == 0
    day = Day(start=CUT, signature=summarise(SOUND.head(3), empty, CUT).signature)
    assert broken([day], empty, CUT, CUT + WEEK, false_alarms_per_window=RATE) == ()
    nothing = SOUND.with_columns(pl.lit(None).cast(pl.Float64).alias("amount"))
    against = reference(nothing.filter(pl.col("at") < CUT), INPUTS, "at")
    assert found(nothing, against) == ()


def test_false_alarms_cannot_be_forbidden_and_a_day_needs_a_date(known: Reference) -> None:
    with pytest.raises(RequestError, match="rare, not impossible"):
        broken([], known, CUT, CUT + WEEK, false_alarms_per_window=0.0)
    with pytest.raises(RequestError, match="which day"):
        summarise(SOUND.head(3).drop("at"), known)
    assert broken([], known, CUT, CUT + WEEK, false_alarms_per_window=RATE) == ()


def test_the_document_tells_how_sources_are_found_and_how_old_they_are() -> None:
    as_of = AsOf(left="at", right="taken", lag=1.0)
    spec = DataSpec(
        sources=(
            Source(name="orders", path=""),
            Source(name="sky", path="", join=Join(left=("shop",), right=("shop",), as_of=as_of)),
            Source(name="shops", path="", join=Join(left=("shop",), right=("shop",))),
        ),
        target=Target(column="y"),
    )
    columns = (Column(name="taken", kind="time", role="time", source="sky"), Column(name="heat", kind="number"))
    assert links(spec) == LINKS
    assert ages(spec, columns) == AGES
