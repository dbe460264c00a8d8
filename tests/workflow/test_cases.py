"""Corner cases: kept from the command line, asked of the attempt that is put forward and of what is shipped."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from shipworthy.plan.writing import edit_document, write_document
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.project import open_project
from tests.workflow.project import LINEAR, RIDGE, Command, table

DOCUMENT: dict[str, Any] = {
    "project": "cornered",
    "success": {"value": "none"},
    "data": {"sources": {"orders": {"path": "orders.csv"}}, "target": {"column": "target"}, "personal": ["c"]},
    "candidates": [LINEAR],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    frame = table(lambda size: ["yes" if each > 0 else "no" for each in size])
    frame.write_csv(folder / "orders.csv")
    write_document(folder / "project.yaml", DOCUMENT, "Written by hand.")
    return folder


def verdicts(shipworthy: Command, root: Path) -> dict[str, Any]:
    document = shipworthy("check", "prototype", "--project", root, "--json").document
    found = {one["claim"]: one for gate in document["gates"] for one in gate["verdicts"]}
    return {claim: one for claim, one in found.items() if claim.startswith("case.")}


def aside(root: Path) -> pl.DataFrame:
    with open_project(root) as project:
        frame = Candidates(project).field(["linear"]).predictions["linear"].frame
    return frame.filter(pl.col("origin") == "holdout")


def test_a_case_is_kept_with_what_turned_out_and_comments_stay(shipworthy: Command, root: Path) -> None:
    said = shipworthy("case", "7", "--name", "the seventh", "--note", "it cost us a customer", "--project", root)
    assert said.status == 0
    assert "kept “the seventh” in project.yaml" in said.flat
    text = (root / "project.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Written by hand.\n")
    assert "it cost us a customer" in text
    turned_out = pl.read_csv(root / "orders.csv")["target"][7]
    with open_project(root) as project:
        (entry,) = project.document.cases
    assert entry.expect.decision == turned_out
    # what is personal is not written into a file that goes to git
    assert set(entry.row or {}) == {"a", "b"}
    again = shipworthy("case", "8", "--name", "the seventh", "--project", root)
    assert again.status == 2
    assert "a case of this name is kept already" in again.err
    listed = shipworthy("case", "--project", root, "--json").document["cases"]
    assert [(one["name"], one["holds"]) for one in listed] == [("the seventh", None)]


def test_cases_are_claims_and_one_that_is_got_wrong_says_what_was_said_and_what_was_expected(
    shipworthy: Command, root: Path
) -> None:
    kept = aside(root)
    sure = kept.sort("score")["id"]
    low, high = sure[0], sure[-1]
    for row, name, expect in (
        (high, "surely yes", "yes"),
        (high, "surely no", "no"),
        (low, "low score", "..0.4"),
        (low, "high score", "0.9.."),
    ):
        assert shipworthy("case", row, "--name", name, "--expect", expect, "--project", root).status == 0
    ruled = ("--where", "a > 1.5 AND b < 0", "--name", "large a", "--expect", "yes")
    assert shipworthy("case", *ruled, "--project", root).status == 0
    assert shipworthy("case", "--where", "a > 99", "--name", "none", "--expect", "yes", "--project", root).status == 0
    found = verdicts(shipworthy, root)
    assert {claim: one["state"] for claim, one in found.items()} == {
        "case.surely-yes": "holds",
        "case.surely-no": "fails",
        "case.low-score": "holds",
        "case.high-score": "fails",
        "case.large-a": "holds",
        "case.none": "cant_tell",
    }
    assert "it is answered with yes (score 0.9" in found["case.surely-no"]["why"]
    assert "and no is expected" in found["case.surely-no"]["why"]
    assert "kept aside is answered with yes" in found["case.large-a"]["why"]
    assert "none of the cases kept aside is like this" in found["case.none"]["why"]
    with open_project(root) as project:
        # nothing is asked twice
        assert not [one for one in project.check("prototype").fresh if one.check == "cases"]
    listed = shipworthy("case", "--project", root)
    assert "surely no: no is expected; not as expected" in listed.flat
    shipworthy("report", "--project", root)
    assert "surely no" in (root / "report.html").read_text(encoding="utf-8")


def test_a_rule_that_is_got_wrong_names_the_cases(shipworthy: Command, root: Path) -> None:
    shipworthy("case", "--where", "a > 0", "--name", "all of a", "--expect", "no", "--project", root)
    (found,) = verdicts(shipworthy, root).values()
    assert found["state"] == "fails"
    assert "such cases kept aside are not answered with no (case " in found["why"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["99999"], "the data has no row of this number"),
        (["x"], "the data has no row of this number"),
        (["1", "--where", "a > 1"], "a case is a row of the data, or the rows that a rule picks"),
        (["--where", "a > 1"], "nothing says what is expected"),
        (["1", "--expect", "low..high"], "this is no range"),
        (["1", "--expect", "0.9..0.1"], "at_least is more than at_most"),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_document_stays(
    shipworthy: Command, root: Path, arguments: list[str], says: str
) -> None:
    before = (root / "project.yaml").read_bytes()
    said = shipworthy("case", *arguments, "--name", "odd", "--project", root)
    assert said.status == 2
    assert says in " ".join(said.err.split())
    assert (root / "project.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({"row": {"a": 1.0}, "expect": "yess"}, "no decision is called so"),
        ({"row": {"aa": 1.0}, "expect": "yes"}, "the data has no such column"),
        ({"row": {"a": "many"}, "expect": "yes"}, "the case cannot be asked about: a number is needed"),
        ({"where": "aa > 1", "expect": "yes"}, "aa"),
    ],
)
def test_a_case_that_cannot_be_asked_about_is_named(
    shipworthy: Command, root: Path, case: dict[str, Any], says: str
) -> None:
    edit_document(root / "project.yaml", "cases", [{"name": "odd", **case}])
    said = shipworthy("check", "prototype", "--project", root)
    assert said.status == 2
    assert says in " ".join(said.err.split())
    assert "odd" in said.err


def test_a_predicted_number_is_expected_in_a_range(shipworthy: Command, tmp_path: Path) -> None:
    root = tmp_path / "numbers"
    root.mkdir()
    table(lambda size: size).write_csv(root / "orders.csv")
    write_document(root / "project.yaml", {**DOCUMENT, "candidates": [RIDGE]})
    bare = shipworthy("case", "3", "--name", "third", "--project", root)
    assert "nothing says what is expected" in bare.err
    shipworthy("case", "3", "--name", "third", "--expect", "-9..9", "--project", root)
    shipworthy("case", "3", "--name", "too much", "--expect", "50..", "--project", root)
    assert [one["state"] for one in verdicts(shipworthy, root).values()] == ["holds", "fails"]
    edit_document(root / "project.yaml", "cases", [{"name": "odd", "row": {"a": 1.0}, "expect": 3}])
    said = shipworthy("check", "prototype", "--project", root)
    assert "a predicted number is never hit exactly" in said.err


@pytest.mark.slow
def test_what_is_shipped_is_asked_again_in_a_process_of_its_own(shipworthy: Command, root: Path) -> None:
    high = aside(root).sort("score")["id"][-1]
    shipworthy("case", high, "--name", "surely yes", "--expect", "yes", "--project", root)
    shipworthy("case", "--where", "a > 1.5 AND b < 0", "--name", "large a", "--expect", "yes", "--project", root)
    told = shipworthy("ship", "linear", "--project", root, "--json").document
    (found,) = [one for one in told["evidence"] if one["check"] == "bundle-cases"]
    assert found["holds"] is True
    assert found["says"] == "all 2 cases that are kept are answered as expected, here and in a fresh process"
    shipworthy("case", high, "--name", "surely no", "--expect", "no", "--project", root)
    told = shipworthy("ship", "linear", "--project", root, "--json").document
    (found,) = [one for one in told["evidence"] if one["check"] == "bundle-cases"]
    assert found["holds"] is False
    assert "“surely no”: it is answered with yes" in found["says"]
