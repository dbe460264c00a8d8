from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shipworthy.foundation.errors import StorageError
from shipworthy.records.forecast import Forecast
from shipworthy.records.measurement import Measurement
from shipworthy.records.person import Person
from shipworthy.records.predictions import Predictions
from shipworthy.records.record import Record
from shipworthy.records.spec import Task
from shipworthy.records.table import Column, Table
from shipworthy.store.cache import Cache

FRAME = pl.DataFrame(
    {
        "id": ["ä", "b", "c"],
        "time": [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)],
        "score": [[0.1, 0.9], [0.5, 0.5], None],
        "outcome": ["yes", None, "no"],
        "inputs": [{"carrier": "A", "hour": 1}, {"carrier": None, "hour": 2}, {"carrier": "B", "hour": None}],
    }
)
PREDICTIONS = Predictions(
    candidate="linear", task=Task(kind="binary", classes=("no", "yes")), frame=FRAME, threshold=0.25
)
TABLE = Table(name="t", frame=FRAME, columns=(Column(name="id", kind="text", role="key"),), key=("id",))
FORECAST = Forecast(candidate="a", promise=Measurement(name="gain", value=1.0), gains=(1.0, 2.5))


@pytest.mark.parametrize(
    "record", [PREDICTIONS, TABLE, FORECAST, Person(name="Ann")], ids=lambda each: type(each).__name__
)
def test_what_is_kept_comes_back_exactly(tmp_path: Path, record: Record) -> None:
    Cache(tmp_path).put("key", record)
    assert Cache(tmp_path).get("key", type(record)) == record


def test_what_was_never_kept_is_missing(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "not there yet")
    assert cache.get("key", Predictions) is None
    assert cache.clean() == 0


def test_one_key_keeps_one_record_of_each_class_and_the_last_one_counts(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "inner" / "cache")
    cache.put("../../key", Person(name="Ann"))
    cache.put("../../key", Person(name="Bob"))
    cache.put("../../key", FORECAST)
    assert cache.get("../../key", Person) == Person(name="Bob")
    assert cache.get("../../key", Forecast) == FORECAST
    assert [path.name for path in (tmp_path / "inner").iterdir()] == ["cache"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    suffix=st.sampled_from([".json", ".arrow"]),
    cut=st.floats(0, 1, exclude_max=True),
    flip=st.one_of(st.none(), st.integers(1, 255)),
)
def test_a_damaged_or_half_written_file_counts_as_missing_and_is_deleted(
    tmp_path: Path, suffix: str, cut: float, flip: int | None
) -> None:
    cache = Cache(tmp_path)
    cache.put("key", PREDICTIONS)
    (file,) = tmp_path.rglob(f"*{suffix}")
    content = bytearray(file.read_bytes())
    place = int(cut * len(content))
    if flip is None:
        content = content[:place]
    else:
        content[place] ^= flip
    file.write_bytes(content)
    assert cache.get("key", Predictions) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_rows_that_are_gone_count_as_missing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("key", PREDICTIONS)
    next(tmp_path.rglob("*.arrow")).unlink()
    assert cache.get("key", Predictions) is None


def test_cleaning_frees_everything(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("key", PREDICTIONS)
    size = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert cache.clean() == size
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        Cache(tmp_path / "file").put("key", PREDICTIONS)
    assert caught.value.next_step
