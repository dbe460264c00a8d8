"""The tutorial `live.md` works as it stands: from one table to a model that is served, watched and learned anew."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shipworthy.cli.main import VERBS
from tests.docs.pages import ROOT
from tests.docs.walk import Command, Walker, commands, free_port

PAGE = ROOT / "docs" / "live.md"
FILES = ROOT / "docs" / "examples" / "live"
PRODUCTION = ("ship", "serve", "score", "explain", "watch", "rollback", "retrain", "board")


@pytest.fixture
def walker(tmp_path: Path) -> Iterator[Walker]:
    for file in FILES.iterdir():
        shutil.copy(file, tmp_path)
    one = Walker(tmp_path, {port: free_port() for port in ("8080", "8000")})
    yield one
    one.leave()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_reader_gets_through_it(walker: Walker) -> None:
    for command in commands(PAGE):
        walker.type(command)


def test_it_uses_every_verb_of_production() -> None:
    typed = [command.typed for command in commands(PAGE)]
    assert {*PRODUCTION} <= {*VERBS}
    assert [verb for verb in PRODUCTION if not any(each.startswith(f"shipworthy {verb}") for each in typed)] == []


@pytest.mark.parametrize("path", ["/predict", "/outcomes", "/explain", "/invocations", "/infer", "/metrics"])
def test_it_asks_the_server_in_every_way(path: str) -> None:
    assert any(command.typed.startswith("curl") and path in command.typed for command in commands(PAGE))


def test_the_files_that_the_reader_copies_are_those_that_are_run() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [file.name for file in FILES.iterdir() if file.read_text().rstrip() not in page] == []


def test_what_is_to_be_shown_may_leave_things_out(tmp_path: Path) -> None:
    walker = Walker(tmp_path, {})
    walker.type(Command("echo one two  three", ("one … three",), 0))
    with pytest.raises(AssertionError, match=re.escape("is to show: three … one")):
        walker.type(Command("echo one two three", ("three … one",), 0))
