"""Files are named by their content, and read again only when size or time differ."""

import os
from pathlib import Path

import pytest

from shipworthy.data.snapshot import snapshot
from shipworthy.foundation.digests import digest_file
from shipworthy.foundation.errors import SourceError
from shipworthy.records.spec import Source

SOURCES = (Source(name="rows", path="a.csv"),)


def test_a_snapshot_names_size_time_and_content(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a\n1\n")
    seen = snapshot(SOURCES, tmp_path)["rows"]
    stat = file.stat()
    assert seen == {"path": "a.csv", "size": 4, "mtime": stat.st_mtime_ns, "digest": digest_file(file)}


def test_an_untouched_file_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    known = snapshot(SOURCES, tmp_path)
    known["rows"]["digest"] = "as known"
    assert snapshot(SOURCES, tmp_path, known)["rows"]["digest"] == "as known"


def test_a_touched_file_keeps_its_name_and_a_changed_one_does_not(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a\n1\n")
    known = snapshot(SOURCES, tmp_path)
    os.utime(file, ns=(1, 1))
    assert snapshot(SOURCES, tmp_path, known)["rows"]["digest"] == known["rows"]["digest"]
    file.write_text("a\n2\n")
    assert snapshot(SOURCES, tmp_path, known)["rows"]["digest"] != known["rows"]["digest"]


def test_a_missing_file_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "aa.csv").write_text("a\n1\n")
    with pytest.raises(SourceError, match=r"did you mean aa\.csv"):
        snapshot(SOURCES, tmp_path)
