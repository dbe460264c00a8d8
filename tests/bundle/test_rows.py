import json
import math
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from shipworthy.bundle.inputs import inputs_of
from shipworthy.bundle.rows import read_frame, read_rows
from shipworthy.foundation.errors import ColumnError
from shipworthy.records.bundle import Bundle, Input
from shipworthy.records.spec import Task
from shipworthy.records.table import Column, Table
from tests.bundle.samples import record, rows, table


def bundle_of(*inputs: Input) -> Bundle:
    return Bundle(project="p", version=1, candidate="c", task=Task(kind="regression"), inputs=inputs)


def test_inputs_are_features_and_context_with_what_they_held() -> None:
    found = {each.name: each for each in inputs_of(table(rows()), ("when", "email"), ("size", "colour"))}
    assert list(found) == ["when", "size", "whole", "colour", "flag", "seen", "note", "email"]
    assert {name for name, each in found.items() if each.use == "context"} == {"when", "email"}
    assert {name: each.kind for name, each in found.items() if name != "email"} == {
        "when": "time",
        "size": "number",
        "whole": "number",
        "colour": "category",
        "flag": "boolean",
        "seen": "time",
        "note": "text",
    }
    assert (found["whole"].low, found["whole"].high) == (0, 8)
    assert found["when"].low == datetime(2024, 1, 1, tzinfo=UTC).timestamp()
    assert found["when"].zone == "UTC"
    counts = rows()["colour"].drop_nulls().value_counts(sort=True)["colour"].to_list()
    assert sorted(found["colour"].levels) == sorted(counts)
    assert found["colour"].levels[0] == counts[0]
    assert [each.name for each in found.values() if each.required] == ["size", "colour"]
    assert found["email"].personal
    assert found["email"].levels == ()


def test_inputs_refuse_a_column_that_is_not_there_and_one_that_no_row_can_be_sent_with() -> None:
    with pytest.raises(ColumnError, match=r"no column `colou`(.|\n)*did you mean `colour`"):
        inputs_of(table(rows()), ("colou",), ())
    lists = Table(name="t", frame=pl.DataFrame({"x": [[1]]}), columns=(Column(name="x", kind="other"),))
    with pytest.raises(ColumnError, match=r"rows cannot be sent with the column x(.|\n)*List(.|\n)*data\.drop"):
        inputs_of(lists, (), ())


def test_a_bad_field_is_named_with_its_row_its_value_and_what_is_allowed() -> None:
    sent: list[Any] = [
        {"size": 1.5, "colour": "red"},
        {"size": "12.5", "flag": "perhaps", "colour": 7, "seen": "half past ten", "whole": True},
        {"colour": "red", "siz": 3},
        [1, 2],
        {"size": 10**400},
    ]
    read = read_rows(record(), sent)
    told = {(each.row, each.field): each for each in read.errors}
    assert set(told) == {
        *((1, name) for name in ("size", "flag", "colour", "seen", "whole")),
        (2, "size"),
        (3, ""),
        (4, "size"),
    }
    assert told[1, "size"].what == "a number is needed, and this is text"
    assert told[1, "size"].seen == "12.5"
    assert told[1, "size"].next_step == "send it without quotation marks"
    assert told[1, "size"].allowed.startswith("a number (learned from -")
    assert told[1, "flag"].allowed == "true or false, or nothing"
    assert told[1, "colour"].allowed.startswith("text, such as ")
    assert told[1, "seen"].to_dict() == {
        "row": 1,
        "field": "seen",
        "what": "this is no time",
        "seen": "half past ten",
        "allowed": "a time such as 2024-05-01T06:00:00, or nothing",
    }
    assert told[2, "size"].what == "this field is missing"
    assert told[2, "size"].next_step == "rename siz to size"
    assert read.frame.height == len(sent)
    assert any(notice.startswith("siz is not known") for notice in read.notices)


def test_personal_values_are_not_told() -> None:
    (error,) = read_rows(record(), [{"size": 1.0, "email": {"to": "anna@example.org"}}]).errors
    assert error.seen == "dict"
    assert "anna" not in json.dumps(error.to_dict())


def test_what_is_missing_or_no_number_is_empty_and_new_or_unknown_names_are_told() -> None:
    read = read_rows(record(), [{"size": 3, "whole": math.nan, "flag": None, "colour": "mauve", "colur": 1}])
    assert not read.errors
    assert read.frame.select("size", "whole", "flag", "colour").row(0) == (3.0, None, None, "mauve")
    assert read.notices == (
        "colour was never mauve while the model learned",
        "colur is not known and was ignored",
    )
    required = read_rows(record(), [{"size": math.inf}, {"size": None}]).errors
    assert [each.what for each in required] == ["this field must not be empty"] * 2
    assert read_rows(record(), []).frame.schema == read.frame.schema


def test_times_are_read_from_text_and_from_seconds_in_the_zone_of_their_column() -> None:
    york = ZoneInfo("America/New_York")
    zoned, plain = Input(name="t", kind="time", zone="America/New_York"), Input(name="t", kind="time")
    expected = datetime(2024, 7, 1, 6, tzinfo=york)
    sent = ["2024-07-01T06:00:00", "2024-07-01T10:00:00Z", "2024-07-01T12:00:00+02:00", expected.timestamp()]
    read = read_rows(bundle_of(zoned), [{"t": each} for each in sent]).frame["t"]
    assert read.to_list() == [expected] * 4
    sent = ["2024-07-01T06:00:00", "2024-07-01T06:00:00Z", "2024-07-01 06:00", datetime(2024, 7, 1, 6)]
    read = read_rows(bundle_of(plain), [{"t": each} for each in sent]).frame["t"]
    assert read.to_list() == [datetime(2024, 7, 1, 6)] * 4
    assert read_rows(bundle_of(plain), [{"t": date(2024, 7, 1)}]).frame["t"][0] == datetime(2024, 7, 1)
    assert read_rows(bundle_of(plain), [{"t": 1e300}]).errors[0].what == "this is no time"


SIZES = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
TYPES: dict[str, st.SearchStrategy[Any]] = {
    "whole": st.floats(),
    "colour": st.text(max_size=5),
    "flag": st.booleans(),
    "seen": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),
    "note": st.text(max_size=30),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({"size": SIZES}, optional=TYPES), min_size=1, max_size=5))
def test_rows_and_frames_go_through_the_door_alike(sent: list[dict[str, Any]]) -> None:
    bundle = record()
    by_row = read_rows(bundle, sent)
    as_text = [{key: str(value) if key == "seen" else value for key, value in row.items()} for row in sent]
    assert_frame_equal(read_rows(bundle, as_text).frame, by_row.frame)
    again = read_frame(bundle, by_row.frame)
    assert_frame_equal(again.frame, by_row.frame)
    assert not again.errors
    assert again.notices == by_row.notices


def test_a_frame_is_read_by_whole_columns_and_named_like_rows_where_it_does_not_fit() -> None:
    frame = rows(6).with_columns(
        pl.col("colour").cast(pl.Categorical), pl.col("seen").dt.convert_time_zone("Asia/Tokyo")
    )
    read = read_frame(record(), frame.with_columns(extra=1).drop("note", "booked"))
    assert not [each for each in read.errors if each.field != "size"]
    assert read.frame["note"].null_count() == 6
    assert read.frame["seen"].to_list() == rows(6)["seen"].to_list()
    assert read.notices == ("extra is not known and was ignored",)
    empty = read_frame(record(), rows(6).with_columns(size=pl.lit(None)))
    assert [(each.row, each.field) for each in empty.errors] == [(row, "size") for row in range(6)]
    text = read_frame(record(), rows(3).with_columns(whole=pl.lit("many")))
    assert [(each.row, each.field, each.seen) for each in text.errors if each.field == "whole"] == [
        (row, "whole", "many") for row in range(3)
    ]


def test_a_naive_frame_shows_the_clock_of_the_zone_and_dates_are_midnights() -> None:
    zoned = bundle_of(Input(name="t", kind="time", zone="Asia/Tokyo"))
    for frame in (pl.DataFrame({"t": [date(2024, 1, 1)]}), pl.DataFrame({"t": [datetime(2024, 1, 1)]})):
        assert read_frame(zoned, frame).frame["t"][0] == datetime(2024, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    plain = bundle_of(Input(name="t", kind="time"))
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=1)
    assert read_frame(plain, pl.DataFrame({"t": [moment]})).frame["t"][0] == datetime(2024, 1, 1, 1)
