"""What more rows are worth: measured for the last doubling, and told for the next one."""

from pathlib import Path

import pytest

from shipworthy.lab.curve import learning_curve
from shipworthy.lab.roadmap import default_candidates
from shipworthy.measure.decide import decide
from shipworthy.measure.worth import value_per_row
from shipworthy.plan.writing import write_document
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.learn_value import AHEAD, SEEN, value_told
from shipworthy.workflow.project import open_project
from tests.lab.samples import silent
from tests.workflow.project import Command, table
from tests.workflow.test_engine import DOCUMENT


@pytest.fixture
def root(tmp_path: Path, shipworthy: Command) -> Path:
    del shipworthy  # has homes of their own made
    table(lambda size: size > 1, 1_500).write_csv(tmp_path / "orders.csv")
    write_document(tmp_path / "project.yaml", DOCUMENT)
    return tmp_path


def test_the_last_doubling_is_the_difference_of_value_by_hand_and_the_next_is_no_harm(root: Path) -> None:
    with open_project(root) as project:
        found = {each.name: each for each in project.learn().value}
        again = project.learn().value
        spec = next(each for each in default_candidates(project.material.task) if each.kind == "estimator")
        points = learning_curve(Candidates(project).study, spec, progress=silent, cache=project.cache)
        worth = project.material.worth
    means = [value_per_row(decide(point.predictions, worth), worth).mean() for point in points[-2:]]
    assert found[SEEN].value == pytest.approx(1000 * (means[1] - means[0]))
    assert found[SEEN].slice == {"from": str(points[-2].rows), "to": str(points[-1].rows)}
    assert again == tuple(found.values())
    ahead = found[AHEAD]
    assert ahead.low is not None
    assert ahead.high is not None
    assert 0 <= ahead.low <= (ahead.value or 0) <= ahead.high
    assert (ahead.unit, ahead.per, ahead.kind) == ("USD", 1000, "predictive")
    assert [line.split(" USD")[0].split()[0] for line in value_told(again)] == ["from", "twice"]


def test_where_no_value_was_agreed_none_is_told(root: Path, shipworthy: Command) -> None:
    write_document(root / "project.yaml", {**DOCUMENT, "success": {"value": "none"}})
    said = shipworthy("learn", "--project", root, "--json")
    assert said.status == 0, said.err
    assert said.document["value"] == []
