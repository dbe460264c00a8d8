"""Promises in a project's own words, and a policy, from the document through the real command to the gate."""

from pathlib import Path
from typing import Any

import pytest

from shipworthy.plan.writing import edit_document, write_document
from tests.workflow.project import LINEAR, Command, table

OWN: list[dict[str, Any]] = [
    {"says": "Half is found", "kind": "quality", "measure": "recall", "at_least": 0.5},
    {"says": "The vendor's contract allows this use", "kind": "contract", "owner": "ann"},
]
DOCUMENT: dict[str, Any] = {
    "project": "own-words",
    "people": {"ann": {"roles": ["business-owner"]}, "ben": {"roles": ["lead"]}, "cat": {"roles": ["reviewer"]}},
    "problem": {"decision": "which orders are called", "status_quo": {"rule": "a > 1"}},
    "success": {"value": "none"},
    "data": {"sources": {"orders": {"path": "orders.csv"}}, "target": {"column": "target"}},
    "candidates": [LINEAR],
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    table(lambda size: ["yes" if each > 0 else "no" for each in size]).write_csv(folder / "orders.csv")
    write_document(folder / "project.yaml", DOCUMENT)
    return folder


def states(shipworthy: Command, root: Path, stage: str = "prototype") -> dict[str, str]:
    document = shipworthy("check", stage, "--project", root, "--json").document
    return {one["claim"]: one["state"] for gate in document["gates"] for one in gate["verdicts"]}


def test_promises_of_its_own_are_measured_or_signed_and_said_in_plain_words(shipworthy: Command, root: Path) -> None:
    before = states(shipworthy, root)
    edit_document(root / "project.yaml", "claims", OWN)
    now = states(shipworthy, root)
    assert (now["quality.half-is-found"], now["contract.the-vendor-s-contract-allows-this-use"]) == (
        "holds",
        "cant_tell",
    )
    assert {name: now[name] for name in before} == before
    told = shipworthy("check", "prototype", "--project", root)
    assert "Quality: half is found" in told.flat.replace("Half", "half")
    assert "Contract: The vendor's contract allows this use." in told.flat
    assert "refuse" not in told.err
    signed = shipworthy("sign", "the-vendor-s-contract-allows-this-use", "--project", root, "--as", "ann")
    assert signed.status == 0, signed.err
    assert states(shipworthy, root)["contract.the-vendor-s-contract-allows-this-use"] == "holds"


def test_a_limit_of_its_own_that_is_missed_leads_back(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "claims", [{**OWN[0], "at_most": 0.51}])
    assert states(shipworthy, root)["quality.half-is-found"] == "fails"
    edit_document(root / "project.yaml", "claims", [{**OWN[0], "measure": "recal"}])
    refused = shipworthy("check", "prototype", "--project", root)
    assert refused.status == 2
    assert "write 'recall'" in refused.err


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"says": "x", "kind": "review"}, "review is a kind that the program makes itself"),
        ({"says": "x", "kind": "Our Own"}, "small letters joined by hyphens"),
        ({"says": "x", "measure": "recall"}, "a measurement needs what is measured, and its limit"),
        ({"says": "x", "measure": "recall", "at_least": 1, "stage": "transfer"}, "nothing is measured for the gate of"),
        ({"says": "x", "at_least": 1}, "what is settled by a person has no limits"),
        ({"says": "x", "settled_by": "check"}, "only a check settles what a check settles"),
        ({"says": "x", "owner": "dan"}, "nobody of this name is in people"),
    ],
)
def test_a_promise_that_cannot_be_kept_as_written_is_refused(
    shipworthy: Command, root: Path, entry: dict[str, Any], says: str
) -> None:
    path = root / "project.yaml"
    path.write_text(f"{path.read_text()}claims: [{entry}]\n")
    refused = shipworthy("check", "ideation", "--project", root)
    assert (refused.status, says in refused.err) == (2, True), refused.err


CHECK = """
from shipworthy.records.check import Given
from shipworthy.records.evidence import Evidence


class Licences:
    name = "licences"
    stage = "data"
    says = "every source may be used"
    needs = frozenset({"claims"})

    def run(self, given):
        about = tuple(claim.id for claim in given.claims if claim.check == self.name)
        says = "the licence of orders allows it"
        return [Evidence(check=self.name, says=says, stage="data", claims=about, holds=True)] if about else []

    def fires(self):
        return Given(spec=None)

    quiet = fires
"""


def test_a_promise_of_its_own_is_settled_by_the_check_of_an_installed_package(
    shipworthy: Command, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "installed"
    (place / "licences-1.0.dist-info").mkdir(parents=True)
    (place / "licences.py").write_text(CHECK)
    (place / "licences-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: licences\nVersion: 1.0\n")
    points = "[shipworthy.checks]\nlicences = licences:Licences\n"
    (place / "licences-1.0.dist-info" / "entry_points.txt").write_text(points)
    monkeypatch.syspath_prepend(place)
    assert "own.every-source-may-be-used" not in states(shipworthy, root, "data")
    edit_document(root / "project.yaml", "claims", [{"says": "Every source may be used", "check": "licences"}])
    told = shipworthy("check", "data", "--project", root, "--json").document
    assert [one["check"] for one in told["claims"] if one["kind"] == "own"] == ["licences"]
    document = shipworthy("check", "prototype", "--project", root, "--json").document
    (verdict,) = [
        one for gate in document["gates"] for one in gate["verdicts"] if one["claim"] == "own.every-source-may-be-used"
    ]
    assert (verdict["state"], verdict["why"]) == ("holds", "the licence of orders allows it")


def test_a_policy_says_what_it_asks_and_why_and_who_may_sign(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "risk", "high")
    told = shipworthy("check", "ideation", "--project", root)
    assert "The risk of this project is high" in told.flat
    assert "asked because this project's risk is high: policy shipworthy" in told.flat
    refused = shipworthy("sign", "security", "--project", root, "--as", "ben")
    assert refused.status == 2
    assert "cat (reviewer)" in refused.err
    assert shipworthy("sign", "security", "--project", root, "--as", "cat").status == 0
    document = shipworthy("check", "transfer", "--project", root, "--json").document
    verdict = next(one for one in document["gates"][0]["verdicts"] if one["claim"] == "review.security")
    assert (verdict["state"], verdict["why"]) == (
        "cant_tell",
        "cat signed it without signing in, and here only a proven name counts",
    )


def test_a_harmless_tool_goes_on_with_a_line(shipworthy: Command, root: Path) -> None:
    path = root / "project.yaml"
    path.write_text("project: tool\nrisk: low\nproblem: {decision: which printer is checked first}\n")
    told = shipworthy("check", "ideation", "--project", root)
    assert told.status == 0, told.out
    assert "Go on" in told.out


def test_proposals_and_check_ins_are_put_on_record_by_the_command(shipworthy: Command, root: Path) -> None:
    at = ("--project", root, "--as", "ben")
    said = shipworthy("propose", "more rows", "--gain", 0, 5, "--effort", "3d", "--for", "2999-01-31", *at)
    assert said.flat == "ben proposed more-rows for the meeting of 31 January 2999: more rows"
    said = shipworthy("rule", "comment", "more-rows", "--why", "from where?", *at)
    assert said.flat == "ben on more-rows: from where?"
    accepted = shipworthy("rule", "accept", "more-rows", "--why", "cheap", *at)
    assert "For project.yaml, below candidates: - name: more-rows owner: ben effort: 3d" in accepted.flat
    added = shipworthy("rule", "accept", "more-rows", "--why", "cheap", "--add", *at)
    assert "It stands in project.yaml now" in added.flat
    listed = shipworthy("propose", *at)
    assert "ben accepted it: Cheap." in listed.flat
    document = shipworthy("propose", *at, "--json").document
    assert [one["decision"]["choice"] for one in document["proposals"]] == ["accept"]
    shown = shipworthy("checkin", "ann", "--shown", "the first page", "--says", "Good", *at)
    assert "ann was shown the first page on" in shown.flat
    report = root / "report.html"
    assert shipworthy("report", "--project", root, "-o", report).status == 0
    page = report.read_text()
    assert "How we work together" in page
    assert "Saw the first page on" in page
    assert "ben accepted it: Cheap." in page


def test_nobody_signs_for_the_one_whom_the_policy_names(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "risk", "medium")
    edit_document(root / "project.yaml", "reviews", {"privacy": {"owner": "ben"}})
    refused = shipworthy("sign", "privacy", "--project", root, "--as", "ben")
    assert (refused.status, "cat (reviewer)" in refused.err) == (2, True)
    assert shipworthy("sign", "privacy", "--project", root, "--as", "cat").status == 0


def test_the_policy_says_who_agrees_to_a_goal_that_somebody_moved(shipworthy: Command, root: Path) -> None:
    edit_document(root / "project.yaml", "success.criterion", {"metric": "recall", "at_least": 0.5})
    assert shipworthy("sign", "goalpost", "--project", root, "--as", "ann").status == 0
    edit_document(root / "project.yaml", "risk", "high")
    refused = shipworthy("sign", "goalpost", "--project", root, "--as", "ben")
    assert (refused.status, "cat (reviewer)" in refused.err) == (2, True), refused.err
    assert shipworthy("sign", "goalpost", "--project", root, "--as", "cat").status == 0
