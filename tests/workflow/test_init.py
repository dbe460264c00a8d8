"""What `init` shows, asks and writes."""

import os
import pty
import select
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from shipworthy.foundation.errors import UserError
from shipworthy.plan.reading import read_document
from shipworthy.workflow.first_look import FirstLook, look
from shipworthy.workflow.init import begin
from shipworthy.workflow.questions import questions
from tests.workflow.project import Command, table


def seen(folder: Path, target: object, name: str = "orders.csv") -> FirstLook:
    frame = table(target).with_columns(copy=pl.col("target").cast(pl.String) + "!", row=pl.int_range(pl.len()))
    frame.write_csv(folder / name)
    return look(folder / name, "target")


@pytest.fixture
def binary(tmp_path: Path) -> FirstLook:
    return seen(tmp_path, lambda size: np.where(size > 0.5, "late", "fine"))


@pytest.fixture
def regression(tmp_path: Path) -> FirstLook:
    return seen(tmp_path, lambda size: size)


def test_the_baseline_comes_first_then_what_is_predictable(binary: FirstLook) -> None:
    rows, baseline, predictable, *rest = binary.says
    assert rows == "240 rows, 6 columns. target is a yes or no; 'late' counts as the yes."
    assert baseline.startswith("Always saying 'fine' is right for ")
    assert predictable.startswith("Of what that leaves open, a linear model explains ")
    assert "mostly from a" in predictable
    assert any("too good to be true: copy." in line for line in rest)
    assert any("nothing can be learned from it: row." in line for line in rest)


def test_numbers_with_few_values_are_taken_as_classes_and_it_is_told_how_to_change_that(tmp_path: Path) -> None:
    told = seen(tmp_path, lambda size: np.clip(size.round(), -1, 1).astype(int)).says[0]
    assert "target is one of 3: -1, 0 and 1." in told
    assert "`kind: regression`" in told


def test_a_class_seen_once_is_not_told_as_an_outcome_nobody_knows(tmp_path: Path) -> None:
    told = seen(tmp_path, lambda size: [*np.where(size[:-1] > 0, "a", "b"), "z"]).says
    assert "Left out, because one row is too few to learn from: the outcome z." in told
    assert not any("not known" in line for line in told)


def test_answers_become_the_document(binary: FirstLook, tmp_path: Path) -> None:
    answers = {"status_quo": '"a" > 0.5', "value": "900, 250 EUR", "at_least": "20,000"}
    document = read_document(begin(tmp_path / "project", binary, answers))
    assert document.problem.status_quo is not None
    assert document.problem.status_quo.rule == '"a" > 0.5'
    assert document.success.unit == "EUR"
    assert document.success.value is not None
    assert document.success.value.outcomes == {
        "true_positive": 900,
        "false_positive": -250,
        "false_negative": 0,
        "true_negative": 0,
    }
    assert document.success.criterion is not None
    assert document.success.criterion.at_least == 20000
    assert (tmp_path / "project" / ".gitignore").read_text() == ".shipworthy/\n"


def test_a_goal_is_suggested_from_the_amounts_that_were_given_and_from_nothing_else(
    binary: FirstLook, regression: FirstLook
) -> None:
    goal = questions(binary)[-1]
    # 82 of 240 rows are late
    assert goal.example_after({"value": "900 250 USD"}).startswith("30,000, a tenth of what ")
    assert goal.example_after({"value": "9 250 USD"}).startswith("300, a tenth of what ")
    assert goal.example_after({}) == goal.example_after({"value": "none"}) == ""
    # without a word on what is done today, a number is off by its mean distance from the constant
    assert " a tenth " in questions(regression)[-1].example_after({"value": "2 0.5 USD"})


def test_open_answers_invent_nothing(binary: FirstLook, tmp_path: Path) -> None:
    document = read_document(begin(tmp_path / "project", binary, {}))
    assert document.problem.status_quo is None
    assert document.success.value is None
    assert document.success.criterion is None
    assert [entry.name for entry in document.candidates] == ["linear", "additive", "tabular", "boosting"]


@pytest.mark.parametrize(("above", "metric"), [(0.5, ""), (-0.5, "roc_auc")])
def test_where_yes_is_the_usual_answer_attempts_are_told_apart_by_roc_auc(
    tmp_path: Path, above: float, metric: str
) -> None:
    few_or_many = seen(tmp_path, lambda size: np.where(size > above, "yes", "no"))
    assert read_document(begin(tmp_path / "project", few_or_many, {})).evaluation.metric == metric


def test_a_gain_without_amounts_is_no_criterion(binary: FirstLook, tmp_path: Path) -> None:
    document = read_document(begin(tmp_path / "project", binary, {"value": "none", "at_least": "5"}))
    assert document.success.criterion is None


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        (0, "aa > 3"),
        (0, "a >"),
        (0, "a + 1"),
        (1, "900"),
        (1, "900 250"),
        (1, "x y USD"),
        (1, "nan 1 USD"),
        (2, "much"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_an_example(binary: FirstLook, place: int, answer: str) -> None:
    with pytest.raises(UserError) as refused:
        questions(binary)[place].understand(answer)
    assert "next:" in str(refused.value)


@pytest.mark.parametrize(
    ("place", "answer"), [(0, "a"), (0, ' "a" > 0 '), (0, "Nothing"), (1, "1,000 20.5 €"), (2, "0")]
)
def test_answers_are_understood_as_people_write_them(binary: FirstLook, place: int, answer: str) -> None:
    assert questions(binary)[place].understand(answer) is not None


def test_the_examples_given_would_do(binary: FirstLook, regression: FirstLook) -> None:
    for about in (binary, regression):
        asked = questions(about)
        assert len(asked) == 3
        assert all(question.understand(question.example_after({})) for question in asked[:2])


def test_a_number_is_held_against_a_column_and_not_a_rule(regression: FirstLook) -> None:
    today = questions(regression)[0]
    assert today.understand("b") == {"column": "b"}
    with pytest.raises(UserError, match="no column of the table"):
        today.understand("b > 2")


def test_a_folder_with_a_project_is_refused_before_anything_is_read(tmp_path: Path, shipworthy: Command) -> None:
    (tmp_path / "project.yaml").write_text("project: mine\n")
    said = shipworthy("init", tmp_path, "--data", tmp_path / "missing.csv", "--target", "y")
    assert said.status == 2
    assert "there is a project in this folder already" in said.err
    assert (tmp_path / "project.yaml").read_text() == "project: mine\n"


def test_without_a_terminal_nothing_is_asked_and_the_next_step_is_told(
    tmp_path: Path, shipworthy: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table(lambda size: size > 0).write_csv("t.csv")
    said = shipworthy("init", "my project", "--data", "t.csv", "--target", "target")
    assert said.status == 0
    assert "?" not in said.out
    assert "shipworthy compare --project 'my project'" in said.flat


def test_on_a_terminal_a_bad_answer_is_asked_again(tmp_path: Path) -> None:
    table(lambda size: np.where(size > 0.5, "late", "fine")).write_csv(tmp_path / "t.csv")
    arguments = ["init", str(tmp_path / "project"), "--data", str(tmp_path / "t.csv"), "--target", "target"]
    status, text = on_a_terminal(tmp_path / "home", arguments, ['"a" >', '"a" > 1', "nine", "900 250 USD", "20000"])
    assert status == 0
    assert text.count("this is not understood as an amount") == 1
    assert "3. How much more than today" in text
    assert "For example: 30,000, a tenth of what it would bring if no answer was wrong" in " ".join(text.split())
    assert "at_least: 20000" in (tmp_path / "project" / "project.yaml").read_text()


def on_a_terminal(home: Path, arguments: list[str], answers: list[str]) -> tuple[int, str]:
    """Runs the command on a terminal of its own and answers whenever it asks."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ["SHIPWORTHY_HOME"] = str(home)
        code = "from shipworthy.cli.main import run; run()"
        os.execv(sys.executable, [sys.executable, "-c", code, *arguments])
    text, told, end = b"", 0, time.monotonic() + 120
    while time.monotonic() < end and select.select([terminal], [], [], 60)[0]:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        text += part
        if answers and text[told:].endswith(b"  > "):
            told = len(text)
            os.write(terminal, answers.pop(0).encode() + b"\n")
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), text.decode()
