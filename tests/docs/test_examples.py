"""The documentation runs: every block that is marked as runnable does what stands there."""

import os
import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from shipworthy.cli.main import main
from shipworthy.plan.reading import read_text
from tests.docs.pages import ROOT, Example, examples

DOCS = ROOT / "docs"
PAGES = [
    DOCS / "own-table.md",
    DOCS / "notebook.md",
    DOCS / "claims.md",
    DOCS / "document.md",
    DOCS / "errors.md",
    *sorted((DOCS / "verbs").glob("*.md")),
]
MARKED = [example for page in PAGES for example in examples(page)]
STATUS = re.compile(r"  # exit status (?P<status>\d+)$")
ANSWERS = """problem:
  status_quo: {rule: '"mean radius" > 17'}
success:
  unit: hours
  value: {outcomes: {true_positive: 20, false_positive: -5, false_negative: 0, true_negative: 0}}
  criterion: {gain_over: status_quo, per: 1000, at_least: 1000}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a small table of real data and a ledger of its own, in which one example follows the other."""
    folder = tmp_path_factory.mktemp("docs")
    before = Path.cwd()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SHIPWORTHY_HOME", str(folder / "home"))
        patched.setenv("LOGNAME", "ann")
        os.chdir(folder)
        runpy.run_path(str(DOCS / "examples" / "table.py"))
        yield folder
        os.chdir(before)


@pytest.fixture(scope="module")
def told() -> dict[Path, dict[str, object]]:
    """What the Python blocks of a page have named so far."""
    return {}


def answer(document: Path) -> None:
    """What a reader writes into the document, as `own-table.md` says."""
    text = document.read_text()
    if "status_quo" in text:
        return
    problem, rest = (DOCS / "examples" / "brief.yaml").read_text().split("delivery:", 1)
    start = ANSWERS.replace("problem:\n", problem)
    document.write_text(text.replace("data:\n", f"{start}data:\n", 1) + f"delivery:{rest}")


def run_console(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command, expected in commands(code):
        found = STATUS.search(command)
        status = main(shlex.split(STATUS.sub("", command))[1:])
        caught = capsys.readouterr()
        said = " ".join((caught.out + caught.err).split())
        assert status == (int(found["status"]) if found else 0), said
        for line in expected:
            assert " ".join(line.split()) in said, f"{command}\n{said}"


def commands(code: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
        command, *expected = part.splitlines()
        yield command, [line for line in expected if line.strip()]


@pytest.mark.parametrize("example", MARKED, ids=lambda one: f"{one.page.stem}-{one.language}")
def test_it_runs(
    example: Example, place: Path, told: dict[Path, dict[str, object]], capsys: pytest.CaptureFixture[str]
) -> None:
    if example.needs == "answered":
        answer(place / "samples" / "project.yaml")
    if example.language == "console":
        run_console(example.code, capsys)
    elif example.language == "python":
        exec(compile(example.code, str(example.page), "exec"), told.setdefault(example.page, {}))
    else:
        assert read_text(example.code, example.page.name).project


def test_every_page_with_examples_is_run() -> None:
    with_marks = {page for page in DOCS.rglob("*.md") if any(examples(page))}
    # whole documents, each run by `test_value`
    assert with_marks - {DOCS / "value.md"} <= set(PAGES)
    assert len(MARKED) >= 15


def test_what_the_readme_has_the_reader_copy_is_what_is_run() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("table.py", "brief.yaml", "notebook.py"):
        assert (DOCS / "examples" / name).read_text() in readme
