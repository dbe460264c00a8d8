"""The page `goalposts.md` works as it stands: a goal is moved, held, agreed to; decisions are taken back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.docs.walk import Walker, commands

PAGE = ROOT / "docs" / "goalposts.md"
EXAMPLES = ROOT / "docs" / "examples"


@pytest.fixture
def walker(tmp_path: Path) -> Iterator[Walker]:
    shutil.copy(EXAMPLES / "table.py", tmp_path)
    (tmp_path / "samples").mkdir()
    shutil.copy(EXAMPLES / "goalposts.yaml", tmp_path / "samples" / "project.yaml")
    one = Walker(tmp_path, {})
    yield one
    one.leave()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_reader_gets_through_it(walker: Walker) -> None:
    for command in commands(PAGE):
        walker.type(command)


def test_the_document_that_the_reader_copies_is_the_one_that_is_run() -> None:
    assert (EXAMPLES / "goalposts.yaml").read_text() in PAGE.read_text(encoding="utf-8")
