"""Ranges for amounts from several people, over a project whose gain was measured."""

from pathlib import Path

import numpy as np
import pytest

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.estimate import Estimated
from shipworthy.show.estimates import lines, tornado
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import Command, table
from tests.workflow.test_engine import DOCUMENT

PEOPLE = {"ines": {"roles": ["business-owner"]}, "tom": {"roles": ["data-scientist"]}, "dana": {"roles": ["reviewer"]}}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str) -> Path:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SHIPWORTHY_URL", raising=False)
    folder = tmp_path / "project"
    folder.mkdir()
    table(lambda size: np.where(size > 0.5, "late", "fine")).write_csv(folder / "orders.csv")
    success = {**DOCUMENT["success"], "volume": "1000/month"}
    data = {
        "sources": {"orders": {"path": "orders.csv"}},
        "target": {"column": "target", "positive": "target = 'late'"},
    }
    delivery = {"running_cost": "200/month"}
    write_document(
        folder / "project.yaml", {**DOCUMENT, "people": PEOPLE, "success": success, "data": data, "delivery": delivery}
    )
    return folder


def opened(root: Path, person: str = "ines") -> Project:
    return open_project(root, person=person)


def test_a_value_by_function_has_no_amounts_to_estimate(root: Path) -> None:
    value = {"function": "value:worth"}
    edit_document(root / "project.yaml", "success.value", value)
    with opened(root) as project, pytest.raises(RequestError, match="no amounts that anybody could estimate"):
        project.estimate("value.true_positive", 60, 80)


def test_what_several_say_is_pooled_and_told_in_money(root: Path) -> None:
    with opened(root) as project:
        project.check("prototype")
        project.estimate("value.true_positive", 60, 80)
        project.estimate("true_positive", 80, 100)
        gain = next(one for one in project.story().gains if one.candidate == "linear")
    with opened(root, "tom") as project:
        project.estimate("value.true_positive", 120, 160)
        project.estimate("running_cost", 100, 300)
        told = project.elicited()
    amounts = {each.name: each for each in told.amounts}
    first = amounts["value.true_positive"]
    assert [(one.by, one.low, one.high) for one in first.said] == [("ines", 80, 100), ("tom", 120, 160)]
    assert first.pool is not None
    assert (first.pool.gap, first.pool.between) == (20, ("ines", "tom"))
    assert gain.value is not None
    swing = {each.name: each for each in told.swings}
    assert set(swing) == {"value.true_positive", "running_cost"}
    moves = (first.apart or 0) / first.pool.gap
    # at the amounts of the document it is the gain that was measured, less what running it costs
    assert told.middle == pytest.approx(gain.value - 200 + moves * (first.pool.middle - 90))
    assert swing["running_cost"].high - swing["running_cost"].low == pytest.approx(200)
    line = next(each for each in lines(told) if each.id == "value.true_positive")
    assert "ines: very likely between 80 and 100 USD" in line.says
    assert line.apart.startswith("ines and tom are 20 USD apart at their nearest, which is")
    assert "pays" in line.pays
    assert "What it hangs on" in tornado(told)
    assert "say first what you think" in lines(told.seen_by("dana"))[0].says


@pytest.mark.parametrize(
    ("about", "low", "high", "says"),
    [
        ("value.true_postive", 1, 2, "did you mean value.true_positive?"),
        ("running_cost", 2, 1, "this is no range"),
        ("running_cost", float("nan"), 1, "this is no range"),
    ],
)
def test_what_is_no_range_or_no_amount_writes_nothing(
    root: Path, about: str, low: float, high: float, says: str
) -> None:
    with opened(root) as project:
        with pytest.raises(RequestError) as caught:
            project.estimate(about, low, high)
        assert says in str(caught.value)
        assert project.book.all(Estimated) == ()


def test_a_stranger_says_nothing(root: Path) -> None:
    with opened(root, "nobody") as project, pytest.raises(PersonError):
        project.estimate("running_cost", 1, 2)


def test_the_command_takes_a_range_and_shows_those_of_others_only_then(root: Path, shipworthy: Command) -> None:
    at = ("-p", root, "--as")
    assert (
        "is very likely between 100 and 300 USD" in shipworthy("estimate", "running_cost", 100, 300, *at, "ines").flat
    )
    assert "ines:" not in shipworthy("estimate", *at, "tom").flat
    assert "say first what you think" in shipworthy("estimate", *at, "tom").flat
    assert "ines: very likely" in shipworthy("estimate", "running_cost", 150, 250, *at, "tom").flat
    assert shipworthy("estimate", "running_cost", *at, "tom").status == 2
    assert shipworthy("estimate", *at, "tom", "--json").document["hidden"] == []
