"""What an attempt could do without: a world in which it is known what is needed."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shipworthy.foundation.errors import CandidateError, RequestError
from shipworthy.plan.writing import write_document
from shipworthy.records.look import Look
from shipworthy.records.proposal import Proposal
from shipworthy.records.simplified import Simplified
from shipworthy.workflow.ablation import Ablation
from shipworthy.workflow.project import open_project
from shipworthy.workflow.trying_less import Trying
from tests.workflow.kept import copy_of, do, run_once
from tests.workflow.project import LINEAR, Command
from tests.workflow.test_engine import DOCUMENT

NEEDED = ("a", "wind")
USELESS = ("u1", "u2", "u3")
ROWS = 800


def world(folder: Path, rows: int = ROWS, seed: int = 1) -> None:
    """Orders whose outcome hangs on `a` and the wind of the day, and a source and three columns that tell nothing."""
    random = np.random.default_rng(seed)
    when = [datetime(2024, 1, 1) + timedelta(hours=6 * row) for row in range(rows)]
    days = [datetime(2023, 12, 31) + timedelta(days=day) for day in range(rows // 4 + 2)]
    wind = random.normal(size=len(days))
    a, noise = random.normal(size=rows), random.normal(size=(3, rows))
    buyer = random.integers(0, 50, rows)
    then = wind[[1 + row // 4 for row in range(rows)]]
    size = a + 2 * then + 0.5 * random.normal(size=rows)
    orders = {"when": when, "buyer": buyer, "land": "x", "a": a, **dict(zip(USELESS, noise, strict=True))}
    pl.DataFrame({**orders, "target": size > 1}).write_csv(folder / "orders.csv")
    pl.DataFrame({"land": "x", "day": days, "wind": wind}).write_csv(folder / "weather.csv")
    pl.DataFrame({"buyer": range(50), "shoe": random.normal(size=50)}).write_csv(folder / "shoes.csv")


def document(**success: Any) -> dict[str, Any]:
    criterion = {**DOCUMENT["success"]["criterion"], "equivalent": 3_000}
    return {
        **DOCUMENT,
        "success": {**DOCUMENT["success"], "volume": "1000/month", "criterion": criterion, **success},
        "data": {
            "sources": {
                "orders": {"path": "orders.csv", "time": "when"},
                "shoes": {"path": "shoes.csv", "join": {"on": "buyer"}, "cost": "1200/month"},
                "weather": {"path": "weather.csv", "time": "day", "join": {"on": "land", "as_of": {}}},
            },
            "target": {"column": "target"},
        },
        "evaluation": {"split": {"folds": 3}},
        "candidates": [LINEAR],
        "delivery": {
            "form": "rest",
            "running_cost": "900/month",
            "instead": {
                "1d": {"form": "file", "running_cost": "120/month"},
                "1w": {"form": "file", "running_cost": "60/month"},
            },
        },
    }


@pytest.fixture(scope="module")
def simplified(tmp_path_factory: pytest.TempPathFactory, tracking: str) -> Path:
    """A folder with a project of which everything was tried, and its home."""
    place = tmp_path_factory.mktemp("simplify")
    (place / "orders").mkdir()
    world(place / "orders")
    write_document(place / "orders" / "project.yaml", document())
    return run_once(place, tracking, lambda project: project.simplify())


@pytest.fixture
def root(simplified: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str) -> Path:
    return copy_of(simplified, tmp_path, monkeypatch, tracking)


def record_of(root: Path) -> Simplified:
    found: Simplified = do(root, lambda project: project.simplify("linear")).record
    return found


def test_what_tells_nothing_can_go_and_what_is_needed_stays(root: Path) -> None:
    record = record_of(root)
    assert record.sources == ("shoes",)
    assert set(record.columns) >= set(USELESS)
    assert not set(record.columns) & set(NEEDED)
    weather = next(each for each in record.trials if each.says == "weather")
    assert not weather.taken
    assert (weather.loss.low or 0) > record.margin
    shoes = next(each for each in record.trials if each.says == "shoes")
    assert shoes.saves == pytest.approx(12 * 1200)
    assert record.confirmed is not None
    assert record.confirmed.origin == "holdout"
    assert abs(record.confirmed.value or 0) < record.margin


def test_stale_wind_is_no_wind_and_a_world_that_stands_still_needs_no_new_model(root: Path) -> None:
    trials = {(str(each.kind), each.strength): each for each in record_of(root).trials}
    without = next(each for each in record_of(root).trials if each.says == "weather")
    # the wind of a day says nothing about that of the next: what is stale is as good as not there
    for kind, seconds in (("age", 86_400.0), ("age", 604_800.0), ("batch", 604_800.0)):
        stale = trials[kind, seconds]
        assert not stale.taken
        assert stale.loss.value == pytest.approx(without.loss.value, rel=0.35)
    for seconds in (3600.0, 86_400.0):
        assert trials["batch", seconds].taken
        assert trials["batch", seconds].loss.value == 0, "at midnight the wind of the day is known"
    assert trials["retraining", 1.0].taken
    assert trials["rows", 0.5].loss.n == without.loss.n


def test_the_cheapest_delivery_that_keeps_the_goal_is_named_with_its_money(root: Path, shipworthy: Command) -> None:
    record = record_of(root)
    cheapest = record.chosen
    assert cheapest is not None
    # a week is cheaper still, and loses the wind
    assert (cheapest.schedule, cheapest.form, cheapest.sources) == ("1d", "file", ("shoes",))
    assert cheapest.cost == pytest.approx(12 * 120)
    assert cheapest.saves == pytest.approx(12 * (900 - 120 + 1200))
    assert cheapest.meets
    assert all(each.does for each in record.deliveries or ())
    assert {each.schedule for each in record.deliveries or ()} == {"on request", "1d"}
    costs = [each.cost or 0.0 for each in record.deliveries or ()]
    assert costs == sorted(costs)
    assert costs[-1] == pytest.approx(12 * 2100), "as it is now"
    assert cheapest.year is not None
    assert cheapest.year.value == pytest.approx(12 * (cheapest.gain.value or 0)), "a thousand cases a month"
    said = shipworthy("simplify", "linear", "--project", root)
    assert "The cheapest way to deliver it that goes on to meet the goal: answers once a day" in said.flat
    assert "It costs 1,440 USD a year, 23,800 USD less than now." in said.flat
    assert "…" not in said.out, "no heading is cut"
    assert max(map(len, said.out.splitlines())) <= 80


def test_without_a_word_on_costs_no_schedule_is_changed(root: Path) -> None:
    do(root, lambda project: project.edit("delivery.instead", None))
    found = do(root, lambda project: project.simplify("linear"))
    assert found.record.chosen.schedule == "on request"
    assert found.record.chosen.sources == ("shoes",)
    assert any("delivery.instead" in note for note in found.record.notes)
    assert not any(each.place[0] == "delivery" for each in found.changes)


def test_it_is_tried_once_looked_at_once_and_told_to_everybody(root: Path) -> None:
    before = do(root, lambda project: len(project.book.all(Simplified)))
    found = do(root, lambda project: (project.simplify("linear"), project.simplify("linear"))[-1])
    looks = do(root, lambda project: [each.candidate for each in project.book.all(Look)])
    assert do(root, lambda project: len(project.book.all(Simplified))) == before
    assert looks.count("linear simplified") == 1
    assert list(found.to_dict()["sources"]) == ["shoes"]
    page = do(root, lambda project: project.report()).read_text()
    assert "You could do without all that comes from shoes" in page
    assert "1,200 USD a month less" in page
    assert "without weather" in page


def test_it_is_written_down_all_at_once(root: Path) -> None:
    found = do(root, lambda project: project.simplify("linear", apply=True))
    assert found.applied
    with open_project(root) as project:
        data = project.document.data
        assert list(data.sources) == ["orders", "weather"]
        assert set(data.drop) == set(found.record.columns)
        assert project.document.handover.retraining.startswith("every ")
        assert "shoe" not in project.material.table.frame.columns
        said = project.document.delivery
        assert (said.schedule, said.form, said.running_cost and said.running_cost.total) == ("1d", "file", "120/month")
        assert said.instead["on request"].form == "rest"
        assert said.instead["on request"].running_cost.total == "900/month"
        assert project.evaluate(["linear"]).failures == {}


def test_it_is_proposed_to_those_who_decide_and_nothing_is_changed(root: Path) -> None:
    before = (root / "project.yaml").read_text()
    with open_project(root, person="owner") as project:
        found = project.simplify("linear", hand_in=True)
        proposal = next(each for each in project.book.all(Proposal) if each.id == found.proposed)
    lost = found.record.confirmed
    assert lost is not None
    assert "take out the source shoes" in proposal.says
    assert ("delivery", "schedule") in [each.place for each in proposal.changes or ()]
    assert (proposal.low, proposal.high) == (-(lost.high or 0), -(lost.low or 0))
    assert (root / "project.yaml").read_text() == before


def test_a_cost_measures_nothing_anew_and_lets_a_dear_source_go(root: Path) -> None:
    do(root, lambda project: project.edit("data.sources.weather.cost", "900000/month"))
    assert do(root, lambda project: project.evaluate(["linear"])).fresh == ()
    do(root, lambda project: project.edit("success.criterion.at_least", -90_000))
    dear = record_of(root)
    assert set(dear.sources) == {"shoes", "weather"}
    lean = next(each for each in dear.trials if each.says == "weather")
    assert lean.loss.value is not None
    assert lean.gain.value is not None
    whole = lean.gain.value + 0.4 * lean.loss.value
    # what only the whole attempt meets
    do(root, lambda project: project.edit("success.criterion.at_least", whole))
    assert record_of(root).sources == ("shoes",)


def test_what_learns_nothing_and_what_gains_nothing_is_refused(root: Path) -> None:
    with pytest.raises(CandidateError, match="it learns nothing here"):
        do(root, lambda project: project.simplify("constant"))
    do(root, lambda project: project.edit("success.criterion.equivalent", None))
    do(root, lambda project: project.edit("problem.status_quo.rule", "target = true"))
    with pytest.raises(CandidateError, match="it gains nothing over what it is held against"):
        do(root, lambda project: project.simplify("linear"))


def test_when_time_is_up_it_says_so_and_a_later_call_goes_on(shipworthy: Command, root: Path) -> None:
    do(root, lambda project: project.edit("success.criterion.equivalent", 1))
    with open_project(root) as project:
        early = project.simplify("linear", seconds=0.0)
        assert not early.record.complete
        assert early.record.trials == ()
        with pytest.raises(RequestError, match="nothing can go"):
            project.simplify("linear", seconds=0.0, apply=True)
        whole = project.simplify("linear").record
    assert whole.complete
    assert whole.sources == ("shoes",), "it costs more than it brings, whatever matters"
    assert not set(whole.columns) & set(NEEDED)
    assert "Nothing was tried" not in shipworthy("simplify", "linear", "--project", root).out


@pytest.mark.slow
def test_over_many_worlds_what_is_needed_hardly_ever_goes_and_the_rest_mostly_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    monkeypatch.setenv("SHIPWORTHY_HOME", str(tmp_path / "home"))
    lost, gone, worlds = 0, 0, 12
    for seed in range(worlds):
        folder = tmp_path / f"world-{seed}"
        folder.mkdir()
        world(folder, 800, seed)
        write_document(folder / "project.yaml", {**document(), "project": f"world-{seed}", "candidates": [LINEAR]})
        with open_project(folder) as project:
            project.material.pin()
            ablation = Ablation(Trying(project, "linear"), {})
            assert list(ablation.trials())
        dropped = {*ablation.columns, *(("shoe",) if "shoes" in ablation.sources else ())}
        lost += bool(dropped & set(NEEDED)) or "weather" in ablation.sources
        gone += len(dropped & {*USELESS, "shoe"})
    assert lost <= 1
    assert gone / (4 * worlds) > 0.8
