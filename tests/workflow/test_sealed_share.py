"""A sealed share of a table without time: nothing reads it, a document cannot open it, one signature can, once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shipworthy.foundation.errors import DocumentError, PersonError, RequestError
from shipworthy.lab.sealing import drawn
from shipworthy.plan.writing import edit_document, write_document
from shipworthy.records.evidence import Evidence
from shipworthy.records.seal import Opening, Seal
from shipworthy.workflow.checks import SEALED_CASES
from shipworthy.workflow.project import Project, open_project
from tests.workflow.project import table
from tests.workflow.test_sealed import DOCUMENT as TIMED
from tests.workflow.test_sealed import told

SPLIT = {"group": "shop", "sealed_share": 0.2}
DOCUMENT: dict[str, Any] = {
    **TIMED,
    "evaluation": {"split": SPLIT},
    "data": {"sources": {"orders": {"path": "orders.csv", "key": ["id"]}}, "target": {"column": "target"}},
}


def rows() -> pl.DataFrame:
    made = table(lambda size: np.where(size > 0.5, "late", "fine"))
    return made.with_columns(id=pl.int_range(pl.len()), shop=pl.int_range(pl.len()) // 4)


def sealed(frame: pl.DataFrame, share: float = 0.2) -> pl.Series:
    return pl.Series(drawn(frame.select("shop"), share))


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


@pytest.mark.slow
def test_a_secret_in_sealed_rows_changes_nothing_before_they_are_opened(do: Callable[..., Any], root: Path) -> None:
    do(lambda project: project.check("prototype"))
    other = root.parent / "spoiled"
    other.mkdir()
    hidden = sealed(rows())
    assert 0.05 < hidden.mean() < 0.4  # type: ignore[operator]
    spoiled = rows().with_columns(
        a=pl.when(hidden).then(1e9).otherwise("a"),
        c=pl.when(hidden).then(pl.lit("never seen")).otherwise("c"),
        target=pl.when(hidden).then(pl.lit("late")).otherwise("target"),
    )
    spoiled.write_csv(other / "orders.csv")
    write_document(other / "project.yaml", DOCUMENT)
    do(lambda project: project.check("prototype"), where=other)
    assert do(told) == do(told, where=other)
    seen = do(lambda project: set(project.material.table.frame["id"]))
    assert seen == set(rows().filter(~hidden)["id"])


@pytest.mark.slow
def test_one_signature_of_the_one_who_may_opens_them_once(do: Callable[..., Any], root: Path) -> None:
    do(lambda project: project.check("prototype"))
    with pytest.raises(PersonError):
        do(lambda project: project.sign("sealed"))
    do(lambda project: project.sign("sealed"), person="owner")
    do(lambda project: project.check("prototype"))
    (opened,) = do(lambda project: project.book.all(Opening))
    hidden = int(sealed(rows()).sum())
    assert (opened.candidate, opened.n, opened.share, opened.sealed_from) == ("linear", hidden, 0.2, "")
    (one,) = [each for each in do(lambda project: project.book.all(Evidence)) if each.check == SEALED_CASES]
    assert one.says.startswith(f"the {hidden} sealed cases were opened for linear, once and for good: on them it gains")
    do(lambda project: project.check("prototype"))
    assert do(lambda project: project.book.all(Opening)) == (opened,), "a second look would be no surprise"
    edit_document(root / "project.yaml", "evaluation.split.sealed_share", 0.4)
    with pytest.raises(RequestError, match="were opened before and are spent"):
        do(lambda project: project.sign("sealed"), person="owner")


def test_a_document_cannot_open_what_the_ledger_sealed(do: Callable[..., Any], root: Path) -> None:
    do(lambda project: project.check("data"))
    (seal,) = do(lambda project: project.book.all(Seal))
    assert (seal.share, seal.columns, seal.by) == (0.2, ("shop",), "analyst")
    kept = rows().filter(~sealed(rows()))["id"].to_list()

    def left() -> list[int]:
        found: list[int] = do(lambda project: project.material.table.frame["id"].to_list())
        return found

    for split in ({"group": "shop"}, {}, {"group": "shop", "sealed_share": 0.05}):
        edit_document(root / "project.yaml", "evaluation.split", split)
        assert left() == kept
    edit_document(root / "project.yaml", "evaluation.split", {"sealed_share": 0.4})
    assert left() == rows().filter(~sealed(rows(), 0.4))["id"].to_list()
    edit_document(root / "project.yaml", "evaluation.split", {"group": "c", "sealed_share": 0.2})
    with pytest.raises(RequestError, match="the sealed cases were drawn"):
        left()


def test_rows_that_come_in_later_move_none_and_are_sealed_alike(do: Callable[..., Any], root: Path) -> None:
    do(lambda project: project.check("data"))
    later = rows().with_columns(id=pl.col("id") + 1000, shop=pl.col("shop") + 50)
    both = pl.concat([later, rows()])
    both.write_csv(root / "orders.csv")
    do(lambda project: project.check("data", new_data=True))
    seen = do(lambda project: project.material.table.frame["id"].to_list())
    assert seen == both.filter(~sealed(both))["id"].to_list()
    assert {*rows().filter(sealed(rows()))["id"]}.isdisjoint(seen)


def test_a_table_whose_rows_have_no_name_is_sealed_by_all_that_was_known(do: Callable[..., Any], root: Path) -> None:
    edit_document(root / "project.yaml", "data.sources.orders", {"path": "orders.csv"})
    edit_document(root / "project.yaml", "evaluation.split", {"sealed_share": 0.2})
    do(lambda project: project.check("data"))
    (seal,) = do(lambda project: project.book.all(Seal))
    assert seal.columns == tuple(name for name in rows().columns if name != "target")
    kept = do(lambda project: project.material.table.frame["id"].to_list())
    corrected = rows().with_columns(target=pl.col("target").replace({"late": "fine", "fine": "late"}))
    corrected.write_csv(root / "orders.csv")
    do(lambda project: project.check("data", new_data=True))
    assert do(lambda project: project.material.table.frame["id"].to_list()) == kept


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        ("evaluation.split.sealed_share", 0.9, "leaves too little"),
        ("evaluation.split.sealed_share", 0, "leaves too little"),
        ("evaluation.split.time", "day", "rows have a time"),
        ("evaluation.split.sealed_from", "2024-01-01", "sealed already"),
    ],
)
def test_a_share_that_cannot_be_sealed_is_told_at_once(root: Path, place: str, value: Any, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        edit_document(root / "project.yaml", place, value)
