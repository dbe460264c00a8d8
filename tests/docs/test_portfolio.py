"""The page `portfolio.md` works as it stands: three briefs, ranked, edited and ended."""

import shutil
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.docs.walk import Walker, commands

PAGE = ROOT / "docs" / "portfolio.md"
FILES = ROOT / "docs" / "examples" / "ideas"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_reader_gets_through_it(tmp_path: Path) -> None:
    shutil.copytree(FILES, tmp_path / "ideas")
    walker = Walker(tmp_path, {})
    for command in commands(PAGE):
        walker.type(command)


def test_the_files_that_the_reader_copies_are_those_that_are_run() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [file.parent.name for file in FILES.glob("*/project.yaml") if file.read_text().rstrip() not in page] == []
