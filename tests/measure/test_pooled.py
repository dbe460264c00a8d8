import numpy as np
import polars as pl
import pytest
from msgspec import structs

from shipworthy.measure.gain import measure_value
from shipworthy.measure.pooled import pooled, pooled_over_groups
from shipworthy.records.measurement import Measurement
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import Task, Worth

WORTH = Worth(unit="EUR", under=1.0, over=1.0)


def weeks_of(seed: int) -> list[Predictions]:
    random = np.random.default_rng(seed)
    parts = []
    for week in range(4):
        rows = int(random.integers(150, 400))
        day = random.integers(7 * week, 7 * week + 7, rows)
        frame = pl.DataFrame(
            {
                "id": [f"{week}-{row}" for row in range(rows)],
                "origin": "live",
                "model": "1",
                "group": [str(one) for one in day],
                "score": random.normal(day % 5, 1.0, rows),
                "outcome": random.normal(0.0, 1.0, rows),
            }
        )
        parts.append(Predictions(candidate="a", task=Task(kind="regression"), frame=frame))
    return parts


def test_the_pooled_mean_is_the_mean_of_all_rows_and_nearly_as_sure() -> None:
    parts = weeks_of(3)
    whole = structs.replace(parts[0], frame=pl.concat([part.frame for part in parts]))
    found = pooled([measure_value(part, WORTH) for part in parts])
    direct = measure_value(whole, WORTH)
    assert found is not None
    assert found.value == pytest.approx(direct.value)
    assert found.n == direct.n
    assert found.clusters == direct.clusters
    assert found.se is not None
    # within weeks only: the weeks' own means do not count as spread, so it may be a little below
    assert found.se == pytest.approx(direct.se, rel=0.35)


def test_parts_without_a_value_count_for_nothing() -> None:
    told = Measurement(name="gain", value=3.0, low=1.0, high=5.0, se=1.0, df=9, n=50)
    found = pooled([told, Measurement(name="gain", value=None, n=10)])
    assert found is not None
    assert (found.value, found.se, found.n) == (3.0, 1.0, 50)


def test_a_part_too_small_for_an_interval_of_its_own_scatters_like_the_others() -> None:
    week = Measurement(name="gain", value=10.0, se=1.0, df=99, n=100)
    found = pooled([week, Measurement(name="gain", value=0.0, n=1)])
    assert found is not None
    assert found.value == pytest.approx(1000 / 101)
    # one more row of the same spread: se falls with the root of the rows
    assert found.se == pytest.approx(10 / 101**0.5)
    assert found.low is not None


def test_nothing_known_is_no_number() -> None:
    assert pooled([]) is None
    assert pooled([Measurement(name="gain", value=None)]) is None


def test_a_part_without_an_interval_takes_the_interval_from_the_whole() -> None:
    found = pooled([Measurement(name="gain", value=1.0, n=5), Measurement(name="gain", value=3.0, se=1.0, df=4, n=5)])
    assert found is not None
    assert (found.value, found.low, found.high) == (2.0, None, None)


def test_hours_of_days_are_as_sure_as_their_days() -> None:
    parts = weeks_of(5)
    whole = structs.replace(parts[0], frame=pl.concat([part.frame for part in parts]))
    numbered = whole.frame.with_row_index("row").with_columns(hour=pl.col("row") % 3)
    pieces = numbered.partition_by("group", "hour", maintain_order=True)
    hours = [structs.replace(whole, frame=piece.drop("row", "hour")) for piece in pieces]
    told = [measure_value(hour, WORTH, per=100) for hour in hours]
    found = pooled_over_groups(told, [piece["group"][0] for piece in pieces])
    direct = measure_value(whole, WORTH, per=100)
    assert found is not None
    assert (found.n, found.clusters) == (direct.n, direct.clusters)
    # pieces count alike, however many rows they hold
    assert found.df == pytest.approx(direct.df, rel=0.1)
    assert (found.value, found.se, found.low) == pytest.approx((direct.value, direct.se, direct.low), rel=0.01)


def test_hours_of_one_day_tell_no_interval_and_hours_without_a_value_none() -> None:
    hour = Measurement(name="gain", value=1.0, n=10)
    one = pooled_over_groups([hour, hour], ["Monday", "Monday"])
    assert one is not None
    assert (one.value, one.se, one.low) == (1.0, None, None)
    assert pooled_over_groups([structs.replace(hour, value=None)], ["Monday"]) is None
