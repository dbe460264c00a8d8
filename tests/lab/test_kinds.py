"""Candidates that learn nothing here: functions, rules, columns, predictions in a file."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from msgspec import structs

from shipworthy.foundation.errors import CandidateError
from shipworthy.lab.evaluate import Attempt
from shipworthy.lab.field import evaluate_all
from shipworthy.lab.reading import shippable
from shipworthy.lab.seen import seen
from shipworthy.lab.study import Study
from shipworthy.records.spec import CandidateSpec, Split, Task
from tests.lab.samples import easy, silent, study_of

CODE = """
import numpy as np

def chance(rows, slope=1.0):
    return 1 / (1 + np.exp(-slope * rows["size"].to_numpy()))

def both(rows):
    yes = chance(rows)
    return np.column_stack([1 - yes, yes])

def label(rows):
    return ["yes" if size > 0 else "no" for size in rows["size"]]

def maybe(rows):
    return ["maybe"] * len(rows)

def holes(rows):
    return [None] * len(rows)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "finished_elsewhere.py").write_text(CODE)
    return tmp_path


@pytest.fixture
def study(folder: Path) -> Study:
    frame, labels = easy()
    frame = frame.with_columns(
        order=pl.int_range(len(frame)),
        called=pl.when(pl.col("noise") < 2).then(pl.col("size") > 0.3),
        points=pl.col("size") * 100,
        risk=1 / (1 + (-pl.col("size")).exp()),
    )
    made = study_of(frame, labels, folder=folder)
    return replace(made, table=structs.replace(made.table, key=("order",)))


def candidate(kind: Any, target: str, **more: Any) -> CandidateSpec:
    return CandidateSpec(name="ours", kind=kind, target=target, **more)


def asked(study: Study, spec: CandidateSpec) -> Attempt:
    return evaluate_all(study, [spec], progress=silent).attempts[0]


def scores(study: Study, spec: CandidateSpec) -> pl.DataFrame:
    attempt = asked(study, spec)
    assert attempt.predictions is not None, str(attempt.failure)
    rows = study.table.frame.with_row_index("id").with_columns(pl.col("id").cast(pl.String))
    return attempt.predictions.frame.select("id", "score").join(rows, on="id")


def test_a_function_is_asked_and_learns_nothing(study: Study) -> None:
    one = scores(study, candidate("function", "finished_elsewhere:chance"))
    assert np.allclose(one["score"], 1 / (1 + np.exp(-one["size"])))
    assert one["score"].equals(scores(study, candidate("function", "finished_elsewhere:both"))["score"])
    steep = scores(study, candidate("function", "finished_elsewhere:chance", parameters={"slope": 3.0}))
    assert np.allclose(steep["score"], 1 / (1 + np.exp(-3 * steep["size"])))


def test_labels_are_certain_answers(study: Study) -> None:
    found = scores(study, candidate("function", "finished_elsewhere:label"))
    assert found["score"].to_list() == (found["size"] > 0).cast(pl.Float64).to_list()


def test_a_rule_says_yes_where_it_is_true_and_may_read_any_column_that_is_known(study: Study) -> None:
    found = scores(study, candidate("rule", "size > 0.5 AND \"when\" < DATE '2024-05-01'"))
    early = found["when"] < datetime(2024, 5, 1)
    assert found["score"].to_list() == ((found["size"] > 0.5) & early).cast(pl.Float64).to_list()


def test_a_column_of_past_decisions_counts_as_no_where_it_is_empty(study: Study) -> None:
    attempt = asked(study, candidate("column", "called"))
    found = scores(study, candidate("column", "called"))
    assert found["called"].null_count()
    assert found["score"].to_list() == found["called"].fill_null(value=False).cast(pl.Float64).to_list()
    assert any("called says nothing for" in note for note in attempt.notes)


def test_points_become_probabilities_in_their_order(study: Study) -> None:
    found = scores(study, candidate("column", "points"))
    assert found["score"].is_between(0, 1).all()
    last = found.filter(pl.col("when") >= pl.col("when").quantile(0.9)).sort("points")
    assert last["score"].is_sorted()
    plain = scores(study, candidate("column", "risk"))
    assert plain["score"].to_list() == plain["risk"].to_list()


def test_predictions_in_a_file_find_their_rows_by_the_key(study: Study, folder: Path) -> None:
    frame = study.table.frame.select("order", score=pl.col("risk")).sample(fraction=0.9, seed=1, shuffle=True)
    frame.write_parquet(folder / "theirs.parquet")
    attempt = asked(study, candidate("predictions", "theirs.parquet"))
    found = scores(study, candidate("predictions", "theirs.parquet")).join(
        frame, on="order", how="left", suffix="_told"
    )
    told = found.filter(pl.col("score_told").is_not_null())
    assert told["score"].to_list() == told["score_told"].to_list()
    missing = found.filter(pl.col("score_told").is_null())
    assert len(missing) > 0
    assert missing["score"].n_unique() <= len(study.folds)
    assert any(f"says nothing for {len(missing)} of {len(found)} rows" in note for note in attempt.notes)
    with pytest.raises(CandidateError, match="no new one"):
        shippable(study, candidate("predictions", "theirs.parquet"))


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (candidate("function", "finished_elsewhere:maybe"), "answers maybe, and the labels are no, yes"),
        (candidate("function", "finished_elsewhere:holes"), "not a number"),
        (candidate("function", "finished_elsewhere:chanse"), "did you mean chance"),
        (candidate("function", "finished_elsewhere:chance", parameters={"slop": 1}), "did you mean slope"),
        (candidate("rule", "siz > 1"), "did you mean `size`"),
        (candidate("rule", "size >"), "cannot be understood"),
        (candidate("rule", "1 = 1"), "reads no column"),
        (candidate("rule", "email = 'x'"), "tells who somebody is"),
        (candidate("column", "cald"), "did you mean `called`"),
        (candidate("predictions", "nowhere.csv"), "nowhere.csv"),
        (candidate("predictions", "keyless.csv"), "not the key"),
        (candidate("predictions", "twice.csv"), "1 rows of the file have a key that another row has"),
        (candidate("predictions", "others.csv"), "no row of the file finds a row"),
        (candidate("predictions", "wide.csv"), "which column holds the answers"),
        (candidate("mlflow", "nowhere"), "no model of MLflow in this folder"),
    ],
)
def test_what_cannot_be_asked_says_why_and_the_others_go_on(
    study: Study, folder: Path, spec: CandidateSpec, words: str
) -> None:
    pl.DataFrame({"ordr": [1], "score": [0.5]}).write_csv(folder / "keyless.csv")
    pl.DataFrame({"order": [1, 1], "score": [0.5, 0.5]}).write_csv(folder / "twice.csv")
    pl.DataFrame({"order": [9000], "score": [0.5]}).write_csv(folder / "others.csv")
    pl.DataFrame({"order": [1], "a": [0.5], "b": [0.5]}).write_csv(folder / "wide.csv")
    constant = CandidateSpec(name="constant", kind="constant")
    found = evaluate_all(study, [spec, constant], progress=silent).attempts
    assert found[0].predictions is None
    assert found[1].predictions is not None
    with pytest.raises(CandidateError, match=words):
        raise found[0].failure or AssertionError


def test_what_was_trained_elsewhere_is_told_of_and_refused_when_it_must_have_seen_the_rows(study: Study) -> None:
    (told,) = seen(study, candidate("function", "finished_elsewhere:chance"))
    assert told.severity == "problem"
    assert "if it saw the cases kept aside" in told.says
    assert not seen(study, candidate("function", "finished_elsewhere:chance", trained_until="never"))
    assert not seen(study, candidate("function", "finished_elsewhere:chance", trained_until="2023-12-31"))
    (told,) = seen(study, candidate("function", "finished_elsewhere:chance", trained_until="2024-03-01"))
    assert "the comparison flatters it" in told.says
    late = asked(study, candidate("function", "finished_elsewhere:chance", trained_until="2024-06-30"))
    assert late.failure is not None
    assert "time that is kept aside" in str(late.failure)


def test_a_day_says_nothing_where_rows_are_kept_aside_by_chance(study: Study) -> None:
    frame, labels = easy()
    by_chance = study_of(frame.drop("when"), labels, split=Split(folds=2))
    (told,) = seen(by_chance, candidate("mlflow", "models:/m/1", trained_until="2020-01-01"))
    assert "by chance and not by time" in told.says


def test_many_classes_and_numbers_are_taken_from_files_too(folder: Path) -> None:
    frame, _ = easy()
    frame = frame.with_columns(order=pl.int_range(len(frame)))
    colours = study_of(frame, frame["colour"], Task(kind="multiclass", classes=("blue", "green", "red")), folder=folder)
    colours = replace(colours, table=structs.replace(colours.table, key=("order",)))
    frame.select("order", "colour").write_csv(folder / "labels.csv")
    found = scores(colours, candidate("predictions", "labels.csv"))
    places = found["colour"].cast(pl.Enum(["blue", "green", "red"])).to_physical()
    assert found["score"].list.arg_max().to_list() == places.to_list()
    shares = frame.select("order", blue=pl.lit(0.2), green=pl.lit(0.3), red=pl.lit(0.5))
    shares.write_csv(folder / "shares.csv")
    assert scores(colours, candidate("predictions", "shares.csv"))["score"][0].to_list() == [0.2, 0.3, 0.5]
    sizes = study_of(frame, frame["size"], Task(kind="regression"), folder=folder)
    noise = scores(sizes, candidate("column", "noise"))
    assert noise["score"].to_list() == noise["noise"].to_list()
