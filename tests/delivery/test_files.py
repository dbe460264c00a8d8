import sys
from datetime import UTC, datetime, timedelta
from importlib.machinery import ModuleSpec
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from shipworthy.delivery.files import write_rows
from shipworthy.delivery.rows import json_rows
from shipworthy.foundation.errors import MissingExtraError, RequestError, StorageError

FRAME = pl.DataFrame(
    {
        "id": ["a", 'b "quoted", with a comma\nand a line'],
        "score": [0.5, None],
        "at": [datetime(2026, 1, 1, tzinfo=UTC), None],
        "parts": [[0.2, 0.8], None],
        "inputs": [{"x": 1, "y": None}, {"x": 2, "y": "ü"}],
    }
)
PLAIN = FRAME.select("id", "score")


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.feather", "A.PARQUET"])
def test_what_is_written_is_read_back(name: str, tmp_path: Path) -> None:
    write_rows(FRAME, tmp_path / name)
    read = pl.read_parquet if name.lower().endswith("parquet") else pl.read_ipc
    assert_frame_equal(read(tmp_path / name), FRAME)


def test_csv_and_json_lines_hold_what_their_kind_can(tmp_path: Path) -> None:
    write_rows(FRAME, tmp_path / "a.csv")
    read = pl.read_csv(tmp_path / "a.csv")
    assert_frame_equal(read.select("id", "score"), PLAIN)
    assert read["parts"].to_list() == ["[0.2,0.8]", None]
    assert read["inputs"].to_list() == ['{"x":1,"y":null}', '{"x":2,"y":"ü"}']
    for name in ("a.jsonl", "a.ndjson"):
        write_rows(FRAME, tmp_path / name)
        assert_frame_equal(
            pl.read_ndjson(tmp_path / name).select("id", "score", "inputs"), FRAME.select("id", "score", "inputs")
        )


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_bytes_and_lengths_of_time_become_text_where_a_file_knows_neither(ending: str, tmp_path: Path) -> None:
    frame = pl.DataFrame({"took": [timedelta(seconds=90), None], "seal": [b"x\xff", None]})
    write_rows(frame, tmp_path / f"a.{ending}")
    read = pl.read_csv(tmp_path / "a.csv") if ending == "csv" else pl.read_ndjson(tmp_path / "a.jsonl")
    assert read.to_dict(as_series=False) == {"took": ["PT1M30S", None], "seal": ["eP8=", None]}


def test_a_file_that_is_there_is_replaced_by_a_whole_one(tmp_path: Path) -> None:
    for frame in (FRAME, PLAIN.head(1)):
        write_rows(frame, tmp_path / "new" / "a.parquet")
    assert_frame_equal(pl.read_parquet(tmp_path / "new" / "a.parquet"), PLAIN.head(1))
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["a.parquet"]
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(StorageError):
        write_rows(FRAME, tmp_path / "folder.csv")


@pytest.mark.parametrize("name", ["answers", "answers.doc", ".csv"])
def test_another_ending_is_refused_with_those_that_may_be(name: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no kind of file") as caught:
        write_rows(FRAME, tmp_path / name)
    assert ".parquet" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_excel_without_its_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.setattr("shipworthy.delivery.files.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="Excel") as caught:
        write_rows(PLAIN, tmp_path / "a.xlsx")
    assert "xlsxwriter" in caught.value.next_step
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipworthy.delivery.files.find_spec", lambda name: ModuleSpec(name, None))
    with pytest.raises(RequestError, match="sheet of Excel"):
        write_rows(pl.DataFrame({"x": range(1_048_576)}), tmp_path / "a.xlsx")


def test_rows_are_told_as_json_holds_them() -> None:
    frame = pl.DataFrame(
        {
            "at": [datetime(2026, 7, 1, 5, tzinfo=UTC), None],
            "wall": [datetime(2026, 7, 1, 5, 30, 0, 250), None],
            "day": [datetime(2026, 7, 1).date(), None],
            "size": [float("nan"), float("inf")],
            "whole": [3, None],
            "sails": [True, None],
        },
        schema_overrides={"at": pl.Datetime("us", "America/New_York")},
    )
    first, second = json_rows(frame)
    assert (datetime.fromisoformat(first["at"]), first["day"]) == (datetime(2026, 7, 1, 5, tzinfo=UTC), "2026-07-01")
    assert datetime.fromisoformat(first["wall"]) == datetime(2026, 7, 1, 5, 30, 0, 250)
    assert (first["whole"], first["sails"], "size" in first, second) == (3, True, False, {})
