"""Negative controls: sound evaluations pass them nearly always, broken ones do not."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from msgspec import structs

from shipworthy.data.checks.leaks import Leaks
from shipworthy.lab.controls import dealt_answers, learn_from_dealt, plant
from shipworthy.lab.roadmap import default_candidates
from shipworthy.lab.study import Study
from shipworthy.records.check import Given
from shipworthy.records.predictions import Predictions
from shipworthy.records.spec import CandidateSpec, DataSpec, Task
from shipworthy.records.table import Role, Table
from tests.lab.samples import BINARY, REGRESSION, easy, silent, study_of

LIMIT = 3.29


def spec(name: str, task: Task = BINARY) -> CandidateSpec:
    return next(each for each in default_candidates(task) if each.name == name)


def worst(study: Study, name: str = "linear") -> float:
    return max(each.z or 0.0 for each in learn_from_dealt(study, spec(name, study.task), progress=silent))


def late_orders(seed: int = 0, rows: int = 500) -> Study:
    frame, labels = easy(rows, seed)
    made = study_of(frame.with_columns(outcome=labels), labels)
    columns = tuple(
        structs.replace(each, role="target") if each.name == "outcome" else each for each in made.table.columns
    )
    study = replace(made, table=structs.replace(made.table, columns=columns))
    return replace(study, place=replace(study.place, seed=seed))


def test_a_sound_evaluation_learns_nothing_from_outcomes_dealt_at_random() -> None:
    assert all(worst(late_orders(seed)) < LIMIT for seed in range(4))


def test_rows_that_are_learned_from_and_asked_about_are_found_out() -> None:
    study = late_orders()
    fold = study.folds[-1]
    both = replace(study, folds=(structs.replace(fold, train=np.union1d(fold.train, fold.test)),))
    assert worst(both) > LIMIT


def test_what_is_known_with_the_outcome_is_found_out_among_the_features() -> None:
    study = late_orders()
    told = structs.replace(study.table.column("outcome"), name="written_down", role="not_known")
    sound = structs.replace(
        study.table,
        frame=study.table.frame.with_columns(written_down=pl.col("outcome") + "!"),
        columns=(*study.table.columns, told),
    )
    assert worst(replace(study, table=sound)) < LIMIT
    assert worst(replace(study, table=_Broken(**structs.asdict(sound)))) > LIMIT


class _Broken(Table, frozen=True):
    """A table whose evaluation forgot what is not known when the decision is taken."""

    def of(self, *roles: Role) -> list[str]:
        found = super().of(*roles)
        return [*found, "written_down"] if roles == ("feature",) else found


def test_dealt_answers_are_the_same_answers_for_other_rows_of_the_same_origin() -> None:
    random = np.random.default_rng(0)
    frame = pl.DataFrame(
        {
            "id": [str(row) for row in range(300)],
            "origin": ["fold"] * 200 + ["holdout"] * 100,
            "score": random.random(300),
            "decision": random.choice(["no", "yes"], 300),
            "outcome": random.choice(["no", "yes"], 300),
        }
    )
    given = Predictions(candidate="x", task=BINARY, frame=frame)
    dealt = dealt_answers(given).frame
    assert dealt.select("id", "origin", "outcome").equals(frame.select("id", "origin", "outcome"))
    for origin in ("fold", "holdout"):
        mine, theirs = (each.filter(pl.col("origin") == origin) for each in (frame, dealt))
        assert mine.select("score", "decision").sort("score").equals(theirs.select("score", "decision").sort("score"))
    assert not dealt["score"].equals(frame["score"])


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_planted_columns_are_noticed_by_the_check_for_leaks(task: str) -> None:
    random = np.random.default_rng(1)
    labels: pl.Series
    kind: Any
    if task == "regression":
        labels, kind = pl.Series("y", np.where(random.random(400) < 0.8, 0.0, random.lognormal(0, 2, 400))), REGRESSION
    else:
        classes = ("no", "yes") if task == "binary" else ("a", "b", "c", "d")
        labels = pl.Series("y", random.choice(classes, 400, p=None if task == "multiclass" else [0.97, 0.03]))
        kind = Task(kind=task, classes=classes)  # type: ignore[arg-type]
    study = study_of(pl.DataFrame({"x": random.normal(size=400), "colour": "red", "y": labels}), labels, kind)
    planted = plant(study.table, labels, kind)
    found = Leaks().run(Given(spec=DataSpec(sources=(), target=planted.target), table=planted.table))
    noticed = {finding.where.rpartition(".")[2] for each in found for finding in each.findings}
    assert len(planted.names) == (2 if task == "binary" else 1)
    assert noticed >= set(planted.names)
    assert plant(study.table, labels.head(10), kind).names == ()


def test_columns_are_planted_in_a_table_that_lacks_the_outcome_too() -> None:
    random = np.random.default_rng(2)
    labels = pl.Series("y", random.choice(("no", "yes"), 400))
    study = study_of(pl.DataFrame({"x": random.normal(size=400), "y": labels}), labels, BINARY)
    bare = structs.replace(
        study.table,
        frame=study.table.frame.drop("y"),
        columns=tuple(each for each in study.table.columns if each.name != "y"),
    )
    planted = plant(bare, labels, BINARY)
    found = Leaks().run(Given(spec=DataSpec(sources=(), target=planted.target), table=planted.table))
    assert {finding.where.rpartition(".")[2] for each in found for finding in each.findings} >= set(planted.names)
