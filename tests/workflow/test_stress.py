"""What spoiled inputs cost, as a verb and as promises of the gate."""

from pathlib import Path
from typing import Any

import pytest

from shipworthy.foundation.errors import CandidateError, ColumnError, DocumentError
from shipworthy.plan.reading import read_text
from shipworthy.plan.writing import write_document
from tests.workflow.kept import copy_of, do, run_once
from tests.workflow.project import Command, table
from tests.workflow.test_engine import DOCUMENT

ROBUST: list[dict[str, Any]] = [
    {"missing": "5%", "at_most_loss": 3000},
    {"gone": "a", "at_least_gain": 0},
    {"case": "20%", "at_most_loss": 1000},
]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, tracking: str) -> Path:
    """A folder with a project whose prototype gate was held, and its home."""
    place = tmp_path_factory.mktemp("stress")
    (place / "orders").mkdir()
    table(lambda size: size > 1, 1_500).write_csv(place / "orders" / "orders.csv")
    write_document(place / "orders" / "project.yaml", {**DOCUMENT, "robust": ROBUST})
    return run_once(place, tracking, lambda project: project.check("prototype"))


@pytest.fixture
def root(measured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str) -> Path:
    return copy_of(measured, tmp_path, monkeypatch, tracking)


def verdicts(root: Path) -> dict[str, str]:
    checked = do(root, lambda project: project.check("prototype"))
    found = [each for gate in checked.gates for each in gate.verdicts]
    return {each.claim: each.state for each in found if each.claim.startswith("robust.")}


def test_limits_of_the_document_are_held_and_a_new_line_changes_no_other(root: Path) -> None:
    before = verdicts(root)
    assert before == {
        "robust.loss-with-5-of-the-values-missing": "holds",
        "robust.gain-with-nothing-from-a": "fails",
        "robust.loss-with-20-of-the-words-in-other-capitals": "holds",
    }
    again = do(root, lambda project: project.check("prototype"))
    assert [each for each in again.fresh if each.check == "robust"] == []
    do(root, lambda project: project.edit("robust", [*ROBUST, {"missing": "50%", "at_least_gain": 0}]))
    after = verdicts(root)
    assert set(after) - set(before) == {"robust.gain-with-50-of-the-values-missing"}
    assert {name: after[name] for name in before} == before


def test_every_usual_way_is_told_in_success_units_and_measured_once(root: Path, shipworthy: Command) -> None:
    said = [shipworthy("stress", "--project", root, "--json") for _ in range(2)]
    assert said[0].status == 0, said[0].err
    assert said[0].document == said[1].document
    known = {each["name"]: each for each in said[0].document["numbers"]}
    gone, mild = known["loss.nothing from a"], known["loss.5 % of the values missing"]
    assert gone["low"] > 0, "the column that tells most"
    assert gone["value"] > mild["value"]
    assert gone["per"] == 1000
    assert gone["unit"] == "USD"
    # by hand: what is lost and what is left are together the gain on sound inputs
    numbers = do(root, lambda project: project.compare()).evaluated.evidence["linear"].measurements
    sound = next(one for one in numbers if one.name == "gain" and one.origin == "holdout" and not one.slice)
    assert known["gain.nothing from a"]["value"] + gone["value"] == pytest.approx(sound.value)
    assert gone["n"] == sound.n == 300
    assert "nothing from a" in shipworthy("stress", "--project", root).flat


def test_what_cannot_be_is_refused_by_name(root: Path) -> None:
    do(root, lambda project: project.edit("robust", [{"gone": "wether", "at_least_gain": 0}]))
    with pytest.raises(ColumnError, match="nothing is learned from `wether`"):
        do(root, lambda project: project.check("prototype"))
    do(root, lambda project: project.edit("candidates", [{"name": "constant"}]))
    with pytest.raises(CandidateError, match="learns from no inputs"):
        do(root, lambda project: project.stress())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{missing: 5%}", "what has to hold all the same"),
        ("{missing: 5%, noise: 5%, at_most_loss: 1}", "one way in which inputs are spoiled"),
        ("{late: 6h, at_most_loss: 1}", "which source comes late"),
        ("{gone: a, columns: [b], at_most_loss: 1}", "said of a source, not of columns"),
        ("{missing: 5%, source: t, columns: [b], at_most_loss: 1}", "columns and source are both named"),
        ("{missing: 5%, at_most_loss: -1}", "at_most_loss"),
    ],
)
def test_lines_that_say_too_little_or_too_much_are_refused(line: str, says: str) -> None:
    text = "project: p\ndata: {sources: {t: {path: t.csv}}, target: {column: y}}\nrobust:\n  - " + line + "\n"
    with pytest.raises(DocumentError, match=says):
        read_text(text, "p.yaml")
