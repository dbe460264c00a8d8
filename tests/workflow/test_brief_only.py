"""A project that is only a brief: no data named, or a file that is not there yet."""

from pathlib import Path

import numpy as np
import pytest

from shipworthy.foundation.errors import DocumentError, RequestError
from shipworthy.plan.document import Document
from shipworthy.plan.reading import read_document
from shipworthy.plan.writing import edit_document
from shipworthy.records.evidence import Evidence
from shipworthy.workflow.brief import begin_brief, brief_questions
from shipworthy.workflow.checked import Checked
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import Command, table

BRIEF = {
    "people": {"ann": {"email": "ann@example.org", "roles": ["business-owner"]}},
    "problem": {"decision": "which orders get a call", "status_quo": "nothing"},
    "success": {
        "unit": "EUR",
        "value": {"outcomes": {"true_positive": 9, "false_positive": -2, "false_negative": 0, "true_negative": 0}},
        "criterion": {"gain_over": "status_quo", "per": 1000, "at_least": 400},
    },
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    return tmp_path / "idea"


@pytest.fixture
def brief(folder: Path) -> Path:
    document = begin_brief(folder, {})
    for field, value in BRIEF.items():
        edit_document(document, field, value)
    return folder


def opened(folder: Path, person: str = "ann") -> Project:
    return open_project(folder, person=person)


def said(checked: Checked, claim: str) -> tuple[str, str, str]:
    verdict = next(each for gate in checked.gates for each in gate.verdicts if each.claim == claim)
    return verdict.state, verdict.why, verdict.next_step


def test_a_brief_goes_from_an_empty_folder_to_a_signed_goalpost_and_a_decision(
    shipworthy: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "idea"
    assert shipworthy("init", folder).status == 0
    assert Document(project="idea") == read_document(folder / "project.yaml")
    first = shipworthy("check", "--project", folder)
    assert first.status == 1
    assert "nobody has said yet where the data are" in first.flat
    for field, value in BRIEF.items():
        edit_document(folder / "project.yaml", field, value)
    assert shipworthy("sign", "goalpost", "--project", folder, "--as", "ann").status == 0
    assert shipworthy("check", "--project", folder).status == 0
    decided = shipworthy("decide", "go", "--why", "worth a try", "--project", folder, "--as", "ann")
    assert decided.out.startswith("ann decided: go, as the gate advises.")
    after = shipworthy("check", "--project", folder)
    assert (after.status, "End of the data" in after.out) == (1, True)
    assert shipworthy("report", "--project", folder).status == 0
    assert "which orders get a call" in (folder / "report.html").read_text(encoding="utf-8")
    assert shipworthy("ledger", "--project", folder).status == 0


def test_the_data_gate_says_in_plain_words_what_is_missing(brief: Path) -> None:
    with opened(brief) as project:
        state, why, step = said(project.check("data"), "data.named")
    assert (state, why) == ("fails", "nobody has said yet where the data are")
    assert step.startswith("name under data.sources where the data are")
    edit_document(brief / "project.yaml", "data", {"sources": {"orders": {"path": "orders.csv"}}})
    with opened(brief) as project:
        assert said(project.check("data"), "data.named")[1] == "nobody has said yet what is to be predicted"


def test_what_looks_at_rows_says_that_none_are_named(brief: Path) -> None:
    with opened(brief) as project, pytest.raises(DocumentError, match="where the data are, and this needs rows"):
        project.evaluate()


def test_a_file_that_is_not_there_yet_is_named_and_once_it_is_the_check_goes_on(brief: Path) -> None:
    edit_document(brief / "project.yaml", "data", {"sources": {"orders": {"path": "orders.csv"}}})
    edit_document(brief / "project.yaml", "data.target", {"column": "target"})
    with opened(brief) as project:
        checked = project.check()
        assert [gate.stage for gate in checked.gates] == ["ideation", "data"]
        state, why, step = said(checked, "data.outcomes")
        assert (state, why) == ("cant_tell", "orders.csv (orders) is not there yet")
        assert step == "put the file orders.csv there, or correct the path under data.sources.orders"
        assert project.check().fresh == ()
    (brief / "order.csv").touch()
    with opened(brief) as project:
        assert said(project.check("data"), "data.outcomes")[2].startswith("did you mean order.csv? put the file")
    table(lambda size: np.where(size > 0, 1, 0)).write_csv(brief / "orders.csv")
    with opened(brief) as project:
        assert said(project.check("data"), "data.outcomes")[0] == "holds"


def test_an_assumption_about_data_that_are_not_there_cannot_be_told(brief: Path) -> None:
    sizes = {"path": "sizes.csv", "join": {"on": "a"}}
    edit_document(brief / "project.yaml", "data", {"sources": {"orders": {"path": "orders.csv"}, "sizes": sizes}})
    edit_document(brief / "project.yaml", "data.target", {"column": "target"})
    check = {"source": "sizes", "covers": 0.9}
    edit_document(brief / "project.yaml", "assumptions", [{"says": "Sizes are known", "check": check}])
    with opened(brief) as project:
        state, why, _ = said(project.check("data"), "assumption.sizes-are-known")
    assert (state, why) == ("cant_tell", "orders.csv (orders) and sizes.csv (sizes) are not there yet")


def test_nothing_is_asked_without_a_terminal_and_nothing_is_invented(folder: Path) -> None:
    assert read_document(begin_brief(folder, {})) == Document(project="idea")
    assert (folder / ".gitignore").read_text() == ".shipworthy/\n"


def test_three_answers_become_the_brief(folder: Path) -> None:
    assert len(brief_questions()) == 3
    answers = {"decision": "who gets a call: all?", "value": "900 250 EUR", "at_least": "20,000"}
    document = read_document(begin_brief(folder, answers))
    assert document.problem.decision == "who gets a call: all?"
    assert document.success.unit == "EUR"
    assert document.success.criterion is not None
    assert document.success.criterion.at_least == 20_000


def test_no_project_is_written_over(folder: Path) -> None:
    begin_brief(folder, {})
    with pytest.raises(RequestError, match="there is a project in this folder already"):
        begin_brief(folder, {})


@pytest.mark.parametrize(("option", "value"), [("--data", "orders.csv"), ("--target", "late")])
def test_data_and_target_come_together(shipworthy: Command, folder: Path, option: str, value: str) -> None:
    answer = shipworthy("init", folder, option, value)
    assert answer.status == 2
    assert "leave" in answer.err
    assert not folder.exists()


def test_a_gap_is_written_down_once(brief: Path) -> None:
    with opened(brief) as project:
        project.check("data")
        before = len(project.book.all(Evidence))
        project.check("data")
        assert len(project.book.all(Evidence)) == before
