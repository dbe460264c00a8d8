"""A secret planted in the rows kept aside, through all of `compare`: what is chosen stays the same to the last bit."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shipworthy.plan.writing import write_document
from shipworthy.workflow.candidates import Candidates
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import LINEAR, RIDGE, signal

ROWS = 300
ASIDE = 240
"""Number of the first row kept aside."""
START = date(2024, 1, 1)
TREE = {"name": "tree", "estimator": "sklearn.tree.DecisionTreeClassifier", "parameters": {"max_depth": 3}}
PRUNED = {**TREE, "estimator": "sklearn.tree.DecisionTreeRegressor"}
CALLS = {"true_positive": 90, "false_positive": -25, "false_negative": 0, "true_negative": 0}


def document(kind: str, seen: str) -> dict[str, Any]:
    numbers = kind == "numbers"
    value = {"cost": {"under": 9, "over": 2}} if numbers else {"outcomes": CALLS}
    return {
        "project": f"secret-{kind}-{seen}",
        "problem": {} if numbers else {"status_quo": {"rule": "a > 1"}},
        "success": {"unit": "USD", "value": value},
        "guardrails": [] if numbers else [{"metric": "recall", "at_least": 0.6}],
        "evaluation": {
            "metric": "mean_absolute_error" if numbers else "roc_auc",
            "split": {"time": "day", "holdout_from": (START + timedelta(days=ASIDE)).isoformat(), "period": "month"},
        },
        "data": {"sources": {"orders": {"path": "orders.csv", "time": "day"}}, "target": {"column": "target"}},
        "candidates": [RIDGE, PRUNED] if numbers else [LINEAR, TREE],
    }


def rows(kind: str, spoiled: bool) -> pl.DataFrame:
    made = signal(ROWS)
    size = made.pop("size")
    target = pl.Series(10 * size + 50) if kind == "numbers" else pl.Series(np.where(size > 0.5, "late", "fine"))
    told = np.random.default_rng(1).normal(size=ROWS)
    days = [START + timedelta(days=number) for number in range(ROWS)]
    frame = pl.DataFrame({"day": days, **made, "told": told, "target": target})
    if not spoiled:
        return frame
    aside = pl.int_range(pl.len()) >= ASIDE
    turned = (
        1000 - pl.col("target") if kind == "numbers" else pl.col("target").replace({"late": "fine", "fine": "late"})
    )
    secret = turned if kind == "numbers" else (turned == "late").cast(pl.Float64)
    return frame.with_columns(
        told=pl.when(aside).then(secret).otherwise("told"),
        a=pl.when(aside).then(pl.col("a") * 1e6 + 1e7).otherwise("a"),
        b=pl.when(aside).then(None).otherwise("b"),
        c=pl.when(aside).then(pl.lit("never seen")).otherwise("c"),
        target=pl.when(aside).then(turned).otherwise("target"),
    )


def chosen(project: Project) -> dict[str, Any]:
    """All that `compare` chose and learned, and the evidence of the folds; nothing of the rows kept aside."""
    found, field = project.compare(), Candidates(project).field().predictions
    folds = {name: each.frame.filter(pl.col("origin") == "fold") for name, each in field.items()}
    return {
        "best": (found.best, found.chosen, found.says, found.told),
        "differences": {name: one.to_dict() for name, one in found.differences.items()},
        "thresholds": {name: each.threshold for name, each in field.items()},
        "corrections": {name: each.correction for name, each in field.items()},
        "answers": {name: each.to_dicts() for name, each in folds.items()},
        "evidence": {
            name: [one.to_dict() for one in each.measurements if one.origin == "fold"]
            for name, each in found.evaluated.evidence.items()
        },
        "aside": {
            name: [one.value for one in each.measurements if one.origin == "holdout"]
            for name, each in found.evaluated.evidence.items()
        },
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["labels", "numbers"])
def test_whatever_happens_to_the_rows_kept_aside_changes_nothing_that_compare_chooses(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    told = []
    for spoiled in (False, True):
        root = tmp_path / str(spoiled)
        root.mkdir()
        rows(kind, spoiled).write_csv(root / "orders.csv")
        write_document(root / "project.yaml", document(kind, str(spoiled).lower()))
        with open_project(root, environment={"SHIPWORTHY_HOME": str(tmp_path / f"home-{spoiled}")}) as project:
            told.append(chosen(project))
    before, after = told
    assert before.pop("aside") != after.pop("aside"), "the secret was not planted"
    assert any(before["answers"].values())
    for part, mine in before.items():
        assert mine == after[part], f"{part} saw what is kept aside"
