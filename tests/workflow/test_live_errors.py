"""What can be wrong around something live ends in one message that says what to do; and `--json` is one document."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression

from shipworthy.records.deployment import Deployment
from shipworthy.records.logged import Logged, Turned
from shipworthy.store.deployments import DELIVERY_FILE, bundle_folder, write_deployment
from shipworthy.store.prediction_log import PredictionLog
from tests.explain.bundles import LATE, ROW, frame_of, outcome_of, shipped
from tests.workflow.project import Command

DOCUMENT = """\
project: flights
data:
  sources: {flights: {path: flights.csv, time: at}}
  target: {column: turned, positive: "turned = 'late'"}
  personal: [guest]
candidates:
  - {name: a, estimator: sklearn.linear_model.LogisticRegression}
"""
NOW = datetime(2026, 3, 1, tzinfo=UTC)
VERBS: dict[str, tuple[str, ...]] = {
    "watch": ("watch",),
    "rollback": ("rollback",),
    "retrain": ("retrain",),
    "score": ("score", "flights.csv", "-o", "answers.csv"),
    "explain": ("explain", "1"),
    "serve": ("serve", "--port", "0"),
}
"""Verbs about something live."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which a bundle is live that has answered a few rows."""
    folder = tmp_path_factory.mktemp("made") / "flights"
    folder.mkdir()
    frame = frame_of(300)
    frame.with_columns(turned=pl.Series(outcome_of(frame, LATE))).write_csv(folder / "flights.csv")
    (folder / "project.yaml").write_text(DOCUMENT)
    shipped(bundle_folder(folder / ".shipworthy", 1), LATE, LogisticRegression(), threshold=0.5)
    write_deployment(folder / ".shipworthy", Deployment(project="flights", champion=1, since=NOW))
    inputs = {name: value for name, value in ROW.items() if name != "guest"}
    with PredictionLog.open(folder / ".shipworthy" / "log") as log:
        logged = [
            Logged(id=f"case-{n}", time=NOW, received=NOW, version=1, score=0.7, decision="late", inputs=inputs)
            for n in range(20)
        ]
        log.write(logged, [Turned(id=each.id, outcome="late", received=NOW) for each in logged])
    return folder


@pytest.fixture
def root(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = Path(shutil.copytree(made, tmp_path / "flights"))
    monkeypatch.chdir(copy)
    return copy


def refused(shipworthy: Command, *words: object, status: int = 2) -> str:
    """One message on standard error with a next step, and as JSON the same and nothing else."""
    said = shipworthy(*words)
    assert said.status == status, said.out + said.err
    assert said.err.startswith("shipworthy: ")
    assert said.err.count("shipworthy: ") == 1
    assert "next:" in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
    if words[0] != "serve":
        told = shipworthy(*words, "--json").document
        assert told["exit_status"] == status
        assert told["next"]
    return " ".join(said.err.split())


@pytest.mark.parametrize("verb", VERBS)
def test_before_anything_is_live_the_way_there_is_told(verb: str, root: Path, shipworthy: Command) -> None:
    shutil.rmtree(root / ".shipworthy")
    assert "shipworthy ship" in refused(shipworthy, *VERBS[verb])
    assert not (root / "answers.csv").exists()


@pytest.mark.parametrize("verb", ["watch", "retrain", "score", "serve"])
def test_a_bundle_that_is_gone_is_told(verb: str, root: Path, shipworthy: Command) -> None:
    shutil.rmtree(bundle_folder(root / ".shipworthy", 1))
    told = refused(shipworthy, *VERBS[verb])
    assert "bundle" in told
    assert "shipworthy ship" in told


@pytest.mark.parametrize("verb", ["watch", "retrain", "score", "serve"])
def test_a_bundle_that_was_altered_is_told(verb: str, root: Path, shipworthy: Command) -> None:
    for path in bundle_folder(root / ".shipworthy", 1).rglob("*.pkl"):
        path.write_bytes(path.read_bytes()[:-7])
    told = refused(shipworthy, *VERBS[verb])
    assert "bundle" in told


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("text", ["{", "[]", '{"project": "flights", "champion": "one"}', ""])
def test_a_damaged_account_of_what_is_live_is_told(verb: str, text: str, root: Path, shipworthy: Command) -> None:
    (root / ".shipworthy" / DELIVERY_FILE).write_text(text)
    told = refused(shipworthy, *VERBS[verb])
    assert "what is live cannot be understood" in told
    assert DELIVERY_FILE in told


def test_too_little_to_learn_from_is_told(root: Path, shipworthy: Command) -> None:
    told = refused(shipworthy, "retrain")
    assert "too little has come in" in told
    assert "seen: 20 cases" in told


def test_the_first_version_has_none_before_it(root: Path, shipworthy: Command) -> None:
    assert "no earlier version" in refused(shipworthy, "rollback")


@pytest.mark.parametrize("verb", ["watch", "retrain"])
def test_a_moment_that_is_none_is_told(verb: str, root: Path, shipworthy: Command) -> None:
    assert "--now" in refused(shipworthy, verb, "--now", "yesterday")


def test_a_bundle_that_says_nothing_of_what_is_natural_cannot_be_watched(root: Path, shipworthy: Command) -> None:
    assert "what is natural" in refused(shipworthy, "watch")


def test_a_file_that_cannot_be_scored_is_told_and_leaves_nothing(root: Path, shipworthy: Command) -> None:
    (root / "empty.csv").write_text("")
    assert "nowhere.csv" in refused(shipworthy, "score", "nowhere.csv", "-o", "answers.csv")
    assert "empty.csv" in refused(shipworthy, "score", "empty.csv", "-o", "answers.csv")
    assert ".doc" in refused(shipworthy, "score", "flights.csv", "-o", "answers.doc")
    assert "answers" in refused(shipworthy, "score", "flights.csv", "-o", "/dev/null/answers.csv")
    assert not (root / "answers.csv").exists()


def test_rows_that_do_not_fit_are_named_and_stop_no_other(root: Path, shipworthy: Command) -> None:
    (root / "new.csv").write_text("at,sched_hour,port,noise,guest\n2026-03-01,9,EWR,0.1,a\n2026-03-01,late,EWR,0.1,b\n")
    told = shipworthy("score", "new.csv", "-o", "answers.jsonl", "--json").document
    assert (told["rows"], told["routes"]) == (2, {"model": 1, "review": 1})
    first, second = map(json.loads, (root / "answers.jsonl").read_text().splitlines())
    assert (first["route"], second["decision"]) == ("model", None)
    assert "sched_hour" in second["why"]
    assert "late" in second["why"]


def test_every_verb_about_something_live_hands_over_one_json_document(root: Path, shipworthy: Command) -> None:
    write_deployment(root / ".shipworthy", Deployment(project="flights", champion=1, previous=1, since=NOW))
    for words in (("rollback",), ("explain", "3"), ("score", "flights.csv", "-o", "answers.csv")):
        said = shipworthy(*words, "--json")
        assert (said.status, said.err) == (0, "")
        assert isinstance(said.document, dict)


def test_rows_to_be_scored_need_not_bring_what_is_dropped_or_only_known_later(root: Path, shipworthy: Command) -> None:
    data = pl.read_csv(root / "flights.csv")
    data.with_columns(later=1.0, remark=pl.lit("x")).write_csv(root / "flights.csv")
    text = DOCUMENT.replace(
        "personal: [guest]", "personal: [guest]\n  not_known_at_decision: [later]\n  drop: [remark]"
    )
    (root / "project.yaml").write_text(text)
    data.select("at", "sched_hour", "port", "noise").head(5).write_csv(root / "new.csv")
    told = shipworthy("score", "new.csv", "-o", "answers.csv", "--json")
    assert (told.status, told.err) == (0, "")
    assert told.document["routes"] == {"model": 5}
