"""What is promised live is settled by what the document compares it with, or it is said why that cannot be."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from shipworthy.board.places import place_of
from shipworthy.bundle.load import load
from shipworthy.delivery.client import Client
from shipworthy.delivery.rows import json_rows
from shipworthy.plan.writing import edit_document
from shipworthy.records.evidence import Evidence
from shipworthy.records.window import Window
from shipworthy.store.deployments import bundle_folder
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.processes import server_process
from shipworthy.workflow.project import open_project
from shipworthy.workflow.rows import holdout_of
from shipworthy.workflow.running import windows_of
from tests.board.site import board
from tests.workflow.project import Command, keep_linear, table

COST = {"cost": {"under": 3, "over": 1}}
YES_NO = {"outcomes": {"true_positive": 9, "false_positive": -2, "false_negative": -5, "true_negative": 0}}
THREE = ("low", "middle", "high")
RIGHT = {"outcomes": {said: {turned: 10 if said == turned else -3 for turned in THREE} for said in THREE}}
CONSTANT = {"gain_over": "constant", "per": 10, "at_least": 0.1, "confidence": 0.8}


@dataclass(frozen=True)
class Case:
    """A target, and what the document says success is.

    Attributes:
        target: of the outcome's size.
        value: of a decision.
        today: what is done today.
        criterion: of success.
    """

    target: Any
    value: Any
    today: Any
    criterion: Mapping[str, Any] = field(default_factory=lambda: CONSTANT)

    @property
    def number(self) -> bool:
        """Whether the answer is a number."""
        return self.value is COST


def _three(size: Any) -> list[str]:
    return [THREE[int(each > -0.5) + int(each > 0.7)] for each in size]


def _two(size: Any) -> list[str]:
    return ["yes" if each > 0 else "no" for each in size]


CASES = {
    "a number": Case(lambda size: 3 * size + 10, COST, "unknown"),
    "a number, nothing today": Case(lambda size: 3 * size + 10, COST, "nothing"),
    "two classes beside a rule": Case(_two, YES_NO, {"rule": "a > 1"}),
    "three classes": Case(_three, RIGHT, "unknown"),
    "claimed rates": Case(
        _two,
        YES_NO,
        {
            "rates": {"yes": {"yes": 0.5, "no": 0.5}, "no": {"yes": 0.25, "no": 0.75}},
            "source": "the desk",
        },
    ),
}
QUICK = "a number"


def live(root: Path, case: Case, shipworthy: Command, rows: pl.DataFrame | None = None, window: str = "1d") -> None:
    """A project that answers live."""
    data = root.parent / "rows.parquet"
    (table(case.target) if rows is None else rows).write_parquet(data)
    assert shipworthy("init", root, "--data", data, "--target", "target").status == 0
    keep_linear(root, regression=case.number)
    for name, said in (
        ("problem.status_quo", case.today),
        ("success.unit", "EUR"),
        ("success.value", case.value),
        ("success.criterion", dict(case.criterion)),
        ("monitoring", {"window": window, "false_alarms": "1/quarter"}),
    ):
        edit_document(root / "project.yaml", name, said)
    assert shipworthy("ship", "--project", root).status == 1
    go = shipworthy("decide", "go", "--stage", "transfer", "--why", "it was drilled", "--project", root)
    assert go.status == 0, go.err


def answered(root: Path, *, tell: bool = True) -> Sequence[tuple[Any, Any]]:
    """Has the server answer all rows and posts what turned out: the decisions, and what turned out."""
    with open_project(root) as project:
        asked = [each.name for each in load(bundle_folder(project.own, 1)).bundle.inputs]
        rows = json_rows(project.material.table.frame.select(asked))
        turned = project.material.outcomes.labels.to_list()
    ids = [f"case-{place}" for place in range(len(rows))]
    with server_process(root) as address, Client(address) as client:
        answers = client.predict(rows, ids)
        if tell:
            client.outcomes([{"id": id, "outcome": each} for id, each in zip(ids, turned, strict=True)])
    return [(each["decision"], outcome) for each, outcome in zip(answers, turned, strict=True)]


def watched(root: Path, shipworthy: Command) -> tuple[tuple[Window, ...], dict[str, Any]]:
    """The windows, and the verdict on the promise."""
    later = (dt.datetime.now(dt.UTC) + dt.timedelta(days=60)).isoformat()
    said = shipworthy("watch", "--now", later, "--project", root, "--json")
    assert said.err == ""
    (verdict,) = [one for one in said.document["gate"]["verdicts"] if one["claim"] == "live.value"]
    with open_project(root) as project:
        return windows_of(project.book), verdict


def worth_of(case: Case, decision: Any, outcome: Any) -> float:
    """By hand."""
    if case.number:
        error = decision - outcome
        return float(-(3 * max(-error, 0) + max(error, 0)))
    if case.value is RIGHT:
        return 10.0 if decision == outcome else -3.0
    return {("yes", "yes"): 9.0, ("yes", "no"): -2.0, ("no", "yes"): -5.0, ("no", "no"): 0.0}[decision, outcome]


def own_bundle(root: Path) -> Path:
    with open_project(root) as project:
        return bundle_folder(project.own, 1)


def constant_of_the_gate(root: Path) -> float:
    """The constant of the bundle, which has to be the one that cases kept aside were held against."""
    with open_project(root) as project:
        bundle = load(bundle_folder(project.own, 1)).bundle
        (fold,) = [each for each in project.material.folds if each.origin == "holdout"]
        known = project.material.outcomes.labels.gather(pl.Series(fold.train))
        constant = Candidates(project).field(["constant"]).predictions["constant"]
    assert list(bundle.constant_score) == pytest.approx([known.mean()])
    # too low costs more than too high, so more than the mean is said
    assert bundle.constant == holdout_of(constant).frame["decision"].unique().item()
    assert isinstance(bundle.constant, float)
    assert bundle.constant > bundle.constant_score[0]
    return bundle.constant


@pytest.mark.parametrize(
    "name", [QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in CASES if name != QUICK)]
)
def test_what_is_compared_with_a_constant_is_held_live_against_the_constant_of_the_gate(
    name: str, tmp_path: Path, shipworthy: Command
) -> None:
    case, root = CASES[name], tmp_path / "project"
    live(root, case, shipworthy)
    decided = answered(root)
    always = constant_of_the_gate(root) if case.number else load(own_bundle(root)).bundle.constant
    windows, verdict = watched(root, shipworthy)
    assert verdict["state"] in ("holds", "fails") or "not been measured" not in verdict["why"]
    assert verdict["number"]["against"] == "constant"
    assert verdict["number"]["origin"] == "live"
    gained = sum(worth_of(case, ours, outcome) - worth_of(case, always, outcome) for ours, outcome in decided)
    assert verdict["number"]["value"] == pytest.approx(10 * gained / len(decided))
    assert gained > 0
    assert all(one.against == "constant" for each in windows if (one := each.of("gain")))


@pytest.mark.slow
def test_a_number_cannot_be_compared_with_doing_nothing_and_it_is_said_what_to_write(
    tmp_path: Path, shipworthy: Command
) -> None:
    root = tmp_path / "project"
    live(root, Case(lambda size: size, COST, "nothing", {**CONSTANT, "gain_over": "status_quo"}), shipworthy)
    answered(root)
    _, verdict = watched(root, shipworthy)
    assert verdict["state"] == "cant_tell"
    assert "it is not known case by case what that is" in verdict["why"]
    assert "gain_over: constant" in verdict["next_step"]
    edit_document(root / "project.yaml", "success.criterion.gain_over", "constant")
    answered(root)
    _, verdict = watched(root, shipworthy)
    assert verdict["number"]["against"] == "constant"


@pytest.mark.slow
def test_a_criterion_on_a_metric_is_settled_live(tmp_path: Path, shipworthy: Command) -> None:
    root = tmp_path / "project"
    live(root, Case(_two, "none", "unknown", {"metric": "roc_auc", "at_least": 0.6, "confidence": 0.8}), shipworthy)
    answered(root)
    windows, verdict = watched(root, shipworthy)
    assert (verdict["state"], verdict["number"]["origin"]) == ("holds", "live")
    told = [one for each in windows if (one := each.of("roc_auc"))]
    assert verdict["number"]["value"] == pytest.approx(told[0].value)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a number", "two classes beside a rule"])
def test_where_no_outcome_ever_comes_nothing_is_said_of_value_and_the_rest_is_judged(
    name: str, tmp_path: Path, shipworthy: Command
) -> None:
    root = tmp_path / "project"
    live(root, CASES[name], shipworthy)
    cases = len(answered(root, tell=False))
    windows, verdict = watched(root, shipworthy)
    (window,) = [each for each in windows if each.rows]
    assert (window.judged, window.rows, window.known) == (True, cases, 0)
    assert verdict["state"] == "cant_tell"
    assert f"of {cases} cases answered live it is not known of any what turned out" in verdict["why"]
    assert "/outcomes" in verdict["next_step"]
    said = shipworthy("watch", "--project", root)
    assert (said.status, said.err) == (1, "")
    assert "/outcomes" in said.flat
    with open_project(root) as project:
        held = {one.claims[0]: one.holds for one in project.book.all(Evidence) if one.stage == "monitoring"}
    assert (held["live.feeds"], held["live.system"]) == (True, True)
    names = {one.name for one in window.measurements}
    assert {"latency_p99", "errors", "drift"} <= names
    with board(root) as visitor:
        pages = {page: visitor.get(place_of("project") + page) for page in ("", "/live")}
    assert {page: answer.status for page, answer in pages.items()} == dict.fromkeys(pages, 200)


@pytest.mark.slow
def test_windows_of_hours_settle_the_promise_by_days_and_show_their_hours(tmp_path: Path, shipworthy: Command) -> None:
    root, case = tmp_path / "project", CASES[QUICK]
    begins = dt.datetime(2024, 3, 1, 1, 30)
    moments = [begins + dt.timedelta(hours=4 * row) for row in range(240)]
    live(root, case, shipworthy, table(case.target).with_columns(at=pl.Series(moments)), window="12h")
    edit_document(root / "project.yaml", "evaluation.group", "day")
    assert shipworthy("ship", "--project", root).status == 1
    assert shipworthy("decide", "go", "--stage", "transfer", "--why", "by days", "--project", root).status == 0
    decided = answered(root)
    windows, verdict = watched(root, shipworthy)
    assert [(one.start.hour, one.rows) for one in windows] == [(0, 3), (12, 3)] * 40
    assert len(decided) == sum(one.rows for one in windows)
    assert verdict["number"]["clusters"] == 40
    assert verdict["number"]["se"] > 0
    assert verdict["state"] == "holds"
    with board(root) as visitor:
        page = visitor.get(place_of("project") + "/live")
    assert page.status == 200
    assert "12 March 2024, 12:00 to 24:00 UTC" in page.text
