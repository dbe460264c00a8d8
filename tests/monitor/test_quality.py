from datetime import UTC, datetime

import pytest

from shipworthy.monitor.feed_day import Day
from shipworthy.monitor.quality import quality
from shipworthy.records.signature import ColumnSignature, Signature


def day(number: int, *columns: ColumnSignature, rows: int = 100) -> Day:
    return Day(start=datetime(2024, 5, number, tzinfo=UTC), signature=Signature(rows=rows, columns=columns))


def test_shares_are_told_of_the_whole_window_and_sound_columns_are_left_out() -> None:
    days = [
        day(1, ColumnSignature(name="wind", nulls=10), ColumnSignature(name="heat", outside=4)),
        day(2, ColumnSignature(name="wind", nulls=0), ColumnSignature(name="heat", outside=2), rows=200),
    ]
    told = {(one.name, one.slice["column"]): one.value for one in quality(days)}
    assert told == {("missing", "wind"): pytest.approx(10 / 300), ("outside", "heat"): pytest.approx(6 / 300)}


def test_a_window_of_sound_rows_has_nothing_to_tell() -> None:
    assert quality([day(1, ColumnSignature(name="wind"))]) == ()
