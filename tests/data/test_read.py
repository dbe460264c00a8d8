"""Sources on disk become tables, and broken ones a clear message."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from shipworthy.data.delimited import MISSING
from shipworthy.data.read import read_source
from shipworthy.foundation.errors import ColumnError, SourceError
from shipworthy.records.spec import AsOf, Join, Source


def read(folder: Path, name: str, content: bytes | str) -> pl.DataFrame:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_source(Source(name="rows", path=name), folder).frame


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    text = "a,b\n1,x\n2,y\n".replace(",", separator)
    assert read(tmp_path, "a.csv", text).rows() == [(1, "x"), (2, "y")]


@pytest.mark.parametrize("missing", MISSING)
def test_every_sign_of_a_missing_value_is_null(tmp_path: Path, missing: str) -> None:
    frame = read(tmp_path, "a.csv", f"a,b\n1,{missing}\n2,3.5\n")
    assert frame["b"].to_list() == [None, 3.5]


def test_a_gzipped_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv.gz", gzip.compress(b"a,b\n1,2\n")).rows() == [(1, 2)]


def test_other_encodings_are_read_and_said(tmp_path: Path) -> None:
    for encoding, says in (("latin-1", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-8-sig", "")):
        (tmp_path / "a.csv").write_bytes("größe,b\né,2\n".encode(encoding))
        table = read_source(Source(name="rows", path="a.csv"), tmp_path)
        assert table.frame.rows(named=True) == [{"größe": "é", "b": 2}]
        assert (says in table.notes[0]) if says else table.notes == ()


def test_a_late_foreign_byte_is_found_too(tmp_path: Path) -> None:
    content = b"a,b\n" + b"x,1\n" * 100_000 + "é,2\n".encode("latin-1")
    assert read(tmp_path, "a.csv", content)["a"][-1] == "é"


def test_mixed_values_become_text_even_when_the_odd_one_comes_last(tmp_path: Path) -> None:
    frame = read(tmp_path, "a.csv", "a\n" + "1\n" * 20_000 + "x\n")
    assert frame["a"].dtype == pl.String
    assert frame["a"][-1] == "x"


def test_dates_and_times_are_parsed_and_zones_become_utc(tmp_path: Path) -> None:
    frame = read(
        tmp_path,
        "a.csv",
        "day,zoned,local,soon\n"
        "2013-01-01,2013-01-01T10:00:00Z,2013-01-01 10:00,2013-01-01\n"
        "NA,2013-01-01T10:00:00.5+01:00,2013-01-01 10:00:01,soon\n",
    )
    assert frame["day"].to_list() == [date(2013, 1, 1), None]
    assert frame["zoned"].to_list() == [
        datetime(2013, 1, 1, 10, tzinfo=UTC),
        datetime(2013, 1, 1, 9, 0, 0, 500_000, tzinfo=UTC),
    ]
    assert frame["local"].to_list() == [datetime(2013, 1, 1, 10), datetime(2013, 1, 1, 10, 0, 1)]
    assert frame["soon"].to_list() == ["2013-01-01", "soon"]


def test_ambiguous_dates_stay_text(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", "a,b\n01/02/2013,1\n")["a"].to_list() == ["01/02/2013"]


def test_decimal_commas_and_blanks_around_numbers_are_numbers(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", "a;b\n1,5;x\n2;y\n")["a"].to_list() == [1.5, 2.0]
    assert read(tmp_path, "b.csv", "a, b\n1, 2\n3, 4\n")["b"].to_list() == [2, 4]


def test_blank_lines_are_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n\n3,4\n\n")
    table = read_source(Source(name="rows", path="a.csv"), tmp_path)
    assert table.frame.rows() == [(1, 2), (3, 4)]
    assert "blank lines" in table.notes[0]


def test_unnamed_columns_get_a_name(tmp_path: Path) -> None:
    assert read(tmp_path, "a.csv", ",b\n0,x\n1,y\n").columns == ["unnamed_1", "b"]


def test_parquet_and_arrow_keep_types_and_lose_nan(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "x": [1.5, float("nan")],
            "n": pl.Series([None, None], dtype=pl.Null),
            "t": pl.Series([datetime(2024, 1, 1), None]).dt.replace_time_zone("Europe/Paris"),
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_ipc(tmp_path / "a.feather")
    for name in ("a.parquet", "a.feather"):
        found = read_source(Source(name="rows", path=name), tmp_path).frame
        assert found["x"].to_list() == [1.5, None]
        assert found["n"].dtype == pl.String
        assert found["t"].to_list() == [datetime(2023, 12, 31, 23, tzinfo=UTC), None]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters='\r\n"\0'), min_size=1, max_size=5)


@given(st.lists(st.tuples(st.integers(-(2**60), 2**60), st.floats(allow_nan=False, allow_infinity=False)), min_size=1))
def test_numbers_are_read_as_pandas_reads_them(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, float]]
) -> None:
    folder = tmp_path_factory.mktemp("numbers")
    pd.DataFrame(rows, columns=["a", "b"]).to_csv(folder / "a.csv", index=False)
    found = read_source(Source(name="rows", path="a.csv"), folder).frame
    expected = pd.read_csv(folder / "a.csv")
    assert found["a"].to_list() == expected["a"].tolist()
    assert found["b"].to_list() == pytest.approx(expected["b"].tolist(), rel=1e-15)


# names that would be read as a pattern are refused
NAMES = TEXT.filter(lambda name: name.strip() != "*" and not (name.strip()[:1] == "^" and name.strip()[-1:] == "$"))


@given(st.lists(NAMES, min_size=1, max_size=5, unique_by=str.strip))
def test_any_column_name_survives(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    names = [name.strip() or "blank" for name in names]
    folder = tmp_path_factory.mktemp("names")
    pl.DataFrame({name: [1, 2] for name in names}).write_csv(folder / "a.csv", quote_style="always")
    assert read_source(Source(name="rows", path="a.csv"), folder).frame.columns == names


def test_a_missing_file_names_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "flowers.csv").write_text("a\n1\n")
    with pytest.raises(SourceError, match=r"did you mean flowers\.csv"):
        read_source(Source(name="rows", path="flower.csv"), tmp_path)
    with pytest.raises(SourceError, match="no folder"):
        read_source(Source(name="rows", path="nowhere/flower.csv"), tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"a,b\n", "a header and no rows"),
        ("a.parquet", b"", "is empty"),
        ("a.parquet", b"PAR1" + b"x" * 100 + b"PAR1", "cannot be read"),
        ("a.parquet", b"hello", "cannot be read"),
        ("a.feather", b"hello", "cannot be read"),
        ("a.csv.gz", gzip.compress(b"a,b\n1,2\n" * 1000, mtime=0)[:-20], "cannot be read"),
        ("a.csv", b"a,b\n1,2\n1,2,3\n", "line 3"),
        ("a.csv", b'a,b\n"1,2\n2,3\n', "cannot be read"),
        ("a.csv", b"a\0b\n", "not text"),
        ("a.xlsx", b"PK", "kind that cannot be read"),
    ],
)
def test_broken_files_are_refused_in_words(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        read(tmp_path, name, content)
    assert "next:" in str(caught.value)
    assert name in str(caught.value)


def test_a_folder_is_refused_with_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("a\n1\n")
    with pytest.raises(SourceError, match=r"(?s)is a folder.*seen: a\.csv"):
        read_source(Source(name="rows", path="data"), tmp_path)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match=r"(?s)share a name.*seen: a"):
        read(tmp_path, "a.csv", "a,b,a\n1,2,3\n")


def test_keys_times_and_join_columns_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("order,t\n1,2\n")
    join = Join(left=("x",), right=("ordr",))
    as_of = Join(left=(), right=(), as_of=AsOf(left="t", right="tt"))
    for source in (
        Source(name="a", path="a.csv", key=("ordr",)),
        Source(name="a", path="a.csv", time="ordr"),
        Source(name="a", path="a.csv", join=join),
        Source(name="a", path="a.csv", join=as_of),
    ):
        with pytest.raises(ColumnError, match="there is no column"):
            read_source(source, tmp_path)


def test_progress_is_told_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    said: list[str] = []
    table = read_source(Source(name="rows", path="a.csv"), tmp_path, said.append)
    assert said == ["reading rows (0.0 MB)"]
    assert_frame_equal(table.frame, pl.DataFrame({"a": [1]}))
