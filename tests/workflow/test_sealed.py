"""The sealed last rows: nothing reads them, a document cannot open them, one signature can, once."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shipworthy.foundation.errors import PersonError, RequestError
from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.evidence import Evidence
from shipworthy.records.look import Look
from shipworthy.records.seal import Opening, Seal
from shipworthy.workflow.checks import COSTS, SEALED_CASES
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import LINEAR, table

DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(240)]
SEALED = "2024-07-19"  # the last 40 rows
DOCUMENT: dict[str, Any] = {
    "project": "late-orders",
    "people": {
        "owner": {"roles": ["business-owner"]},
        "analyst": {"roles": ["data-scientist"]},
    },
    "problem": {"decision": "which orders are called", "status_quo": {"rule": "a > 1"}},
    "success": {
        "unit": "USD",
        "value": {"outcomes": {"true_positive": 90, "false_positive": -25, "false_negative": 0, "true_negative": 0}},
        "criterion": {"gain_over": "status_quo", "per": 1000, "at_least": 500},
    },
    "evaluation": {"split": {"time": "day", "sealed_from": SEALED}},
    "data": {"sources": {"orders": {"path": "orders.csv", "time": "day"}}, "target": {"column": "target"}},
    "candidates": [LINEAR],
}
Do = Callable[[Callable[[Project], Any]], Any]


def rows() -> pl.DataFrame:
    made = table(lambda size: np.where(size > 0.5, "late", "fine"))
    return made.with_columns(day=pl.Series(DAYS))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    rows().write_csv(root / "orders.csv")
    write_document(root / "project.yaml", DOCUMENT)
    return root


@pytest.fixture
def do(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: str) -> Callable[..., Any]:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)

    def run(step: Callable[[Project], Any], person: str = "analyst", where: Path = root) -> Any:
        environment = {"SHIPWORTHY_HOME": str(tmp_path / f"home-{where.name}")}
        with open_project(where, person=person, environment=environment) as project:
            return step(project)

    return run


def told(project: Project) -> dict[tuple[str, str], Any]:
    """What was found out, but for what names the file that it was read from."""
    kept = {}
    for each in project.book.all(Evidence):
        if each.check == COSTS:
            # what an attempt takes is told by the clock
            continue
        said = each.to_dict()
        said["stands_on"] = said["time"] = None
        kept[each.check, each.candidate] = said
    return kept


@pytest.mark.slow
def test_sealed_rows_change_nothing_before_they_are_opened(do: Callable[..., Any], root: Path) -> None:
    do(lambda project: project.check("prototype"))
    other = root.parent / "spoiled"
    other.mkdir()
    sealed = pl.col("day") >= date.fromisoformat(SEALED)
    spoiled = rows().with_columns(
        a=pl.when(sealed).then(1e9).otherwise("a"),
        c=pl.when(sealed).then(pl.lit("never seen")).otherwise("c"),
        target=pl.when(sealed).then(pl.lit("late")).otherwise("target"),
    )
    spoiled.write_csv(other / "orders.csv")
    write_document(other / "project.yaml", DOCUMENT)
    do(lambda project: project.check("prototype"), where=other)
    assert do(told) == do(told, where=other)
    assert {each.n for each in do(lambda project: project.book.all(Look))} == {
        each.n for each in do(lambda project: project.book.all(Look), where=other)
    }
    seen = do(lambda project: project.material.table.frame["day"].max())
    assert seen < date.fromisoformat(SEALED)


@pytest.mark.slow
def test_one_signature_of_the_one_who_may_opens_them_once(do: Callable[..., Any], root: Path) -> None:
    do(lambda project: project.check("prototype"))
    with pytest.raises(PersonError):
        do(lambda project: project.sign("sealed"))
    assert not do(lambda project: project.book.all(Opening))
    do(lambda project: project.sign("sealed"), person="owner")
    do(lambda project: project.check("prototype"))
    (opened,) = do(lambda project: project.book.all(Opening))
    assert (opened.candidate, opened.n, opened.by) == ("linear", 40, "analyst")
    found = [each for each in do(lambda project: project.book.all(Evidence)) if each.check == SEALED_CASES]
    (one,) = found
    assert one.says.startswith("the 40 sealed cases were opened for linear, once and for good: on them it gains")
    assert {each.origin for each in one.measurements} == {"sealed"}
    assert {each.n for each in one.measurements} == {40}
    do(lambda project: project.check("prototype"))
    assert do(lambda project: project.book.all(Opening)) == (opened,), "a second look would be no surprise"
    with pytest.raises(RequestError, match="were opened before and are spent"):
        do(lambda project: project.sign("sealed"), person="owner")
    edit_document(root / "project.yaml", "evaluation.split.sealed_from", "2024-06-30")
    with pytest.raises(RequestError, match="were opened before and are spent"):
        do(lambda project: project.sign("sealed"), person="owner")


def test_a_document_cannot_open_what_the_ledger_sealed(do: Callable[..., Any], root: Path) -> None:
    do(lambda project: project.check("data"))
    assert [each.sealed_from for each in do(lambda project: project.book.all(Seal))] == [SEALED]
    edit_document(root / "project.yaml", "evaluation.split", {"time": "day"})
    assert do(lambda project: project.material.table.frame.height) == 200
    edit_document(root / "project.yaml", "evaluation.split", {"time": "day", "sealed_from": "2024-08-10"})
    assert do(lambda project: project.material.table.frame.height) == 200
    edit_document(root / "project.yaml", "evaluation.split", {"time": "day", "sealed_from": "2024-06-29"})
    assert do(lambda project: project.material.table.frame.height) == 180


def test_a_seal_that_cannot_be_kept_is_refused(do: Callable[..., Any], root: Path) -> None:
    edit_document(root / "project.yaml", "evaluation.split.sealed_from", "2023-01-01")
    with pytest.raises(RequestError, match="every row is sealed"):
        do(lambda project: project.evaluate())
